/** What another board makes of a GPU, in words, for the preview and for the tests. */
import { VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import { findVm, type Plan } from '../model/plan.ts';
import type { BoardChange, InstanceChange, VgpuChange, VgpuWaits } from './changeBoard.ts';
import { pasteFaultMessage } from './messageNotes.ts';
import { assignMessage, makeShortList, wantedName } from './messages.ts';
import { planWarnings, problemMessage } from './rules/warnings.ts';

/** One line of the preview. `why` is a sentence; null where there is nothing to explain. */
export interface ChangeLine {
  readonly from: string;
  /** Null: it goes, or waits. */
  readonly to: string | null;
  readonly why: string | null;
}

/** "3g.20gb at slice 0" -> "3g.40gb", in the order of the starts. */
export function instanceLines({ instances }: BoardChange, plan: Plan): ChangeLine[] {
  return instances.map(({ gi, to, ...one }) => ({
    from: `${gi.profile} at slice ${gi.start}`,
    to: to?.profile ?? null,
    why: whyInstance(one, plan),
  }));
}

function whyInstance(
  { why, isMadeWhole }: Pick<InstanceChange, 'why' | 'isMadeWhole'>,
  plan: Plan,
): string | null {
  if (why !== null) return pasteFaultMessage(why, plan);
  return isMadeWhole
    ? 'Whether it can be split as it was is not known there: it becomes one compute instance.'
    : null;
}

/** "chat-1, A100-3-20C" -> "A100D-3-40C", or why it waits. */
export function vgpuLines({ vgpus }: BoardChange, plan: Plan): ChangeLine[] {
  return vgpus.map(({ vmId, from, wants, why }) => ({
    from: `${findVm(plan, vmId)?.name ?? 'a VM'}, ${wantedName(from)}`,
    to: why === null ? wantedName(wants) : null,
    why: why === null ? null : waitsMessage(why, plan),
  }));
}

function waitsMessage(why: VgpuWaits, plan: Plan): string {
  switch (why.code) {
    case 'instance-goes':
      return 'Its instance goes.';
    case 'no-type':
      return `No public source has a vGPU type for ${why.profile} there.`;
    case 'several-types':
      return `It may be ${makeShortList(why.types, 'or')} there, and nothing says which.`;
    default:
      return assignMessage(why, plan);
  }
}

/** What comes of it in one sentence: "2 instances keep their slices; 1 has no counterpart; chat-1 waits." */
export function boardChangeWords(
  change: Pick<BoardChange, 'instances' | 'vgpus' | 'variantLost'>,
  plan: Plan,
): string {
  const kept = change.instances.filter(({ to }) => to !== null).length;
  const gone = change.instances.length - kept;
  const waiting = new Set(change.vgpus.filter(({ why }) => why !== null).map(({ vmId }: VgpuChange) => vmId));
  const names = [...waiting].map((id) => findVm(plan, id)?.name ?? 'a VM');
  const parts = [
    kept === 0 ? [] : [`${kept} ${kept === 1 ? 'instance keeps its slices' : 'instances keep their slices'}`],
    gone === 0
      ? []
      : [`${gone} ${gone === 1 ? 'has no counterpart and goes' : 'have no counterpart and go'}`],
    names.length === 0 ? [] : [`${makeShortList(names)} ${names.length === 1 ? 'waits' : 'wait'}`],
  ].flat();
  const words = parts.length === 0 ? 'The GPU is empty.' : `${parts.join('; ')}.`;
  const { variantLost } = change;
  return variantLost === null
    ? words
    : `${words} Its variant, ${variantName(variantLost)}, is none of the new board and goes.`;
}

function variantName(id: string): string {
  return VGPU_BOARDS.find((one) => one.id === id)?.product ?? id;
}

/** What is in doubt afterwards and was not before, each once. */
export function newDoubts({ after }: Pick<BoardChange, 'after'>, plan: Plan): string[] {
  const before = new Set(planWarnings(plan).map((one) => problemMessage(one, plan)));
  const now = planWarnings(after).map((one) => problemMessage(one, after));
  return [...new Set(now)].filter((one) => !before.has(one));
}

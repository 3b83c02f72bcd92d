/** The sentences about VMs that wait: why each does, and what became of many that were to be placed. */
import { assertNever } from '../../model/assert.ts';
import type { VmId } from '../../model/ids.ts';
import { boardsOf, findVm, type Plan, type Wanted } from '../../model/plan.ts';
import { isWaiting } from './assign.ts';
import { assignMessage, counted, makeList, makeShortList, profileOfType, wantedName } from '../messages.ts';
import { createWhyWaiting, type WaitReason } from './whyWaiting.ts';

/** Reasons that one sentence lists; what is beyond is counted. */
const MAX_REASONS = 3;
const MAX_BOARDS = 2;

/** "A100-3-20C (3g.20gb)": the type and what it needs, or the profile. */
function wantedWithProfile(wants: Wanted, plan: Plan): string {
  const profile = wants.kind === 'type' ? profileOfType(wants.type, boardsOf(plan.hosts)) : null;
  return profile === null ? wantedName(wants) : `${wantedName(wants)} (${profile})`;
}

/** Why a VM waits, in one sentence. */
export function waitMessage(reason: WaitReason, plan: Plan): string {
  return sentenceOf(partsOf(reason, plan));
}

/** A sentence around what a VM wants, so that VMs that wait for the same reason can be listed in it; null: it names nothing of the kind. */
type Parts = readonly [before: string, wanted: string | null, after: string];

function sentenceOf([before, wanted, after]: Parts): string {
  return `${before}${wanted ?? ''}${after}`;
}

function partsOf(reason: WaitReason, plan: Plan): Parts {
  switch (reason.code) {
    case 'no-gpu':
      return ['The plan has no GPU yet', null, '.'];
    case 'profile-unknown':
      return ['No public source says which profile ', wantedName(reason.wants), ' needs.'];
    case 'other-board': {
      const { boards } = reason;
      const more = boards.length - MAX_BOARDS;
      const named = more > 1 ? [...boards.slice(0, MAX_BOARDS), `${more} more boards`] : boards;
      return [
        `${wantedName(reason.wants)} belongs to ${makeList(named)}, and the plan has no such GPU`,
        null,
        '.',
      ];
    }
    case 'mig-off': {
      const wanted = wantedWithProfile(reason.wants, plan);
      return reason.use === 'off'
        ? ['MIG mode is off on every GPU that could have ', wanted, '.']
        : ['Every GPU that could have ', wanted, ' is reserved or has MIG mode off.'];
    }
    case 'no-start':
      return ['No GPU has a legal start left for ', wantedWithProfile(reason.wants, plan), '.'];
    case 'group-apart':
      return [
        `Group ${reason.group} keeps it apart: every GPU with room for ${wantedWithProfile(reason.wants, plan)} has a VM of the group`,
        null,
        '.',
      ];
    case 'vm-rule':
      return [assignMessage(reason.fault, plan).replace(/\.$/, ''), null, '.'];
    case 'not-together':
      return [`No host has room for all ${reason.count} of its vGPUs together`, null, '.'];
    default:
      return assertNever(reason);
  }
}

/** VMs that wait for one reason, by what they want. */
interface Waiting {
  readonly parts: Parts;
  readonly byWanted: Map<string | null, number>;
  count: number;
}

/**
 * "88 placed, 12 wait. No GPU has a legal start left for 3g.20gb (8) or 4g.20gb (2). Group web ... (2)." `plan` is the plan after
 * the step.
 */
export function placedMessage(plan: Plan, vmIds: readonly VmId[]): string {
  const vms = vmIds.flatMap((id) => findVm(plan, id) ?? []);
  const waiting = vms.filter(isWaiting);
  const placed = `${vms.length - waiting.length} placed`;
  if (waiting.length === 0) return vms.length === 1 ? '' : `All ${vms.length} are placed.`;
  const whyWaiting = createWhyWaiting(plan);
  const reasons = new Map<string, Waiting>();
  for (const vm of waiting) {
    const reason = whyWaiting(vm);
    const parts: Parts =
      reason === null ? ['There is room: place them again', null, '.'] : partsOf(reason, plan);
    const [before, wanted, after] = parts;
    const key = `${before}|${after}`;
    const one = reasons.get(key) ?? { parts, byWanted: new Map<string | null, number>(), count: 0 };
    one.byWanted.set(wanted, (one.byWanted.get(wanted) ?? 0) + 1);
    one.count++;
    reasons.set(key, one);
  }
  const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
  const [first] = sorted;
  if (sorted.length === 1 && first?.byWanted.size === 1)
    return `${placed}, ${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'}: ${sentenceOf(first.parts)}`;
  const named = sorted.slice(0, MAX_REASONS).map(listed);
  const rest = sorted.slice(MAX_REASONS).reduce((sum, { count }) => sum + count, 0);
  const others =
    rest === 0 ? '' : ` ${counted(rest, 'other waits', 'others wait')} for reasons of their own.`;
  return `${placed}, ${waiting.length} wait. ${named.join(' ')}${others}`;
}

/** The reason, said once, with how many wait for each thing that is wanted, most first. */
function listed({ parts: [before, wanted, after], byWanted, count }: Waiting): string {
  if (wanted === null) return `${before} (${count})${after}`;
  const things = [...byWanted].sort((a, b) => b[1] - a[1]).map(([thing, many]) => `${thing} (${many})`);
  return `${before}${makeShortList(things, 'or')}${after}`;
}

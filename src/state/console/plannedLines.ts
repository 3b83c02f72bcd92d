/** Edits of the target as the commands that do the same on a machine. */
import { commandsFor } from '../../console/simulator/simulator.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanState } from '../planStore.ts';
import type { NewEntry } from './terminals.ts';

/** GPUs of one edit whose commands are written out. */
const MAX_GPUS = 4;

/** False where another document has taken the place of this one: ids in both name different things. */
export function isSameDocument(before: PlanState, now: PlanState): boolean {
  const forward = now.past.at(-1);
  if (forward?.plan === before.plan) return forward.origin === null;
  const [back] = now.future;
  return back?.plan === before.plan && back.origin === null;
}

/** Entries for what differs on the GPUs that both plans have. */
export function editEntries(before: Plan, now: Plan): NewEntry[] {
  const hosts = new Map(before.hosts.map((host) => [host.id, host]));
  const edits: NewEntry[] = [];
  let unsaid = 0;
  for (const host of now.hosts) {
    const old = hosts.get(host.id);
    if (old === undefined || old.gpus === host.gpus) continue;
    const gpus = new Map(old.gpus.map((gpu) => [gpu.id, gpu]));
    for (const gpu of host.gpus) {
      const was = gpus.get(gpu.id);
      if (was === undefined || was === gpu || was.board !== gpu.board) continue;
      const { lines, isKindAssumed } = commandsFor(was, gpu);
      if (lines.length === 0) continue;
      if (edits.length === MAX_GPUS) {
        unsaid += 1;
        continue;
      }
      const seen = host.observed?.find(({ index }) => index === gpu.index);
      // After "adopt", or when the plan comes to what was done already.
      if (seen !== undefined && commandsFor(seen, gpu).lines.length === 0) {
        const text = `Planned on ${host.name}, GPU ${gpu.index}: as it is on the machine, so no command is needed.`;
        edits.push({ kind: 'remark', text });
        continue;
      }
      const assumed = isKindAssumed ? ' (IDs as of a straight GPU)' : '';
      edits.push({
        kind: 'edit',
        text: `Planned on ${host.name}, GPU ${gpu.index}. The same as commands${assumed}:`,
        lines,
      });
    }
  }
  if (unsaid > 0) edits.push({ kind: 'remark', text: `The edit changed ${unsaid} more GPUs.` });
  return edits;
}

import type { Host } from '../../model/plan.ts';
import { boardName, makeShortList } from '../../placement/messages.ts';
import { runCommand } from '../../state/specialEdits.ts';

/** One step that brings both sides together; a board that changes in the plan is said. */
export function adopt(
  type: 'host/adoptObserved' | 'host/adoptPlanned',
  host: Host,
  gpuIndexes: readonly number[] | null,
): void {
  const changed = (host.observed ?? []).flatMap((seen) => {
    const planned = host.gpus.find((gpu) => gpu.index === seen.index);
    const isMeant = gpuIndexes === null || gpuIndexes.includes(seen.index);
    if (planned === undefined || planned.board === seen.board || !isMeant) return [];
    return [`GPU ${seen.index} is ${boardName(seen.board)} now`];
  });
  const note = type === 'host/adoptPlanned' || changed.length === 0 ? '' : `${makeShortList(changed)}.`;
  runCommand({ type, hostId: host.id, gpuIndexes }, note);
}

import { useMemo } from 'react';
import { findGpu, findInstance, findVm } from '../../model/plan.ts';
import type { GpuId, HostId } from '../../model/ids.ts';
import { usePlan, useUi } from '../../state/app.ts';

/**
 * The hosts that are drawn wherever they are: of what is selected, aimed at, suggested or refused, and of what is in the
 * hand, for a finger that lifts it would lose it with its element. So whoever leads there finds something to scroll to.
 */
export function usePinned(): ReadonlySet<HostId> {
  const plan = usePlan((state) => state.plan);
  const selection = useUi((ui) => ui.selection);
  const lifted = useUi((ui) => ui.lifted);
  const target = useUi((ui) => ui.target);
  const suggested = useUi((ui) => ui.suggested);
  const refusal = useUi((ui) => ui.refusal);
  return useMemo(() => {
    const gpuOf = (id: GpuId | undefined): HostId | undefined =>
      id === undefined ? undefined : findGpu(plan, id)?.host.id;
    const pinned = new Set([gpuOf(target?.gpuId), gpuOf(suggested?.gpuId), gpuOf(refusal?.gpuId)]);
    if (selection?.kind === 'host') pinned.add(selection.id);
    if (selection?.kind === 'gpu') pinned.add(gpuOf(selection.id));
    if (selection?.kind === 'instance') pinned.add(findInstance(plan, selection.id)?.host.id);
    if (selection?.kind === 'vm') {
      for (const { instance } of findVm(plan, selection.id)?.attachments ?? [])
        if (instance !== null) pinned.add(findInstance(plan, instance)?.host.id);
    }
    if (lifted?.kind === 'instance') pinned.add(findInstance(plan, lifted.giId)?.host.id);
    pinned.delete(undefined);
    return pinned as Set<HostId>;
  }, [plan, selection, lifted, target, suggested, refusal]);
}

import { useMemo } from 'react';
import { findGpu, findInstance, findVm, type GpuPlace } from '../../model/plan.ts';
import type { GpuId, HostId } from '../../model/ids.ts';
import { usePlan, useUi } from '../../state/app.ts';

/** What is drawn wherever it is. */
export interface Pinned {
  readonly hosts: ReadonlySet<HostId>;
  /** Those of them that are meant themselves, and not for a GPU. */
  readonly heads: ReadonlySet<HostId>;
  readonly gpus: ReadonlySet<GpuId>;
}

/**
 * The hosts and GPUs that are drawn wherever they are: of what is selected, aimed at, suggested or refused, and of what is in the
 * hand, for a finger that lifts it would lose it with its element. So whoever leads there finds something to scroll to.
 */
export function usePinned(): Pinned {
  const plan = usePlan((state) => state.plan);
  const selection = useUi((ui) => ui.selection);
  const lifted = useUi((ui) => ui.lifted);
  const target = useUi((ui) => ui.target);
  const suggested = useUi((ui) => ui.suggested);
  const refusal = useUi((ui) => ui.refusal);
  return useMemo(() => {
    const hosts = new Set<HostId>();
    const heads = new Set<HostId>();
    const gpus = new Set<GpuId>();
    const pin = (place: GpuPlace | undefined): void => {
      if (place === undefined) return;
      hosts.add(place.host.id);
      gpus.add(place.gpu.id);
    };
    for (const at of [target, suggested, refusal]) if (at !== null) pin(findGpu(plan, at.gpuId));
    if (selection?.kind === 'host') heads.add(selection.id);
    if (selection?.kind === 'gpu') pin(findGpu(plan, selection.id));
    if (selection?.kind === 'instance') pin(findInstance(plan, selection.id));
    if (selection?.kind === 'vm') {
      for (const { instance } of findVm(plan, selection.id)?.attachments ?? [])
        if (instance !== null) pin(findInstance(plan, instance));
    }
    if (lifted?.kind === 'instance') pin(findInstance(plan, lifted.giId));
    for (const id of heads) hosts.add(id);
    return { hosts, heads, gpus };
  }, [plan, selection, lifted, target, suggested, refusal]);
}

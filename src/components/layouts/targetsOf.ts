/** The GPUs that a layout is applied to. */
import type { GpuId } from '../../model/ids.ts';
import type { GpuPlace, Plan } from '../../model/plan.ts';
import { whyNoLayouts } from './whyNoLayouts.ts';

export type Scope =
  | { readonly kind: 'gpu' }
  /** All of the host that have the same board. */
  | { readonly kind: 'host' }
  | { readonly kind: 'many'; readonly gpuIds: ReadonlySet<GpuId> };

export type ScopeKind = Scope['kind'];

/** Every GPU of the plan that could have the layouts of this one: same board, MIG mode on. */
export function likeGpus(plan: Plan, { gpu }: GpuPlace): GpuPlace[] {
  return plan.hosts.flatMap((host) =>
    host.gpus
      .filter((other) => other.board === gpu.board && whyNoLayouts(other) === null)
      .map((other) => ({ host, gpu: other })),
  );
}

export function targetsOf(plan: Plan, place: GpuPlace, scope: Scope): GpuPlace[] {
  switch (scope.kind) {
    case 'gpu':
      return [place];
    case 'host':
      return likeGpus(plan, place).filter(({ host }) => host.id === place.host.id);
    case 'many':
      return likeGpus(plan, place).filter(({ gpu }) => scope.gpuIds.has(gpu.id));
  }
}

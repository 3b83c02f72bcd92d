/** A plan against reality, host by host: what `compare` prints when the work is done. */
import { vmsByInstance, type Host, type Plan } from '../../model/plan.ts';
import type { GiId } from '../../model/ids.ts';
import { gpuDifferences, type GpuDifference } from './difference.ts';

export interface HostDifference {
  readonly name: string;
  /** Null: the plan has no such host. */
  readonly planned: Host | null;
  /** Null: not reported. */
  readonly observed: Host | null;
  readonly gpus: readonly GpuDifference[];
  readonly isSame: boolean;
}

/**
 * Hosts are matched by name; every host of either side is held against the other. Of reality counts what was observed
 * where it holds that, so a listing, a layout and a plan with observed state all say what is there. Instances of reality in
 * `startUnknown` were only counted.
 */
export function comparePlans(
  plan: Plan,
  reality: Plan,
  startUnknown: ReadonlySet<GiId> = new Set(),
): HostDifference[] {
  const real = new Map(reality.hosts.map((host) => [host.name, host]));
  const known = new Set(plan.hosts.map((host) => host.name));
  return [
    ...plan.hosts.map((host) => hostDifference(plan, host, real.get(host.name) ?? null, startUnknown)),
    ...reality.hosts
      .filter((host) => !known.has(host.name))
      .map((host) => hostDifference(plan, null, host, startUnknown)),
  ];
}

/** The two hosts need not have the same name: who asks has said that they are one. */
export function hostDifference(
  plan: Plan,
  planned: Host | null,
  observed: Host | null,
  startUnknown: ReadonlySet<GiId> = new Set(),
): HostDifference {
  const seen = observed?.observed ?? observed?.gpus ?? [];
  const gpus = gpuDifferences(planned?.gpus ?? [], seen, vmsByInstance(plan), startUnknown);
  return {
    name: planned?.name ?? observed?.name ?? '',
    planned,
    observed,
    gpus,
    isSame: gpus.every((one) => one.isSame),
  };
}

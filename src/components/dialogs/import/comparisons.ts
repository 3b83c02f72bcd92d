/** The text held against the hosts that it would go to. */
import { isOnlyFacts } from '../../../console/imports/hostFacts.ts';
import type { HostId } from '../../../model/ids.ts';
import { findHost, vmsByInstance, type Plan } from '../../../model/plan.ts';
import { gpuDifferences, type GpuDifference } from '../../../placement/observed/difference.ts';
import { seenOn, type Destination } from './destinations.ts';

export interface HostComparison {
  readonly hostName: string;
  readonly gpus: readonly GpuDifference[];
}

/** Empty where it goes to no host that is there, or of which it tells no instances: then there is nothing to hold against it. */
export function comparisonsFor(
  destination: Destination,
  plan: Plan,
  untold: ReadonlySet<HostId>,
): HostComparison[] {
  const matches =
    destination.kind === 'observed'
      ? destination.matches
      : destination.kind === 'host'
        ? [destination.match]
        : [];
  return matches.flatMap(({ read, hostId }) => {
    const host = findHost(plan, hostId);
    if (host === undefined || untold.has(read.id) || isOnlyFacts(read)) return [];
    return [{ hostName: host.name, gpus: gpuDifferences(host.gpus, seenOn(read), vmsByInstance(plan)) }];
  });
}

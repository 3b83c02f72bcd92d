/** The text held against the hosts that it would go to. */
import { isOnlyFacts } from '../../../console/imports/hostFacts.ts';
import { findHost, vmsByInstance, type Plan } from '../../../model/plan.ts';
import { gpuDifferences, type GpuDifference } from '../../../placement/observed/difference.ts';
import { seenOn, type Destination } from './destinations.ts';

export interface HostComparison {
  readonly hostName: string;
  readonly gpus: readonly GpuDifference[];
}

/** Empty where it goes to no host that has something planned: then there is nothing to hold it against. */
export function comparisonsFor(destination: Destination, plan: Plan): HostComparison[] {
  const matches =
    destination.kind === 'observed'
      ? destination.matches
      : destination.kind === 'host'
        ? [destination.match]
        : [];
  return matches.flatMap(({ read, hostId }) => {
    const host = findHost(plan, hostId);
    if (host === undefined || isOnlyFacts(read)) return [];
    return [{ hostName: host.name, gpus: gpuDifferences(host.gpus, seenOn(read), vmsByInstance(plan)) }];
  });
}

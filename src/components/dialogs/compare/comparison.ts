/** What hosts report, held against the plan, and the step that records it. */
import type { Imported } from '../../../console/importText.ts';
import type { GiId } from '../../../model/ids.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { comparePlans, type HostDifference } from '../../../placement/observed/compare.ts';
import { commandFor, seenOn, type HostMatch } from '../import/destinations.ts';

export type Scope = 'reported' | 'all';

export interface Comparison {
  /** Those that the receipt is about; none: the text says of no host what is on it. */
  readonly hosts: readonly HostDifference[];
  /** Hosts of the plan that the text does not report. */
  readonly silent: readonly string[];
  /** Hosts that the text speaks of without saying what is on their GPUs. */
  readonly untold: readonly string[];
  /** False too where there is nothing to compare. */
  readonly isSame: boolean;
  /** Null: no host of the plan is reported, or only how many instances it has. */
  readonly command: PlanCommand | null;
  readonly recorded: readonly HostMatch[];
}

/** A host that the text calls otherwise than the plan does. */
export interface SameHost {
  readonly name: string;
  readonly planned: Host;
}

export function compareWith(
  plan: Plan,
  { reading, startUnknown, untold }: Imported,
  scope: Scope,
  same: SameHost | null,
): Comparison {
  const reported = reading.plan.hosts
    .filter((host) => !untold.has(host.id))
    .map((host) => (host.name === same?.name ? { ...host, name: same.planned.name } : host));
  const all = comparePlans(plan, { ...reading.plan, hosts: reported }, startUnknown);
  const silent = all.flatMap((host) => (host.observed === null ? host.name : []));
  const told = all.filter((host) => host.observed !== null);
  const hosts = scope === 'all' && told.length > 0 ? all : told;
  const recorded = all.flatMap(({ planned, observed }): HostMatch[] =>
    planned === null || observed === null || !isSeen(observed, startUnknown)
      ? []
      : [{ read: observed, hostId: planned.id }],
  );
  const command =
    recorded.length === 0 ? null : commandFor({ kind: 'observed', matches: recorded }, reading, plan);
  return {
    ...{ hosts, silent, command, recorded },
    untold: reading.plan.hosts.flatMap((host) => (untold.has(host.id) ? host.name : [])),
    isSame: hosts.length > 0 && hosts.every((host) => host.isSame),
  };
}

/** What is only counted was not seen where the planner drew it. */
function isSeen(host: Host, startUnknown: ReadonlySet<GiId>): boolean {
  return seenOn(host).every((gpu) => gpu.instances.every((gi) => !startUnknown.has(gi.id)));
}

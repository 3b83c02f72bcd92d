/** What hosts report, held against the plan, and the step that records it. */
import type { Imported } from '../../../console/importText.ts';
import type { GiId } from '../../../model/ids.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { comparePlans, type HostDifference } from '../../../placement/observed/compare.ts';
import { commandFor, seenOn, type HostMatch } from '../import/destinations.ts';

export type Scope = 'reported' | 'all';

export interface Comparison {
  /** Those that the receipt is about. */
  readonly hosts: readonly HostDifference[];
  /** Hosts of the plan that the text does not report. */
  readonly silent: readonly string[];
  readonly isSame: boolean;
  /** Null: no host of the plan is reported, or only how many instances it has. */
  readonly command: PlanCommand | null;
  readonly recorded: readonly HostMatch[];
}

export function compareWith(plan: Plan, { reading, startUnknown }: Imported, scope: Scope): Comparison {
  const all = comparePlans(plan, reading.plan, startUnknown);
  const silent = all.flatMap((host) => (host.observed === null ? host.name : []));
  const hosts = scope === 'all' ? all : all.filter((host) => host.observed !== null);
  const recorded = all.flatMap(({ planned, observed }): HostMatch[] =>
    planned === null || observed === null || !isSeen(observed, startUnknown)
      ? []
      : [{ read: observed, hostId: planned.id }],
  );
  const command =
    recorded.length === 0 ? null : commandFor({ kind: 'observed', matches: recorded }, reading, plan);
  return { hosts, silent, isSame: hosts.every((host) => host.isSame), command, recorded };
}

/** What is only counted was not seen where the planner drew it. */
function isSeen(host: Host, startUnknown: ReadonlySet<GiId>): boolean {
  return seenOn(host).every((gpu) => gpu.instances.every((gi) => !startUnknown.has(gi.id)));
}

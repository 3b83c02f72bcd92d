/** A difference as a list of a few lines: what stands beside the two drawings. */
import type { GiId } from '../../model/ids.ts';
import type { GpuInstance, Vm } from '../../model/plan.ts';
import type { GpuDifference, InstancePair } from '../../placement/observed/difference.ts';
import { makeShortList } from '../../placement/messages.ts';
import type { Sign } from './Badge.tsx';

type VmsOn = ReadonlyMap<GiId, readonly Vm[]>;

export interface DifferenceGroup {
  readonly sign: Sign | 'same';
  /** "3 only observed". */
  readonly title: string;
  readonly lines: readonly string[];
}

/** Lines of a group beyond these are counted: a whole GPU has fewer, an illegal one may have thousands. */
const MAX_LINES = 14;

export function groupsOf(one: GpuDifference, vms: VmsOn): DifferenceGroup[] {
  // VMs are on what is planned; the ids of what was observed may be those of another plan.
  const at = ({ profile, start }: GpuInstance): string => `${profile} at ${start}`;
  const served = (gi: GpuInstance): string => [at(gi), ...namesOn(gi, vms)].join(', ');
  const move = ({ planned, observed }: InstancePair): string =>
    [
      `${planned.profile} planned at ${planned.start}, is at ${observed.start}`,
      ...namesOn(planned, vms),
    ].join(', ');
  const group = (sign: DifferenceGroup['sign'], what: string, lines: readonly string[]): DifferenceGroup[] =>
    lines.length === 0
      ? []
      : [
          {
            sign,
            title: `${lines.length} ${what}`,
            lines:
              lines.length <= MAX_LINES
                ? lines
                : [...lines.slice(0, MAX_LINES - 1), `and ${lines.length - MAX_LINES + 1} more`],
          },
        ];
  return [
    ...group(
      'same',
      'as planned',
      one.asPlanned.filter((pair) => !one.recut.includes(pair)).map((pair) => served(pair.planned)),
    ),
    ...group('moved-here', 'moved', one.moved.map(move)),
    ...group('gone', 'only observed', one.onlyObserved.map(at)),
    ...group('missing', 'only planned', one.onlyPlanned.map(served)),
  ];
}

function namesOn(gi: GpuInstance, vms: VmsOn): string[] {
  const names = (vms.get(gi.id) ?? []).map((vm) => vm.name);
  return names.length === 0 ? [] : [makeShortList(names)];
}

import type { GiId } from '../../model/ids.ts';
import type { GpuInstance, Vm } from '../../model/plan.ts';
import type { GpuDifference } from '../../placement/observed/difference.ts';
import type { Sign } from './Badge.tsx';
import { ComparedGpu } from './ComparedGpu.tsx';
import { DifferenceList } from './DifferenceList.tsx';

interface GpuComparisonProps {
  readonly difference: GpuDifference;
  /** VMs of the plan. */
  readonly vms: ReadonlyMap<GiId, readonly Vm[]>;
  /** What the two drawings are called. */
  readonly titles?: readonly [observed: string, planned: string];
  /** Observed instances of which nobody reported where they start. */
  readonly startUnknown?: ReadonlySet<GiId>;
}

const TITLES = ['Observed', 'Planned'] as const;

/** A GPU as it was reported, as it is planned, and what differs. */
export function GpuComparison({ difference, vms, titles = TITLES, startUnknown }: GpuComparisonProps) {
  const { planned, observed } = difference;
  const signs = new Map<GpuInstance, Sign>([
    ...difference.onlyObserved.map((gi) => [gi, 'gone'] as const),
    ...difference.onlyPlanned.map((gi) => [gi, 'missing'] as const),
    ...difference.moved.flatMap(
      (pair) =>
        [
          [pair.observed, 'moved-here'],
          [pair.planned, 'moved-away'],
        ] as const,
    ),
  ]);
  const signOf = (gi: GpuInstance): Sign | undefined => signs.get(gi);
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-3">
      <ComparedGpu
        title={titles[0]}
        gpu={observed}
        absent="Not reported. A listing names no GPU without instances."
        labelOf={(gi) => (gi.reportedId === null ? undefined : `ID ${gi.reportedId}`)}
        signOf={signOf}
        {...(startUnknown === undefined ? {} : { startUnknown })}
      />
      <ComparedGpu
        title={titles[1]}
        gpu={planned}
        absent="The plan has no such GPU."
        labelOf={(gi) =>
          vms
            .get(gi.id)
            ?.map((vm) => vm.name)
            .join(', ')
        }
        signOf={signOf}
      />
      <div className="max-w-120 min-w-36 flex-1">
        <h4 className="pb-1 text-table font-medium">Difference</h4>
        <DifferenceList difference={difference} vms={vms} />
      </div>
    </div>
  );
}

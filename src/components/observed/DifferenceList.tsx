import type { GiId } from '../../model/ids.ts';
import type { Vm } from '../../model/plan.ts';
import type { GpuDifference } from '../../placement/observed/difference.ts';
import { gpuWords } from '../../placement/observed/differenceMessages.ts';
import { CheckIcon } from '../ui/icons.tsx';
import { Badge } from './Badge.tsx';
import { groupsOf } from './comparisonWords.ts';

interface DifferenceListProps {
  readonly difference: GpuDifference;
  /** VMs of the plan. */
  readonly vms: ReadonlyMap<GiId, readonly Vm[]>;
}

/** What the two drawings of a GPU differ in, in words. */
export function DifferenceList({ difference, vms }: DifferenceListProps) {
  const groups = groupsOf(difference, vms);
  // A side that has no such GPU says so where its drawing would be.
  const isBoth = difference.planned !== null && difference.observed !== null;
  const remarks = isBoth ? gpuWords(difference) : [];
  return (
    <ul className="flex flex-col text-table">
      {remarks.map((remark) => (
        <li key={remark} className="border-line py-1.5 text-ink2 not-first:border-t">
          {remark}
        </li>
      ))}
      {groups.map(({ sign, title, lines }) => (
        <li key={sign} className="flex gap-2 border-line py-1.5 not-first:border-t">
          <span className="flex h-4 w-4 shrink-0 items-center justify-center">
            {sign === 'same' ? <CheckIcon /> : <Badge sign={sign} />}
          </span>
          <div className="min-w-0">
            <p className="font-medium">{title}</p>
            <ul className="text-ink2">
              {lines.map((line, index) => (
                <li key={index} className="[overflow-wrap:anywhere]">
                  {line}
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
      {groups.length === 0 && remarks.length === 0 && (
        <li className="flex gap-2 py-1.5 text-ink2">
          <CheckIcon /> No instance on either side
        </li>
      )}
    </ul>
  );
}

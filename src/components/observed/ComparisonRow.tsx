import type { Gpu } from '../../model/plan.ts';
import type { GpuDifference } from '../../placement/observed/difference.ts';
import { countDifferences } from '../../placement/observed/differenceCounts.ts';
import { countWords } from '../../placement/observed/differenceMessages.ts';
import { CheckIcon } from '../ui/icons.tsx';
import { MiniStrip } from '../ui/MiniStrip.tsx';

interface ComparisonRowProps {
  /** "GPU 3", or with its host. */
  readonly title: string;
  readonly difference: GpuDifference;
}

/** The same as a line, where there are many: strips instead of grids, figures instead of a list. */
export function ComparisonRow({ title, difference }: ComparisonRowProps) {
  return (
    <div className="observed-row grid grid-cols-[minmax(4rem,auto)_1fr_1fr] items-center gap-x-3 gap-y-1 text-table">
      <span className="font-medium">{title}</span>
      <Strip gpu={difference.observed} absent="not reported" />
      <Strip gpu={difference.planned} absent="not in the plan" />
      <p className="col-start-2 flex flex-wrap items-center gap-x-1.5 text-note text-ink2">
        <span className="text-ink3">Observed:</span>
        {difference.isSame && <CheckIcon />}
        {countWords(countDifferences([difference]))}
        {difference.isOtherBoard && ', another board'}
        {difference.isOtherMode && ', another MIG mode'}
      </p>
      <p className="text-note text-ink3">Planned</p>
    </div>
  );
}

function Strip({ gpu, absent }: { readonly gpu: Gpu | null; readonly absent: string }) {
  return gpu === null ? <span className="text-note text-ink3">{absent}</span> : <MiniStrip gpu={gpu} />;
}

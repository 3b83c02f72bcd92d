import { useState } from 'react';
import type { Board } from '../../model/board.ts';
import type { GiId } from '../../model/ids.ts';
import { makeInstance } from '../../model/plan.ts';
import { layoutName } from '../../placement/messages.ts';
import type { Cut } from '../../placement/newHosts.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { MiniStrip } from '../ui/MiniStrip.tsx';

const PAGE = 8;

interface CutsProps {
  readonly board: Board;
  readonly cuts: readonly Cut[];
  /** Name of the board, where there are several. */
  readonly of?: string;
}

/** How the GPUs are cut: each way once, with how many are cut so. */
export function Cuts({ board, cuts, of }: CutsProps) {
  const [limit, setLimit] = useState(PAGE);
  return (
    <section aria-label={of === undefined ? 'How the GPUs are cut' : `How ${of} is cut`}>
      <h3 className="pt-1 text-table font-semibold">
        {of === undefined ? 'How they are cut' : `How ${of} is cut`}
      </h3>
      <ul>
        {cuts.slice(0, limit).map(({ layout, gpus }, index) => (
          <li key={index} className="request-cut">
            <span className="w-12 shrink-0 text-right tabular-nums">
              {figure(gpus)} ×<span className="sr-only"> {layoutName(layout)}</span>
            </span>
            <MiniStrip
              gpu={{
                board: board.id,
                use: 'mig',
                instances: layout.map(({ profile, start }, id) => makeInstance(id as GiId, profile, start)),
              }}
            />
          </li>
        ))}
      </ul>
      {cuts.length > limit && (
        <Button size="small" onClick={() => setLimit(limit + PAGE)}>
          Show more of {counted(cuts.length, 'way')}
        </Button>
      )}
    </section>
  );
}

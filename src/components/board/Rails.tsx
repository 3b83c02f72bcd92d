import { memo } from 'react';
import type { Board } from '../../model/board.ts';
import type { Gpu } from '../../model/plan.ts';
import type { SliceRange } from '../../model/slices.ts';
import type { SliceUse } from '../../placement/stranded.ts';
import { columnsOf, rangeStyle, standingBlock } from './gridStyle.ts';
import { hueOf } from './hue.ts';

interface RailsProps {
  readonly gpu: Gpu;
  readonly board: Board;
  readonly use: SliceUse;
}

const one = (start: number): SliceRange => ({ start, count: 1 });

/** Who owns each compute slice (left) and each memory slice (below); hatched where nobody can. */
export const Rails = memo(function Rails({ gpu, board, use }: RailsProps) {
  const all = rangeStyle({ start: 0, count: board.computeSlices }, { start: 0, count: columnsOf(board) });
  return (
    <>
      <span className="rail rail-compute" style={all} />
      <span className="rail rail-memory" style={all} />
      {gpu.instances.map((gi) => {
        const block = standingBlock(board, gi.profile, gi.start);
        return (
          <span
            key={gi.id}
            data-hue={hueOf(board, gi.profile)}
            className="contents"
            style={rangeStyle(block.compute, block.memory)}
          >
            <span className="rail rail-compute" />
            <span className="rail rail-memory" />
          </span>
        );
      })}
      {use.strandedCompute.map((row) => (
        <span
          key={`row ${row}`}
          className="rail rail-compute rail-stranded"
          style={rangeStyle(one(row), one(0))}
        />
      ))}
      {use.strandedMemory.map((column) => (
        <span
          key={`column ${column}`}
          className="rail rail-memory rail-stranded"
          style={rangeStyle(one(0), one(column))}
        />
      ))}
    </>
  );
});

import { memo } from 'react';
import type { Board } from '../../model/board.ts';
import type { SliceUse } from '../../placement/stranded.ts';
import { columnsOf, rangeStyle } from './gridStyle.ts';

interface StrandedSlicesProps {
  readonly board: Board;
  readonly use: Pick<SliceUse, 'strandedCompute' | 'strandedMemory'>;
}

/** Hatched rows and columns of a grid: free, and of use to no profile beside what stands. */
export const StrandedSlices = memo(function StrandedSlices({ board, use }: StrandedSlicesProps) {
  const rows = { start: 0, count: board.computeSlices };
  const columns = { start: 0, count: columnsOf(board) };
  return (
    <>
      {use.strandedCompute.map((row) => (
        <span
          key={`row ${row}`}
          className="mig-at hatched"
          style={rangeStyle({ start: row, count: 1 }, columns)}
        />
      ))}
      {use.strandedMemory.map((column) => (
        <span
          key={`column ${column}`}
          className="mig-at hatched"
          style={rangeStyle(rows, { start: column, count: 1 })}
        />
      ))}
    </>
  );
});

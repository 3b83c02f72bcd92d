import { memo } from 'react';
import type { Board } from '../../model/board.ts';
import { columnsOf } from './gridStyle.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Slice numbers: compute at the left, memory below. */
export const Axes = memo(function Axes({ board }: { readonly board: Board }) {
  return (
    <>
      <span aria-hidden="true" className="axis-compute">
        {numbers(board.computeSlices).join('\n')}
      </span>
      <span aria-hidden="true" className="axis-memory">
        {numbers(columnsOf(board)).map((column) => (
          <span key={column}>{column}</span>
        ))}
      </span>
    </>
  );
});

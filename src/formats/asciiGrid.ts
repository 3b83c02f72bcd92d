/**
 * A GPU drawn with letters, for texts that are read in terminals and tickets: a row per compute slice, a column per memory
 * slice. Instances are filled with the digit of their start, which no other instance of the GPU has.
 */
import type { Board } from '../model/board.ts';
import { columnsOf, standingBlock } from '../model/drawing.ts';
import type { GpuInstance } from '../model/plan.ts';

const FREE = '.';
const STRANDED = '/';
/** Two instances in one place. */
const CLASH = '#';

export interface GridCells {
  readonly board: Board;
  readonly instances: readonly GpuInstance[];
  readonly strandedCompute?: readonly number[];
  readonly strandedMemory?: readonly number[];
  /** What fills an instance; the digit of its start unless given. One character, or as many as the widest column number. */
  readonly fill?: (gi: GpuInstance) => string;
}

/**
 * The lines of the grid: a head of column numbers, then a row to each compute slice with its number. All are equally long,
 * so that words or another grid can stand beside them.
 */
export function gridLines(cellsOf: GridCells): string[] {
  const { board, instances, fill, strandedCompute = [], strandedMemory = [] } = cellsOf;
  const columns = columnsOf(board);
  const rows = board.computeSlices;
  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(FREE));
  for (const row of strandedCompute) cells[row]?.fill(STRANDED);
  for (const column of strandedMemory) for (const line of cells) line[column] = STRANDED;
  for (const gi of instances) {
    const { compute, memory } = standingBlock(board, gi.profile, gi.start);
    const mark = fill?.(gi) ?? String(gi.start);
    for (let row = compute.start; row < compute.start + compute.count; row++) {
      const line = cells[row];
      if (line === undefined) continue;
      for (let column = memory.start; column < memory.start + memory.count; column++) {
        line[column] = line[column] === FREE || line[column] === STRANDED ? mark : CLASH;
      }
    }
  }
  const width = String(columns - 1).length;
  const cell = (text: string | number): string => ` ${String(text).padStart(width)}`;
  const head = Array.from({ length: columns }, (_, column) => cell(column)).join('');
  return [`   ${head}`, ...cells.map((line, row) => `${String(row).padStart(3)}${line.map(cell).join('')}`)];
}

/** Lines with others beside them, "   " between. */
export function beside(left: readonly string[], right: readonly string[]): string[] {
  const width = Math.max(0, ...left.map((line) => line.length));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, n) =>
    `${(left[n] ?? '').padEnd(width)}   ${right[n] ?? ''}`.trimEnd(),
  );
}

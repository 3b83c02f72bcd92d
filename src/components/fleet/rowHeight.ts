/** How high a host will be before it is drawn, by the lengths of styles.css and fleet.css; drawn ones are measured. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import { columnPitches, columnsOf } from '../board/gridStyle.ts';

/** Heading and the gap below it. */
const HEAD_PX = 30;
/** Between grids side by side, and between two lines of them. */
const GAP_X = 20;
export const GRID_GAP_PX = 8;
const GUTTER_PX = 18;
/** Name, axis and note around a grid. */
const AROUND_PX = 66;
const WIDE = { pitchPx: 24, stripPx: 34 };
const NARROW = { pitchPx: 42, stripPx: 54 };

export interface Measures {
  /** Of the room for GPUs. */
  readonly widthPx: number;
  readonly isNarrow: boolean;
}

function gridWidth(board: Gpu['board'], pitchPx: number): number {
  const known = findBoard(board);
  return (known === undefined ? 8 : columnsOf(known) * columnPitches(known)) * pitchPx + GUTTER_PX;
}

/** Where each line of grids begins among the GPUs: one beside the other while there is room. */
export function gridLines(gpus: readonly Pick<Gpu, 'board'>[], { widthPx, isNarrow }: Measures): number[] {
  const { pitchPx } = isNarrow ? NARROW : WIDE;
  const lines: number[] = [];
  let left = 0;
  for (const [index, { board }] of gpus.entries()) {
    const width = Math.min(gridWidth(board, pitchPx), widthPx);
    if (index === 0 || left < width) {
      lines.push(index);
      left = widthPx;
    }
    left -= width + GAP_X;
  }
  return lines;
}

/** A line of grids, in px. */
export function gridHeight({ isNarrow }: Measures): number {
  return (isNarrow ? NARROW : WIDE).pitchPx * 7 + AROUND_PX;
}

/** A strip, in px. */
export function stripHeight({ isNarrow }: Measures): number {
  return (isNarrow ? NARROW : WIDE).stripPx;
}

/** A host with its GPUs as grids. */
export function gridsHeight(gpus: readonly Pick<Gpu, 'board'>[], measures: Measures): number {
  const lines = gridLines(gpus, measures).length;
  return HEAD_PX + lines * gridHeight(measures) + Math.max(0, lines - 1) * GRID_GAP_PX;
}

/** A host with its GPUs as strips. */
export function stripsHeight(gpus: readonly unknown[], measures: Measures): number {
  return HEAD_PX + gpus.length * stripHeight(measures);
}

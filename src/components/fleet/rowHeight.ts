/** How high a host will be before it is drawn, by the lengths of styles.css and fleet.css; drawn ones are measured. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import { columnPitches, columnsOf } from '../board/gridStyle.ts';

/** Heading and the gap below it. */
const HEAD_PX = 30;
/** Between GPUs. */
const [GAP_X, GAP_Y] = [20, 8];
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

/** As many lines as the grids take, one beside the other while there is room. */
export function gridsHeight(gpus: readonly Pick<Gpu, 'board'>[], { widthPx, isNarrow }: Measures): number {
  const { pitchPx } = isNarrow ? NARROW : WIDE;
  let lines = gpus.length === 0 ? 0 : 1;
  let left = widthPx;
  let isFirst = true;
  for (const { board } of gpus) {
    const width = Math.min(gridWidth(board, pitchPx), widthPx);
    if (!isFirst && left < width) {
      lines++;
      left = widthPx;
    }
    left -= width + GAP_X;
    isFirst = false;
  }
  return HEAD_PX + lines * (pitchPx * 7 + AROUND_PX) + Math.max(0, lines - 1) * GAP_Y;
}

export function stripsHeight(gpus: readonly unknown[], { isNarrow }: Measures): number {
  return HEAD_PX + gpus.length * (isNarrow ? NARROW : WIDE).stripPx;
}

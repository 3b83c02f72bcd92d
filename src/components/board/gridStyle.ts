/**
 * Where things lie in the drawing of a GPU, as custom properties that styles.css turns into lengths (.mig, .mig-at). The
 * board, the small drawings and the block in the hand all use these, so they cannot disagree.
 */
import type { CSSProperties } from 'react';
import type { Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { blockOf, type Block, type SliceRange } from '../../model/slices.ts';

type Lengths = CSSProperties & Readonly<Record<`--${string}`, string | number>>;

/** Columns of a board with four memory slices are as wide as they are high; all others are one pitch. */
const NARROW = 4;

/** Memory columns of the drawing. A board without public slices has no drawing; one column keeps the arithmetic whole. */
export function columnsOf(board: Board): number {
  return board.memorySlices ?? 1;
}

/** Width of a column in pitches. */
export function columnPitches(board: Board): number {
  return columnsOf(board) <= NARROW ? 7 / columnsOf(board) : 1;
}

/** For the element with the class "mig". The pitch is inherited unless it is given. */
export function gridStyle(board: Board, pitchPx?: number): Lengths {
  return {
    '--rows': board.computeSlices,
    '--cols': columnsOf(board),
    '--wide': columnPitches(board),
    ...(pitchPx === undefined ? {} : { '--pitch': `${pitchPx}px` }),
  };
}

/** For an element with the class "mig-at" that covers these rows and columns. */
export function rangeStyle(compute: SliceRange, memory: SliceRange): Lengths {
  return { '--r': compute.start, '--h': compute.count, '--c': memory.start, '--w': memory.count };
}

/** The block of what stands on a GPU. A text may have put it past the grid, or name a size that no GPU has: there it ends. */
export function standingBlock(board: Board, profile: ProfileName, start: number): Block {
  const { compute, memory } = blockOf(board, profile, start);
  return { compute: within(compute, board.computeSlices), memory: within(memory, columnsOf(board)) };
}

function within({ start, count }: SliceRange, total: number): SliceRange {
  const first = Math.min(start, total - 1);
  return { start: first, count: Math.max(1, Math.min(count, total - first)) };
}

/** The block of an instance. */
export function blockStyle(board: Board, profile: ProfileName, start: number): Lengths {
  const { compute, memory } = blockOf(board, profile, start);
  return rangeStyle(compute, memory);
}

/** What a block has room for: name and VM inside, or a short name inside and the VM beside it. */
export function labelsInside(board: Board, { compute, memory }: Block): boolean {
  const width = memory.count * columnPitches(board);
  const height = (compute.count * 7) / board.computeSlices;
  return width >= 3 && height >= 1.7;
}

/** Where there is more room beside a block in its own rows. */
export function roomierSide(board: Board, { memory }: Block): 'left' | 'right' {
  const right = columnsOf(board) - memory.start - memory.count;
  return memory.start > right ? 'left' : 'right';
}

/**
 * Where things lie in the drawing of a GPU (model/drawing.ts), as custom properties that styles.css turns into lengths
 * (.mig, .mig-at). The board, the small drawings and the block in the hand all use these, so they cannot disagree.
 */
import type { CSSProperties } from 'react';
import type { Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { columnPitches, columnsOf } from '../../model/drawing.ts';
import { blockOf, type SliceRange } from '../../model/slices.ts';

export { columnPitches, columnsOf, labelsInside, roomierSide, standingBlock } from '../../model/drawing.ts';

type Lengths = CSSProperties & Readonly<Record<`--${string}`, string | number>>;

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

/** The block of an instance. */
export function blockStyle(board: Board, profile: ProfileName, start: number): Lengths {
  const { compute, memory } = blockOf(board, profile, start);
  return rangeStyle(compute, memory);
}

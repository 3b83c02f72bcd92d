/** Where a placement lies in the grid of a GPU: rows are compute slices, columns are memory slices. All 0-based. */
import { unitsPerRow, type Board } from './board.ts';
import { parseProfileName, type ProfileName } from './profile.ts';

/** A range of slices, [start, start + count). */
export interface SliceRange {
  readonly start: number;
  readonly count: number;
}

/** As `nvidia-smi mig -lgi` lists it, both in memory slices. */
export interface Placement {
  readonly start: number;
  readonly size: number;
}

/** The block of the drawing that a placement covers. */
export interface Block {
  readonly compute: SliceRange;
  readonly memory: SliceRange;
}

export function rangesOverlap(a: SliceRange, b: SliceRange): boolean {
  return a.start < b.start + b.count && b.start < a.start + a.count;
}

/** "slice 4" or "slices 4–7". */
export function makeRangeName(range: SliceRange): string {
  return range.count === 1
    ? `slice ${range.start}`
    : `slices ${range.start}–${range.start + range.count - 1}`;
}

/**
 * The block that `profile` covers at `start` on `board`. An imported instance may name a profile that the board does
 * not have; its block is then as wide as its name says compute slices, the least that can be meant.
 */
export function blockOf(board: Board, profile: ProfileName, start: number): Block {
  const known = board.profiles.find((candidate) => candidate.name === profile);
  const computeSlices = known?.computeSlices ?? parseProfileName(profile)?.computeSlices ?? 1;
  const memorySlices = known?.memorySlices ?? computeSlices * unitsPerRow(board);
  return {
    compute: { start: Math.floor(start / unitsPerRow(board)), count: computeSlices },
    memory: { start, count: memorySlices },
  };
}

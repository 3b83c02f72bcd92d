/**
 * Where things lie in the drawing of a GPU, and in which hue: rows are compute slices, columns are memory slices. The page and
 * the pictures that are exported both ask here, so they cannot disagree.
 */
import type { Board } from './board.ts';
import { parseProfileName, shortProfileName, type ProfileName } from './profile.ts';
import { blockOf, type Block, type SliceRange } from './slices.ts';

export type Hue = '1g' | 'wide-1g' | '2g' | '3g' | '4g' | '7g' | 'unknown';

const BY_COMPUTE: Readonly<Record<number, Hue>> = { 1: '1g', 2: '2g', 3: '3g', 4: '4g', 7: '7g' };

/**
 * The hue of a profile: by its compute slices, and a hue of its own for a 1g that is wider than the board's narrowest.
 * Goes by the geometry of the board and never by names, which mean different sizes on different boards.
 */
export function hueOf(board: Board | undefined, name: ProfileName): Hue {
  const profile = board?.profiles.find((one) => one.name === name);
  const compute = profile?.computeSlices ?? parseProfileName(name)?.computeSlices ?? 0;
  const hue = BY_COMPUTE[compute] ?? 'unknown';
  if (hue !== '1g' || board === undefined || profile?.memorySlices == null) return hue;
  const narrowest = Math.min(
    ...board.profiles.map((one) => (one.computeSlices === 1 ? (one.memorySlices ?? Infinity) : Infinity)),
  );
  return profile.memorySlices > narrowest ? 'wide-1g' : '1g';
}

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

/** The block of what stands on a GPU. A text may have put it past the grid, or name a size that no GPU has: there it ends. */
export function standingBlock(board: Board, profile: ProfileName, start: number): Block {
  const { compute, memory } = blockOf(board, profile, start);
  return { compute: within(compute, board.computeSlices), memory: within(memory, columnsOf(board)) };
}

function within({ start, count }: SliceRange, total: number): SliceRange {
  const first = Math.min(start, total - 1);
  return { start: first, count: Math.max(1, Math.min(count, total - first)) };
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

/** "1g", or "1g+" where the attribute has no room: the sign that there is more to the name. */
export function smallName(profile: ProfileName): string {
  const parsed = parseProfileName(profile);
  if (parsed === null) return shortProfileName(profile);
  return `${parsed.computeSlices}g${parsed.attributes.length > 0 ? '+' : ''}`;
}

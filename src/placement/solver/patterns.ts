/**
 * Patterns: which instances one GPU can hold together, as counts per profile, each with one layout that has them. Whatever is
 * asked of many GPUs is a question of how many of them get which pattern.
 */
import type { Board } from '../../model/board.ts';
import {
  emptyOccupancy,
  freeStarts,
  geometryOf,
  withPosition,
  type Geometry,
  type Occupancy,
  type Position,
} from '../../model/geometry.ts';

export interface Pattern {
  /** Instances of each profile, indexed like `board.profiles`. */
  readonly counts: readonly number[];
  /** One way to place them, ascending by start. */
  readonly layout: readonly Position[];
}

export interface Patterns {
  /** Every pattern, that of nothing first. */
  readonly all: readonly Pattern[];
  /** Those with a layout to which nothing can be added; the layout is such a one. */
  readonly maximal: readonly Pattern[];
  /** Those that no other has all of and more: enough wherever more does no harm. */
  readonly best: readonly Pattern[];
}

const known = new WeakMap<Board, Map<string, Patterns>>();
/** Partly filled GPUs that are kept by board; a fleet has far fewer kinds of them. */
const MAX_KNOWN = 4096;

/** The patterns of an empty GPU, of all profiles or of those with the given indices. Made once per board. */
export function patternsOf(board: Board, profiles?: readonly number[]): Patterns {
  return patternsBeside(board, emptyOccupancy(geometryOf(board)), profiles);
}

/** What can be added to a GPU that holds this already; the counts and layouts are those of what is added. */
export function patternsBeside(board: Board, occupancy: Occupancy, profiles?: readonly number[]): Patterns {
  let ofBoard = known.get(board);
  if (ofBoard === undefined) known.set(board, (ofBoard = new Map<string, Patterns>()));
  // No profiles at all is a question too, and not that of all of them.
  const key = `${occupancy.mask}|${occupancy.counts.join()}|${profiles?.join() ?? 'all'}`;
  let patterns = ofBoard.get(key);
  if (patterns === undefined) {
    const geometry = geometryOf(board);
    patterns = enumerate(geometry, occupancy, profiles ?? board.profiles.map((_, index) => index));
    if (ofBoard.size >= MAX_KNOWN) ofBoard.clear();
    ofBoard.set(key, patterns);
  }
  return patterns;
}

function enumerate(geometry: Geometry, occupancy: Occupancy, profiles: readonly number[]): Patterns {
  const all = new Map<string, Pattern>();
  const maximal = new Map<string, Pattern>();
  const seen = new Set<string>();
  const slices = geometry.board.memorySlices ?? 0;
  // From left to right; two ways to the same counts and the same slices beyond are one.
  const walk = (slice: number, now: Occupancy, layout: readonly Position[]): void => {
    const state = `${slice}|${now.mask >>> slice}|${now.counts.join()}`;
    const isLast = slice >= slices;
    if (!isLast) {
      if (seen.has(state)) return;
      seen.add(state);
      for (const index of profiles) {
        if ((freeStarts(geometry, now, index) & (1 << slice)) === 0) continue;
        const position = geometry.positions[index]?.find((one) => one.start === slice);
        if (position !== undefined) walk(slice + 1, withPosition(now, position), [...layout, position]);
      }
      walk(slice + 1, now, layout);
      return;
    }
    const counts = now.counts.map((count, index) => count - (occupancy.counts[index] ?? 0));
    const key = counts.join();
    if (!all.has(key)) all.set(key, { counts, layout });
    if (!maximal.has(key) && profiles.every((index) => freeStarts(geometry, now, index) === 0))
      maximal.set(key, { counts, layout });
  };
  walk(0, occupancy, []);
  const patterns = [...all.values()].sort((a, b) => a.layout.length - b.layout.length);
  const candidates = [...maximal.values()];
  return {
    all: patterns,
    maximal: candidates,
    best: candidates.filter((one) => !candidates.some((other) => other !== one && hasAllOf(other, one))),
  };
}

/** True when `a` has everything that `b` has. */
function hasAllOf(a: Pattern, b: Pattern): boolean {
  return b.counts.every((count, index) => count <= (a.counts[index] ?? 0));
}

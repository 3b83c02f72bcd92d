/** Every legal layout of one GPU of a board, by enumeration of its own geometry. */
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
import type { ProfileName } from '../../model/profile.ts';

export interface LayoutInstance {
  readonly profile: ProfileName;
  readonly start: number;
}

/** Ascending by start. */
export type Layout = readonly LayoutInstance[];

export interface LayoutQuery {
  /** The profiles to use; all of the board unless named. Unknown names are the caller's to refuse. */
  readonly profiles?: readonly ProfileName[];
  /** Only those to which nothing can be added (of the same profiles). */
  readonly maximal?: boolean;
  /** Each multiset of profiles once, as the first layout that has it. */
  readonly sets?: boolean;
}

/** The layouts, in order of their starts. The empty GPU is not among them. */
export function* legalLayouts(board: Board, query: LayoutQuery = {}): Generator<Layout> {
  const geometry = geometryOf(board);
  const allowed = board.profiles.flatMap((profile, index) =>
    query.profiles === undefined || query.profiles.includes(profile.name) ? [index] : [],
  );
  const seen = new Set<string>();
  for (const { layout, occupancy } of states(geometry, allowed, 0, emptyOccupancy(geometry), [])) {
    if (layout.length === 0) continue;
    if (query.maximal === true && allowed.some((index) => freeStarts(geometry, occupancy, index) !== 0))
      continue;
    if (query.sets === true) {
      const key = occupancy.counts.join(',');
      if (seen.has(key)) continue;
      seen.add(key);
    }
    yield layout.map((position) => ({
      profile: board.profiles[position.profileIndex]?.name ?? '',
      start: position.start,
    }));
  }
}

/** How many ways there are to cut one GPU; the empty GPU is in none of the counts. */
export interface LayoutCounts {
  readonly layouts: number;
  /** Of these, those to which nothing can be added. */
  readonly maximal: number;
  /** Multisets of profiles, wherever each piece stands. */
  readonly sets: number;
  readonly maximalSets: number;
}

/** Layouts between two looks at the clock: some fractions of a millisecond. */
const COUNTED_AT_ONCE = 200;

/**
 * Counts every state of a board by walking through all of them. Yields what it has so far every now and then, so that whoever
 * asks can do something else in between; the last value is the answer.
 */
export function* countLayouts(board: Board): Generator<LayoutCounts, LayoutCounts> {
  const geometry = geometryOf(board);
  const all = board.profiles.map((_, index) => index);
  const [sets, maximalSets] = [new Set<string>(), new Set<string>()];
  let [layouts, maximal] = [0, 0];
  const soFar = (): LayoutCounts => ({
    layouts,
    maximal,
    sets: sets.size,
    maximalSets: maximalSets.size,
  });
  for (const { layout, occupancy } of states(geometry, all, 0, emptyOccupancy(geometry), [])) {
    if (layout.length === 0) continue;
    const key = occupancy.counts.join(',');
    layouts++;
    sets.add(key);
    if (all.every((index) => freeStarts(geometry, occupancy, index) === 0)) {
      maximal++;
      maximalSets.add(key);
    }
    if (layouts % COUNTED_AT_ONCE === 0) yield soFar();
  }
  return soFar();
}

interface State {
  readonly layout: readonly Position[];
  readonly occupancy: Occupancy;
}

/** Walks the slices from left to right; at each one either nothing starts or one of the legal profiles does. */
function* states(
  geometry: Geometry,
  allowed: readonly number[],
  slice: number,
  occupancy: Occupancy,
  layout: readonly Position[],
): Generator<State> {
  if (slice >= (geometry.board.memorySlices ?? 0)) {
    yield { layout, occupancy };
    return;
  }
  for (const index of allowed) {
    if ((freeStarts(geometry, occupancy, index) & (1 << slice)) === 0) continue;
    const position = geometry.positions[index]?.find((one) => one.start === slice);
    if (position === undefined) continue;
    yield* states(geometry, allowed, slice + 1, withPosition(occupancy, position), [...layout, position]);
  }
  yield* states(geometry, allowed, slice + 1, occupancy, layout);
}

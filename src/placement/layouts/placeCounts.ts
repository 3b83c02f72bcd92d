/**
 * Places for instances of which only the number is known, beside those whose place is known. Where there is one way only, the places
 * are known after all.
 */
import type { Board } from '../../model/board.ts';
import {
  freeStarts,
  geometryOf,
  occupancyOf,
  withPosition,
  type Geometry,
  type Occupancy,
  type Position,
} from '../../model/geometry.ts';
import type { ProfileName } from '../../model/profile.ts';
import { patternsBeside } from '../solver/patterns.ts';

export interface InstancePlace {
  readonly profile: ProfileName;
  readonly start: number;
}

export interface CountsPlaced {
  /** Ascending by start. */
  readonly places: readonly InstancePlace[];
  /** No other starts are legal for them. */
  readonly isOnlyWay: boolean;
  /** What has no room, or is no profile of the board, or has no public starts. */
  readonly left: ReadonlyMap<ProfileName, number>;
}

/** Wanted counts by profile; `standing` is left where it is, legal or not. As many as can be are placed, the largest first. */
export function placeCounts(
  board: Board,
  standing: readonly InstancePlace[],
  wanted: ReadonlyMap<ProfileName, number>,
): CountsPlaced {
  const geometry = geometryOf(board);
  const occupancy = occupancyOf(geometry, standing);
  const counts = board.profiles.map((profile) => wanted.get(profile.name) ?? 0);
  const all = [...counts.keys()].filter((index) => (counts[index] ?? 0) > 0);
  const fits = patternsBeside(board, occupancy, all).all.filter((pattern) =>
    pattern.counts.every((count, index) => count <= (counts[index] ?? 0)),
  );
  const worth = (of: readonly number[]): number =>
    of.reduce((sum, count, index) => sum + count * (board.profiles[index]?.memorySlices ?? 1), 0);
  const [first, ...rest] = fits;
  const best = rest.reduce((a, b) => (a !== undefined && worth(b.counts) <= worth(a.counts) ? a : b), first);
  const placed = best?.counts ?? counts.map(() => 0);
  const left = new Map(wanted);
  for (const [index, count] of placed.entries()) {
    const name = board.profiles[index]?.name;
    if (name === undefined || count === 0) continue;
    const more = (left.get(name) ?? 0) - count;
    if (more > 0) left.set(name, more);
    else left.delete(name);
  }
  for (const [name, count] of left) if (count <= 0) left.delete(name);
  return {
    places: (best?.layout ?? []).map(({ profileIndex, start }) => ({
      profile: board.profiles[profileIndex]?.name ?? '',
      start,
    })),
    isOnlyWay: countWays(geometry, occupancy, placed, 2) === 1,
    left,
  };
}

/** How many ways there are to place exactly these, counted no further than `most`. */
function countWays(
  geometry: Geometry,
  occupancy: Occupancy,
  counts: readonly number[],
  most: number,
): number {
  const left = [...counts];
  let ways = 0;
  const walk = (from: number, now: Occupancy): void => {
    if (ways >= most) return;
    if (left.every((count) => count === 0)) {
      ways += 1;
      return;
    }
    for (const position of positionsFrom(geometry, from)) {
      const index = position.profileIndex;
      if ((left[index] ?? 0) === 0 || (freeStarts(geometry, now, index) & (1 << position.start)) === 0)
        continue;
      left[index] = (left[index] ?? 0) - 1;
      walk(position.start + 1, withPosition(now, position));
      left[index] = (left[index] ?? 0) + 1;
    }
  };
  walk(0, occupancy);
  return ways;
}

function positionsFrom(geometry: Geometry, from: number): Position[] {
  return geometry.positions.flat().filter((position) => position.start >= from);
}

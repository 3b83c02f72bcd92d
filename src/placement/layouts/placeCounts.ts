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
import { patternsBeside, patternsOf } from '../solver/patterns.ts';

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

/**
 * Wanted counts by profile; `standing` is left where it is, legal or not. As many as can be are placed, the largest first; those of
 * `like` that are wanted stand there, if that leaves none of the others without a place.
 */
export function placeCounts(
  board: Board,
  standing: readonly InstancePlace[],
  wanted: ReadonlyMap<ProfileName, number>,
  like: readonly InstancePlace[] = [],
): CountsPlaced {
  const free = placeFreely(board, standing, wanted);
  if (like.length === 0 || free.isOnlyWay) return free;
  const geometry = geometryOf(board);
  const rest = new Map(wanted);
  for (const [name, count] of free.left) rest.set(name, (rest.get(name) ?? 0) - count);
  const alike: InstancePlace[] = [];
  for (const { profile, start } of like) {
    const index = geometry.profileIndexByName.get(profile);
    const occupancy = occupancyOf(geometry, [...standing, ...alike]);
    if (index === undefined || (rest.get(profile) ?? 0) <= 0) continue;
    if ((freeStarts(geometry, occupancy, index) & (1 << start)) === 0) continue;
    alike.push({ profile, start });
    rest.set(profile, (rest.get(profile) ?? 0) - 1);
  }
  const others = placeFreely(board, [...standing, ...alike], rest);
  if (others.left.size > 0) return free;
  return { ...free, places: [...alike, ...others.places].sort((a, b) => a.start - b.start) };
}

/** Of empty GPUs: a paste has a thousand that are cut alike. */
const onEmpty = new WeakMap<Board, Map<string, CountsPlaced>>();
const MAX_REMEMBERED = 1000;

function placeFreely(
  board: Board,
  standing: readonly InstancePlace[],
  wanted: ReadonlyMap<ProfileName, number>,
): CountsPlaced {
  if (standing.length > 0) return placeAnew(board, standing, wanted);
  const known = onEmpty.get(board) ?? new Map<string, CountsPlaced>();
  onEmpty.set(board, known);
  const key = JSON.stringify([...wanted]);
  const found = known.get(key) ?? placeAnew(board, standing, wanted);
  if (known.size < MAX_REMEMBERED) known.set(key, found);
  return found;
}

function placeAnew(
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

/** Whether one empty GPU of the board can hold these together; `counts` is indexed like `board.profiles`. */
function fitsTogether(board: Board, counts: readonly number[]): boolean {
  return patternsOf(board).all.some((pattern) =>
    counts.every((count, index) => count <= (pattern.counts[index] ?? 0)),
  );
}

/**
 * Counts of a whole host dealt out to `gpus` GPUs of one board: the same to each where that comes out even, else the largest first,
 * each to the first GPU that has room for it. What has no room on any is in no entry.
 */
export function spreadCounts(
  board: Board,
  wanted: ReadonlyMap<ProfileName, number>,
  gpus: number,
): ReadonlyMap<ProfileName, number>[] {
  const counts = board.profiles.map((profile) => wanted.get(profile.name) ?? 0);
  const even = counts.map((count) => count / gpus);
  const shares =
    even.every((count) => Number.isInteger(count)) && fitsTogether(board, even)
      ? Array.from({ length: gpus }, () => even)
      : dealtOut(board, counts, gpus);
  return shares.map(
    (share) =>
      new Map(
        share.flatMap((count, index) =>
          count === 0 ? [] : [[board.profiles[index]?.name ?? '', count] as const],
        ),
      ),
  );
}

function dealtOut(board: Board, counts: readonly number[], gpus: number): readonly (readonly number[])[] {
  const shares = Array.from({ length: gpus }, () => counts.map(() => 0));
  const largestFirst = [...counts.keys()].sort(
    (a, b) => (board.profiles[b]?.memorySlices ?? 0) - (board.profiles[a]?.memorySlices ?? 0),
  );
  for (const index of largestFirst) {
    let left = counts[index] ?? 0;
    for (const share of shares) {
      while (left > 0) {
        share[index] = (share[index] ?? 0) + 1;
        if (fitsTogether(board, share)) left -= 1;
        else {
          share[index] = (share[index] ?? 1) - 1;
          break;
        }
      }
    }
  }
  return shares;
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

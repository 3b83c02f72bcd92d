/**
 * A board cut into regions that have nothing to do with each other: every instance lies within one, or covers them all. The
 * 8-slice boards fall into two halves, found from their starts and not from their name. Where a rule about sets of instances
 * could tie regions together, the whole GPU is one region.
 */
import {
  emptyOccupancy,
  mayAdd,
  withPosition,
  type Geometry,
  type Occupancy,
  type Position,
} from '../../../model/geometry.ts';

/** A legal way to fill a region. */
export interface Filling {
  /** Bit i: the instance at `positions[i]` of the region. */
  readonly bits: number;
  /** Indexed like `board.profiles`. */
  readonly counts: readonly number[];
}

export interface Region {
  readonly positions: readonly Position[];
  /** That of nothing first. */
  readonly fillings: readonly Filling[];
}

export interface Cut {
  readonly geometry: Geometry;
  readonly regions: readonly Region[];
  /** Instances that cover every region; none where there is only one region. */
  readonly whole: readonly Position[];
}

const known = new WeakMap<Geometry, Map<string, Cut>>();

/** `active`: the profiles in play, indexed like `board.profiles`. Made once for each set of them. */
export function cutOf(geometry: Geometry, active: readonly boolean[]): Cut {
  let ofBoard = known.get(geometry);
  if (ofBoard === undefined) known.set(geometry, (ofBoard = new Map<string, Cut>()));
  const key = active.map((isActive) => (isActive ? '1' : '0')).join('');
  let cut = ofBoard.get(key);
  if (cut === undefined) ofBoard.set(key, (cut = makeCut(geometry, active)));
  return cut;
}

function makeCut(geometry: Geometry, active: readonly boolean[]): Cut {
  const positions = geometry.positions.flatMap((list, index) => (active[index] === true ? list : []));
  const all = positions.reduce((mask, one) => mask | one.mask, 0);
  const small = positions.filter(({ mask }) => mask !== all);
  const whole = positions.filter(({ mask }) => mask === all);
  const masks = separate(small.map(({ mask }) => mask));
  // What covers less than everything and more than one region would tie them: then `separate` has made one of them.
  const regions = masks.map((mask) =>
    regionOf(
      geometry,
      small.filter((one) => (one.mask & mask) !== 0),
    ),
  );
  if (masks.length > 1 && areFree(geometry, regions)) return { geometry, regions, whole };
  return { geometry, regions: [regionOf(geometry, positions)], whole: [] };
}

/** Masks joined as long as two of them share a slice, ascending. */
function separate(masks: readonly number[]): number[] {
  const parts: number[] = [];
  for (const mask of masks) {
    let joined = mask;
    for (let at = parts.length - 1; at >= 0; at--) {
      const part = parts[at] ?? 0;
      if ((part & joined) === 0) continue;
      joined |= part;
      parts.splice(at, 1);
    }
    parts.push(joined);
  }
  return parts.sort((a, b) => (a & -a) - (b & -b));
}

function regionOf(geometry: Geometry, positions: readonly Position[]): Region {
  const fillings: Filling[] = [];
  const grow = (from: number, now: Occupancy, bits: number): void => {
    fillings.push({ bits, counts: now.counts });
    for (let at = from; at < positions.length; at++) {
      const position = positions[at];
      if (position === undefined || (position.mask & now.mask) !== 0) continue;
      if (!mayAdd(geometry, now, position.profileIndex)) continue;
      grow(at + 1, withPosition(now, position), bits | (1 << at));
    }
  };
  grow(0, emptyOccupancy(geometry), 0);
  return { positions, fillings };
}

/** True when regions filled each for itself are always legal together. */
function areFree(
  { board, excludedBy, engineTotals, engines }: Geometry,
  regions: readonly Region[],
): boolean {
  const most = (of: (filling: Filling) => number): number =>
    regions.reduce((sum, { fillings }) => sum + Math.max(...fillings.map(of)), 0);
  const used = board.profiles.map((_, index) => most(({ counts }) => counts[index] ?? 0));
  if (board.profiles.some(({ maxInstances }, index) => (used[index] ?? 0) > maxInstances)) return false;
  if (
    excludedBy.some(
      (others, index) => (used[index] ?? 0) > 0 && others.some((other) => (used[other] ?? 0) > 0),
    )
  )
    return false;
  return (engineTotals ?? []).every(
    (total, engine) =>
      most(({ counts }) =>
        counts.reduce((sum, count, index) => sum + count * (engines[index]?.[engine] ?? 0), 0),
      ) <= total,
  );
}

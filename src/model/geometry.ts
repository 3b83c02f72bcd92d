/**
 * The geometry of a board compiled to bit masks, and the one question everything else asks of it: which starts of a
 * profile are free beside these instances? A set of memory slices is a number with bit s set for slice s.
 *
 * The rule (R1 to R5 of the facts): an instance is a profile at one of that profile's own starts; memory slices do not
 * overlap; no profile exceeds its maximum; and the board's own constraints hold. Compute slices need no accounting of
 * their own: no set that passes exceeds them (checked by enumeration in the tests).
 */
import type { Board, Engines, GiProfile } from './board.ts';
import type { GpuInstance } from './plan.ts';
import { blockOf } from './slices.ts';

/** A profile at one of its starts. */
export interface Position {
  readonly profileIndex: number;
  readonly start: number;
  /** Memory slices covered. */
  readonly mask: number;
}

export interface Geometry {
  readonly board: Board;
  readonly profileIndexByName: ReadonlyMap<string, number>;
  /** Indexed like `board.profiles`; empty where the starts are not public. Ascending by start. */
  readonly positions: readonly (readonly Position[])[];
  /**
   * Indexed like `board.profiles`: the profiles of which not even one instance may stand beside this one, by a rule of
   * the board and not for lack of room.
   */
  readonly excludedBy: readonly (readonly number[])[];
  /** Engines that run out before slices do; null where the board has no such limit. */
  readonly engineTotals: EngineCount | null;
  readonly engines: readonly EngineCount[];
}

/** Decoders, encoders, JPEG engines and optical-flow accelerators. An unknown count is taken as none. */
type EngineCount = readonly [decoders: number, encoders: number, jpeg: number, ofa: number];

/** What the instances of a GPU take. `counts` is indexed like `board.profiles`. */
export interface Occupancy {
  /** Memory slices taken. */
  readonly mask: number;
  readonly counts: readonly number[];
}

/** `count` bits from `start` on; bits past the board are kept so that an illegal import still blocks what it covers. */
function maskOf(start: number, count: number): number {
  return start < 0 || start > 30 ? 0 : (((1 << Math.min(count, 31 - start)) - 1) << start) >>> 0;
}

function engineCount(engines: Omit<Engines, 'copyEngines'>): EngineCount {
  return [engines.decoders ?? 0, engines.encoders ?? 0, engines.jpeg ?? 0, engines.ofa ?? 0];
}

function excludedProfiles(board: Board, profile: GiProfile): number[] {
  const excluded = new Set<number>();
  for (const constraint of board.constraints) {
    board.profiles.forEach((other, index) => {
      if (constraint.kind === 'mutually-exclusive') {
        const both = constraint.profiles.includes(profile.name) && constraint.profiles.includes(other.name);
        if (both && other !== profile) excluded.add(index);
      } else if (constraint.kind === 'all-media') {
        const forbids = (holder: GiProfile, guest: GiProfile): boolean =>
          holder.attributes.includes(constraint.attribute) && !guest.attributes.includes(constraint.allows);
        if (forbids(profile, other) || forbids(other, profile)) excluded.add(index);
      }
    });
  }
  return [...excluded].sort((a, b) => a - b);
}

const compiled = new WeakMap<Board, Geometry>();

/** The compiled geometry of a board; made once per board object. */
export function geometryOf(board: Board): Geometry {
  const known = compiled.get(board);
  if (known !== undefined) return known;
  const totals = board.constraints.find((constraint) => constraint.kind === 'engine-totals');
  const geometry: Geometry = {
    board,
    profileIndexByName: new Map(board.profiles.map((profile, index) => [profile.name, index])),
    positions: board.profiles.map((profile, profileIndex) =>
      [...(profile.starts ?? [])]
        .sort((a, b) => a - b)
        .map((start) => ({ profileIndex, start, mask: maskOf(start, profile.memorySlices ?? 0) })),
    ),
    excludedBy: board.profiles.map((profile) => excludedProfiles(board, profile)),
    engineTotals: totals === undefined ? null : engineCount(totals.totals),
    engines: board.profiles.map((profile) => engineCount(profile.engines)),
  };
  compiled.set(board, geometry);
  return geometry;
}

/** What `instances` take on the board. A profile the board does not have takes slices but counts toward no maximum. */
export function occupancyOf(
  geometry: Geometry,
  instances: readonly Pick<GpuInstance, 'profile' | 'start'>[],
): Occupancy {
  const { board } = geometry;
  const counts = new Array<number>(board.profiles.length).fill(0);
  let mask = 0;
  for (const gi of instances) {
    const index = geometry.profileIndexByName.get(gi.profile);
    if (index === undefined) {
      mask |= maskOf(gi.start, blockOf(board, gi.profile, gi.start).memory.count);
    } else {
      counts[index] = (counts[index] ?? 0) + 1;
      mask |= maskOf(gi.start, board.profiles[index]?.memorySlices ?? 0);
    }
  }
  return { mask, counts };
}

/** True when the maximum and the board's own constraints leave room for one more of this profile, slices aside. */
export function mayAdd(geometry: Geometry, occupancy: Occupancy, profileIndex: number): boolean {
  const profile = geometry.board.profiles[profileIndex];
  if (profile === undefined) return false;
  const { counts } = occupancy;
  if ((counts[profileIndex] ?? 0) >= profile.maxInstances) return false;
  for (const other of geometry.excludedBy[profileIndex] ?? []) if ((counts[other] ?? 0) > 0) return false;
  return enginesLeft(geometry, counts, profileIndex);
}

/** True when no engine of the board would be handed out more often than it exists. */
export function enginesLeft(geometry: Geometry, counts: readonly number[], profileIndex: number): boolean {
  const { engineTotals } = geometry;
  if (engineTotals === null) return true;
  return engineTotals.every((_, engine) => isEngineLeft(geometry, counts, profileIndex, engine));
}

/** The same of one kind of engine, as `EngineCount` has them in order. */
export function isEngineLeft(
  { engineTotals, engines }: Geometry,
  counts: readonly number[],
  profileIndex: number,
  engine: number,
): boolean {
  const wanted = engines[profileIndex]?.[engine] ?? 0;
  const total = engineTotals?.[engine];
  if (wanted === 0 || total === undefined) return true;
  let taken = wanted;
  counts.forEach((count, index) => (taken += count * (engines[index]?.[engine] ?? 0)));
  return taken <= total;
}

/**
 * The free starts of one profile as a mask of starts (bit s: it may start at memory slice s). 0 when there is none.
 * This is the single test of legality: ghosts, acceptance and counts all come from it.
 */
export function freeStarts(geometry: Geometry, occupancy: Occupancy, profileIndex: number): number {
  if (!mayAdd(geometry, occupancy, profileIndex)) return 0;
  let starts = 0;
  for (const position of geometry.positions[profileIndex] ?? []) {
    if ((position.mask & occupancy.mask) === 0) starts |= 1 << position.start;
  }
  return starts;
}

/** The set slices of a mask, ascending. */
export function slicesIn(mask: number): number[] {
  const slices: number[] = [];
  for (let slice = 0, rest = mask; rest !== 0; slice++, rest >>>= 1) if ((rest & 1) === 1) slices.push(slice);
  return slices;
}

/** Occupancy with one more instance at a position. */
export function withPosition(occupancy: Occupancy, position: Position): Occupancy {
  const counts = [...occupancy.counts];
  counts[position.profileIndex] = (counts[position.profileIndex] ?? 0) + 1;
  return { mask: occupancy.mask | position.mask, counts };
}

/** The position of a profile at a start, or undefined when that is not one of its starts. */
export function positionAt(geometry: Geometry, profileName: string, start: number): Position | undefined {
  const index = geometry.profileIndexByName.get(profileName);
  return index === undefined ? undefined : geometry.positions[index]?.find((p) => p.start === start);
}

/** The legal empty state. */
export function emptyOccupancy(geometry: Geometry): Occupancy {
  return { mask: 0, counts: new Array<number>(geometry.board.profiles.length).fill(0) };
}

/** Profile names of a board that look like a name the board does not have: same compute size, nearest memory first. */
export function similarProfiles(board: Board, name: string): string[] {
  const wanted = /^([0-9])g\.([0-9]+)gb/.exec(name);
  if (wanted === null) return [];
  return board.profiles
    .filter((profile) => profile.computeSlices === Number(wanted[1]) && profile.attributes.length === 0)
    .map((profile) => profile.name)
    .sort((a, b) => distance(a, Number(wanted[2])) - distance(b, Number(wanted[2])));
}

function distance(name: string, memoryGB: number): number {
  return Math.abs(Number(/\.([0-9]+)gb/.exec(name)?.[1] ?? 0) - memoryGB);
}

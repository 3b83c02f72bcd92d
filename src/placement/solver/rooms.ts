/**
 * What GPUs can take beside what stays on them, as counts per profile. Of two GPUs that can take the very same nobody needs
 * to know which is which: they are one class, and however large a fleet is, its classes are few.
 */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import {
  emptyOccupancy,
  freeStarts,
  geometryOf,
  withPosition,
  type Geometry,
  type Occupancy,
} from '../../model/geometry.ts';
import type { Gpu, GpuInstance, GpuPlace, Host } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { patternsBeside, type Pattern } from './patterns.ts';
import { driverRefusal } from '../rules/platformRules.ts';

/** By board, by the profiles that are allowed, by what stands there. */
const known = new WeakMap<Geometry, Map<string, Map<number, readonly Pattern[]>>>();

/** The answers kept for one board and one list of profiles. */
function keptSets(geometry: Geometry, allowed: readonly number[]): Map<number, readonly Pattern[]> {
  const ofBoard = known.get(geometry) ?? new Map<string, Map<number, readonly Pattern[]>>();
  known.set(geometry, ofBoard);
  const key = allowed.join();
  const kept = ofBoard.get(key) ?? new Map<number, readonly Pattern[]>();
  ofBoard.set(key, kept);
  return kept;
}

/** Mask and counts in one number: at most 12 slices, and eight times eleven profiles, are 45 bits. */
function occupancyKey({ mask, counts }: Occupancy): number {
  let key = 0;
  for (const count of counts) key = key * 8 + count;
  return key * 4096 + mask;
}

/**
 * The largest sets of instances of the `allowed` profiles (by index) that can stand beside `occupancy`, which is legal: every
 * set that can is part of one of these. The empty set alone where there is no room.
 */
export function addableSets(
  geometry: Geometry,
  occupancy: Occupancy,
  allowed: readonly number[],
  kept = keptSets(geometry, allowed),
): readonly Pattern[] {
  const key = occupancyKey(occupancy);
  const before = kept.get(key);
  if (before !== undefined) return before;
  const { best } = patternsBeside(geometry.board, occupancy, allowed);
  kept.set(key, best);
  return best;
}

/** True when `counts` has at least as many of each as `other`. */
export function covers(counts: readonly number[], other: readonly number[]): boolean {
  return other.every((count, index) => (counts[index] ?? 0) >= count);
}

/** A GPU that can be planned on: MIG mode is on, its board is known, and what stands there is legal. */
export interface LegalGpu {
  readonly geometry: Geometry;
  readonly occupancy: Occupancy;
}

const legalGpus = new WeakMap<Gpu, LegalGpu | null>();

/** The GPU as the rules see it; null where nothing can be planned on it as it stands. Drivers are the caller's to ask. */
export function legalGpu(gpu: Gpu): LegalGpu | null {
  const before = legalGpus.get(gpu);
  if (before !== undefined) return before;
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  const geometry = board?.memorySlices == null ? null : geometryOf(board);
  const occupancy = geometry === null ? null : occupancyIfLegal(geometry, gpu.instances);
  const legal = geometry === null || occupancy === null ? null : { geometry, occupancy };
  legalGpus.set(gpu, legal);
  return legal;
}

/** What these instances take; null when they cannot stand together, or one of them not at all. */
export function occupancyIfLegal(
  geometry: Geometry,
  instances: readonly Pick<GpuInstance, 'profile' | 'start'>[],
): Occupancy | null {
  let occupancy = emptyOccupancy(geometry);
  for (const { profile, start } of instances) {
    const index = geometry.profileIndexByName.get(profile);
    if (index === undefined) return null;
    const position = geometry.positions[index]?.find((one) => one.start === start);
    if (position === undefined || (freeStarts(geometry, occupancy, index) & (1 << start)) === 0) return null;
    occupancy = withPosition(occupancy, position);
  }
  return occupancy;
}

/** A GPU with what stays on it. */
export interface RoomGpu extends GpuPlace {
  readonly geometry: Geometry;
  readonly occupancy: Occupancy;
  /** Groups that have a member here already, where that matters: such GPUs are a class of their own. */
  readonly groups?: readonly string[];
}

/** A GPU of a class, with what each vector of the class means on it. */
export interface ClassGpu extends RoomGpu {
  /** Indexed like the vectors of its class. */
  readonly sets: readonly Pattern[];
}

/** GPUs that can take the very same. */
export interface RoomClass {
  /** The largest that one of them can take at once: counts, indexed like the names that were asked for. */
  readonly vectors: readonly (readonly number[])[];
  readonly gpus: readonly ClassGpu[];
}

/**
 * The GPUs by what they can take of the named profiles, those that can take none left out. Profiles that are too new for the
 * driver of a host are not among those that its GPUs can take.
 */
export function roomClasses(gpus: readonly RoomGpu[], names: readonly ProfileName[]): RoomClass[] {
  const classes = new Map<string, { vectors: RoomClass['vectors']; gpus: ClassGpu[] }>();
  const kinds = new Map<string, Kind>();
  const byHost = new Map<Host, Map<BoardId, Kind>>();
  for (const one of gpus) {
    const ofHost = byHost.get(one.host) ?? new Map<BoardId, Kind>();
    byHost.set(one.host, ofHost);
    const kind = ofHost.get(one.gpu.board) ?? kindOf(kinds, one, names);
    ofHost.set(one.gpu.board, kind);
    const sets = addableSets(one.geometry, one.occupancy, kind.allowed, kind.kept);
    const own = one.groups === undefined || one.groups.length === 0 ? '' : JSON.stringify(one.groups);
    let of = own === '' ? kind.classOf.get(sets) : undefined;
    if (of === undefined) {
      const vectors = asVectors(one.geometry, sets, names);
      const isFull = vectors.every((vector) => vector.every((count) => count === 0));
      const key = vectors.join('|') + own;
      of = isFull ? null : (classes.get(key) ?? { vectors, gpus: [] });
      if (of !== null) classes.set(key, of);
      if (own === '') kind.classOf.set(sets, of);
    }
    of?.gpus.push({ ...one, sets });
  }
  return [...classes.values()];
}

/** GPUs of one board under one driver. */
interface Kind {
  readonly allowed: readonly number[];
  readonly kept: Map<number, readonly Pattern[]>;
  /** The class of GPUs that can take these sets; null where they are full. */
  readonly classOf: Map<readonly Pattern[], { vectors: RoomClass['vectors']; gpus: ClassGpu[] } | null>;
}

function kindOf(kinds: Map<string, Kind>, one: RoomGpu, names: readonly ProfileName[]): Kind {
  const key = `${one.gpu.board}|${one.host.driver ?? ''}`;
  const before = kinds.get(key);
  if (before !== undefined) return before;
  const allowed = profilesIn(one, names);
  const kind: Kind = { allowed, kept: keptSets(one.geometry, allowed), classOf: new Map() };
  kinds.set(key, kind);
  return kind;
}

/** Which of the named profiles the board has and the driver of its host can make, by index. */
function profilesIn({ host, gpu, geometry }: RoomGpu, names: readonly ProfileName[]): number[] {
  return names
    .filter((name) => driverRefusal(host, gpu, name) === null)
    .flatMap((name) => geometry.profileIndexByName.get(name) ?? [])
    .sort((a, b) => a - b);
}

function asVectors(geometry: Geometry, sets: readonly Pattern[], names: readonly ProfileName[]): number[][] {
  const indexes = names.map((name) => geometry.profileIndexByName.get(name) ?? -1);
  return sets.map(({ counts }) => indexes.map((index) => counts[index] ?? 0));
}

/**
 * Placements from GPU-instance IDs alone: an ID is a node of the tree over the memory slices (model/instanceId.ts), so with the
 * board and the kind of the GPU it gives start and size. Both kinds are tried, and one that would need a start that is none drops out.
 */
import type { Board, GiProfile } from '../../model/board.ts';
import { canBeMirrored, instanceIdOf } from '../../model/instanceId.ts';
import { GPU_KINDS, type GpuKind } from '../../model/plan.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../../model/profile.ts';
import { Remembered } from '../../model/remembered.ts';
import { rangesOverlap } from '../../model/slices.ts';
import type { SeenInstance } from './evidence.ts';

export interface IdPlace {
  readonly seen: SeenInstance;
  readonly profile: ProfileName;
  readonly start: number;
}

export interface IdReading {
  readonly kind: GpuKind;
  readonly places: readonly IdPlace[];
}

/** What is known of the GPU besides. */
export interface IdOptions {
  readonly kind: GpuKind | null;
}

/**
 * The readings of instances of which each has an ID; the kinds under which all of them stand at legal starts beside each other.
 * None: the IDs obey neither kind, or the board's slices are not public. Two: both do, drawn alike or not (`isSameDrawing`).
 */
export function readingsById(
  board: Board,
  instances: readonly SeenInstance[],
  options: IdOptions,
): IdReading[] {
  const kinds = canBeMirrored(board) ? GPU_KINDS : GPU_KINDS.slice(0, 1);
  return kinds
    .filter((kind) => options.kind === null || options.kind === kind)
    .flatMap((kind) => {
      const places = placesOf(board, instances, kind);
      return places === null ? [] : [{ kind, places }];
    });
}

function placesOf(board: Board, instances: readonly SeenInstance[], kind: GpuKind): IdPlace[] | null {
  // More than the board ever holds cannot be told apart.
  if (instances.length > board.maxInstances) return null;
  const places: (IdPlace & { readonly size: number })[] = [];
  for (const seen of instances) {
    const [best] = candidatesOf(board, seen, kind);
    if (best === undefined) return null;
    places.push({
      seen,
      profile: best.profile.name,
      start: best.start,
      size: best.profile.memorySlices ?? 0,
    });
  }
  const overlaps = places.some((a, n) =>
    places
      .slice(n + 1)
      .some((b) => rangesOverlap({ start: a.start, count: a.size }, { start: b.start, count: b.size })),
  );
  return overlaps ? null : places;
}

interface Candidate {
  readonly profile: GiProfile;
  readonly start: number;
}

/** Profiles of the board at starts that have this ID, the likeliest first. */
function candidatesOf(board: Board, seen: SeenInstance, kind: GpuKind): Candidate[] {
  const found: Candidate[] = [];
  for (const profile of board.profiles) {
    const size = profile.memorySlices;
    if (size === null || !isNamed(profile, seen)) continue;
    for (const start of profile.starts ?? []) {
      if (seen.start !== null && seen.start !== start) continue;
      if (instanceIdOf(board, { start, size }, kind) === seen.instanceId) found.push({ profile, start });
    }
  }
  return found
    .map((one) => ({ one, fault: misfit(one.profile, seen) }))
    .filter(({ fault }) => fault < Infinity)
    .sort((a, b) => a.fault - b.fault || a.one.profile.attributes.length - b.one.profile.attributes.length)
    .map(({ one }) => one);
}

const catalogueNames = new Remembered<ProfileName | null>();

function isNamed(profile: GiProfile, { profile: name, profileId }: SeenInstance): boolean {
  if (name === null) return profileId === null || profile.id === null || profile.id === profileId;
  const known = catalogueNames.of(name, () => {
    const parsed = parseProfileName(name);
    return parsed === null ? null : makeProfileName(parsed);
  });
  return known === profile.name;
}

/** How far figures of one profile may lie apart between drivers and boards of one family: they are hints and no keys. */
const NEAR = 0.12;

/**
 * How far the printed figures are from the profile's; Infinity where they cannot be of it. Compute instances may fill their GPU instance in
 * part, so multiprocessors short of the profile's count less against it than too many.
 */
function misfit(profile: GiProfile, { memoryMiB, multiprocessors, profile: name }: SeenInstance): number {
  if (name !== null) return 0;
  let fault = 0;
  if (memoryMiB != null && profile.memoryGiB !== null) {
    const off = Math.abs(memoryMiB / 1024 - profile.memoryGiB) / profile.memoryGiB;
    if (off > NEAR) return Infinity;
    fault += off;
  }
  if (multiprocessors != null && profile.sm !== null) {
    const off = (multiprocessors - profile.sm) / profile.sm;
    if (off > NEAR) return Infinity;
    fault += Math.abs(off);
  }
  return fault;
}

/** Whether two readings draw the same: the same profiles at the same starts, whichever ID is where. */
export function isSameDrawing(a: IdReading, b: IdReading): boolean {
  const drawing = ({ places }: IdReading): string =>
    places
      .map(({ profile, start }) => `${profile}@${start}`)
      .sort()
      .join();
  return drawing(a) === drawing(b);
}

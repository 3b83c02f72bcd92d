/**
 * What a GPU accepts. Ghosts, the reasons beside them and the acceptance of a drop all come from here, so what is shown
 * as legal is what is accepted.
 */
import { boardLabel, profileOf, type Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import {
  enginesLeft,
  freeStarts,
  geometryOf,
  isEngineLeft,
  occupancyOf,
  positionAt,
  similarProfiles,
  slicesIn,
  type Geometry,
  type Occupancy,
} from '../model/geometry.ts';
import type { GiId } from '../model/ids.ts';
import { OfLayout } from '../model/layoutKey.ts';
import type { Gpu, GpuInstance } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { blockOf, rangesOverlap, type Placement } from '../model/slices.ts';
import type { AssignError, PlacementError } from './errors.ts';

/** What legality needs to know of a GPU. */
export type GpuState = Pick<Gpu, 'board' | 'use' | 'instances'>;

export interface LegalStarts {
  /** Ascending; every one of them is accepted by `checkPlacement`. */
  readonly starts: readonly number[];
  /** Why there is none; null when there is one. */
  readonly why: PlacementError | AssignError | null;
}

/** All free starts of every profile as masks of memory slices, indexed like `board.profiles`. */
export function allLegalStarts(board: Board, instances: readonly GpuInstance[]): number[] {
  const geometry = geometryOf(board);
  const occupancy = occupancyOf(geometry, instances);
  const masks = new Array<number>(geometry.positions.length);
  for (let index = 0; index < masks.length; index++) masks[index] = freeStarts(geometry, occupancy, index);
  return masks;
}

/**
 * The starts at which this GPU takes one more instance of `profile`. `moving` is left out of the account: the instance
 * that is being moved does not stand in its own way.
 */
export function legalStarts(gpu: GpuState, profile: ProfileName, moving: GiId | null = null): LegalStarts {
  const found = standing(gpu, profile, moving);
  if (!found.ok) return { starts: [], why: found.error };
  const { geometry, occupancy, index, instances } = found.value;
  const mask = freeStarts(geometry, occupancy, index);
  if (mask !== 0) return { starts: slicesIn(mask), why: null };
  return { starts: [], why: whyNoStart(geometry, occupancy, index, instances) };
}

/** The same starts without the reason where there are none: for a count over a fleet. */
export function startsOnly(
  gpu: GpuState,
  profile: ProfileName,
  moving: GiId | null = null,
): readonly number[] {
  const work = (): readonly number[] => {
    const found = standing(gpu, profile, moving);
    if (!found.ok) return [];
    const { geometry, occupancy, index } = found.value;
    return slicesIn(freeStarts(geometry, occupancy, index));
  };
  return moving === null ? starts.of(gpu, `${gpu.use}\n${profile}`, work) : work();
}

const starts = new OfLayout<readonly number[]>();

/** One placement: the memory slices it takes, or the rule that forbids it and what is in the way. */
export function checkPlacement(
  gpu: GpuState,
  profile: ProfileName,
  start: number,
  moving: GiId | null = null,
): Result<Placement, PlacementError> {
  const found = standing(gpu, profile, moving);
  if (!found.ok) return found;
  const { geometry, occupancy, index, instances } = found.value;
  const position = positionAt(geometry, profile, start);
  if (position === undefined) {
    return err({
      code: 'not-a-start',
      profile,
      start,
      starts: geometry.board.profiles[index]?.starts ?? [],
    });
  }
  const size = geometry.board.profiles[index]?.memorySlices ?? 0;
  if ((freeStarts(geometry, occupancy, index) & (1 << start)) !== 0) return ok({ start, size });
  const blockedBy = overlapping(geometry.board, instances, profile, start);
  // What stands in the place comes first: it is what the eye looks for. The set rules follow.
  if (blockedBy.length > 0) return err({ code: 'overlap', profile, start, size, blockedBy });
  return err(whyNotOneMore(geometry, occupancy, index, instances));
}

/**
 * True when `checkPlacement` accepts each instance beside those before it: the same question put to a whole GPU at once, for of
 * ten thousand GPUs nearly all are legal.
 */
export function isLegalSet({ board: boardId, use, instances }: GpuState): boolean {
  const board = findBoard(boardId);
  if (board === undefined || use !== 'mig') return false;
  const geometry = geometryOf(board);
  const occupancy = { mask: 0, counts: new Array<number>(board.profiles.length).fill(0) };
  for (const { profile, start } of instances) {
    const index = geometry.profileIndexByName.get(profile);
    const position = index === undefined ? undefined : positionAt(geometry, profile, start);
    if (index === undefined || position === undefined) return false;
    if ((freeStarts(geometry, occupancy, index) & (1 << start)) === 0) return false;
    occupancy.mask |= position.mask;
    occupancy.counts[index] = (occupancy.counts[index] ?? 0) + 1;
  }
  return true;
}

interface Standing {
  readonly geometry: Geometry;
  readonly occupancy: Occupancy;
  readonly index: number;
  readonly instances: readonly GpuInstance[];
}

/** The GPU as the rules see it, or why it takes no instance of this profile whatever else it holds. */
function standing(
  gpu: GpuState,
  profile: ProfileName,
  moving: GiId | null,
): Result<Standing, PlacementError> {
  const board = findBoard(gpu.board);
  if (board === undefined) return err({ code: 'board-unknown', board: gpu.board });
  if (gpu.use !== 'mig') return err({ code: 'mig-off', use: gpu.use });
  const geometry = geometryOf(board);
  const index = geometry.profileIndexByName.get(profile);
  if (index === undefined) {
    return err({
      code: 'not-a-profile',
      profile,
      board: gpu.board,
      similar: similarProfiles(board, profile),
    });
  }
  if (board.profiles[index]?.starts === null) {
    return err({ code: 'starts-unknown', profile, board: gpu.board });
  }
  const instances = moving === null ? gpu.instances : gpu.instances.filter((gi) => gi.id !== moving);
  return ok({ geometry, occupancy: occupancyOf(geometry, instances), index, instances });
}

function overlapping(
  board: Board,
  instances: readonly GpuInstance[],
  profile: ProfileName,
  start: number,
): GiId[] {
  const wanted = blockOf(board, profile, start).memory;
  return instances
    .filter((gi) => rangesOverlap(wanted, blockOf(board, gi.profile, gi.start).memory))
    .map((gi) => gi.id);
}

function whyNoStart(
  geometry: Geometry,
  occupancy: Occupancy,
  index: number,
  instances: readonly GpuInstance[],
): PlacementError {
  const positions = geometry.positions[index] ?? [];
  if (positions.some((position) => (position.mask & occupancy.mask) === 0)) {
    return whyNotOneMore(geometry, occupancy, index, instances);
  }
  const { board } = geometry;
  const profile = board.profiles[index];
  const name = profile?.name ?? '';
  const blockers = new Set(positions.flatMap((p) => overlapping(board, instances, name, p.start)));
  const taken = slicesIn(occupancy.mask).filter((slice) => slice < (board.memorySlices ?? 0)).length;
  return {
    code: 'no-start-free',
    profile: name,
    starts: positions.map((position) => position.start),
    size: profile?.memorySlices ?? 0,
    free: (board.memorySlices ?? 0) - taken,
    blockedBy: instances.filter((gi) => blockers.has(gi.id)).map((gi) => gi.id),
  };
}

/** The rule about the set of instances that leaves no room for one more, slices aside. */
function whyNotOneMore(
  geometry: Geometry,
  occupancy: Occupancy,
  index: number,
  instances: readonly GpuInstance[],
): PlacementError {
  const { board } = geometry;
  const profile = board.profiles[index];
  const name = profile?.name ?? '';
  const holders = (names: ReadonlySet<string>): GiId[] =>
    instances.filter((gi) => names.has(gi.profile)).map((gi) => gi.id);
  const excluding = new Set(
    (geometry.excludedBy[index] ?? []).flatMap((other) => {
      const otherName = board.profiles[other]?.name;
      return otherName !== undefined && (occupancy.counts[other] ?? 0) > 0 ? [otherName] : [];
    }),
  );
  if (excluding.size > 0) {
    return {
      code: 'excluded',
      profile: name,
      blockedBy: holders(excluding),
      why: whyExcluded(board, name, excluding),
    };
  }
  if (!enginesLeft(geometry, occupancy.counts, index)) {
    const rule = board.constraints.find((constraint) => constraint.kind === 'engine-totals');
    // Whoever takes an engine of a kind that runs out; those of other kinds are in nobody's way.
    const users = new Set(
      board.profiles.flatMap((other, i) =>
        geometry.engines[i]?.some(
          (count, engine) => count > 0 && !isEngineLeft(geometry, occupancy.counts, index, engine),
        ) === true
          ? [other.name]
          : [],
      ),
    );
    return { code: 'excluded', profile: name, blockedBy: holders(users), why: rule?.why ?? '' };
  }
  return {
    code: 'maximum',
    profile: name,
    max: profile?.maxInstances ?? 0,
    blockedBy: holders(new Set([name])),
  };
}

function whyExcluded(board: Board, profile: ProfileName, others: ReadonlySet<ProfileName>): string {
  const attributesOf = (name: ProfileName): readonly string[] => profileOf(board, name)?.attributes ?? [];
  const rule = board.constraints.find((constraint) => {
    if (constraint.kind === 'mutually-exclusive') {
      return constraint.profiles.includes(profile) && constraint.profiles.some((name) => others.has(name));
    }
    if (constraint.kind === 'all-media') {
      return [profile, ...others].some((name) => attributesOf(name).includes(constraint.attribute));
    }
    return false;
  });
  return rule?.why ?? `a rule of ${boardLabel(board)}`;
}

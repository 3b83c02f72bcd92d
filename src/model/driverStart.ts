/**
 * Where a driver puts a GPU instance when no start is given. The chooser is closed firmware; two models reproduce every
 * printed creation order that starts from an empty GPU, and part after deletions and with the double-memory 1g. So a
 * start found here is a prediction, and an order "works" only when it works under every variant.
 */
import type { Board } from './board.ts';
import {
  freeStarts,
  geometryOf,
  slicesIn,
  withPosition,
  type Geometry,
  type Occupancy,
  type Position,
} from './geometry.ts';
import { instanceIdOf } from './instanceId.ts';
import type { GpuKind } from './plan.ts';

export const DRIVER_VARIANTS = ['list', 'fewest-lost'] as const;
/**
 * `list`: the first free start of a fixed preference list.
 * `fewest-lost`: the legal start that removes the fewest still-legal (profile, start) pairs, on a tie the lowest
 * GPU-instance ID, so that straight and mirrored GPUs can differ in the displayed start.
 */
export type DriverVariant = (typeof DRIVER_VARIANTS)[number];

/** One model of the driver on one kind of GPU. */
export interface DriverModel {
  readonly variant: DriverVariant;
  readonly kind: GpuKind;
}

/** "list", "fewest-lost on mirrored GPUs": the first is the same on both kinds. */
export function makeModelName({ variant, kind }: DriverModel): string {
  return variant === 'list' ? variant : `${variant} on ${kind} GPUs`;
}

/** Every model that can differ in its answer; `list` reads displayed starts, so the kind of GPU is nothing to it. */
export function driverModels(kind: GpuKind | null): DriverModel[] {
  const kinds: readonly GpuKind[] = kind === null ? ['straight', 'mirrored'] : [kind];
  return DRIVER_VARIANTS.flatMap((variant) =>
    (variant === 'list' ? kinds.slice(0, 1) : kinds).map((one) => ({ variant, kind: one })),
  );
}

/**
 * Preference lists by [slices of the board]["compute x memory" of the profile], as fitted to public transcripts
 * (7 x 1g gives 6,4,5,0,1,2,3; 3 x 2g gives 4,0,2; 3g goes to 4 first). Where there is none, lowest start first.
 */
const PREFERENCES: Readonly<Record<number, Readonly<Record<string, readonly number[]>>>> = {
  8: { '1x1': [6, 4, 5, 0, 1, 2, 3], '1x2': [4, 0, 2, 6], '2x2': [4, 0, 2], '3x4': [4, 0] },
};

/**
 * The start that the modelled driver picks for one more instance of a profile, in memory slices; null when it refuses
 * (Insufficient Resources). `profileIndex` counts in `board.profiles`.
 */
export function driverStart(
  board: Board,
  occupancy: Occupancy,
  profileIndex: number,
  model: DriverModel,
): number | null {
  const geometry = geometryOf(board);
  const free = freeStarts(geometry, occupancy, profileIndex);
  if (free === 0) return null;
  return model.variant === 'list'
    ? firstOfList(board, free, profileIndex)
    : fewestLost(geometry, occupancy, free, profileIndex, model.kind);
}

function firstOfList(board: Board, free: number, profileIndex: number): number | null {
  const profile = board.profiles[profileIndex];
  const preferred =
    PREFERENCES[board.memorySlices ?? 0]?.[`${profile?.computeSlices}x${profile?.memorySlices}`];
  return (preferred ?? slicesIn(free)).find((start) => (free & (1 << start)) !== 0) ?? null;
}

function fewestLost(
  geometry: Geometry,
  occupancy: Occupancy,
  free: number,
  profileIndex: number,
  kind: GpuKind,
): number | null {
  let best: { position: Position; left: number; id: number } | null = null;
  for (const position of geometry.positions[profileIndex] ?? []) {
    if ((free & (1 << position.start)) === 0) continue;
    const left = legalPairs(geometry, withPosition(occupancy, position));
    const size = geometry.board.profiles[profileIndex]?.memorySlices ?? 0;
    const id = instanceIdOf(geometry.board, { start: position.start, size }, kind) ?? position.start;
    if (best === null || left > best.left || (left === best.left && id < best.id))
      best = { position, left, id };
  }
  return best === null ? null : best.position.start;
}

/** How many (profile, start) pairs are still legal. */
function legalPairs(geometry: Geometry, occupancy: Occupancy): number {
  let pairs = 0;
  for (let index = 0; index < geometry.positions.length; index++) {
    for (let starts = freeStarts(geometry, occupancy, index); starts !== 0; starts &= starts - 1) pairs++;
  }
  return pairs;
}

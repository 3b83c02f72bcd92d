/** Slices that are free and that no profile can use beside the instances that stand. */
import type { Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { geometryOf, occupancyOf, slicesIn, type Geometry } from '../model/geometry.ts';
import type { GiId } from '../model/ids.ts';
import { makeInstance, type Gpu, type GpuInstance } from '../model/plan.ts';
import { OfLayout } from '../model/layoutKey.ts';
import type { ProfileName } from '../model/profile.ts';
import { blockOf, rangesOverlap } from '../model/slices.ts';
import type { LayoutInstance } from './layouts/layouts.ts';
import { allLegalStarts, checkPlacement } from './legal.ts';

export interface SliceUse {
  readonly computeTotal: number;
  readonly memoryTotal: number;
  readonly computeUsed: number;
  readonly memoryUsed: number;
  /** Stranded compute slices (rows), ascending. */
  readonly strandedCompute: readonly number[];
  /** Stranded memory slices (columns), ascending. */
  readonly strandedMemory: readonly number[];
}

const NONE: SliceUse = {
  computeTotal: 0,
  memoryTotal: 0,
  computeUsed: 0,
  memoryUsed: 0,
  strandedCompute: [],
  strandedMemory: [],
};

/** Use of one GPU. All zero when MIG is off or the board cannot be drawn. A slice counts once, even under an overlap. */
export function sliceUse(gpu: Pick<Gpu, 'board' | 'use' | 'instances'>): SliceUse {
  const board = findBoard(gpu.board);
  if (board?.memorySlices == null || gpu.use !== 'mig') return NONE;
  return kept.of(gpu, '', () => useOf(board, board.memorySlices ?? 0, gpu.instances));
}

const kept = new OfLayout<SliceUse>();

function useOf(board: Board, memorySlices: number, instances: readonly GpuInstance[]): SliceUse {
  const geometry = geometryOf(board);
  const rows = new Set<number>();
  for (const gi of instances) {
    const { compute } = blockOf(board, gi.profile, gi.start);
    for (let row = compute.start; row < compute.start + compute.count; row++) rows.add(row);
  }
  const occupied = occupancyOf(geometry, instances).mask;
  const { usableRows, usableColumns } = usable(geometry, allLegalStarts(board, instances));
  const strandedCompute = range(board.computeSlices).filter((row) => !rows.has(row) && !usableRows.has(row));
  const strandedMemory = range(memorySlices).filter(
    (column) => (occupied & (1 << column)) === 0 && (usableColumns & (1 << column)) === 0,
  );
  return {
    computeTotal: board.computeSlices,
    memoryTotal: memorySlices,
    computeUsed: [...rows].filter((row) => row >= 0 && row < board.computeSlices).length,
    memoryUsed: slicesIn(occupied).filter((column) => column < memorySlices).length,
    strandedCompute,
    strandedMemory,
  };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function usable(
  geometry: Geometry,
  starts: readonly number[],
): { usableRows: Set<number>; usableColumns: number } {
  const usableRows = new Set<number>();
  let usableColumns = 0;
  geometry.positions.forEach((positions, index) => {
    for (const position of positions) {
      if (((starts[index] ?? 0) & (1 << position.start)) === 0) continue;
      usableColumns |= position.mask;
      const { compute } = blockOf(geometry.board, geometry.board.profiles[index]?.name ?? '', position.start);
      for (let row = compute.start; row < compute.start + compute.count; row++) usableRows.add(row);
    }
  });
  return { usableRows, usableColumns };
}

/** Why a slice is stranded: every profile that could use it, and what keeps each from its place. */
export interface StrandedSlice {
  readonly kind: 'compute' | 'memory';
  readonly slice: number;
  /** The instances beside which no profile can use it, ascending by start. */
  readonly beside: readonly GpuInstance[];
  readonly users: readonly StrandedUser[];
}

/** A profile at a start that would cover the slice. */
export interface StrandedUser {
  readonly profile: ProfileName;
  readonly start: number;
  /** The instances in the way, by room or by a rule of the board. */
  readonly blockedBy: readonly GiId[];
}

/** Every stranded slice of a GPU with its reason: compute slices first, ascending. */
export function strandedSlices(gpu: Pick<Gpu, 'board' | 'use' | 'instances'>): StrandedSlice[] {
  const board = findBoard(gpu.board);
  const { strandedCompute, strandedMemory } = sliceUse(gpu);
  if (board === undefined || strandedCompute.length + strandedMemory.length === 0) return [];
  const why = (kind: 'compute' | 'memory', slice: number): StrandedSlice => {
    const users = board.profiles.flatMap(({ name, starts }) =>
      (starts ?? [])
        .filter((start) => rangesOverlap(blockOf(board, name, start)[kind], { start: slice, count: 1 }))
        .map((start) => userAt(gpu, name, start)),
    );
    const blockers = new Set(users.flatMap(({ blockedBy }) => blockedBy));
    return { kind, slice, users, beside: gpu.instances.filter((gi) => blockers.has(gi.id)) };
  };
  return [
    ...strandedCompute.map((slice) => why('compute', slice)),
    ...strandedMemory.map((slice) => why('memory', slice)),
  ];
}

function userAt(
  gpu: Pick<Gpu, 'board' | 'use' | 'instances'>,
  profile: ProfileName,
  start: number,
): StrandedUser {
  const legal = checkPlacement(gpu, profile, start);
  const blockedBy = !legal.ok && 'blockedBy' in legal.error ? legal.error.blockedBy : [];
  return { profile, start, blockedBy };
}

/** Instances that are only looked at; no plan ever holds them. */
export function trialInstances(layout: readonly LayoutInstance[]): GpuInstance[] {
  return layout.map(({ profile, start }, index) => makeInstance((-1 - index) as GiId, profile, start));
}

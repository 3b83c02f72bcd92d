/** Slices that are free and that no profile can use beside the instances that stand. */
import { findBoard } from '../model/catalogue/catalogue.ts';
import { geometryOf, occupancyOf, slicesIn, type Geometry } from '../model/geometry.ts';
import type { Gpu } from '../model/plan.ts';
import { blockOf } from '../model/slices.ts';
import { allLegalStarts } from './legal.ts';

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
  const geometry = geometryOf(board);
  const rows = new Set<number>();
  for (const gi of gpu.instances) {
    const { compute } = blockOf(board, gi.profile, gi.start);
    for (let row = compute.start; row < compute.start + compute.count; row++) rows.add(row);
  }
  const occupied = occupancyOf(geometry, gpu.instances).mask;
  const { usableRows, usableColumns } = usable(geometry, allLegalStarts(board, gpu.instances));
  const strandedCompute = range(board.computeSlices).filter((row) => !rows.has(row) && !usableRows.has(row));
  const strandedMemory = range(board.memorySlices).filter(
    (column) => (occupied & (1 << column)) === 0 && (usableColumns & (1 << column)) === 0,
  );
  return {
    computeTotal: board.computeSlices,
    memoryTotal: board.memorySlices,
    computeUsed: [...rows].filter((row) => row >= 0 && row < board.computeSlices).length,
    memoryUsed: slicesIn(occupied).filter((column) => column < (board.memorySlices ?? 0)).length,
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

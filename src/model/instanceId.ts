/**
 * GPU-instance IDs: the node of a complete binary tree over the memory slices (the driver's "swizz ID"). With T slices
 * on the board, size s and hardware start p: ID = (T/s - 1) + p/s.
 *
 * nvidia-smi normalises the start it displays so that the half with four compute slices is always 0 to 3. On a mirrored
 * GPU (the dead GPC sits in the other half) the hardware start is the displayed one with its halves swapped. Holds for
 * every `-lgi` table and `-cgi` transcript read so far; never derive a start from an ID alone.
 */
import type { Board } from './board.ts';
import { GPU_KINDS, type GpuKind } from './plan.ts';
import type { Placement } from './slices.ts';

/** Only a board whose halves differ can be mirrored: 7 compute slices over 8 memory slices. */
export function canBeMirrored(board: Board): boolean {
  return (
    board.memorySlices !== null &&
    board.computeSlices < board.memorySlices &&
    board.memorySlices % 2 === 0 &&
    board.memorySlices % board.computeSlices !== 0
  );
}

/** The GPU-instance ID of a displayed placement; null where the placement is no node of the tree. */
export function instanceIdOf(board: Board, placement: Placement, kind: GpuKind): number | null {
  const total = board.memorySlices;
  const { start, size } = placement;
  if (total === null || size <= 0 || total % size !== 0 || start < 0 || start + size > total) return null;
  const half = total / 2;
  const swap = kind === 'mirrored' && canBeMirrored(board) && size <= half;
  const hardwareStart = swap ? (start + half) % total : start;
  if (hardwareStart % size !== 0) return null;
  return total / size - 1 + hardwareStart / size;
}

/**
 * Which kinds of GPU agree with what a host printed. Both: the rows are symmetric or there is nothing to mirror. None:
 * the IDs obey neither reading, so the text is damaged or made up.
 */
export function kindsThatExplain(
  board: Board,
  rows: readonly { readonly instanceId: number; readonly placement: Placement }[],
): GpuKind[] {
  return GPU_KINDS.filter((kind) =>
    rows.every((row) => instanceIdOf(board, row.placement, kind) === row.instanceId),
  );
}

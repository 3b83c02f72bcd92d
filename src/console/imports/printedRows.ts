/** What a listing prints of a GPU, held against the board that was chosen for it. */
import { profileOf, type Board } from '../../model/board.ts';
import { kindsThatExplain } from '../../model/instanceId.ts';
import type { GpuKind } from '../../model/plan.ts';
import type { LgiRow } from '../../formats/migLgiRow.ts';
import type { Notice } from '../../formats/reading.ts';

/** A GPU with the rows that a listing has of it. */
export interface PrintedGpu {
  readonly index: number;
  /** Where the rows begin. */
  readonly line: number;
  readonly rows: readonly LgiRow[];
}

/**
 * Whether the IDs of a listed GPU make it straight or mirrored; null when both would print the same. When neither
 * does, a notice: the text is damaged or made up. A board whose slices are not public explains nothing and is not asked.
 */
export function kindOf(board: Board, gpu: PrintedGpu): { kind: GpuKind | null; notice: Notice | null } {
  const rows = gpu.rows.flatMap(({ instanceId, start, size }) =>
    instanceId === null ? [] : [{ instanceId, placement: { start, size } }],
  );
  if (board.memorySlices === null) return { kind: null, notice: null };
  const kinds = kindsThatExplain(board, rows);
  const [only = null] = kinds;
  if (kinds.length === 1) return { kind: only, notice: null };
  const notice: Notice = { code: 'ids-explain-nothing', at: { line: gpu.line }, gpuIndex: gpu.index };
  return { kind: null, notice: kinds.length === 0 ? notice : null };
}

/** Where the rows of a GPU differ from what its board is known to have. */
export function rowNotices(board: Board, gpu: PrintedGpu): Notice[] {
  return gpu.rows.flatMap(({ line, profile, profileId, size }) => {
    const known = profileOf(board, profile);
    if (known === undefined) return [];
    const notices: Notice[] = [];
    if (profileId !== null && known.id !== null && known.id !== profileId) {
      const ids = [known.id];
      notices.push({ code: 'profile-id-differs', at: { line }, profile, printed: profileId, known: ids });
    }
    if (known.memorySlices !== null && known.memorySlices !== size) {
      const sizes = [known.memorySlices];
      notices.push({ code: 'size-differs', at: { line }, profile, printed: size, known: sizes });
    }
    return notices;
  });
}

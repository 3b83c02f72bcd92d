import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';

/** Why no layout can be chosen for this GPU, in a few words; null when one can. */
export function whyNoLayouts(gpu: Pick<Gpu, 'board' | 'use'>): string | null {
  const board = findBoard(gpu.board);
  if (board === undefined) return 'board not known';
  if (!isDrawable(board)) return 'starts not public';
  if (gpu.use === 'mig') return null;
  return gpu.use === 'off' ? 'MIG mode is off' : 'reserved';
}

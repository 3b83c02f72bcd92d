import type { GpuId } from '../../model/ids.ts';
import type { GridPoint } from '../../state/targets.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GpuAtPoint {
  readonly gpuId: GpuId;
  /** In slices of its grid; null where the GPU has no grid to point into. */
  readonly point: GridPoint | null;
}

/**
 * The GPU under a point of the window, and where in its grid. `under` is the element there, where somebody knows it
 * already; the rest is arithmetic.
 */
export function gpuAt({ x, y }: Point, under = document.elementFromPoint(x, y)): GpuAtPoint | null {
  const card = under?.closest<HTMLElement>('[data-gpu-id]');
  if (card == null) return null;
  const gpuId = Number(card.dataset['gpuId']) as GpuId;
  const grid = card.querySelector<HTMLElement>('[data-grid]');
  if (grid === null) return { gpuId, point: null };
  const [rows = 1, columns = 1] = (grid.dataset['grid'] ?? '').split('x').map(Number);
  const box = grid.getBoundingClientRect();
  const across = (x - box.left) / box.width;
  // A strip has no rows: blocks lie on the diagonal of the grid.
  const down = grid.dataset['strip'] === undefined ? (y - box.top) / box.height : across;
  return { gpuId, point: { column: across * columns, row: down * rows } };
}

import { findBoard } from '../../model/catalogue/catalogue.ts';
import { columnPitches, columnsOf } from '../../model/drawing.ts';
import type { Host } from '../../model/plan.ts';

/** Sums of columns up to which grids grow, for the style sheet to say how far on which page: two and four GPUs of 8 slices. */
const STEPS = [16, 32] as const;
/** A GPU that cannot be drawn takes as much. */
const USUAL_COLUMNS = 8;

/**
 * The step that the grids of a plan have room in, side by side in one line; null: they are of the usual size. Hosts stand below each
 * other, so that only one leaves room.
 */
export function gridRoom(hosts: readonly Host[]): (typeof STEPS)[number] | null {
  const [host] = hosts;
  if (host === undefined || hosts.length > 1) return null;
  let columns = 0;
  for (const { board: id } of host.gpus) {
    const board = findBoard(id);
    columns += board === undefined ? USUAL_COLUMNS : columnsOf(board) * columnPitches(board);
  }
  return STEPS.find((step) => columns <= step) ?? null;
}

/** The GPUs of a host line by line, and which of them are drawn: those of a line stand side by side. */
import type { GpuId } from '../../model/ids.ts';
import type { Gpu } from '../../model/plan.ts';
import { lastUpTo, offsetsOf, partsOf, type Offsets } from './offsets.ts';
import { GRID_GAP_PX, gridHeight, gridLines, stripHeight, type Measures } from './rowHeight.ts';

export interface Lines {
  /** The place among the GPUs of the first of each line, and behind them how many GPUs there are. */
  readonly firsts: readonly number[];
  readonly offsets: Offsets;
}

/** `heights`: in px by what was measured, of those GPUs that ever were. */
export function linesOf(
  gpus: readonly Pick<Gpu, 'id' | 'board'>[],
  { isGrid, ...measures }: Measures & { readonly isGrid: boolean },
  heights: ReadonlyMap<GpuId, number>,
): Lines {
  const firsts = isGrid ? gridLines(gpus, measures) : gpus.map((_, index) => index);
  const guess = isGrid ? gridHeight(measures) : stripHeight(measures);
  const tall = firsts.map((first, line) => {
    let height = 0;
    for (let index = first; index < (firsts[line + 1] ?? gpus.length); index++) {
      const gpu = gpus[index];
      height = Math.max(height, (gpu === undefined ? undefined : heights.get(gpu.id)) ?? guess);
    }
    return height;
  });
  return { firsts: [...firsts, gpus.length], offsets: offsetsOf(tall, isGrid ? GRID_GAP_PX : 0) };
}

/** The line of the GPU at this place among all. */
export function lineOf({ firsts }: Lines, index: number): number {
  return lastUpTo(firsts, index);
}

/** A GPU, or the room of all lines between two that are drawn. */
export type Piece =
  | { readonly kind: 'gpu'; readonly index: number }
  | { readonly kind: 'space'; readonly before: number; readonly heightPx: number };

/**
 * What is drawn where lines `from` to `to` are in sight: these, the lines `pinned`, and the first and the last one, so that Tab comes
 * in at either end.
 */
export function piecesOf(lines: Lines, from: number, to: number, pinned: Iterable<number>): Piece[] {
  const { firsts, offsets } = lines;
  return partsOf(offsets, from, to, [0, firsts.length - 2, ...pinned]).flatMap((part): Piece[] => {
    if (part.kind === 'space') return [part];
    const [first = 0, end = 0] = [firsts[part.index], firsts[part.index + 1]];
    return Array.from({ length: end - first }, (_, n) => ({ kind: 'gpu', index: first + n }));
  });
}

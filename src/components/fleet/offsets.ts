/** Where the rows of a long list lie, by what each was measured or is taken to be. */

export interface Offsets {
  /** The upper edge of each row from that of the first, in px, and behind them where one more would begin. */
  readonly tops: Float64Array;
  readonly gapPx: number;
}

/** `heights` in px, `gapPx` between each two. */
export function offsetsOf(heights: readonly number[], gapPx: number): Offsets {
  const tops = new Float64Array(heights.length + 1);
  for (const [index, height] of heights.entries()) tops[index + 1] = (tops[index] ?? 0) + height + gapPx;
  return { tops, gapPx };
}

/** The row at this distance from the first; the first or last for what lies before or behind them. */
export function rowAt({ tops }: Offsets, px: number): number {
  return lastUpTo(tops, px);
}

/** Of parts that begin at `edges`, ascending and the last being where one more would begin, the one that `value` lies in. */
export function lastUpTo(edges: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = Math.max(0, edges.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A row, or the empty space of all rows between two of them. */
export type Part =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'space'; readonly before: number; readonly heightPx: number };

/** The rows `from` to `to` and the pinned ones in their order, with what lies before, between and behind them as space. */
export function partsOf(offsets: Offsets, from: number, to: number, pinned: Iterable<number>): Part[] {
  const count = offsets.tops.length - 1;
  const rows = new Set<number>();
  for (let index = Math.max(0, from); index <= Math.min(to, count - 1); index++) rows.add(index);
  for (const index of pinned) if (index >= 0 && index < count) rows.add(index);
  const parts: Part[] = [];
  let next = 0;
  const space = (end: number): void => {
    if (end <= next) return;
    const heightPx = (offsets.tops[end] ?? 0) - (offsets.tops[next] ?? 0) - offsets.gapPx;
    parts.push({ kind: 'space', before: end, heightPx });
  };
  for (const index of [...rows].sort((a, b) => a - b)) {
    space(index);
    parts.push({ kind: 'row', index });
    next = index + 1;
  }
  space(count);
  return parts;
}

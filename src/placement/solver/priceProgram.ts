/**
 * The question that a proof is about (verifyTree.ts) as a program, so that its relaxation gives prices. Columns: how many GPUs
 * of each kind that costs something, how many of each kind take each set, how often each ask is served from each of its
 * pools. Rows: the GPUs of each kind, the slots of each pool, the asks that are served from several pools or must be, and
 * the cuts: at the prices of a cut, what is served is worth no more than the sets can be.
 */
import { worthOf, type Counted, type TreeQuestion } from '../verifyTree.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';

export interface PriceProgram {
  readonly program: IntegerProgram;
  /** What the first columns count. */
  readonly counted: readonly Counted[];
  readonly poolRow: number;
  readonly cutRow: number;
  /** Columns of each ask: one for each of its pools. */
  readonly served: readonly (readonly number[])[];
}

/** @param cuts whole prices of the asks */
export function priceProgram(
  { kinds, asks }: TreeQuestion,
  cuts: readonly (readonly number[])[] = [],
): PriceProgram {
  // Slots of pools that nobody asks for are slots of nothing.
  const pools = 1 + Math.max(-1, ...asks.flatMap((ask) => ask.pools));
  const poolRow = kinds.length;
  const cutRow = poolRow + pools;
  const rows: Row[] = [
    ...kinds.map(({ cost, most }): Row =>
      cost === 0 ? { low: -Infinity, high: most } : { low: 0, high: 0 },
    ),
    ...Array.from({ length: pools + cuts.length }, (): Row => ({ low: 0, high: Infinity })),
  ];
  const columns: Column[] = [];
  const counted: Counted[] = [];
  kinds.forEach(({ cost, most }, kind) => {
    if (cost === 0) return;
    columns.push({ cost, entries: [[kind, -1]], high: most });
    counted.push({ kind, set: null });
  });
  const worths = cuts.map((cut) => worthOf(asks, cut));
  kinds.forEach(({ sets, most, barred }, kind) => {
    sets.forEach((set, nth) => {
      const entries: [number, number][] = [[kind, 1]];
      set.forEach((count, pool) => {
        if (count > 0 && pool < pools) entries.push([poolRow + pool, count]);
      });
      worths.forEach((worth, cut) => {
        const most = worth(set, barred);
        if (most > 0) entries.push([cutRow + cut, most]);
      });
      columns.push({ cost: 0, entries, high: most });
      counted.push({ kind, set: nth });
    });
  });
  const isSingle = (ask: number): boolean => asks[ask]?.pools.length === 1 && asks[ask].least === 0;
  const cutEntries = (ask: number): [number, number][] =>
    cuts.flatMap((cut, at): [number, number][] =>
      (cut[ask] ?? 0) === 0 ? [] : [[cutRow + at, -(cut[ask] ?? 0)]],
    );
  const served = asks.map((): number[] => []);
  // Those that a case may limit first.
  const order = [...asks.keys()].sort((a, b) => Number(isSingle(b)) - Number(isSingle(a)) || a - b);
  for (const ask of order) {
    const { pools: own, least, most, weight } = asks[ask] ?? { pools: [], least: 0, most: 0, weight: 0 };
    const row = isSingle(ask) ? null : rows.push({ low: least, high: most }) - 1;
    for (const pool of own) {
      served[ask]?.push(columns.length);
      if (row === null) counted.push({ ask });
      columns.push({
        cost: -weight,
        entries: [[poolRow + pool, -1], ...(row === null ? [] : [[row, 1] as const]), ...cutEntries(ask)],
        high: most,
      });
    }
  }
  return { program: { rows, columns }, counted, poolRow, cutRow, served };
}

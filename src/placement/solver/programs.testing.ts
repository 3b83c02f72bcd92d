/** Integer programs by seed, of the shapes that questions about fleets have, and of some that they hardly ever have. */
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';

export type Family = (typeof FAMILIES)[number];
export const FAMILIES = [
  'covering',
  'packing',
  'classes',
  'equality',
  'mixed',
  'knapsack',
  'tied',
  'impossible',
] as const;

type Pick = (from: number, to: number) => number;

export function programOf(family: Family, seed: number): IntegerProgram {
  const random = mulberry32(seed * 7919 + FAMILIES.indexOf(family));
  const pick: Pick = (from, to) => from + Math.floor(random() * (to - from + 1));
  return MAKERS[family](pick);
}

/** Columns with a few entries each. */
function columnsOf(
  pick: Pick,
  rows: number,
  columns: number,
  column: (entries: Entries) => Column,
): Column[] {
  return Array.from({ length: columns }, () => {
    const entries = new Map<number, number>();
    for (let k = pick(1, Math.min(rows, 4)); k > 0; k--) entries.set(pick(0, rows - 1), pick(1, 5));
    return column([...entries].sort(([a], [b]) => a - b));
  });
}
type Entries = [row: number, coefficient: number][];

const MAKERS: Readonly<Record<Family, (pick: Pick) => IntegerProgram>> = {
  covering: (pick) => {
    const rows = pick(2, 6);
    return {
      rows: Array.from({ length: rows }, (): Row => ({ low: pick(0, 400), high: Infinity })),
      columns: columnsOf(pick, rows, pick(4, 20), (entries) => ({
        cost: pick(1, 3),
        entries,
        high: Infinity,
      })).concat(
        // Each row alone, so that there is a solution.
        Array.from({ length: rows }, (_, row) => ({ cost: 4, entries: [[row, 1]], high: Infinity })),
      ),
    };
  },
  packing: (pick) => {
    const rows = pick(2, 10);
    return {
      rows: Array.from({ length: rows }, (): Row => ({ low: -Infinity, high: pick(1, 60) })),
      columns: columnsOf(pick, rows, pick(3, 40), (entries) => ({
        cost: -pick(1, 20),
        entries,
        high: pick(0, 3) === 0 ? pick(0, 9) : Infinity,
      })),
    };
  },
  // So many GPUs of each class go to one of its ends; what comes of them has to be so much of each kind.
  classes: (pick) => {
    const [classes, kinds] = [pick(2, 6), pick(2, 5)];
    const rows: Row[] = Array.from({ length: classes }, () => {
      const size = pick(1, 12);
      return { low: size, high: size };
    });
    const columns: Column[] = [];
    for (let c = 0; c < classes; c++) {
      for (let v = pick(2, 7); v > 0; v--) {
        const entries: Entries = [[c, 1]];
        for (let k = 0; k < kinds; k++) if (pick(0, 2) === 0) entries.push([classes + k, pick(1, 4)]);
        columns.push({ cost: v === 1 ? 0 : pick(0, 6), entries, high: Infinity });
      }
    }
    for (let k = 0; k < kinds; k++) {
      const demand = pick(0, 10);
      rows.push({ low: demand, high: pick(0, 1) === 0 ? Infinity : demand + pick(0, 2) });
    }
    return { rows, columns };
  },
  equality: (pick) => {
    const rows = pick(1, 5);
    const columns = columnsOf(pick, rows, pick(4, 16), (entries) => ({
      cost: pick(-5, 9),
      entries,
      high: pick(1, 12),
    }));
    // Met by some values, so that there is a solution more often than not.
    const sums = new Array<number>(rows).fill(0);
    for (const { entries, high } of columns) {
      const value = pick(0, high);
      for (const [row, coefficient] of entries) sums[row] = (sums[row] ?? 0) + value * coefficient;
    }
    return { rows: sums.map((sum) => ({ low: sum, high: sum })), columns };
  },
  mixed: (pick) => {
    const rows = pick(1, 7);
    return {
      rows: Array.from({ length: rows }, (): Row => {
        const low = pick(-30, 20);
        return [
          { low, high: Infinity },
          { low: -Infinity, high: low + 40 },
          { low, high: low + pick(0, 30) },
        ][pick(0, 2)]!;
      }),
      columns: columnsOf(pick, rows, pick(2, 20), (entries) => ({
        cost: pick(-9, 15),
        entries: entries.map(([row, value]) => [row, pick(0, 1) === 0 ? -value : value]),
        high: pick(1, 15),
      })),
    };
  },
  knapsack: (pick) => ({
    rows: [{ low: -Infinity, high: pick(50, 500) }],
    columns: Array.from({ length: pick(3, 20) }, () => ({
      cost: -pick(5, 60),
      entries: [[0, pick(5, 60)]],
      high: pick(0, 1) === 0 ? Infinity : pick(1, 4),
    })),
  }),
  // One cost for all, and many ways to the same end.
  tied: (pick) => {
    const rows = pick(3, 12);
    return {
      rows: Array.from({ length: rows }, (): Row => ({ low: pick(1, 9), high: Infinity })),
      columns: columnsOf(pick, rows, pick(rows, 40), (entries) => ({
        cost: 6,
        entries: entries.map(([row]) => [row, 1]),
        high: 10,
      })),
    };
  },
  impossible: (pick) => {
    const rows = pick(1, 4);
    const columns = columnsOf(pick, rows, pick(1, 8), (entries) => ({
      cost: pick(-3, 5),
      entries: entries.map(([row, value]) => [row, 2 * value]),
      high: pick(1, 9),
    }));
    // An odd sum of even numbers between others.
    const odd = 2 * pick(0, 10) + 1;
    return {
      rows: [
        { low: odd, high: odd },
        ...Array.from({ length: rows - 1 }, () => ({ low: 0, high: Infinity })),
      ],
      columns,
    };
  },
};

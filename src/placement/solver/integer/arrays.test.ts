import { expect, test } from 'vitest';
import type { IntegerProgram } from '../integerProgram.ts';
import { mulberry32 } from '../seeded.ts';
import { arraysOf, tighten } from './arrays.ts';

test('columns and rows lie one behind the other, each with its entries, those of nothing left out', () => {
  const { cost, columnStart, columnRow, columnValue, rowStart, rowColumn, rowValue, ...rest } = arraysOf({
    rows: [
      { low: -Infinity, high: 30 },
      { low: 0, high: 40 },
      { low: 1.5, high: 8.5 },
    ],
    columns: [
      {
        cost: 6,
        entries: [
          [0, 2],
          [2, 1],
        ],
        high: 3.7,
      },
      { cost: -9, entries: [], high: 2 },
      {
        cost: 0,
        entries: [
          [0, 0],
          [1, 5],
          [2, -3],
        ],
        high: 4,
      },
    ],
  });
  expect([...cost]).toEqual([6, -9, 0]);
  expect([...columnStart]).toEqual([0, 2, 2, 4]);
  expect([...columnRow.slice(0, 4)]).toEqual([0, 2, 1, 2]);
  expect([...columnValue.slice(0, 4)]).toEqual([2, 1, 5, -3]);
  expect([...rowStart]).toEqual([0, 1, 2, 4]);
  expect([...rowColumn.slice(0, 4)]).toEqual([0, 2, 0, 2]);
  expect([...rowValue.slice(0, 4)]).toEqual([2, 5, 1, -3]);
  expect(rest).toMatchObject({ rows: 3, columns: 3, costStep: 3, isInfeasible: false });
  expect([...rest.rowLow]).toEqual([-Infinity, 0, 2]);
  expect([...rest.rowHigh]).toEqual([30, 40, 8]);
  // In the last row x, at most 3, has to be at least 2, and there is room for none of the third column.
  expect([...rest.low]).toEqual([2, 0, 0]);
  expect([...rest.high]).toEqual([3, 2, 0]);
});

test.each([
  [[4, 6, -10], 2],
  [[0, 0], 1],
  [[0, 5], 5],
  [[7, 3], 1],
  [[], 1],
])('costs %j are multiples of %i', (costs, step) => {
  const columns = costs.map((cost) => ({ cost, entries: [], high: 1 }));
  expect(arraysOf({ rows: [], columns }).costStep).toBe(step);
});

test('a row of multiples is rounded to them, and has no solution where none lies within', () => {
  const rounded = (low: number, high: number, a: number, b: number) => {
    const { rowLow, rowHigh, isInfeasible } = arraysOf({
      rows: [{ low, high }],
      columns: [a, b].map((value) => ({ cost: 1, entries: [[0, value]], high: 99 })),
    });
    return isInfeasible ? null : [rowLow[0], rowHigh[0]];
  };
  expect(rounded(5, 20, 4, -6)).toEqual([6, 20]);
  expect(rounded(-5, 21, 9, 6)).toEqual([-3, 21]);
  expect(rounded(7, 11, 3, 2)).toEqual([7, 11]);
  expect(rounded(6, 6, 3, 6)).toEqual([6, 6]);
  expect(rounded(7, 8, 3, 6)).toBe(null);
  expect(rounded(-Infinity, 8, 3, 6)).toEqual([-Infinity, 6]);
  expect(rounded(4, Infinity, 3, 6)).toEqual([6, Infinity]);
  expect(rounded(3, 2, 1, 1)).toBe(null);
});

/** Further than any column of the seeded rows can be needed. */
const FAR = 24;

/** All values within `high`, or within FAR where that has no end. */
function gridOf(highs: readonly number[]): number[][] {
  return highs.reduce<number[][]>(
    (before, high) =>
      before.flatMap((values) =>
        Array.from({ length: Math.min(high, FAR) + 1 }, (_, value) => [...values, value]),
      ),
    [[]],
  );
}

function solutionsOf({ rows, columns }: IntegerProgram): number[][] {
  return gridOf(columns.map(({ high }) => high)).filter((values) =>
    rows.every(({ low, high }, row) => {
      const sum = columns.reduce(
        (all, { entries }, j) => all + values[j]! * (entries.find(([at]) => at === row)?.[1] ?? 0),
        0,
      );
      return low <= sum && sum <= high;
    }),
  );
}

/** One row open on one side, three columns of which the last may have no end. Whatever it costs is a gain. */
function oneRow(seed: number): IntegerProgram {
  const random = mulberry32(seed * 17 + 1);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const value = (): number => pick(1, 3) * (random() < 0.4 ? -1 : 1);
  const end = pick(-6, 8);
  return {
    rows: [random() < 0.5 ? { low: end, high: Infinity } : { low: -Infinity, high: end }],
    columns: [
      { cost: -1, entries: [[0, value()]], high: pick(0, 3) },
      { cost: -1, entries: [[0, value()]], high: pick(0, 3) },
      { cost: -1, entries: [[0, value()]], high: random() < 0.5 ? Infinity : pick(0, 4) },
    ],
  };
}

/** Nothing from below is nothing. */
const plain = (of: Float64Array): number[] => [...of].map((value) => value + 0);

test('bounds from one row are those of its solutions, no more and no less (seeds 1 to 300)', () => {
  const seen = { none: 0, endless: 0, bounded: 0 };
  for (let seed = 1; seed <= 300; seed++) {
    const program = oneRow(seed);
    const solutions = solutionsOf(program);
    const { low, high, isInfeasible } = arraysOf(program);
    if (solutions.length === 0) {
      expect({ seed, isInfeasible }).toEqual({ seed, isInfeasible: true });
      seen.none++;
      continue;
    }
    const most = program.columns.map(({ high: end }, j) => {
      const found = Math.max(...solutions.map((values) => values[j]!));
      return end === Infinity && found === FAR ? Infinity : found;
    });
    const least = program.columns.map((_, j) => Math.min(...solutions.map((values) => values[j]!)));
    expect({ seed, isInfeasible, low: plain(low), high: plain(high) }).toEqual({
      seed,
      isInfeasible: false,
      low: least,
      high: most,
    });
    seen[most.includes(Infinity) ? 'endless' : 'bounded']++;
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(30);
});

/** Up to three rows of both sides, and columns of which some have no end. */
function seededProgram(seed: number): IntegerProgram {
  const random = mulberry32(seed * 13 + 5);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const rows = Array.from({ length: pick(1, 3) }, () => {
    const low = pick(-4, 6);
    const kind = pick(0, 2);
    return {
      low: kind === 1 ? -Infinity : low,
      high: kind === 0 ? Infinity : low + pick(0, 4),
    };
  });
  return {
    rows,
    columns: Array.from({ length: 3 }, (_, j) => ({
      cost: pick(0, 5),
      entries: rows.flatMap((_row, row): [number, number][] =>
        random() < 0.3 ? [] : [[row, pick(1, 3) * (random() < 0.3 ? -1 : 1)]],
      ),
      high: j === 2 && random() < 0.7 ? Infinity : pick(0, 4),
    })),
  };
}

test('of several rows no solution is lost but such as cost no less than another that is left (seeds 1 to 120)', () => {
  let narrowed = 0;
  for (let seed = 1; seed <= 120; seed++) {
    const program = seededProgram(seed);
    const costOf = (values: readonly number[]): number =>
      program.columns.reduce((sum, { cost }, j) => sum + cost * values[j]!, 0);
    const solutions = solutionsOf(program);
    const { low, high, isInfeasible } = arraysOf(program);
    const isLeft = (values: readonly number[]): boolean =>
      !isInfeasible && values.every((value, j) => low[j]! <= value && value <= high[j]!);
    const left = solutions.filter(isLeft);
    const least = (of: readonly number[][]): number => Math.min(...of.map(costOf));
    expect({ seed, least: least(left) }).toEqual({ seed, least: least(solutions) });
    // A column with an end loses none at all; one without only where there are others as good.
    if (program.columns.every((column) => column.high !== Infinity))
      expect({ seed, left: left.length }).toEqual({ seed, left: solutions.length });
    if (left.length < solutions.length) narrowed++;
  }
  expect(narrowed).toBeGreaterThan(10);
});

const column = (cost: number, entries: readonly [number, number][], high = Infinity) => ({
  cost,
  entries,
  high,
});

test('a column without end that costs goes no further than its rows can use it', () => {
  // 7 of 2x + 3y, and 10 of y + 5z: of x 4, of y 10 for the second row, of z 2.
  const { low, high } = arraysOf({
    rows: [
      { low: 7, high: Infinity },
      { low: 10, high: Infinity },
    ],
    columns: [
      column(1, [[0, 2]]),
      column(0, [
        [0, 3],
        [1, 1],
      ]),
      column(2, [[1, 5]]),
    ],
  });
  expect([...low]).toEqual([0, 0, 0]);
  expect([...high]).toEqual([4, 10, 2]);
});

test('one that gains is left without end, and one that makes room for others goes as far as they need it', () => {
  // x - y at most 2 with x up to 5: y at most 3. z is in no row that needs it.
  const { high } = arraysOf({
    rows: [{ low: -Infinity, high: 2 }],
    columns: [column(-3, [[0, 1]], 5), column(1, [[0, -1]]), column(-1, []), column(1, [])],
  });
  expect([...high]).toEqual([5, 3, Infinity, 0]);
  // Where what it makes room for has no end, neither has it.
  const open = arraysOf({
    rows: [{ low: -Infinity, high: 2 }],
    columns: [column(-3, [[0, 1]]), column(1, [[0, -1]])],
  });
  expect([...open.high]).toEqual([Infinity, Infinity]);
});

test('what a column has at the least is counted once, and not against itself', () => {
  // At least 2 of x by the second row; 9 of x + y, so x goes to 9 and y, as x is 2 already, to 7.
  const { low, high } = arraysOf({
    rows: [
      { low: 9, high: Infinity },
      { low: 2, high: Infinity },
    ],
    columns: [
      column(1, [
        [0, 1],
        [1, 1],
      ]),
      column(1, [[0, 1]]),
    ],
  });
  expect([...low]).toEqual([2, 0]);
  expect([...high]).toEqual([9, 7]);
});

test('bounds are drawn closer as long as something moves, and it is said whether anything did', () => {
  const arrays = arraysOf({
    rows: [
      { low: 0, high: 0 },
      { low: -Infinity, high: 9 },
    ],
    columns: [
      column(1, [[0, 1]], 9),
      column(
        1,
        [
          [0, -1],
          [1, 2],
        ],
        9,
      ),
    ],
  });
  // y at most 4 by the second row, and then x by the first: its second turn.
  expect([...arrays.high]).toEqual([4, 4]);
  const low = Float64Array.of(0, 0);
  const high = Float64Array.of(9, 9);
  expect(tighten(arrays, low, high)).toBe(true);
  expect([...high]).toEqual([9, 4]);
  expect(tighten(arrays, low, high)).toBe(true);
  expect([...high]).toEqual([4, 4]);
  expect(tighten(arrays, low, high)).toBe(false);
  low[0] = 3;
  expect(tighten(arrays, low, high)).toBe(true);
  expect([...low]).toEqual([3, 3]);
  expect(arrays.isInfeasible).toBe(false);
  low[0] = 5;
  high[0] = 9;
  expect(tighten(arrays, low, high)).toBe(false);
  expect(arrays.isInfeasible).toBe(true);
});

test('where every column is fixed a row that they break leaves nothing, and one that they keep moves nothing', () => {
  const fixed = (values: readonly number[]) => {
    const arrays = arraysOf({
      rows: [{ low: 3, high: 5 }],
      columns: [column(1, [[0, 1]], 9), column(1, [[0, -1]], 9)],
    });
    const isMoved = tighten(arrays, Float64Array.from(values), Float64Array.from(values));
    return { isMoved, isInfeasible: arrays.isInfeasible };
  };
  expect(fixed([4, 2])).toEqual({ isMoved: false, isInfeasible: true });
  expect(fixed([8, 2])).toEqual({ isMoved: false, isInfeasible: true });
  expect(fixed([5, 2])).toEqual({ isMoved: false, isInfeasible: false });
  expect(fixed([7, 2])).toEqual({ isMoved: false, isInfeasible: false });
});

test('where no whole number is left between two ends there is no solution', () => {
  // 2x is 3, for there is none of y.
  const arrays = arraysOf({
    rows: [{ low: 3, high: 3 }],
    columns: [column(1, [[0, 2]], 9), column(1, [[0, 5]], 0)],
  });
  expect(arrays.isInfeasible).toBe(true);
  arrays.isInfeasible = false;
  expect(tighten(arrays, Float64Array.of(0, 0), Float64Array.of(9, 0))).toBe(false);
  expect(arrays.isInfeasible).toBe(true);
});

test('what there is at the least of a column that takes away counts as that', () => {
  // x - y at least 1 with y at least 2: x at least 3. And x - y at most 2 with x up to 5 asks for no more than 3 of y.
  const { low, high } = arraysOf({
    rows: [
      { low: 1, high: 2 },
      { low: 2, high: Infinity },
    ],
    columns: [
      column(-3, [[0, 1]], 5),
      column(1, [
        [0, -1],
        [1, 1],
      ]),
    ],
  });
  expect([...low]).toEqual([3, 2]);
  expect([...high]).toEqual([5, 4]);
  const covers = arraysOf({
    rows: [
      { low: -Infinity, high: 2 },
      { low: 2, high: Infinity },
    ],
    columns: [
      column(-3, [[0, 1]], 5),
      column(1, [
        [0, -1],
        [1, 1],
      ]),
    ],
  });
  expect([...covers.low]).toEqual([0, 2]);
  expect([...covers.high]).toEqual([5, 3]);
});

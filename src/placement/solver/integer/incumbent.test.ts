import { expect, test } from 'vitest';
import type { IntegerProgram } from '../integerProgram.ts';
import { programOf } from '../programs.testing.ts';
import { mulberry32 } from '../seeded.ts';
import { arraysOf } from './arrays.ts';
import { Incumbent } from './incumbent.ts';

/** 2x + 3y is from 6 to 12 and y at most x + 2; x costs 3, y costs 4, z costs -1 and is at most 5 - x. */
const PROGRAM: IntegerProgram = {
  rows: [
    { low: 6, high: 12 },
    { low: -Infinity, high: 2 },
    { low: -Infinity, high: 5 },
  ],
  columns: [
    {
      cost: 3,
      entries: [
        [0, 2],
        [1, -1],
        [2, 1],
      ],
      high: 6,
    },
    {
      cost: 4,
      entries: [
        [0, 3],
        [1, 1],
      ],
      high: 4,
    },
    { cost: -1, entries: [[2, 1]], high: 4 },
  ],
};

function incumbentOf(program: IntegerProgram) {
  const arrays = arraysOf(program);
  const incumbent = new Incumbent(arrays, program);
  const rounded = (
    x: readonly number[],
    low: Iterable<number> = arrays.low,
    high: Iterable<number> = arrays.high,
  ): boolean => incumbent.offerRounded(Float64Array.from(x), Float64Array.from(low), Float64Array.from(high));
  return { incumbent, rounded };
}

const valuesOf = ({ values }: Incumbent): number[] | null => (values === null ? null : [...values]);

test('values are taken when they are a solution that costs less than the last', () => {
  const { incumbent } = incumbentOf(PROGRAM);
  expect(incumbent.cost).toBe(Infinity);
  expect(incumbent.values).toBe(null);
  const offered = [2, 2, 0];
  expect(incumbent.offer(offered)).toBe(true);
  expect(incumbent.cost).toBe(14);
  offered.fill(0);
  expect(valuesOf(incumbent)).toEqual([2, 2, 0]);
  // As good is not better.
  expect(incumbent.offer([2, 2, 0])).toBe(false);
  expect(incumbent.offer([3, 2, 0])).toBe(false);
  expect(incumbent.offer([3, 0, 2])).toBe(true);
  expect([incumbent.cost, valuesOf(incumbent)]).toEqual([7, [3, 0, 2]]);
});

test.each([
  ['a fraction', [3, 0.5, 0]],
  ['none', [NaN, 2, 0]],
  ['fewer than there are', [3]],
  ['less than nothing', [4, 0, -1]],
  ['more than there may be', [0, 2, 5]],
  ['a row too low', [2, 0, 0]],
  ['a row too high', [5, 1, 0]],
  ['another row too high', [0, 3, 0]],
  ['and another', [3, 0, 3]],
])('what is no solution is passed over: %s', (_, values) => {
  const { incumbent } = incumbentOf(PROGRAM);
  expect(incumbent.offer(values)).toBe(false);
  expect(incumbent.values).toBe(null);
  expect(incumbent.cost).toBe(Infinity);
});

test('at the ends of its rows and columns a solution is one', () => {
  for (const values of [
    [0, 2, 4],
    [6, 0, 0],
    [3, 0, 0],
    [1, 2, 4],
    [0, 2, 0],
  ]) {
    const { incumbent } = incumbentOf({
      ...PROGRAM,
      rows: [{ low: 6, high: 12 }, ...PROGRAM.rows.slice(1, 2), { low: -Infinity, high: 6 }],
    });
    expect(incumbent.offer(values), values.join()).toBe(true);
  }
});

test('an offer goes by the rows also where a column alone would have more', () => {
  const program: IntegerProgram = {
    rows: [{ low: 0, high: 5 }],
    columns: [{ cost: -1, entries: [[0, 2]], high: 9 }],
  };
  expect(incumbentOf(program).incumbent.offer([2])).toBe(true);
  expect(incumbentOf(program).incumbent.offer([3])).toBe(false);
});

test('whole is what is within a millionth of it', () => {
  const isWhole = (x: readonly number[], columns = x.length) =>
    Incumbent.isWhole(Float64Array.from(x), columns);
  expect(isWhole([1, 2.0000005, 2.9999995])).toBe(true);
  expect(isWhole([1, 2.000002])).toBe(false);
  expect(isWhole([0.999998, 2])).toBe(false);
  expect(isWhole([1, 2.5], 1)).toBe(true);
  expect(isWhole([])).toBe(true);
});

test('rounded values that are a solution are taken, each to the nearest and within the bounds', () => {
  const { incumbent, rounded } = incumbentOf(PROGRAM);
  expect(rounded([2.6, 0.2, 1.7], [3, 0, 2], [3, 0, 2])).toBe(true);
  expect([incumbent.cost, valuesOf(incumbent)]).toEqual([7, [3, 0, 2]]);
  const other = incumbentOf(PROGRAM);
  // To 0, 2 and 0 they would go, and their bounds say 1, 2 and 3.
  expect(other.rounded([-0.2, 2.4, 0.1], [1, 2, 3], [1, 2, 3])).toBe(true);
  expect(valuesOf(other.incumbent)).toEqual([1, 2, 3]);
});

test('a solution is made cheaper column by column, as far as rows and bounds let each alone', () => {
  const { incumbent, rounded } = incumbentOf(PROGRAM);
  // x goes from 5 to 3, for 2x must be 6; then there is room for 2 of z.
  expect(rounded([5, 0, 0])).toBe(true);
  expect([incumbent.cost, valuesOf(incumbent)]).toEqual([7, [3, 0, 2]]);
  const bound = incumbentOf(PROGRAM);
  expect(bound.rounded([5, 0, 0], [4, 0, 0], [6, 4, 4])).toBe(true);
  expect(valuesOf(bound.incumbent)).toEqual([4, 0, 1]);
  const high = incumbentOf(PROGRAM);
  expect(high.rounded([3, 0, 0], [3, 0, 0], [6, 4, 1])).toBe(true);
  expect(valuesOf(high.incumbent)).toEqual([3, 0, 1]);
});

test('a column without end that only gets better is left where it is', () => {
  const program: IntegerProgram = { rows: [], columns: [{ cost: -1, entries: [], high: Infinity }] };
  const { incumbent, rounded } = incumbentOf(program);
  expect(rounded([3], [0], [Infinity])).toBe(true);
  expect(valuesOf(incumbent)).toEqual([3]);
});

test('negative coefficients: what lowers the cost is held by the low end of a row as well', () => {
  // -2x + y from -7 up, x gains 1: at y = 0 at most 3 of it; and x - y up to 4.
  const program: IntegerProgram = {
    rows: [
      { low: -7, high: Infinity },
      { low: -Infinity, high: 4 },
    ],
    columns: [
      {
        cost: -1,
        entries: [
          [0, -2],
          [1, 1],
        ],
        high: 9,
      },
      {
        cost: 0,
        entries: [
          [0, 1],
          [1, -1],
        ],
        high: 9,
      },
    ],
  };
  const { incumbent, rounded } = incumbentOf(program);
  expect(rounded([0, 0])).toBe(true);
  expect(valuesOf(incumbent)).toEqual([3, 0]);
  expect(rounded([0, 1.2])).toBe(true);
  expect(valuesOf(incumbent)).toEqual([4, 1]);
  expect(rounded([0, 0.8])).toBe(false);
});

test('broken rows are mended by the column that costs least for what it mends', () => {
  // At least 7 of x + 2y + 3z; each of the three alone could do it, at 4, 10 and 9 for one.
  const program: IntegerProgram = {
    rows: [{ low: 7, high: Infinity }],
    columns: [
      { cost: 4, entries: [[0, 1]], high: 9 },
      { cost: 10, entries: [[0, 2]], high: 9 },
      { cost: 9, entries: [[0, 3]], high: 9 },
    ],
  };
  const { incumbent, rounded } = incumbentOf(program);
  expect(rounded([0, 0, 0])).toBe(true);
  // Three of z, at 27 for 7 mended, and not seven of x at 28.
  expect([incumbent.cost, valuesOf(incumbent)]).toEqual([27, [0, 0, 3]]);
  // Two of z at most: the seventh is an x.
  const few = incumbentOf(program);
  expect(few.rounded([0, 0, 0], [0, 0, 0], [9, 9, 2])).toBe(true);
  expect([few.incumbent.cost, valuesOf(few.incumbent)]).toEqual([22, [1, 0, 2]]);
  // With one x at most, that mends 1 for 4, and z 7 for 27, which is less for each.
  const one = incumbentOf(program);
  expect(one.rounded([0, 0, 0], [0, 0, 0], [1, 9, 9])).toBe(true);
  expect(valuesOf(one.incumbent)).toEqual([0, 0, 3]);
});

test('too much is mended as too little is, and of equal ways the one that was rounded the wrong way goes back', () => {
  const program: IntegerProgram = {
    rows: [{ low: -Infinity, high: 3 }],
    columns: [
      { cost: -2, entries: [[0, 1]], high: 9 },
      { cost: -2, entries: [[0, 1]], high: 9 },
    ],
  };
  const { incumbent, rounded } = incumbentOf(program);
  // 1.4 and 1.6 stay within 3; rounded up from 2.1 and 1.6 they are 2 and 2, one too many.
  expect(rounded([2.1, 1.6])).toBe(true);
  expect([incumbent.cost, valuesOf(incumbent)]).toEqual([-6, [2, 1]]);
  const other = incumbentOf(program);
  expect(other.rounded([1.6, 2.1])).toBe(true);
  expect(valuesOf(other.incumbent)).toEqual([1, 2]);
  // From 4 and 1 the 4 goes back, to which 3.6 went up; 1.4 went down.
  const four = incumbentOf({ ...program, rows: [{ low: -Infinity, high: 4 }] });
  expect(four.rounded([3.6, 1.4])).toBe(true);
  expect(valuesOf(four.incumbent)).toEqual([3, 1]);
});

test('what cannot be mended within the bounds is no solution', () => {
  const { incumbent, rounded } = incumbentOf(PROGRAM);
  expect(rounded([0, 0, 0], [0, 0, 0], [2, 0, 4])).toBe(false);
  expect(incumbent.values).toBe(null);
  // An odd sum of even numbers: every step breaks as much as it mends.
  const odd: IntegerProgram = {
    rows: [{ low: 3, high: 3 }],
    columns: [
      { cost: 1, entries: [[0, 2]], high: 9 },
      { cost: 1, entries: [[0, 4]], high: 9 },
    ],
  };
  expect(incumbentOf(odd).rounded([1, 0], [0, 0], [9, 9])).toBe(false);
});

test('whatever is taken is a solution, and costs what it says (seeds 1 to 30 of four families)', () => {
  let taken = 0;
  for (const family of ['covering', 'packing', 'classes', 'mixed'] as const) {
    for (let seed = 1; seed <= 30; seed++) {
      const program = programOf(family, seed);
      const random = mulberry32(seed);
      const arrays = arraysOf(program);
      if (arrays.isInfeasible) continue;
      const incumbent = new Incumbent(arrays, program);
      for (let turn = 0; turn < 6; turn++) {
        const x = Float64Array.from(program.columns, () => random() * 20);
        if (!incumbent.offerRounded(x, arrays.low, arrays.high)) continue;
        taken++;
        const values = [...incumbent.values!];
        const sums = program.rows.map((_, i) =>
          program.columns.reduce(
            (sum, { entries }, j) => sum + values[j]! * (entries.find(([row]) => row === i)?.[1] ?? 0),
            0,
          ),
        );
        const isSolution =
          program.rows.every(({ low, high }, i) => low <= sums[i]! && sums[i]! <= high) &&
          program.columns.every(
            ({ high }, j) => Number.isInteger(values[j]) && values[j]! >= 0 && values[j]! <= high,
          );
        const cost = program.columns.reduce((sum, column, j) => sum + column.cost * values[j]!, 0);
        expect({ isSolution, cost }, `${family}, seed ${seed}`).toEqual({
          isSolution: true,
          cost: incumbent.cost,
        });
      }
    }
  }
  expect(taken).toBeGreaterThan(100);
});

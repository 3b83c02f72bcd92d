import { expect, test } from 'vitest';
import type { IntegerProgram } from '../integerProgram.ts';
import { mulberry32 } from '../seeded.ts';
import { arraysOf, type Arrays } from './arrays.ts';
import { ExactBound } from './exactBound.ts';

/**
 * What multipliers y / scale prove of a program, by the sum itself: of every column the least that (cost - y A) x comes to,
 * of every row the least that y r comes to. Null for nothing.
 */
function provenBy(
  { rows, columns }: IntegerProgram,
  { low, high, costStep }: Arrays,
  numerators: readonly bigint[],
  scale: bigint,
  withCosts: boolean,
): number | null {
  const y = numerators.map((v, i) =>
    (v > 0n && rows[i]!.low === -Infinity) || (v < 0n && rows[i]!.high === Infinity) ? 0n : v,
  );
  let total = 0n;
  for (const [i, v] of y.entries()) if (v !== 0n) total += v * BigInt(v > 0n ? rows[i]!.low : rows[i]!.high);
  for (const [j, { cost, entries }] of columns.entries()) {
    let rest = withCosts ? BigInt(cost) * scale : 0n;
    for (const [row, value] of entries) rest -= y[row]! * BigInt(value);
    if (rest === 0n) continue;
    const end = rest > 0n ? low[j]! : high[j]!;
    if (end === Infinity) return null;
    total += rest * BigInt(end);
  }
  const step = scale * BigInt(withCosts ? costStep : 1);
  let bound = total / step;
  if (bound * step < total) bound += 1n;
  return Number(bound) * (withCosts ? costStep : 1);
}

function seededProgram(seed: number, size: number): IntegerProgram {
  const random = mulberry32(seed * 31 + size);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const rows = Array.from({ length: pick(1, 4) }, () => {
    const low = pick(-20, 20);
    return {
      low: random() < 0.3 ? -Infinity : low,
      high: random() < 0.3 ? Infinity : low + pick(20, 60),
    };
  });
  const columns = Array.from({ length: pick(1, 5) }, () => ({
    cost: pick(-9, 9) * size,
    entries: rows.flatMap((_, row): [number, number][] => (random() < 0.3 ? [] : [[row, pick(-3, 3)]])),
    high: random() < 0.15 ? Infinity : pick(0, 9),
  }));
  return { rows, columns };
}

const DENOMINATORS = [1, 2, 3, 4, 5, 6, 7, 12, 30, 59, 60];

test.each([
  ['small', 1],
  ['large', 10 ** 9],
])(
  'fractions of a small denominator prove exactly what their sum is, costs %s (seeds 1 to 200)',
  (_, size) => {
    let [proven, open, big] = [0, 0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      const program = seededProgram(seed, size);
      const arrays = arraysOf(program);
      // The sum is over the bounds as they are, so that rows that were rounded would prove more than the test knows.
      if (arrays.isInfeasible || isRounded(program, arrays)) continue;
      const random = mulberry32(seed);
      const denominator = DENOMINATORS[seed % DENOMINATORS.length]!;
      const numerators = program.rows.map(
        () => Math.floor((random() - 0.5) * 20 * size) * (random() < 0.2 ? 0 : 1),
      );
      const y = Float64Array.from([7, ...numerators.map((one) => one / denominator)]);
      const exact = new ExactBound(arrays);
      const expected = provenBy(program, arrays, numerators.map(BigInt), BigInt(denominator), true);
      expect({ seed, bound: exact.cost(y, 1, arrays.low, arrays.high) }).toEqual({
        seed,
        bound: expected ?? -Infinity,
      });
      if (!exact.isFloat) big++;
      else if (expected !== null) {
        expect(Math.ceil(exact.total / exact.scale / arrays.costStep) * arrays.costStep + 0).toBe(expected);
        const reduced = program.columns.map(
          ({ cost, entries }) =>
            (cost -
              entries.reduce((sum, [row, value]) => sum + dropped(program, y[row + 1]!, row) * value, 0)) *
            exact.scale,
        );
        for (const [j, one] of reduced.entries()) expect(exact.reduced[j]).toBeCloseTo(one, 2);
      }
      if (expected === null) open++;
      else proven++;
    }
    expect(proven).toBeGreaterThan(60);
    expect(open).toBeGreaterThan(5);
    if (size > 1) expect(big).toBeGreaterThan(5);
    else expect(big).toBe(0);
  },
);

function dropped({ rows }: IntegerProgram, y: number, row: number): number {
  const { low, high } = rows[row]!;
  return (y > 0 && low === -Infinity) || (y < 0 && high === Infinity) ? 0 : y;
}

function isRounded({ rows }: IntegerProgram, { rowLow, rowHigh }: Arrays): boolean {
  return rows.some(({ low, high }, i) => rowLow[i] !== low || rowHigh[i] !== high);
}

test('multipliers of no small denominator are taken to 24 digits, or to 44 (seeds 1 to 100)', () => {
  let closer = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const program = seededProgram(seed, 1);
    const arrays = arraysOf(program);
    if (arrays.isInfeasible || isRounded(program, arrays)) continue;
    const random = mulberry32(seed);
    const y = Float64Array.from(program.rows, () => (random() - 0.5) * 10);
    const exact = new ExactBound(arrays);
    const at = (digits: number): number => {
      const numerators = [...y].map((one) => BigInt(Math.round(one * 2 ** digits)));
      return provenBy(program, arrays, numerators, 2n ** BigInt(digits), true) ?? -Infinity;
    };
    expect({ seed, bound: exact.cost(y, 0, arrays.low, arrays.high) }).toEqual({ seed, bound: at(24) });
    expect(exact.scale).toBe(2 ** 24);
    const finely = exact.costFinely(y, 0, arrays.low, arrays.high);
    expect({ seed, bound: finely, isFloat: exact.isFloat }).toEqual({ seed, bound: at(44), isFloat: false });
    if (finely !== -Infinity) closer++;
  }
  expect(closer).toBeGreaterThan(20);
});

test('a fraction that is nearly one is taken for it, and proves what the fraction does', () => {
  // At least 10 of 3x + 3y at 1 each: a third for each of the row proves 10/3, so 4.
  const program: IntegerProgram = {
    rows: [{ low: 10, high: Infinity }],
    columns: [
      { cost: 1, entries: [[0, 3]], high: 9 },
      { cost: 1, entries: [[0, 2]], high: 9 },
    ],
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  for (const third of [1 / 3, 1 / 3 + 1e-9, 1 / 3 - 1e-9]) {
    expect(exact.cost(Float64Array.of(third), 0, arrays.low, arrays.high)).toBe(4);
    expect([exact.scale, exact.total, exact.isFloat]).toEqual([3, 10, true]);
    expect([...exact.reduced]).toEqual([0, 1]);
  }
  expect(exact.costFinely(Float64Array.of(1 / 3), 0, arrays.low, arrays.high)).toBe(4);
  // What no whole number up to sixty makes whole is not taken for a fraction.
  exact.cost(Float64Array.of(1 / 61), 0, arrays.low, arrays.high);
  expect(exact.scale).toBe(2 ** 24);
  exact.cost(Float64Array.of(1 / 59), 0, arrays.low, arrays.high);
  expect(exact.scale).toBe(59);
});

test('denominators multiply, as far as a million', () => {
  const rows = Array.from({ length: 4 }, () => ({ low: 0, high: 10 }));
  const program: IntegerProgram = {
    rows,
    columns: rows.map((_, row) => ({ cost: 1, entries: [[row, 1]], high: 9 })),
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  const scaleOf = (...y: number[]): number => {
    exact.cost(Float64Array.from(y), 0, arrays.low, arrays.high);
    return exact.scale;
  };
  expect(scaleOf(1 / 2, 1 / 3, 1 / 6, 5)).toBe(6);
  expect(scaleOf(1 / 59, 1 / 53, 1 / 47, 0)).toBe(59 * 53 * 47);
  expect(scaleOf(1 / 59, 1 / 53, 1 / 47, 1 / 43)).toBe(2 ** 24);
  expect(scaleOf(2, -3, 0, 1)).toBe(1);
  expect(scaleOf(2 ** -5, 2 ** -10, 2 ** -15, 2 ** -20)).toBe(2 ** 20);
});

test('where a small scale proves nothing the fine one is asked', () => {
  // x has no end: a multiplier a hair above what it may be proves nothing once it is rounded up to it.
  const program: IntegerProgram = {
    rows: [{ low: 4, high: 40 }],
    columns: [{ cost: 1, entries: [[0, 1]], high: 9 }],
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  const high = Float64Array.of(Infinity);
  expect(exact.cost(Float64Array.of(1), 0, arrays.low, high)).toBe(4);
  // 1 - 5e-8 is 1 at scale 1; 1 + 1e-6 is not, and at 2^24 it is above 1, so there is no end.
  expect(exact.cost(Float64Array.of(1 + 1e-6), 0, arrays.low, high)).toBe(-Infinity);
  expect(exact.total).toBe(-Infinity);
  expect(exact.cost(Float64Array.of(1 - 5e-8), 0, arrays.low, high)).toBe(4);
  expect(exact.costFinely(Float64Array.of(1 + 1e-6), 0, arrays.low, high)).toBe(-Infinity);
});

test('bounds are multiples of the step of the costs, rounded up, also below nothing', () => {
  const program: IntegerProgram = {
    rows: [{ low: 3, high: 7 }],
    columns: [
      { cost: 6, entries: [[0, 2]], high: 9 },
      { cost: -4, entries: [[0, 3]], high: 2 },
    ],
  };
  const arrays = arraysOf(program);
  expect(arrays.costStep).toBe(2);
  const exact = new ExactBound(arrays);
  const costOf = (y: number): number => exact.cost(Float64Array.of(y), 0, arrays.low, arrays.high);
  // Nothing of the row: the second column at its end, 2 x -4.
  expect(costOf(0)).toBe(-8);
  // 1 of it: 3 + 0 x 4 - 7 x 2 = -11, and the next even number is -10.
  expect(costOf(1)).toBe(-10);
  // -1 of it: -7 + 0 x 8 - 1 x 2 = -9, so -8.
  expect(costOf(-1)).toBe(-8);
  // Half: 1.5 - 5.5 x 2 = -9.5.
  expect(costOf(0.5)).toBe(-8);
});

test('a ray shows that there is no solution only where rows and bounds leave none', () => {
  const program: IntegerProgram = {
    rows: [
      { low: 8, high: Infinity },
      { low: -Infinity, high: 1 },
    ],
    columns: [
      {
        cost: 5,
        entries: [
          [0, 1],
          [1, 1],
        ],
        high: 9,
      },
      {
        cost: 5,
        entries: [
          [0, 1],
          [1, -1],
        ],
        high: 9,
      },
    ],
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  const shows = (ray: readonly number[], low: readonly number[], high: readonly number[]): boolean =>
    exact.isInfeasible(Float64Array.from(ray), Float64Array.from(low), Float64Array.from(high));
  // 3 + 4 is less than 8, 3 + 5 is 8.
  expect(shows([1, 0], [0, 0], [3, 4])).toBe(true);
  expect(shows([1, 0], [0, 0], [3, 5])).toBe(false);
  // Twice y at least 8 - 1, so y at least 3.5.
  expect(shows([1, -1], [0, 0], [9, 3])).toBe(true);
  expect(shows([1, -1], [0, 0], [9, 4])).toBe(false);
  // The wrong way round, and on sides that are open, nothing is shown.
  expect(shows([-1, 1], [0, 0], [3, 3])).toBe(false);
  expect(shows([0, 0], [0, 0], [3, 4])).toBe(false);
  // x at least 6 and y at most 4 leave 6 - 4 = 2 above 1.
  expect(shows([0, -1], [6, 0], [9, 4])).toBe(true);
  expect(shows([0, -0.5], [6, 0], [9, 5])).toBe(false);
});

test('figures beyond what floating point holds exactly are summed in big ones, and are right', () => {
  const cost = 2 ** 40 + 1;
  const program: IntegerProgram = {
    rows: [{ low: 2 ** 20 + 1, high: Infinity }],
    columns: [{ cost, entries: [[0, 1]], high: 2 ** 21 }],
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  // 2^40 of it: (2^20 + 1) 2^40 and 1 x 2^20 + 1 for the reduced cost of 1 at the low end.
  expect(exact.cost(Float64Array.of(2 ** 40), 0, arrays.low, arrays.high)).toBe(
    Math.ceil(((2 ** 20 + 1) * cost) / cost) * cost,
  );
  expect(exact.isFloat).toBe(false);
  expect(exact.isInfeasible(Float64Array.of(2 ** 40), arrays.low, Float64Array.of(2 ** 20))).toBe(true);
  expect(exact.isInfeasible(Float64Array.of(2 ** 40), Float64Array.of(0), Float64Array.of(2 ** 20 + 1))).toBe(
    false,
  );
});

/** The sum that all three come to is 2^53 + 5, which floating point makes one less, a multiple of 3. */
const LONG = 2 ** 53 - 1;
const THIRD = Number((2n ** 53n + 7n) / 3n);

test('a sum over rows that is one too long for floating point is not rounded', () => {
  const program: IntegerProgram = {
    rows: [
      { low: LONG, high: Infinity },
      { low: 6, high: Infinity },
    ],
    columns: [
      { cost: 1, entries: [[0, 3]], high: Infinity },
      { cost: 1, entries: [[1, 3]], high: Infinity },
      // So that the rows are none of multiples of 3.
      {
        cost: 1,
        entries: [
          [0, 1],
          [1, 1],
        ],
        high: 0,
      },
    ],
  };
  const arrays = arraysOf(program);
  const exact = new ExactBound(arrays);
  expect(exact.cost(Float64Array.of(1 / 3, 1 / 3), 0, arrays.low, arrays.high)).toBe(THIRD);
});

test('nor is one over columns', () => {
  const program: IntegerProgram = {
    rows: [{ low: 0, high: Infinity }],
    columns: [1, 2].map(() => ({ cost: 1, entries: [[0, 1]], high: Infinity })),
  };
  const exact = new ExactBound(arraysOf(program));
  const low = Float64Array.of(LONG, 6);
  const high = Float64Array.of(Infinity, Infinity);
  expect(exact.cost(Float64Array.of(2 / 3), 0, low, high)).toBe(THIRD);
});

test('nor is a reduced cost that is the small difference of large figures', () => {
  const rows = [
    { low: 0, high: Infinity },
    { low: -Infinity, high: 0 },
  ];
  const program: IntegerProgram = {
    rows,
    columns: [
      {
        cost: 5,
        entries: [
          [0, 3],
          [1, 3],
        ],
        high: 9,
      },
      { cost: 1, entries: [], high: 9 },
    ],
  };
  const exact = new ExactBound(arraysOf(program));
  // 5 - 3 (2^52 + 1) + 3 x 2^52 is 2, at 4 of it.
  const y = Float64Array.of(2 ** 52 + 1, -(2 ** 52));
  expect(exact.cost(y, 0, Float64Array.of(4, 0), Float64Array.of(9, 9))).toBe(8);
});

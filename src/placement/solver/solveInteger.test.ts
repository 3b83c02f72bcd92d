import { expect, test } from 'vitest';
import { seedsOf } from '../../model/seeds.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import type { IntegerProgram } from './integerProgram.ts';
import { FAMILIES, programOf, type Family } from './programs.testing.ts';
import { runSearch } from './search.ts';
import { solveInteger } from './solveInteger.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { arraysOf } from './integer/arrays.ts';
import { ExactBound } from './integer/exactBound.ts';

/** The cost of values that keep every bound; null where one is broken. By plain sums, apart from the solver. */
function costOf({ rows, columns }: IntegerProgram, values: readonly number[]): number | null {
  const sums = rows.map(() => 0);
  let cost = 0;
  for (const [j, column] of columns.entries()) {
    const value = values[j]!;
    if (!Number.isInteger(value) || value < 0 || value > column.high) return null;
    cost += value * column.cost;
    for (const [row, coefficient] of column.entries) sums[row]! += value * coefficient;
  }
  return rows.every(({ low, high }, i) => low <= sums[i]! && sums[i]! <= high) ? cost : null;
}

/** Seeds of each family, 404 in all; fewer of those that take HiGHS long. */
const SEEDS: Readonly<Record<Family, number>> = {
  covering: 24,
  packing: 40,
  classes: 60,
  equality: 50,
  mixed: 60,
  knapsack: 40,
  tied: 60,
  impossible: 70,
};

for (const family of FAMILIES) {
  const seeds = seedsOf(SEEDS[family]);
  test(`${family}: ${seeds} programs, seeds 1 to ${seeds}, against HiGHS`, () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const program = programOf(family, seed);
      const outcome = runSearch(solveInteger(program));
      const oracle = solveWithHighs(program);
      const name = `${family}, seed ${seed}`;
      if (oracle.status === 'unbounded') {
        expect(outcome, name).toMatchObject({ best: null, bound: null, isProven: false });
      } else if (oracle.status !== 'optimal') {
        expect(outcome, name).toMatchObject({ best: null, isProven: true });
      } else {
        expect(outcome, name).toMatchObject({
          isProven: true,
          bound: oracle.cost,
          best: { cost: oracle.cost },
        });
        expect(costOf(program, outcome.best!.values), name).toBe(oracle.cost);
      }
    }
  });
}

test('every outcome on the way is honest: its bound is never above the optimum, its answer never below; seeds 1 to 20', () => {
  for (const family of ['covering', 'packing', 'classes', 'equality', 'knapsack'] as const) {
    for (let seed = 1; seed <= 20; seed++) {
      const program = programOf(family, seed);
      const outcomes = [];
      let step;
      const search = solveInteger(program);
      do outcomes.push((step = search.next()).value);
      while (step.done !== true);
      const { best, isProven } = outcomes.at(-1)!;
      expect(isProven).toBe(true);
      let work = 0;
      for (const outcome of outcomes) {
        if (best === null) expect(outcome.best).toBeNull();
        else {
          expect(outcome.bound ?? -Infinity).toBeLessThanOrEqual(best.cost);
          if (outcome.best !== null) expect(costOf(program, outcome.best.values)).toBe(outcome.best.cost);
          expect(outcome.best?.cost ?? Infinity).toBeGreaterThanOrEqual(best.cost);
        }
        expect(outcome.work).toBeGreaterThanOrEqual(work);
        work = outcome.work;
      }
    }
  }
});

test('no multipliers prove a bound above the optimum, however wrong they are; seeds 1 to 40', () => {
  for (let seed = 1; seed <= 40; seed++) {
    for (const family of ['covering', 'equality', 'mixed', 'packing'] as const) {
      const program = programOf(family, seed);
      const { best } = runSearch(solveInteger(program));
      const random = mulberry32(seed);
      const arrays = arraysOf(program);
      const exact = new ExactBound(arrays);
      for (let draw = 0; draw < 10; draw++) {
        const scale = 10 ** (random() * 8 - 2);
        const y = Float64Array.from(program.rows, () => (random() - 0.5) * scale);
        for (const bound of [
          exact.cost(y, 0, arrays.low, arrays.high),
          exact.costFinely(y, 0, arrays.low, arrays.high),
        ])
          expect(bound, `${family}, seed ${seed}`).toBeLessThanOrEqual(best?.cost ?? Infinity);
        if (best !== null) expect(exact.isInfeasible(y, arrays.low, arrays.high)).toBe(false);
      }
    }
  }
});

const one = (cost: number, high = Infinity) => ({ cost, entries: [[0, 1]] as const, high });

test.each<[string, IntegerProgram, number[] | null]>([
  ['nothing to decide', { rows: [], columns: [] }, []],
  ['a row of nothing that holds', { rows: [{ low: 0, high: 3 }], columns: [] }, []],
  ['a row of nothing that does not', { rows: [{ low: 1, high: 3 }], columns: [] }, null],
  [
    'no rows',
    {
      rows: [],
      columns: [
        { cost: -2, entries: [], high: 7 },
        { cost: 1, entries: [], high: 7 },
      ],
    },
    [7, 0],
  ],
  ['a row upside down', { rows: [{ low: 3, high: 2 }], columns: [one(1)] }, null],
  ['bounds between whole numbers', { rows: [{ low: 0.5, high: 1.5 }], columns: [one(1)] }, [1]],
  ['nothing between two whole numbers', { rows: [{ low: 1.2, high: 1.8 }], columns: [one(1)] }, null],
  ['a column of nothing', { rows: [{ low: 2, high: 2 }], columns: [one(1, 0), one(5)] }, [0, 2]],
  [
    'a million million',
    { rows: [{ low: 1e12, high: Infinity }], columns: [{ cost: 1, entries: [[0, 7]], high: Infinity }] },
    [142857142858],
  ],
])('%s', (_, program, values) => {
  expect(runSearch(solveInteger(program))).toMatchObject({
    isProven: true,
    best: values === null ? null : { values },
  });
});

test('a cost without end is neither an answer nor a proof', () => {
  const endless: IntegerProgram = { rows: [{ low: 1, high: Infinity }], columns: [one(-1)] };
  expect(runSearch(solveInteger(endless))).toMatchObject({ best: null, bound: null, isProven: false });
});

test('a start is kept where it is best, used where it is not, and passed over where it is none', () => {
  const program = programOf('covering', 7);
  const { best } = runSearch(solveInteger(program));
  const poor = best!.values.map((value) => value + 1);
  for (const incumbent of [best!.values, poor, program.columns.map(() => 0), [0.5], [NaN]]) {
    const outcome = runSearch(solveInteger(program, { incumbent }));
    expect(outcome).toMatchObject({ isProven: true, best: { cost: best!.cost } });
  }
});

test('the same program has the same answer after the same work', () => {
  for (const family of FAMILIES) {
    const program = programOf(family, 11);
    expect(runSearch(solveInteger(program))).toEqual(runSearch(solveInteger(program)));
  }
});

test('a budget of nothing knows nothing', () => {
  expect(runSearch(solveInteger(programOf('covering', 1)), 0)).toEqual({
    best: null,
    bound: null,
    isProven: false,
    work: 0,
  });
});

test('it says something every hundred pivots, in dives and from node to node too (seeds 3, 6, 12, 13 and 20)', () => {
  for (const [family, seed] of [
    ['equality', 3],
    ['equality', 6],
    ['packing', 12],
    ['equality', 13],
    ['covering', 20],
  ] as const) {
    let [before, said] = [0, 0];
    for (const search = solveInteger(programOf(family, seed)); ; said++) {
      const { done, value } = search.next();
      expect(value.work - before, `${family}, seed ${seed}`).toBeLessThanOrEqual(120);
      before = value.work;
      if (done === true) break;
    }
    expect(said, `${family}, seed ${seed}`).toBeGreaterThan(3);
  }
});

/** Integer programs small enough to try every value, by seed: answers, bounds on the way, starts and columns to branch on. */
import { expect, test } from 'vitest';
import type { Column, IntegerProgram, IntegerSolution, Row } from './integerProgram.ts';
import { mulberry32 } from './seeded.ts';
import { FAMILIES, programOf, type Family } from './programs.testing.ts';
import { runSearch, type Outcome, type Search } from './search.ts';
import { solveInteger, type SolveOptions } from './solveInteger.ts';

/** Two to five columns of up to four each, one to three rows with one side or two. */
function seededProgram(seed: number): IntegerProgram {
  const random = mulberry32(seed * 104_729);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const rows = Array.from({ length: pick(1, 3) }, (): Row => {
    const low = pick(0, 3) === 0 ? -Infinity : pick(-2, 14);
    const high = low === -Infinity || pick(0, 1) === 0 ? Math.max(low, 0) + pick(0, 9) : Infinity;
    return { low, high };
  });
  const columns = Array.from({ length: pick(2, 5) }, (): Column => {
    const entries = rows.flatMap((_, row): [number, number][] => {
      const value = pick(-2, 5);
      return value === 0 ? [] : [[row, value]];
    });
    return { cost: pick(-6, 9), entries, high: pick(0, 4) };
  });
  return { rows, columns };
}

/** The least cost over every choice of values; null where none keeps to the rows. */
function leastCost({ rows, columns }: IntegerProgram): number | null {
  let least: number | null = null;
  const sums = rows.map(() => 0);
  const visit = (at: number, cost: number): void => {
    const column = columns[at];
    if (column === undefined) {
      const isFine = rows.every(({ low, high }, row) => low <= sums[row]! && sums[row]! <= high);
      if (isFine && (least === null || cost < least)) least = cost;
      return;
    }
    for (let value = 0; value <= column.high; value++) {
      visit(at + 1, cost + value * column.cost);
      for (const [row, by] of column.entries) sums[row]! += by;
    }
    for (const [row, by] of column.entries) sums[row]! -= by * (column.high + 1);
  };
  visit(0, 0);
  return least;
}

function check(program: IntegerProgram, least: number | null, options: SolveOptions, name: string): number {
  const search = solveInteger(program, options);
  for (let before = 0; ;) {
    const { done, value } = search.next();
    expect(value.work, name).toBeGreaterThanOrEqual(before);
    before = value.work;
    if (least !== null) {
      expect(value.bound ?? -Infinity, name).toBeLessThanOrEqual(least);
      expect(value.best?.cost ?? Infinity, name).toBeGreaterThanOrEqual(least);
    }
    if (done !== true) {
      expect(value.isProven, name).toBe(false);
      continue;
    }
    expect(value.isProven, name).toBe(true);
    expect(value.bound, name).toBe(least);
    expect(value.best?.cost ?? null, name).toBe(least);
    if (value.best !== null) {
      const { values } = value.best;
      const cost = values.reduce((sum, one, at) => sum + one * program.columns[at]!.cost, 0);
      expect(cost, name).toBe(least);
      const sums = program.rows.map(() => 0);
      program.columns.forEach(({ entries, high }, at) => {
        expect(values[at]! >= 0 && values[at]! <= high && Number.isInteger(values[at]), name).toBe(true);
        for (const [row, by] of entries) sums[row]! += by * values[at]!;
      });
      expect(
        program.rows.every(({ low, high }, row) => low <= sums[row]! && sums[row]! <= high),
        name,
      ).toBe(true);
    }
    return value.work;
  }
}

test('250 programs by seed: the least cost of all values, or none where none fits, proven', () => {
  let none = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const program = seededProgram(seed);
    const least = leastCost(program);
    if (least === null) none++;
    check(program, least, {}, `seed ${seed}`);
    // Which columns are branched on first, and what it starts from, is nothing to the answer.
    if (seed % 5 === 0) check(program, least, { first: seed % 3 }, `seed ${seed}, first`);
    if (seed % 5 === 1)
      check(program, least, { incumbent: program.columns.map(() => 1) }, `seed ${seed}, start`);
  }
  expect(none).toBeGreaterThan(20);
  expect(none).toBeLessThan(150);
});

/** Of coins of 6, 10 and 15 so many as come to a sum exactly, each as dear as it is large, and one more of each. */
const coins = (sum: number): IntegerProgram => ({
  rows: [{ low: sum, high: sum }],
  columns: [6, 10, 15].map((coin) => ({ cost: coin + 1, entries: [[0, coin]], high: 9 })),
});

test.each([
  [30, 32],
  [31, 34],
  [29, null],
  [59, 66],
  [1, null],
])('coins of 6, 10 and 15 for %i: %s', (sum, cost) => {
  expect(leastCost(coins(sum))).toBe(cost);
  check(coins(sum), cost, {}, `${sum}`);
});

test('a parity that relaxations do not see is found out by cases, in work that stays small', () => {
  // Twice the sum of ten columns is 11.
  const odd: IntegerProgram = {
    rows: [{ low: 11, high: 11 }],
    columns: Array.from({ length: 10 }, () => ({ cost: 1, entries: [[0, 2]], high: 1 })),
  };
  expect(check(odd, null, {}, 'odd')).toBeLessThan(5000);
  // A fair share of twelve weights.
  const weights = [31, 28, 27, 25, 24, 22, 21, 19, 17, 14, 11, 9];
  const share: IntegerProgram = {
    rows: [{ low: -Infinity, high: 100 }],
    columns: weights.map((weight) => ({ cost: -weight, entries: [[0, weight]], high: 1 })),
  };
  expect(check(share, -100, {}, 'share')).toBeLessThan(500);
});

/** A search that leaves what it says in a list. */
function* listened(
  search: Search<IntegerSolution>,
  said: Outcome<IntegerSolution>[],
): Search<IntegerSolution> {
  for (;;) {
    const step = search.next();
    said.push(step.value);
    if (step.done === true) return step.value;
    yield step.value;
  }
}

/** Pivots and nodes for the seeds 1 to 6 of each family. */
const WORK: Readonly<Record<Family, number>> = {
  ...{ covering: 48, packing: 251, classes: 44, equality: 2692 },
  ...{ mixed: 223, knapsack: 179, tied: 41, impossible: 6 },
};

test.each(FAMILIES)('%s: bounds, starts and dives keep the work small (seeds 1 to 6)', (family) => {
  let work = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const said: Outcome<IntegerSolution>[] = [];
    const last = runSearch(listened(solveInteger(programOf(family, seed)), said));
    work += last.work;
    for (const { best, bound, work: done } of said) {
      // What is said on the way is true.
      if (last.best !== null) expect(bound ?? -Infinity).toBeLessThanOrEqual(last.best.cost);
      if (best !== null) expect(best.cost).toBeGreaterThanOrEqual(last.best!.cost);
      expect(done).toBeLessThanOrEqual(last.work);
    }
  }
  // A bound that is weaker, or a solution found later, costs nodes.
  expect(work).toBeLessThanOrEqual(WORK[family]);
});

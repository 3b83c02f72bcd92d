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

/** Two to four columns whose coefficients are large and nearly alike, for a sum that some of them come to, or nearly. */
function finelyTold(seed: number): IntegerProgram {
  const random = mulberry32(seed * 7919);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const large = 10 ** pick(7, 10);
  const columns = Array.from({ length: pick(2, 4) }, (): Column => {
    const entries: [number, number][] = [[0, large + pick(0, 5)]];
    if (random() < 0.3) entries.push([1, pick(1, 3)]);
    return { cost: pick(1, 5), entries, high: pick(2, 6) };
  });
  const sum = columns.reduce((all, { entries }) => all + entries[0]![1] * pick(0, 2), 0);
  const low = sum + (random() < 0.5 ? 0 : pick(1, 4));
  const high = low + (random() < 0.3 ? pick(0, 3) : 0);
  return {
    rows: [
      { low, high },
      { low: pick(-1, 3), high: Infinity },
    ],
    columns,
  };
}

test('where floating point sees whole numbers that are none, every value is tried (seeds 1 to 40)', () => {
  let work = 0;
  let none = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const program = finelyTold(seed);
    const least = leastCost(program);
    if (least === null) none++;
    work += check(program, least, {}, `seed ${seed}`);
  }
  expect(none).toBeGreaterThan(10);
  expect(none).toBeLessThan(50);
  // Cut in the middle, each column is soon at its end.
  expect(work).toBeLessThanOrEqual(3694);
});

test('a cost without an end is neither an answer nor a proof', () => {
  const endless = { best: null, bound: null, isProven: false, work: 1 };
  expect(runSearch(solveInteger({ rows: [], columns: [{ cost: -1, entries: [], high: Infinity }] }))).toEqual(
    endless,
  );
  const rows = [{ low: 0, high: Infinity }];
  const up: Column = { cost: -1, entries: [[0, 1]], high: Infinity };
  const down: Column = { cost: 1, entries: [[0, -1]], high: 4 };
  expect(runSearch(solveInteger({ rows, columns: [up, down] }))).toEqual(endless);
  // With an end it is the last.
  const ended = solveInteger({ rows: [{ low: 0, high: 7 }], columns: [up, down] });
  expect(runSearch(ended)).toMatchObject({ best: { values: [7, 0], cost: -7 }, bound: -7, isProven: true });
});

test('what the limits alone rule out is told at once', () => {
  const program = {
    rows: [{ low: 5, high: 9 }],
    columns: [{ cost: 1, entries: [[0, 1]] as const, high: 3 }],
  };
  expect(runSearch(solveInteger(program))).toEqual({ best: null, bound: null, isProven: true, work: 1 });
});

/** What covers rows by columns of which each helps to so many of them, by seed. */
function cover(height: number, width: number, share: number): IntegerProgram {
  const random = mulberry32(5);
  const rows = Array.from({ length: height }, (): Row => ({
    low: 20 + Math.floor(random() * 30),
    high: Infinity,
  }));
  const columns = Array.from({ length: width }, (): Column => {
    const cost = 5 + Math.floor(random() * 20);
    const entries = rows.flatMap((_, row): [number, number][] =>
      random() < share ? [[row, 1 + Math.floor(random() * 4)]] : [],
    );
    return { cost, entries, high: 9 };
  });
  return { rows, columns };
}

function* firstOf<T>(search: Search<T>, count: number): Generator<Outcome<T>> {
  for (let at = 0; at < count; at++) yield search.next().value;
}

test('of a large program there is something to say after fewer pivots: two million figures apart, but no fewer than five', () => {
  // 200 rows and columns: a pivot looks at 40,000 figures of the rows, 19,866 of the columns and 1,600 beside. That is 32 of
  // them; the node that they are in counts as well.
  const large = cover(200, 200, 0.5);
  expect(large.columns.reduce((sum, { entries }) => sum + entries.length, 0)).toBe(19_866);
  // Nothing is proven before the relaxation is solved, though a solution is known.
  const incumbent = large.columns.map(({ high }) => high);
  const known = large.columns.reduce((sum, { cost, high }) => sum + cost * high, 0);
  const said = [...firstOf(solveInteger(large, { incumbent }), 2)];
  expect(said.map(({ work, bound, best }) => [work, bound, best?.cost])).toEqual([
    [33, null, known],
    [65, null, known],
  ]);
  expect(said.some(({ isProven }) => isProven)).toBe(false);
  // 700 rows: four would be too many, and fewer than five would not do.
  const larger = [...firstOf(solveInteger(cover(700, 40, 0.5)), 2)];
  expect(larger.map(({ work }) => work)).toEqual([6, 11]);
});

test('a long search tells how far it is, every hundred pivots or nodes', () => {
  for (const [family, seed] of [
    ['equality', 3],
    ['equality', 6],
    ['mixed', 5],
  ] as const) {
    const said: Outcome<IntegerSolution>[] = [];
    const last = runSearch(listened(solveInteger(programOf(family, seed)), said));
    // Of a dive the pivots count, and that it was begun.
    expect(said.length - 1).toBeGreaterThanOrEqual(Math.floor(last.work / 110));
    expect(said.length - 1).toBeLessThanOrEqual(Math.ceil(last.work / 75));
    const bounds = said.map(({ bound }) => bound!);
    // The first is that of the relaxation; then it only rises, and it does.
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.slice(0, -1).some((bound) => bound > bounds[0]!)).toBe(true);
    const costs = said.map(({ best }) => best?.cost ?? Infinity);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(said.slice(0, -1).every(({ isProven }) => !isProven)).toBe(true);
  }
});

/** Eight who want one of five stores each, of which those that are open cost something: a relaxation opens an eighth of one. */
function stores(seed: number): IntegerProgram {
  const random = mulberry32(seed * 31);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const rows: Row[] = [
    ...Array.from({ length: 8 }, () => ({ low: 1, high: 1 })),
    ...Array.from({ length: 5 }, () => ({ low: 0, high: Infinity })),
  ];
  const ways = Array.from({ length: 40 }, (_, at): Column => {
    const [who, store] = [Math.floor(at / 5), at % 5];
    return {
      cost: pick(1, 9),
      entries: [
        [who, 1],
        [8 + store, -1],
      ],
      high: 1,
    };
  });
  const open = Array.from({ length: 5 }, (_, store): Column => ({
    cost: pick(6, 12),
    entries: [[8 + store, 8]],
    high: 1,
  }));
  return { rows, columns: [...ways, ...open] };
}

/** The least cost, trying which stores are open. */
function cheapestStores({ columns }: IntegerProgram): number {
  let least = Infinity;
  for (let set = 1; set < 32; set++) {
    const isOpen = (at: number): boolean => (set & (1 << (at % 5))) !== 0;
    let cost = columns.slice(40).reduce((sum, { cost: own }, at) => sum + (isOpen(at) ? own : 0), 0);
    for (let who = 0; who < 8; who++) {
      const own = columns.slice(5 * who, 5 * who + 5).map((one, at) => (isOpen(at) ? one.cost : Infinity));
      cost += Math.min(...own);
    }
    least = Math.min(least, cost);
  }
  return least;
}

test('which stores to open: proven in little work, in less from an answer to begin with (seeds 1 to 5)', () => {
  let [alone, begun] = [0, 0];
  for (let seed = 1; seed <= 5; seed++) {
    const program = stores(seed);
    const least = cheapestStores(program);
    alone += check(program, least, {}, `seed ${seed}`);
    const incumbent = runSearch(solveInteger(program)).best!.values;
    begun += check(program, least, { incumbent }, `seed ${seed}, begun`);
  }
  expect(alone).toBeLessThanOrEqual(576);
  expect(begun).toBeLessThanOrEqual(555);
});

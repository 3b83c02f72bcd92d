import { expect, test } from 'vitest';
import type { IntegerProgram } from '../integerProgram.ts';
import { FAMILIES, programOf, type Family } from '../programs.testing.ts';
import { mulberry32 } from '../seeded.ts';
import { arraysOf, type Arrays } from './arrays.ts';
import { ExactBound } from './exactBound.ts';
import { Simplex, type LpStatus } from './simplex.ts';

const MANY = 100_000;
/** What floating point leaves of figures of some hundreds. */
const NEAR = 1e-5;

function simplexOf(program: IntegerProgram): { arrays: Arrays; lp: Simplex } {
  const arrays = arraysOf(program);
  const lp = new Simplex(arrays);
  lp.setBounds(arrays.low, arrays.high);
  return { arrays, lp };
}

/**
 * What is wrong with an end that is called optimal; null where it is one. Activities are those of the values, all is within
 * its bounds, reduced costs are those of the multipliers, and what could still get cheaper stands at the bound that stops it.
 * Values and multipliers that pass are optimal, however they were found.
 */
function faultOf(program: IntegerProgram, lp: Simplex, low: Float64Array, high: Float64Array): string | null {
  const { rows, columns } = program;
  const n = columns.length;
  const sums = rows.map(() => 0);
  for (const [j, { entries }] of columns.entries())
    for (const [row, value] of entries) sums[row]! += value * lp.x[j]!;
  for (const [j, { cost, entries }] of columns.entries()) {
    const reduced = entries.reduce((rest, [row, value]) => rest - value * lp.reduced[n + row]!, cost);
    if (Math.abs(reduced - lp.reduced[j]!) > NEAR) return `reduced cost of column ${j}`;
    const fault = standing(lp.x[j]!, low[j]!, high[j]!, reduced);
    if (fault !== null) return `column ${j}: ${fault}`;
  }
  for (const [i, row] of rows.entries()) {
    if (Math.abs(sums[i]! - lp.x[n + i]!) > NEAR) return `activity of row ${i}`;
    const fault = standing(sums[i]!, Math.ceil(row.low), Math.floor(row.high), lp.reduced[n + i]!);
    if (fault !== null) return `row ${i}: ${fault}`;
  }
  const cost = columns.reduce((sum, column, j) => sum + column.cost * lp.x[j]!, 0);
  return Math.abs(cost - lp.objective()) > NEAR ? 'cost' : null;
}

function standing(x: number, low: number, high: number, reduced: number): string | null {
  if (x < low - NEAR || x > high + NEAR) return 'out of its bounds';
  if (reduced > NEAR && x > low + NEAR) return 'not at its low end';
  if (reduced < -NEAR && x < high - NEAR) return 'not at its high end';
  return null;
}

/** A program whose relaxation takes hundreds of pivots, so that its basis is inverted anew on the way. */
function large(seed: number): IntegerProgram {
  const random = mulberry32(seed * 7 + 3);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const rows = Array.from({ length: 45 }, () => ({ low: pick(20, 90), high: Infinity }));
  return {
    rows,
    columns: Array.from({ length: 160 }, () => {
      const entries = new Map<number, number>();
      for (let k = pick(2, 5); k > 0; k--) entries.set(pick(0, rows.length - 1), pick(1, 7));
      return { cost: pick(5, 40), entries: [...entries], high: pick(0, 3) === 0 ? pick(1, 4) : Infinity };
    }),
  };
}

test('a program of two columns by hand: values, multipliers and cost', () => {
  // 4 of x + 2y and 3 of x + y at 3 and 4: they meet at x = 2, y = 1.
  const program: IntegerProgram = {
    rows: [
      { low: 4, high: Infinity },
      { low: 3, high: Infinity },
    ],
    columns: [
      {
        cost: 3,
        entries: [
          [0, 1],
          [1, 1],
        ],
        high: Infinity,
      },
      {
        cost: 4,
        entries: [
          [0, 2],
          [1, 1],
        ],
        high: Infinity,
      },
    ],
  };
  const { arrays, lp } = simplexOf(program);
  expect(lp.objective()).toBe(0);
  expect(lp.run(Infinity, MANY)).toBe('optimal');
  expect([...lp.x]).toEqual([2, 1, 4, 3]);
  // 4 u + 3 v with u + v = 3 and 2 u + v = 4: 1 and 2.
  expect([...lp.reduced]).toEqual([0, 0, 1, 2]);
  expect(lp.objective()).toBe(10);
  expect(lp.leansOnBox(arrays.high)).toBe(false);
  // From nothing it comes to the same.
  lp.reset();
  lp.setBounds(arrays.low, arrays.high);
  expect(lp.objective()).toBe(0);
  expect([...lp.reduced]).toEqual([3, 4, 0, 0]);
  expect(lp.run(Infinity, MANY)).toBe('optimal');
  expect(lp.objective()).toBe(10);
  // With at most 1 of x it is 2 of y.
  lp.setBounds(Float64Array.of(0, 0), Float64Array.of(1, 9));
  expect(lp.run(Infinity, MANY)).toBe('optimal');
  expect([...lp.x]).toEqual([1, 2, 5, 3]);
  expect(lp.objective()).toBe(11);
  // With 1 of each at most, the first row has 3 of 4: the multipliers of rows show it.
  lp.setBounds(Float64Array.of(0, 0), Float64Array.of(1, 1));
  expect(lp.run(Infinity, MANY)).toBe('infeasible');
  expect(new ExactBound(arrays).isInfeasible(lp.ray, lp.low.slice(0, 2), lp.high.slice(0, 2))).toBe(true);
});

test('where no cost says where a column belongs, a bound that is there goes before one that is not', () => {
  // 7 of x + y, x at most 4: x goes to its end, y has the rest.
  const columns = [4, 9].map((high) => ({ cost: 0, entries: [[0, 1]] as const, high }));
  const { lp } = simplexOf({ rows: [{ low: 7, high: Infinity }], columns });
  lp.setBounds(Float64Array.of(0, 0), Float64Array.of(4, 9));
  expect(lp.run(Infinity, MANY)).toBe('optimal');
  expect([...lp.x]).toEqual([4, 3, 7]);
  // With another end it goes there, with none it goes to where it begins.
  lp.setBounds(Float64Array.of(0, 0), Float64Array.of(6, 9));
  expect([...lp.x]).toEqual([6, 1, 7]);
  lp.setBounds(Float64Array.of(1, 0), Float64Array.of(Infinity, 9));
  expect([...lp.x]).toEqual([1, 6, 7]);
});

test('a cost without end leans on a bound that is not there, one that ends by a row does not', () => {
  const columns = [{ cost: -1, entries: [[0, 1]] as const, high: Infinity }];
  const endless = simplexOf({ rows: [{ low: 0, high: Infinity }], columns });
  expect(endless.lp.run(Infinity, MANY)).toBe('optimal');
  expect(endless.lp.leansOnBox(endless.arrays.high)).toBe(true);
  // Where it has an end, however far, it leans on that.
  expect(endless.lp.leansOnBox(Float64Array.of(2 ** 40))).toBe(false);
  const bounded = simplexOf({ rows: [{ low: 0, high: 7 }], columns });
  expect(bounded.lp.run(Infinity, MANY)).toBe('optimal');
  expect(bounded.lp.x[0]).toBe(7);
  expect(bounded.lp.leansOnBox(Float64Array.of(Infinity))).toBe(false);
});

test('it stops after as many pivots as it was given, below the optimum, and goes on to the same end (seeds 1 to 12)', () => {
  let paused = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const program = programOf('covering', seed);
    const whole = simplexOf(program);
    expect(whole.lp.run(Infinity, MANY)).toBe('optimal');
    const { arrays, lp } = simplexOf(program);
    let status: LpStatus = lp.run(Infinity, 0);
    for (let turn = 0; status === 'paused'; turn++) {
      expect(lp.pivots, `seed ${seed}`).toBe(turn);
      expect(lp.objective(), `seed ${seed}`).toBeLessThanOrEqual(whole.lp.objective() + NEAR);
      paused++;
      status = lp.run(Infinity, 1);
    }
    expect(status).toBe('optimal');
    expect(lp.pivots).toBe(whole.lp.pivots);
    expect(lp.objective()).toBeCloseTo(whole.lp.objective(), 6);
    expect(faultOf(program, lp, arrays.low, arrays.high)).toBe(null);
  }
  expect(paused).toBeGreaterThan(20);
});

test('it stops where no solution is below the cutoff, and only there (seeds 1 to 12)', () => {
  let stopped = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const program = programOf('covering', seed);
    const whole = simplexOf(program).lp;
    whole.run(Infinity, MANY);
    const most = whole.objective();
    const { lp } = simplexOf(program);
    const first = lp.objective();
    expect(lp.run(most + 1e-6, MANY), `seed ${seed}`).toBe('optimal');
    if (most - first < 1) continue;
    const again = simplexOf(program).lp;
    const cutoff = first + (most - first) / 2;
    // The last pivot may carry it past the cutoff and to its end at once.
    if (again.run(cutoff, MANY) === 'optimal') continue;
    expect(again.run(cutoff, MANY), `seed ${seed}`).toBe('cutoff');
    expect(again.objective()).toBeGreaterThan(cutoff);
    expect(again.objective()).toBeLessThanOrEqual(most + NEAR);
    stopped++;
  }
  expect(stopped).toBeGreaterThan(6);
});

/** Rows of multiples of a number are rounded to them before it begins. */
function withRowsOf(program: IntegerProgram, { rowLow, rowHigh }: Arrays): IntegerProgram {
  return { ...program, rows: program.rows.map((_, i) => ({ low: rowLow[i]!, high: rowHigh[i]! })) };
}

test.each(FAMILIES)('%s: optimal is optimal, and infeasible is shown (seeds 1 to 25)', (family) => {
  const faults: string[] = [];
  for (let seed = 1; seed <= 25; seed++) {
    const program = programOf(family, seed);
    const { arrays, lp } = simplexOf(program);
    if (arrays.isInfeasible) continue;
    const status = lp.run(Infinity, MANY);
    if (status === 'infeasible') {
      if (!new ExactBound(arrays).isInfeasible(lp.ray, arrays.low, arrays.high))
        faults.push(`${seed}: no ray`);
    } else if (status !== 'optimal') faults.push(`${seed}: ${status}`);
    else if (!lp.leansOnBox(arrays.high)) {
      const fault = faultOf(withRowsOf(program, arrays), lp, arrays.low, arrays.high);
      if (fault !== null) faults.push(`${seed}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
});

/** So that a rule that chooses pivots badly is noticed: it would come to the same ends, later. */
test('families of 40 programs, and one that is large four times, take no more pivots than they do today', () => {
  const pivotsOf = (program: IntegerProgram): number => {
    const { arrays, lp } = simplexOf(program);
    if (!arrays.isInfeasible) lp.run(Infinity, MANY);
    return lp.pivots;
  };
  const sum = (seeds: number, of: (seed: number) => IntegerProgram): number => {
    let all = 0;
    for (let seed = 1; seed <= seeds; seed++) all += pivotsOf(of(seed));
    return all;
  };
  const today = { covering: 134, packing: 212, classes: 139, equality: 128, mixed: 36, tied: 230 };
  for (const [family, most] of Object.entries(today))
    expect(
      sum(40, (seed) => programOf(family as Family, seed)),
      family,
    ).toBeLessThanOrEqual(most);
  expect(sum(4, large)).toBeLessThanOrEqual(179);
});

test('after hundreds of pivots, and inversions of the basis, the end is optimal yet (seeds 1 to 4)', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const program = large(seed);
    const { arrays, lp } = simplexOf(program);
    expect({ seed, status: lp.run(Infinity, MANY) }).toEqual({ seed, status: 'optimal' });
    expect(faultOf(program, lp, arrays.low, arrays.high), `seed ${seed}`).toBe(null);
    // Other bounds, again and again: it goes on from where it stands.
    const random = mulberry32(seed);
    for (let turn = 0; turn < 8; turn++) {
      const low = arrays.low.slice();
      const high = arrays.high.slice();
      for (let j = 0; j < low.length; j++)
        if (random() < 0.2) high[j] = Math.min(high[j]!, Math.floor(random() * 3));
      for (let j = 0; j < low.length; j++) if (random() < 0.1) low[j] = Math.min(high[j]!, 2);
      lp.setBounds(low, high);
      const status = lp.run(Infinity, MANY);
      if (status === 'infeasible')
        expect(new ExactBound(arrays).isInfeasible(lp.ray, low, high), `seed ${seed}, ${turn}`).toBe(true);
      else {
        expect({ seed, turn, status }).toEqual({ seed, turn, status: 'optimal' });
        expect(faultOf(program, lp, low, high), `seed ${seed}, ${turn}`).toBe(null);
      }
    }
    expect(lp.pivots, `seed ${seed}`).toBeGreaterThan(100);
  }
});

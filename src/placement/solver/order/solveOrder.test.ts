import { describe, expect, test } from 'vitest';
import { seedsOf } from '../../../model/seeds.testing.ts';
import { mulberry32 } from '../../powerOn/powerOn.testing.ts';
import { runSearch } from '../search.ts';
import { standsIn, type OrderProblem, type OrderSolution } from './orderProblem.ts';
import { solveOrder, waitGraph } from './solveOrder.ts';

/** A problem as two plans could make it: rooms that fills wait for, names, and pools of different sizes. */
function seededProblem(seed: number): OrderProblem {
  const random = mulberry32(seed * 104729 + 7);
  const below = (n: number): number => Math.floor(random() * n);
  const vacates = 1 + below(7);
  const fills = 1 + below(7);
  const pools = below(3);
  const fillPools = Array.from({ length: fills }, () => (random() < 0.5 && pools > 0 ? below(pools) : null));
  const named = [...fillPools.keys()].filter((f) => fillPools[f] === null);
  return {
    vacates: Array.from({ length: vacates }, () => {
      const weight = 1 + below(3);
      if (random() < 0.5 && pools > 0) return { needs: [], pool: below(pools), weight };
      const count = Math.min(named.length, random() < 0.85 ? 1 : below(3));
      return {
        needs: Array.from({ length: count }, () => named.splice(below(named.length), 1)[0]!),
        pool: null,
        weight,
      };
    }),
    fills: fillPools.map((pool) => ({
      pool,
      waitsFor: [...Array(vacates).keys()].filter(() => random() < (seed % 2 === 0 ? 0.25 : 0.45)),
    })),
  };
}

/** The least weight, by going through every state: what is gone, what is there, what was parked; one action at a time. */
function leastWeight({ vacates, fills }: OrderProblem): number {
  const surplus = (pool: number): number =>
    Math.max(0, vacates.filter((v) => v.pool === pool).length - fills.filter((f) => f.pool === pool).length);
  const goal = (1 << vacates.length) - 1;
  const costs = new Map<string, number>();
  const open: { gone: number; there: number; parked: number; cost: number }[] = [];
  const reach = (gone: number, there: number, parked: number, cost: number): void => {
    const key = `${gone} ${there} ${parked}`;
    if ((costs.get(key) ?? Infinity) <= cost) return;
    costs.set(key, cost);
    open.push({ gone, there, parked, cost });
  };
  reach(0, 0, 0, 0);
  for (;;) {
    open.sort((a, b) => b.cost - a.cost);
    const state = open.pop();
    if (state === undefined) throw new Error('no end');
    const { gone, there, parked, cost } = state;
    if (gone === goal) return cost;
    fills.forEach(({ waitsFor }, f) => {
      if ((there & (1 << f)) === 0 && waitsFor.every((v) => (gone & (1 << v)) !== 0))
        reach(gone, there | (1 << f), parked, cost);
    });
    vacates.forEach(({ needs, pool, weight }, v) => {
      if ((gone & (1 << v)) !== 0) return;
      const count = (list: readonly { readonly pool: number | null }[], mask: number): number =>
        list.filter((one, at) => one.pool === pool && (mask & (1 << at)) !== 0).length;
      const isFree =
        pool === null
          ? needs.every((f) => (there & (1 << f)) !== 0)
          : surplus(pool) + count(fills, there) - count(vacates, gone & ~parked) > 0;
      if (isFree) reach(gone | (1 << v), there, parked, cost);
      else reach(gone | (1 << v), there, parked | (1 << v), cost + weight);
    });
  }
}

/** With the parked gone, what is left has no circle: each comes and goes in its turn. */
function worksOut(problem: OrderProblem, { needs, parked }: OrderSolution): boolean {
  const blocks = standsIn(problem);
  const gone = new Set(parked);
  const there = new Set<number>();
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    problem.fills.forEach(({ waitsFor }, f) => {
      if (there.has(f) || !waitsFor.every((v) => gone.has(v))) return;
      there.add(f);
      isChanged = true;
    });
    needs.forEach((own, v) => {
      if (gone.has(v) || !own.every((f) => there.has(f))) return;
      gone.add(v);
      isChanged = true;
    });
  }
  return gone.size === blocks.length && there.size === problem.fills.length;
}

const named = (needs: readonly number[], weight = 1): OrderProblem['vacates'][number] => ({
  needs,
  pool: null,
  weight,
});
const anyOf = (pool: number, weight = 1): OrderProblem['vacates'][number] => ({ needs: [], pool, weight });
const comes = (
  waitsFor: readonly number[] = [],
  pool: number | null = null,
): OrderProblem['fills'][number] => ({
  ...{ waitsFor, pool },
});
/** Two that change places, the second of which weighs less. */
const SWAP: OrderProblem = { vacates: [named([0], 5), named([1], 3)], fills: [comes([1]), comes([0])] };
/** What is dealt out first parks one, and need not: the third has to go before the first. */
const TRAP: OrderProblem = {
  vacates: [anyOf(0), anyOf(1), anyOf(0), anyOf(1)],
  fills: [comes([], 1), comes([1], 0), comes([0], 1), comes([2], 0)],
};

describe('by hand', () => {
  test('of a ring the lightest is parked, of a chain nobody', () => {
    expect(runSearch(solveOrder(SWAP))).toMatchObject({
      best: { needs: [[0], [1]], parked: [1], cost: 3 },
      bound: 3,
      isProven: true,
    });
    const chain: OrderProblem = { vacates: [named([0], 5), named([1], 3)], fills: [comes([1]), comes()] };
    expect(runSearch(solveOrder(chain))).toMatchObject({
      best: { needs: [[0], [1]], parked: [], cost: 0 },
      bound: 0,
      isProven: true,
    });
    expect(runSearch(solveOrder({ vacates: [], fills: [] }))).toMatchObject({
      best: { needs: [], parked: [], cost: 0 },
      bound: 0,
      isProven: true,
    });
  });

  test('parts are solved each for itself, and named as in the whole', () => {
    // The same ring twice, numbered crosswise, and one that has nothing to do with either.
    const twice: OrderProblem = {
      vacates: [named([0], 5), named([3], 2), named([2], 3), named([1], 7), named([])],
      fills: [comes([2]), comes([1]), comes([0]), comes([3]), comes()],
    };
    expect(runSearch(solveOrder(twice))).toMatchObject({
      best: { needs: [[0], [3], [2], [1], []], parked: [1, 2], cost: 5 },
      bound: 5,
      isProven: true,
    });
  });

  test('where what is dealt out first parks one that need not be, another way is found', () => {
    const { best, bound, isProven } = runSearch(solveOrder(TRAP));
    expect({ cost: best?.cost, parked: best?.parked, bound, isProven }).toEqual({
      cost: 0,
      parked: [],
      bound: 0,
      isProven: true,
    });
    // The third goes for the first that comes to its pool, the first for the second.
    expect(best?.needs).toEqual([[3], [0], [1], [2]]);
    const heavy = { ...TRAP, vacates: TRAP.vacates.map((one) => ({ ...one, weight: 9 })) };
    expect(runSearch(solveOrder(heavy))).toMatchObject({ best: { cost: 0 }, bound: 0, isProven: true });
  });

  test('on the way there is an answer with all parts in it, and its work never falls', () => {
    const both: OrderProblem = {
      vacates: [...SWAP.vacates, ...TRAP.vacates],
      fills: [
        ...SWAP.fills,
        ...TRAP.fills.map(({ waitsFor, pool }) =>
          comes(
            waitsFor.map((v) => v + 2),
            pool,
          ),
        ),
      ],
    };
    const search = solveOrder(both);
    let work = -1;
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      const { best, bound, isProven } = step.value;
      expect(worksOut(both, best!)).toBe(true);
      expect(best!.cost).toBe(best!.parked.reduce((sum, v) => sum + both.vacates[v]!.weight, 0));
      expect(best!.cost).toBeGreaterThanOrEqual(3);
      expect(bound).toBeLessThanOrEqual(3);
      expect(isProven).toBe(false);
      expect(step.value.work).toBeGreaterThanOrEqual(work);
      ({ work } = step.value);
    }
    expect(step.value).toMatchObject({ best: { cost: 3, parked: [1] }, bound: 3, isProven: true });
    expect(step.value.work).toBeGreaterThan(0);
  });

  test('where there are more ways than it looks at, an answer that works is left, with a bound that is not called proof', () => {
    // Two pools of twelve, each new place in the room of three of either: rings wherever one looks.
    const vacates = Array.from({ length: 24 }, (_, at) => anyOf(at % 2, 1 + (at % 3)));
    const fills = Array.from({ length: 24 }, (_, at) =>
      comes([at, (at * 5 + 3) % 24, (at * 7 + 11) % 24], (at + 1) % 2),
    );
    const problem: OrderProblem = { vacates, fills };
    const search = solveOrder(problem);
    const said: number[] = [];
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      expect(step.value.isProven).toBe(false);
      said.push(step.value.work);
    }
    const { best, bound, isProven, work } = step.value;
    expect(worksOut(problem, best!)).toBe(true);
    expect(isProven).toBe(false);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThan(best!.cost);
    // Every sixteen states it says how far it is: each state counts all that may go and come.
    const steps = said.slice(1).map((one, at) => one - said[at]!);
    expect(Math.max(...steps)).toBeLessThanOrEqual(16 * 48);
    expect(steps.filter((one) => one === 16 * 48).length).toBeGreaterThan(200);
    expect(work).toBeLessThan(4_000 * 48 + 10_000);
  });

  test('who waits for whom: for all in the room of what it needs, each once', () => {
    const fills = [comes([1, 2]), comes([2]), comes()];
    expect(waitGraph({ vacates: [], fills }, [[0, 1], [2], [], [7]])).toEqual([[1, 2], [], [], []]);
  });
});

const SIZE = seedsOf(100);
const BLOCKS = Array.from({ length: 3 }, (_, at) => at * 100 + 1);

describe.each(BLOCKS)(`order problems of the seeds %i and the ${SIZE - 1} after it`, (first) => {
  test('as few parked as in a brute force over all orders, proven, and the order works out', () => {
    for (let seed = first; seed < first + SIZE; seed++) {
      const problem = seededProblem(seed);
      const outcome = runSearch(solveOrder(problem));
      expect(outcome.best, `seed ${seed}`).not.toBe(null);
      const { best } = outcome as { best: OrderSolution };
      expect(outcome.isProven, `seed ${seed}`).toBe(true);
      expect({ seed, cost: best.cost }).toEqual({ seed, cost: leastWeight(problem) });
      expect(best.parked.reduce((sum, v) => sum + problem.vacates[v]!.weight, 0)).toBe(best.cost);
      expect(worksOut(problem, best), `seed ${seed}`).toBe(true);
      expect(runSearch(solveOrder(problem)), `seed ${seed}`).toEqual(outcome);
    }
  });
});

test('the seeded problems hold some that park nothing, some that park one and some that park more', () => {
  const counts = [0, 0, 0];
  for (let seed = 1; seed <= 300; seed++) {
    const parked = runSearch(solveOrder(seededProblem(seed))).best?.parked.length ?? 0;
    counts[Math.min(2, parked)]!++;
  }
  for (const count of counts) expect(count).toBeGreaterThan(20);
});

test('a budget that ends early gives an order that works, with a bound that is not called proof', () => {
  const size = 40;
  const random = mulberry32(5);
  const problem: OrderProblem = {
    vacates: Array.from({ length: size }, (_, at) => ({ needs: [at], pool: null, weight: 1 })),
    fills: Array.from({ length: size }, () => ({
      pool: null,
      waitsFor: [...Array(size).keys()].filter(() => random() < 0.15),
    })),
  };
  const short = runSearch(solveOrder(problem), 1);
  const whole = runSearch(solveOrder(problem));
  expect(short.isProven).toBe(false);
  expect(worksOut(problem, short.best!)).toBe(true);
  expect(whole.isProven).toBe(true);
  expect(whole.best!.cost).toBeLessThanOrEqual(short.best!.cost);
  expect(short.bound).toBeLessThanOrEqual(whole.best!.cost);
  expect(waitGraph(problem, whole.best!.needs)).toHaveLength(size);
  expect(runSearch(solveOrder(problem), 0)).toEqual({ best: null, bound: null, isProven: false, work: 0 });
});

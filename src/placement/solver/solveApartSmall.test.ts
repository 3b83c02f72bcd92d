/** Who is served by which sets: small questions whose whole answer can be told by hand. */
import { expect, test } from 'vitest';
import type { Ask, GpuKind, TreeQuestion } from '../verifyTree.ts';
import { groupCuts } from './groupCuts.ts';
import { runSearch } from './search.ts';
import { mulberry32 } from './seeded.ts';
import { solveApart, type ApartSolution } from './solveApart.ts';

const kindOf = (
  most: number,
  sets: readonly (readonly number[])[],
  more: Partial<GpuKind> = {},
): GpuKind => ({
  ...{ cost: 0, most, sets, barred: new Set<string>() },
  ...more,
});

/** So many who want a slot of these pools, each for so much. */
const asksFor = (
  most: number,
  weight: number,
  group: string | null = null,
  pools: readonly number[] = [0],
): Ask => ({ least: 0, most, weight, group, pools });

/** All of them have to be served. */
const needed = (count: number, group: string | null = null, pools: readonly number[] = [0]): Ask => ({
  ...{ least: count, most: count, weight: 0, group, pools },
});

function answerOf(kinds: readonly GpuKind[], asks: readonly Ask[], cuts?: (readonly number[])[]) {
  const { best, bound, isProven } = runSearch(solveApart({ kinds, asks }, cuts));
  return { best, bound, isProven };
}

const proven = (bound: number, best: ApartSolution): unknown => ({ best, bound, isProven: true });

test('who is in no group takes slots of its pools, wherever they are', () => {
  // Three of two pools and two of the second: GPUs with one slot of each.
  const asks = [asksFor(3, 5, null, [0, 1]), asksFor(2, 7, null, [1])];
  const { best, ...rest } = answerOf([kindOf(2, [[1, 1]])], asks);
  expect(rest).toEqual({ bound: 24, isProven: true });
  expect(best).toEqual({
    ...{ taken: [[2]], served: [2, 2], flows: [] },
    loose: [
      { ask: 0, pool: 0, count: 2 },
      { ask: 1, pool: 1, count: 2 },
    ],
  });
});

test('of a group one is served on each GPU, also where it asks for several things', () => {
  expect(answerOf([kindOf(2, [[3]])], [asksFor(5, 4, 'a')])).toEqual(
    proven(8, {
      ...{ taken: [[2]], served: [2], loose: [] },
      flows: [{ kind: 0, set: 0, ask: 0, pool: 0, count: 2 }],
    }),
  );
  // A slot of each pool, and two asks of one group: the heavier one has it.
  const two = [asksFor(1, 3, 'a', [0]), asksFor(1, 5, 'a', [1])];
  expect(answerOf([kindOf(1, [[1, 1]])], two)).toEqual(
    proven(5, {
      ...{ taken: [[1]], served: [0, 1], loose: [] },
      flows: [{ kind: 0, set: 0, ask: 1, pool: 1, count: 1 }],
    }),
  );
  // Of two groups both are.
  const apart = [asksFor(1, 3, 'a', [0]), asksFor(1, 5, 'b', [1])];
  expect(answerOf([kindOf(1, [[1, 1]])], apart)).toMatchObject({ bound: 8, best: { served: [1, 1] } });
});

test('groups share the slots of a pool, on each GPU as many as it has', () => {
  // Three groups of two, and two GPUs with two slots: four of the six.
  const asks = ['a', 'b', 'c'].map((group, at) => asksFor(2, 9 - at, group));
  const { best, bound, isProven } = answerOf([kindOf(2, [[2]])], asks);
  expect([bound, isProven, best!.served]).toEqual([34, true, [2, 2, 0]]);
  expect(best!.flows).toEqual([
    { kind: 0, set: 0, ask: 0, pool: 0, count: 2 },
    { kind: 0, set: 0, ask: 1, pool: 0, count: 2 },
  ]);
  // Beside one who is in none.
  const beside = answerOf([kindOf(2, [[2]])], [asksFor(4, 9, 'a'), asksFor(9, 1)]);
  expect(beside).toEqual(
    proven(20, {
      ...{ taken: [[2]], served: [2, 2], loose: [{ ask: 1, pool: 0, count: 2 }] },
      flows: [{ kind: 0, set: 0, ask: 0, pool: 0, count: 2 }],
    }),
  );
});

test('where a group has one already it is not served', () => {
  const kinds = [kindOf(1, [[2]], { barred: new Set(['a']) }), kindOf(1, [[2]])];
  const { best, bound } = answerOf(kinds, [asksFor(2, 4, 'a'), asksFor(9, 1)]);
  expect(bound).toBe(4 + 3);
  expect(best!.flows).toEqual([{ kind: 1, set: 0, ask: 0, pool: 0, count: 1 }]);
  expect(best!.served).toEqual([1, 3]);
});

test('what has to be served is, on the cheapest GPUs', () => {
  const kinds = [kindOf(5, [[2], [0, 4]], { cost: 3 }), kindOf(5, [[3]], { cost: 4 })];
  // Four slots of the first pool: two GPUs of the first kind, or two of the second for more.
  expect(answerOf(kinds, [needed(4)])).toEqual(
    proven(-6, { taken: [[2, 0], [0]], served: [4], flows: [], loose: [{ ask: 0, pool: 0, count: 4 }] }),
  );
  // Of a group they take one GPU each, whatever it has.
  const { best, bound, isProven } = answerOf(kinds, [needed(3, 'a')]);
  expect([bound, isProven, best!.served]).toEqual([-9, true, [3]]);
  expect(best!.taken.flat().reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(best!.flows.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  // More than there are GPUs for cannot be.
  expect(answerOf(kinds, [needed(11, 'a')])).toEqual({ best: null, bound: null, isProven: true });
  expect(answerOf([kindOf(1, [[2]], { cost: 3 })], [needed(3)])).toEqual({
    ...{ best: null, bound: null, isProven: true },
  });
});

test('nothing asked for, or nothing to take it from', () => {
  expect(answerOf([kindOf(1, [[2]])], [])).toMatchObject({ bound: 0, isProven: true, best: { served: [] } });
  expect(answerOf([], [asksFor(2, 5)])).toEqual(proven(0, { taken: [], served: [0], flows: [], loose: [] }));
});

test('cuts that are missing are found from what was hoped for, and kept', () => {
  // Without any it hopes for two of a on one GPU, and for two of b.
  const question: TreeQuestion = {
    kinds: [kindOf(1, [[2, 2]])],
    asks: [asksFor(2, 5, 'a', [0]), asksFor(2, 3, 'b', [1])],
  };
  const cuts: (readonly number[])[] = [];
  const seen = [...outcomesOf(question, cuts)];
  expect(seen.at(-1)).toMatchObject({ bound: 8, isProven: true, best: { served: [1, 1] } });
  expect(cuts.length).toBeGreaterThan(0);
  // What was served before that is kept: it is known, and not proven, with what was hoped for as its bound.
  const before = seen.slice(0, -1).filter(({ best }) => best !== null);
  expect(before.length).toBeGreaterThan(0);
  for (const { best, bound, isProven } of before) {
    expect([best!.served, isProven]).toEqual([[1, 1], false]);
    expect(bound).toBeGreaterThanOrEqual(8);
  }
  const bounds = seen.map(({ bound }) => bound ?? Infinity);
  expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
  const work = seen.map((one) => one.work);
  expect(work).toEqual([...work].sort((a, b) => a - b));
  // With these to begin with it is found at once.
  const again = [...outcomesOf(question, [...cuts])];
  expect(again.at(-1)).toMatchObject({ bound: 8, isProven: true });
  expect(again.at(-1)!.work).toBeLessThan(seen.at(-1)!.work);
});

function* outcomesOf(question: TreeQuestion, cuts: (readonly number[])[]) {
  const search = solveApart(question, cuts);
  for (;;) {
    const { done, value } = search.next();
    yield value;
    if (done === true) return;
  }
}

test('who is served is not asked where that is too large a question: then there is only a bound', () => {
  const many = (count: number): Ask[] => Array.from({ length: count }, () => asksFor(1, 5));
  const kinds = [kindOf(1, [[3]])];
  expect(answerOf(kinds, many(100))).toMatchObject({ bound: 15, isProven: true });
  // A row for each ask and each pool, of which there may be 500.
  expect(answerOf(kinds, many(520))).toEqual({ best: null, bound: 15, isProven: false });
});

/** Five kinds of GPU with five sets each, and fourteen asks of which most are in groups: all have to be served. */
function fleetOf(seed: number): TreeQuestion {
  const random = mulberry32(seed * 31_337 + 9);
  const below = (most: number): number => Math.floor(random() * most);
  const kinds = Array.from({ length: 5 }, () =>
    kindOf(
      9,
      Array.from({ length: 5 }, () => [below(4), below(4), below(4), below(3)]),
      { cost: 5 + below(9), barred: new Set(below(3) === 0 ? ['a'] : []) },
    ),
  );
  const asks = Array.from({ length: 14 }, () => {
    const group = [null, 'a', 'b', 'c', 'd'][below(5)] ?? null;
    const most = 1 + below(5);
    return needed(most, group, below(2) === 0 ? [below(4)] : [below(2), 2 + below(2)]);
  });
  return { kinds, asks };
}

test('on the way it tells how far it is, and it comes to the same with cuts and without (seeds 1 to 4)', () => {
  let said = 0;
  let served = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const question = fleetOf(seed);
    const ends = [[], groupCuts(question)].map((cuts) => {
      const seen = [...outcomesOf(question, cuts)];
      said += seen.length - 1;
      const work = seen.map((one) => one.work);
      expect(work, `seed ${seed}`).toEqual([...work].sort((a, b) => a - b));
      const bounds = seen.map(({ bound }) => bound ?? Infinity);
      expect(bounds, `seed ${seed}`).toEqual([...bounds].sort((a, b) => b - a));
      expect(seen.slice(0, -1).filter(({ isProven }) => isProven)).toEqual([]);
      return seen.at(-1)!;
    });
    for (const { best, bound, isProven } of ends) {
      expect(isProven, `seed ${seed}`).toBe(true);
      // Where not all can be served, neither knows a way.
      expect(best === null).toBe(ends[0]!.best === null);
      if (best === null) continue;
      expect(bound).toBe(ends[0]!.bound);
      served++;
      expect(best.served).toEqual(question.asks.map(({ most }) => most));
      const costs = best.taken.flatMap((own, kind) => own.map((count) => count * question.kinds[kind]!.cost));
      expect(costs.reduce((a, b) => a + b, 0)).toBe(-bound!);
    }
  }
  expect(said).toBeGreaterThan(8);
  expect(served).toBeGreaterThan(4);
});

/** Proofs by cases, held before the checker, of small questions whose answer is known by trying all there is. */
import { expect, test } from 'vitest';
import { faultsOfTree, leavesOf, type TreeQuestion } from '../verifyTree.ts';
import { certify } from './certify.ts';
import { groupCuts } from './groupCuts.ts';
import { runSearch } from './search.ts';
import { mulberry32 } from './seeded.ts';
import { solveApart } from './solveApart.ts';
import { leastValue, seededTreeQuestion } from './treeQuestions.testing.ts';

test.each(['admission', 'fleet'] as const)(
  '%s: what is least is proven, and no more than that (seeds 1 to 40)',
  (sort) => {
    const seen = { leaf: 0, fork: 0, impossible: 0 };
    for (let seed = 1; seed <= 40; seed++) {
      const question = seededTreeQuestion(seed, sort, false);
      const least = leastValue(question);
      const tree = certify(question, least ?? 1000);
      expect(tree, `seed ${seed}`).not.toBe(null);
      expect(faultsOfTree(question, tree!, least ?? 1000), `seed ${seed}`).toEqual([]);
      if (least === null) seen.impossible++;
      else seen['prices' in tree! ? 'leaf' : 'fork']++;
      if (least !== null) expect(certify(question, least + 1, { maxCases: 60 }), `seed ${seed}`).toBe(null);
    }
    expect(seen.leaf).toBeGreaterThanOrEqual(10);
    if (sort === 'fleet') expect(seen.impossible).toBeGreaterThanOrEqual(3);
  },
);

test('with groups apart it is proven by the cuts that were found on the way to the answer (seeds 1 to 40)', () => {
  let proven = 0;
  let all = 0;
  for (let seed = 1; seed <= 40; seed++) {
    for (const sort of ['admission', 'fleet'] as const) {
      const question = seededTreeQuestion(seed, sort, true);
      const least = leastValue(question);
      if (least === null) continue;
      const cuts = groupCuts(question);
      runSearch(solveApart(question, cuts));
      const tree = certify(question, least, { cuts, maxCases: 500 });
      all++;
      if (tree === null) continue;
      proven++;
      expect(faultsOfTree(question, tree, least), `seed ${seed}`).toEqual([]);
      expect(faultsOfTree(question, tree, least + 1).length, `seed ${seed}`).toBeGreaterThan(0);
    }
  }
  expect(all).toBeGreaterThan(40);
  expect(proven).toBe(all);
});

/** GPUs with two slots each, and three that ask for one: by prices alone one and a half GPUs would do. */
const halves: TreeQuestion = {
  kinds: [{ cost: 2, most: 5, sets: [[2]], barred: new Set() }],
  asks: [{ least: 3, most: 3, weight: 0, group: null, pools: [0] }],
};

test('prices alone prove what no part of a GPU helps to, and else there are cases', () => {
  // 2 GPUs of 2: the least multiple of 2 from 3 on is 4, so a leaf shows it.
  const tree = certify(halves, 4)!;
  expect(tree).toMatchObject({ prices: [1], scale: 1 });
  expect(certify(halves, 5, { maxCases: 50 })).toBe(null);
  // Two sizes of GPU, of which the prices of neither come out whole: 5 slots at 3 for two and 4 for three.
  const sizes: TreeQuestion = {
    kinds: [
      { cost: 3, most: 5, sets: [[2]], barred: new Set() },
      { cost: 4, most: 5, sets: [[3]], barred: new Set() },
    ],
    asks: [{ least: 4, most: 4, weight: 0, group: null, pools: [0] }],
  };
  expect(leastValue(sizes)).toBe(6);
  const six = certify(sizes, 6)!;
  expect(faultsOfTree(sizes, six, 6)).toEqual([]);
  expect(certify(sizes, 7, { maxCases: 200 })).toBe(null);
});

test('a proof takes no more cases than it may', () => {
  // Odd counts of every pool: the relaxation takes halves.
  const kinds = [
    {
      cost: 0,
      most: 3,
      sets: [
        [1, 1, 0],
        [1, 0, 1],
        [0, 1, 1],
      ],
      barred: new Set<string>(),
    },
  ];
  const asks = [0, 1, 2].map((pool) => ({ least: 0, most: 2, weight: 3, group: null, pools: [pool] }));
  const odd: TreeQuestion = { kinds: [{ ...kinds[0]!, most: 1 }], asks };
  expect(leastValue(odd)).toBe(-6);
  expect(certify(odd, -6, { maxCases: 0 })).toBe(null);
  const tree = certify(odd, -6)!;
  expect(faultsOfTree(odd, tree, -6)).toEqual([]);
  expect(certify(odd, -6, { maxCases: 2 * leavesOf(tree) - 1 })).toEqual(tree);
  expect(certify(odd, -6, { maxCases: 2 * leavesOf(tree) - 2 })).toBe(null);
});

/** More GPUs, sets and asks than can be tried: what is least is the solver's word. */
function largeQuestion(seed: number): TreeQuestion {
  const random = mulberry32(seed * 31_337);
  const below = (most: number): number => Math.floor(random() * most);
  const kinds = Array.from({ length: 3 }, () => ({
    cost: 3 + below(9),
    most: 6,
    sets: Array.from({ length: 3 }, () => [1 + below(3), below(4), below(3)]),
    barred: new Set<string>(),
  }));
  const asks = Array.from({ length: 5 }, (_, at) => {
    const most = 2 + below(7);
    return { least: most, most, weight: 0, group: null, pools: at < 3 ? [at] : [at - 3, at - 2] };
  });
  return { kinds, asks };
}

test('proofs of larger questions stay small (seeds 1 to 30)', () => {
  let leaves = 0;
  let forked = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const question = largeQuestion(seed);
    const { best, isProven } = runSearch(solveApart(question));
    if (best === null) continue;
    expect(isProven).toBe(true);
    const least = best.taken.reduce(
      (sum, own, kind) => sum + question.kinds[kind]!.cost * own.reduce((a, b) => a + b, 0),
      0,
    );
    const tree = certify(question, least)!;
    expect(faultsOfTree(question, tree, least)).toEqual([]);
    if (!('prices' in tree)) forked++;
    leaves += leavesOf(tree);
  }
  expect(forked).toBeGreaterThan(5);
  // Branching elsewhere takes more of them.
  expect(leaves).toBeLessThanOrEqual(71);
});

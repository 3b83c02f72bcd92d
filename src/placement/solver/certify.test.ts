/** Proofs by cases, held before the checker, of small questions whose answer is known by trying all there is. */
import { expect, test } from 'vitest';
import { faultsOfTree, leavesOf, type ProofTree, type TreeQuestion } from '../verifyTree.ts';
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

/** GPUs with two slots for 3 and with three for 4, and so many who ask for one. */
const sizesFor = (asking: number): TreeQuestion => ({
  kinds: [
    { cost: 3, most: 5, sets: [[2]], barred: new Set() },
    { cost: 4, most: 5, sets: [[3]], barred: new Set() },
  ],
  asks: [{ least: asking, most: asking, weight: 0, group: null, pools: [0] }],
});

test.each([
  // At 1 for a slot no GPU is worth more than it costs: so many slots, so much.
  [4, 4, { prices: [1], scale: 1 }],
  [7, 7, { prices: [1], scale: 1 }],
  // At 3/2 each of five larger GPUs is worth half a unit more than its cost: 7 slots are 10.5, less 2.5.
  [7, 8, { prices: [3], scale: 2 }],
  // At 4/3 none is: 9.33, and costs are whole. Nothing of less parts shows that.
  [7, 9, { prices: [4], scale: 3 }],
  [7, 10, { prices: [4], scale: 3 }],
  [8, 11, { prices: [4], scale: 3 }],
  // 2.67 is no cost: the next one is.
  [2, 3, { prices: [4], scale: 3 }],
  // What it comes to at the least is shown, and no more.
  [8, 12, null],
  [2, 4, null],
])('%i slots cost %i at the least: %j', (asking, bound, tree) => {
  expect(certify(sizesFor(asking), bound, { maxCases: 50 })).toEqual(tree);
  if (tree !== null) expect(faultsOfTree(sizesFor(asking), tree, bound)).toEqual([]);
});

test('where prices fall short of a whole GPU it goes by how many there are of each kind', () => {
  // One slot is worth 1.33 at the most, and any GPU costs 3: there is a GPU of one kind, or of the other, or none for it.
  expect(certify(sizesFor(1), 3)).toEqual({
    ...{ on: { kind: 1, set: null }, atMost: 0 },
    below: {
      ...{ on: { kind: 0, set: null }, atMost: 0 },
      below: { prices: [1], scale: 0 },
      above: { prices: [0], scale: 1 },
    },
    above: { prices: [0], scale: 1 },
  });
});

test('what cannot be at all is shown without costs', () => {
  const most = (gpus: number): TreeQuestion => ({ ...halves, kinds: [{ ...halves.kinds[0]!, most: gpus }] });
  // One GPU has two slots, and three have to be served.
  expect(certify(most(1), 1000)).toEqual({ prices: [1], scale: 0 });
  expect(certify(most(2), 1000, { maxCases: 50 })).toBe(null);
  // Nobody has to be served: nothing is the least, and that is shown without a price.
  const nobody = { ...halves, asks: [{ ...halves.asks[0]!, least: 0 }] };
  expect(certify(nobody, 0)).toEqual({ prices: [0], scale: 1 });
});

test('of what any of several pools serves the price is that of the cheapest', () => {
  // Two slots of pool 0, one of pool 1: those who go anywhere take what the others leave.
  const question: TreeQuestion = {
    kinds: [{ cost: 0, most: 1, sets: [[2, 1]], barred: new Set() }],
    asks: [
      { least: 0, most: 1, weight: 7, group: null, pools: [1] },
      { least: 0, most: 9, weight: 4, group: null, pools: [0, 1] },
    ],
  };
  expect(leastValue(question)).toBe(-15);
  const tree = certify(question, -15);
  // The slot of pool 1 is worth 7 to the first; the others give for a slot what one of pool 0 is worth.
  expect(tree).toEqual({ prices: [7, 4], scale: 1 });
  expect(faultsOfTree(question, tree!, -15)).toEqual([]);
});

test('a group is priced by its cut', () => {
  // Three slots on one GPU: two for those of a, of whom one may be there, and so the third one's ask.
  const question: TreeQuestion = {
    kinds: [{ cost: 0, most: 1, sets: [[3]], barred: new Set() }],
    asks: [
      { least: 0, most: 2, weight: 5, group: 'a', pools: [0] },
      { least: 0, most: 1, weight: 2, group: null, pools: [0] },
    ],
  };
  expect(leastValue(question)).toBe(-7);
  for (const cuts of [[[1, 0]], [[5, 0]], groupCuts(question)]) {
    const tree = certify(question, -7, { cuts })!;
    expect(tree).toMatchObject({ scale: 1 });
    expect(faultsOfTree(question, tree, -7)).toEqual([]);
  }
  // Barred on the GPU, nobody of it is served.
  const barred = { ...question, kinds: [{ ...question.kinds[0]!, barred: new Set(['a']) }] };
  expect(faultsOfTree(barred, certify(barred, -2, { cuts: [[1, 0]] })!, -2)).toEqual([]);
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

/** Of three kinds of GPU and six asks: all have to be served and GPUs cost, or GPUs cost nothing and what is served weighs. */
function mediumQuestion(seed: number, sort: 'admission' | 'fleet'): TreeQuestion {
  const random = mulberry32(seed * 31_337 + 5);
  const below = (most: number): number => Math.floor(random() * most);
  const isFleet = sort === 'fleet';
  const kinds = Array.from({ length: 3 }, () => ({
    cost: isFleet ? 3 + below(9) : 0,
    most: isFleet ? 6 : 1 + below(3),
    sets: Array.from({ length: 3 }, () => [below(4), below(4), below(3)]),
    barred: new Set<string>(),
  }));
  const asks = Array.from({ length: 6 }, (_, at) => {
    const most = 2 + below(5);
    const [least, weight] = isFleet ? [most, 0] : [0, 1 + below(19)];
    return { least, most, weight, group: null, pools: at < 3 ? [at] : [at - 3, (at - 2) % 3] };
  });
  return { kinds, asks };
}

/** What the forks of a tree count, from the root. */
function forksOf(tree: ProofTree | undefined): string[] {
  if (tree === undefined || 'prices' in tree) return [];
  const { on, below, above } = tree;
  const own = on.ask !== undefined ? 'served' : on.set === null ? 'GPUs' : 'sets';
  return [own, ...forksOf(below), ...forksOf(above)];
}

test('how many GPUs there are, or how often an ask is served, is told apart before who takes what (seeds 1 to 30)', () => {
  const told = { fleet: [] as string[][], admission: [] as string[][] };
  for (const sort of ['fleet', 'admission'] as const) {
    for (let seed = 1; seed <= 30; seed++) {
      const question = mediumQuestion(seed, sort);
      const { best } = runSearch(solveApart(question));
      if (best === null) continue;
      const cost = best.taken.flatMap((own, kind) => own.map((count) => count * question.kinds[kind]!.cost));
      const weight = best.served.map((count, ask) => count * question.asks[ask]!.weight);
      const least = cost.reduce((a, b) => a + b, 0) - weight.reduce((a, b) => a + b, 0);
      const tree = certify(question, least)!;
      expect(faultsOfTree(question, tree, least), `${sort}, seed ${seed}`).toEqual([]);
      const forks = forksOf(tree);
      if (forks.length > 0) told[sort].push(forks);
    }
  }
  // Of fleets it is all that is told apart; there are no more cases than that takes.
  expect(told.fleet.length).toBeGreaterThan(10);
  expect(new Set(told.fleet.flat())).toEqual(new Set(['GPUs']));
  expect(told.fleet.flat().length).toBeLessThanOrEqual(76);
  // GPUs that cost nothing are not counted: it is asks first, and sets where each is served a whole number of times.
  expect(new Set(told.admission.map(([first]) => first))).toEqual(new Set(['served', 'sets']));
  expect(told.admission.flat()).not.toContain('GPUs');
});

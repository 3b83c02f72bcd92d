import { describe, expect, test } from 'vitest';
import { mulberry32 } from './powerOn/powerOn.testing.ts';
import { certify } from './solver/certify.ts';
import { runSearch } from './solver/search.ts';
import { solveApart } from './solver/solveApart.ts';
import {
  faultsOfTree,
  leavesOf,
  shownBy,
  splitCase,
  wholeCase,
  worthOf,
  type Ask,
  type GpuKind,
  type ProofFork,
  type ProofLeaf,
  type ProofTree,
  type TreeQuestion,
} from './verifyTree.ts';

const NOBODY: ReadonlySet<string> = new Set();
const ask = (more: Partial<Ask>): Ask => ({
  ...{ least: 0, most: 9, weight: 0, group: null, pools: [0], ...more },
});

/** Four slots are asked for. A GPU for 5 has three, one for 3 has one: 8, though parts of GPUs would do for 7. */
const FOUR: TreeQuestion = {
  kinds: [
    { cost: 5, most: 4, sets: [[3]], barred: NOBODY },
    { cost: 3, most: 4, sets: [[1]], barred: NOBODY },
  ],
  asks: [ask({ least: 4, most: 4 })],
};
const leaf = (price: number, scale = 1): ProofLeaf => ({ prices: [price], scale });
/** With one of the larger at the most, a slot is worth 3 and the one larger saves 4 of 12; with two, they alone cost 10. */
const RIGHT: ProofFork = { on: { kind: 0, set: null }, atMost: 1, below: leaf(3), above: leaf(0) };

test('a right tree is accepted, and what it shows is exactly that', () => {
  expect(faultsOfTree(FOUR, RIGHT, 8)).toEqual([]);
  expect(leavesOf(RIGHT)).toBe(2);
  // A bound that is no number is not shown either.
  expect(faultsOfTree(FOUR, RIGHT, NaN)).toHaveLength(2);
  expect(faultsOfTree(FOUR, RIGHT, 9)).toEqual([{ code: 'leaf-short', path: '<', shown: 8 }]);
  // The root by itself shows 7.
  expect(faultsOfTree(FOUR, leaf(5, 3), 7)).toEqual([]);
  expect(faultsOfTree(FOUR, leaf(5, 3), 8)).toEqual([{ code: 'leaf-short', path: '', shown: 7 }]);
});

test.each<[what: string, tree: ProofTree, code: string, path: string]>([
  ['without its first case', { on: RIGHT.on, atMost: 1, above: leaf(0) }, 'case-missing', '<'],
  ['without its second case', { on: RIGHT.on, atMost: 1, below: leaf(3) }, 'case-missing', '>'],
  ['with its cases the wrong way round', { ...RIGHT, below: leaf(0), above: leaf(3) }, 'leaf-short', '<'],
  ['that splits one below', { ...RIGHT, atMost: 0 }, 'leaf-short', '>'],
  ['that splits one above', { ...RIGHT, atMost: 2 }, 'leaf-short', '<'],
  ['that splits on the other board', { ...RIGHT, on: { kind: 1, set: null } }, 'leaf-short', '<'],
  ['that splits on the ask', { ...RIGHT, on: { ask: 0 }, atMost: 4 }, 'leaf-short', '<'],
  ['that splits on a kind that is not there', { ...RIGHT, on: { kind: 2, set: null } }, 'fork-unusable', ''],
  ['that splits on a set that is not there', { ...RIGHT, on: { kind: 0, set: 1 } }, 'fork-unusable', ''],
  ['that splits on an ask that is not there', { ...RIGHT, on: { ask: 1 } }, 'fork-unusable', ''],
  ['that splits between whole numbers', { ...RIGHT, atMost: 1.5 }, 'fork-unusable', ''],
  ['that splits nowhere', { ...RIGHT, atMost: NaN }, 'fork-unusable', ''],
  ['with a price one too low', { ...RIGHT, below: leaf(2) }, 'leaf-short', '<'],
  ['with a price too high', { ...RIGHT, below: leaf(5) }, 'leaf-short', '<'],
  ['with a price below nothing', { ...RIGHT, below: leaf(-3) }, 'leaf-unusable', '<'],
  ['with a price that is no whole number', { ...RIGHT, below: leaf(3.5) }, 'leaf-unusable', '<'],
  ['with a price beyond exact sums', { ...RIGHT, below: leaf(2 ** 50) }, 'leaf-unusable', '<'],
  ['with a price too many', { ...RIGHT, below: { prices: [3, 0], scale: 1 } }, 'leaf-unusable', '<'],
  ['without prices', { ...RIGHT, below: { prices: [], scale: 1 } }, 'leaf-unusable', '<'],
  ['in another scale', { ...RIGHT, below: leaf(3, 2) }, 'leaf-short', '<'],
  ['in a scale below nothing', { ...RIGHT, below: leaf(3, -1) }, 'leaf-unusable', '<'],
  ['in a scale that is no number', { ...RIGHT, below: leaf(3, NaN) }, 'leaf-unusable', '<'],
  ['that says a case cannot be which can', { ...RIGHT, above: leaf(1, 0) }, 'leaf-short', '>'],
  ['that is deeper, and short there', { ...RIGHT, above: { ...RIGHT, above: leaf(3) } }, 'leaf-short', '>>'],
])('a tree %s is rejected', (_, tree, code, path) => {
  const faults = faultsOfTree(FOUR, tree, 8);
  expect(faults.map((fault) => `${fault.code} at ${fault.path}`)).toContain(`${code} at ${path}`);
});

test('a tree for a cheaper board, or for one more that is asked for, is not one for this question', () => {
  const [first, second] = FOUR.kinds as [GpuKind, GpuKind];
  const cheaper = { ...FOUR, kinds: [{ ...first, cost: 4 }, second] };
  const larger = { ...FOUR, kinds: [{ ...first, sets: [[4]] }, second] };
  const fewer = { ...FOUR, asks: [ask({ least: 3, most: 3 })] };
  for (const other of [cheaper, larger, fewer]) expect(faultsOfTree(other, RIGHT, 8)).not.toEqual([]);
});

test('a case that cannot be is shown by prices that count for nothing, and only by those', () => {
  const none: TreeQuestion = {
    kinds: [{ cost: 1, most: 1, sets: [[1]], barred: NOBODY }],
    asks: [ask({ least: 2, most: 2 })],
  };
  expect(faultsOfTree(none, leaf(1, 0), 1000)).toEqual([]);
  expect(faultsOfTree(none, leaf(0, 0), 0)).toMatchObject([{ code: 'leaf-short', shown: null }]);
});

test('what a set is worth: of a group one at the most, and none where it is already', () => {
  const asks = [
    ask({ group: 'a', pools: [0, 1] }),
    ask({ group: 'b' }),
    ask({ group: 'a', pools: [1] }),
    ask({}),
  ];
  const worth = worthOf(asks, [5, 4, 9, 1]);
  expect(worth([2, 0], NOBODY)).toBe(9);
  expect(worth([3, 0], NOBODY)).toBe(10);
  expect(worth([1, 1], NOBODY)).toBe(13);
  expect(worth([0, 2], NOBODY)).toBe(9);
  expect(worth([2, 1], new Set(['a']))).toBe(5);
});

test('a case is split by all GPUs of a kind, by those with one set, or by what is served of an ask', () => {
  const two: TreeQuestion = {
    kinds: [{ cost: 1, most: 4, sets: [[1], [2]], barred: NOBODY }],
    asks: [ask({ least: 1, most: 5 })],
  };
  const whole = wholeCase(two);
  expect(whole).toEqual({
    kinds: [
      {
        all: [0, 4],
        sets: [
          [0, 4],
          [0, 4],
        ],
      },
    ],
    asks: [[1, 5]],
  });
  expect(splitCase(whole, { kind: 0, set: null }, 1)).toEqual([
    {
      ...whole,
      kinds: [
        {
          all: [0, 1],
          sets: [
            [0, 4],
            [0, 4],
          ],
        },
      ],
    },
    {
      ...whole,
      kinds: [
        {
          all: [2, 4],
          sets: [
            [0, 4],
            [0, 4],
          ],
        },
      ],
    },
  ]);
  expect(splitCase(whole, { kind: 0, set: 1 }, 1)).toEqual([
    {
      ...whole,
      kinds: [
        {
          all: [0, 4],
          sets: [
            [0, 4],
            [0, 1],
          ],
        },
      ],
    },
    {
      ...whole,
      kinds: [
        {
          all: [0, 4],
          sets: [
            [0, 4],
            [2, 4],
          ],
        },
      ],
    },
  ]);
  expect(splitCase(whole, { ask: 0 }, 3)).toEqual([
    { ...whole, asks: [[1, 3]] },
    { ...whole, asks: [[4, 5]] },
  ]);
  // Beyond what there is one of the two cannot be.
  expect(splitCase(whole, { ask: 0 }, 9)).toEqual([whole, { ...whole, asks: [[10, 5]] }]);
  expect([splitCase(whole, { kind: 1, set: null }, 1), splitCase(whole, { kind: 0, set: 2 }, 1)]).toEqual([
    null,
    null,
  ]);
});

test('a leaf shows what the cheapest GPUs come to within the limits of its case', () => {
  // A GPU of two slots for 3, one of one slot for 2; between 2 and 6 slots are asked for.
  const two: TreeQuestion = {
    kinds: [{ cost: 3, most: 4, sets: [[2], [1]], barred: NOBODY }],
    asks: [ask({ least: 2, most: 6 })],
  };
  type Limits = ReturnType<typeof wholeCase>;
  const shown = (price: number, part: Partial<Limits['kinds'][number]>, asks: Limits['asks'] = [[2, 6]]) =>
    shownBy(
      two,
      {
        kinds: [
          {
            all: [0, 4],
            sets: [
              [0, 4],
              [0, 4],
            ],
            ...part,
          },
        ],
        asks,
      },
      leaf(price),
    );
  // A slot is worth 1: two of them, and no GPU pays for itself.
  expect(shown(1, {})).toBe(3);
  // Three GPUs there have to be: 1 of each is lost where it has two slots, 2 where it has one.
  expect(shown(1, { all: [3, 4] })).toBe(6);
  expect(
    shown(1, {
      all: [3, 4],
      sets: [
        [0, 1],
        [0, 4],
      ],
    }),
  ).toBe(9);
  expect(
    shown(1, {
      sets: [
        [0, 4],
        [2, 4],
      ],
    }),
  ).toBe(6);
  // A slot is worth 2: every GPU of two slots gains 1, as many as there may be.
  expect(shown(2, {})).toBe(0);
  expect(shown(2, { all: [0, 1] })).toBe(3);
  expect(
    shown(2, {
      sets: [
        [0, 2],
        [0, 4],
      ],
    }),
  ).toBe(3);
  expect(shown(2, {}, [[3, 6]])).toBe(3);
  // What cannot be costs more than anything.
  expect(shown(1, { all: [3, 2] })).toBe(Infinity);
  expect(
    shown(1, {
      sets: [
        [2, 1],
        [0, 4],
      ],
    }),
  ).toBe(Infinity);
  expect(
    shown(1, {
      all: [0, 1],
      sets: [
        [1, 4],
        [1, 4],
      ],
    }),
  ).toBe(Infinity);
  expect(
    shown(1, {
      all: [3, 4],
      sets: [
        [0, 1],
        [0, 1],
      ],
    }),
  ).toBe(Infinity);
  expect(shown(1, {}, [[3, 2]])).toBe(Infinity);
});

test('a case of other kinds than the question, or a cost beyond exact sums, shows nothing', () => {
  const one = (cost: number, kinds = 1) => {
    const question: TreeQuestion = {
      kinds: Array.from({ length: kinds }, () => ({ cost, most: 1, sets: [[1]], barred: NOBODY })),
      asks: [ask({ least: 1, most: 1 })],
    };
    return shownBy(question, { kinds: [{ all: [0, 1], sets: [[0, 1]] }], asks: [[1, 1]] }, leaf(1, 4));
  };
  expect([one(1), one(1, 2), one(0.5), one(-1), one(2 ** 47), one(2 ** 45)]).toEqual([
    1,
    'unusable',
    'unusable',
    'unusable',
    'unusable',
    'unusable',
  ]);
  expect(leavesOf(undefined)).toBe(0);
});

/** A question of a few GPUs, sets and asks; groups among them. */
function seededQuestion(seed: number): TreeQuestion {
  const random = mulberry32(seed * 2_654_435);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const isFleet = pick(0, 1) === 0;
  const kinds = Array.from({ length: pick(1, 2) }, (): GpuKind => ({
    ...{ cost: isFleet ? pick(1, 5) : 0, most: pick(1, 2) },
    sets: Array.from({ length: pick(1, 3) }, () => [pick(0, 2), pick(0, 2), pick(0, 1)]),
    barred: pick(0, 3) === 0 ? new Set(['a']) : NOBODY,
  }));
  const asks = Array.from({ length: pick(1, 3) }, () => {
    const most = pick(1, 2);
    return ask({
      ...{ least: isFleet ? most : 0, most, weight: isFleet ? 0 : pick(1, 4) },
      group: ['a', 'b', null][pick(0, 2)] ?? null,
      pools: isFleet && pick(0, 1) === 0 ? [0, pick(1, 2)] : [pick(0, 2)],
    });
  });
  return { kinds, asks };
}

/** The least value by trying everything, GPU by GPU and slot by slot; Infinity where not all can be served. */
function bruteLeast({ kinds, asks }: TreeQuestion): number {
  let reach = new Map([[asks.map(() => 0).join(), 0]]);
  for (const { cost, most, sets, barred } of kinds) {
    for (let gpu = 0; gpu < most; gpu++) {
      const next = new Map(reach);
      const put = (served: readonly number[], value: number): void => {
        const key = served.join();
        next.set(key, Math.min(next.get(key) ?? Infinity, value));
      };
      for (const [key, value] of reach) {
        for (const set of sets) {
          const slots = set.flatMap((count, pool) => new Array<number>(count).fill(pool));
          const serve = (
            slot: number,
            served: readonly number[],
            here: ReadonlySet<string>,
            sum: number,
          ): void => {
            if (slot === slots.length) {
              put(served, sum);
              return;
            }
            serve(slot + 1, served, here, sum);
            asks.forEach(({ most: limit, weight, group, pools }, at) => {
              if (!pools.includes(slots[slot] ?? -1) || (served[at] ?? 0) >= limit) return;
              if (group !== null && here.has(group)) return;
              const more = served.with(at, (served[at] ?? 0) + 1);
              serve(slot + 1, more, group === null ? here : new Set([...here, group]), sum - weight);
            });
          };
          serve(0, key.split(',').map(Number), barred, value + cost);
        }
      }
      reach = next;
    }
  }
  const full = [...reach].filter(([key]) =>
    asks.every(({ least }, at) => (Number(key.split(',')[at]) || 0) >= least),
  );
  return Math.min(Infinity, ...full.map(([, value]) => value));
}

describe('against brute force, seeds 1 to 150', () => {
  const all = Array.from({ length: 150 }, (_, index) => {
    const question = seededQuestion(index + 1);
    return { seed: index + 1, question, least: bruteLeast(question) };
  });

  test('no prices and no tree show more than there is, however wrong they are', () => {
    for (const { seed, question, least } of all) {
      const random = mulberry32(seed);
      const anyLeaf = (): ProofLeaf => ({
        prices: question.asks.map(() => Math.floor(random() * 12)),
        scale: Math.floor(random() * 4),
      });
      const anyTree = (depth: number): ProofTree => {
        if (depth === 0 || random() < 0.3) return anyLeaf();
        const kind = Math.floor(random() * question.kinds.length);
        const on = [
          { kind, set: null },
          { kind, set: 0 },
          { ask: Math.floor(random() * question.asks.length) },
        ][Math.floor(random() * 3)] ?? { ask: 0 };
        const atMost = Math.floor(random() * 3);
        return { on, atMost, below: anyTree(depth - 1), above: anyTree(depth - 1) };
      };
      for (let draw = 0; draw < 20; draw++) {
        const shown = shownBy(question, wholeCase(question), anyLeaf());
        expect([seed, shown === 'unusable' || (shown ?? -Infinity) <= least]).toEqual([seed, true]);
        if (least < Infinity) expect(faultsOfTree(question, anyTree(3), least + 1)).not.toEqual([]);
      }
    }
  });

  test('the tree that is made shows what there is, and none shows more', () => {
    let [forked, shown] = [0, 0];
    for (const { seed, question, least } of all) {
      const cuts: (readonly number[])[] = [];
      const { best, bound, isProven } = runSearch(solveApart(question, cuts), 50_000);
      if (isProven) expect([seed, best === null ? Infinity : -(bound ?? NaN) + 0]).toEqual([seed, least]);
      const tree = certify(question, least === Infinity ? 1e6 : least, { cuts });
      if (tree !== null) {
        shown++;
        if (!('prices' in tree)) forked++;
        expect([seed, faultsOfTree(question, tree, least === Infinity ? 1e6 : least)]).toEqual([seed, []]);
      }
      if (least < Infinity) expect(certify(question, least + 1, { cuts, maxCases: 40 })).toBeNull();
    }
    expect(shown).toBeGreaterThan(140);
    expect(forked).toBeGreaterThan(0);
  });
});

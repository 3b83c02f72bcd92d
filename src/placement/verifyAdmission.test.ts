/** The checker of who is let in, on questions small enough to be worked out by hand. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import {
  admitQuestion,
  largestCounts,
  verifyAdmission,
  type AdmitClaim,
  type AdmitFault,
  type AdmitSite,
  type AdmitWish,
} from './verifyAdmission.ts';

const board = findBoard('a100-pcie-40gb')!;
const ALL: ReadonlySet<string> = new Set(board.profiles.map(({ name }) => name));
const pieces = (text: string) =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [profile = '', start = '', wish] = part.split(/[@=]/);
      return { profile, start: Number(start), ...(wish === undefined ? {} : { wish: Number(wish) }) };
    });
const site = (standing: string, added: string, part: Partial<AdmitSite> = {}): AdmitSite => ({
  board,
  standing: pieces(standing),
  added: pieces(added),
  allowed: ALL,
  ...part,
});
const wish = (profile: string, count: number, weight: number, group: string | null = null): AdmitWish => ({
  profile,
  count,
  weight,
  group,
});
const codes = (faults: readonly AdmitFault[]): string[] => faults.map(({ code }) => code);

/** Beside a 3g, and on an empty GPU: two 3g worth 3 each, four 1g worth 1 each. All find room. */
const SITES = [site('3g.20gb@0', '3g.20gb@4'), site('', '3g.20gb@4 1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3')];
const WISHES = [wish('3g.20gb', 2, 3), wish('1g.5gb', 4, 1)];
const CLAIM: AdmitClaim = {
  granted: [2, 4],
  value: 10,
  bound: 10,
  isProven: true,
  prices: new Map(),
  scale: 1,
};

test('where all are let in nothing can be worth more, at prices of nothing', () => {
  expect(verifyAdmission(SITES, WISHES, CLAIM)).toEqual([]);
  // A bound that is not called proven may be above the value.
  expect(verifyAdmission(SITES, WISHES, { ...CLAIM, bound: 12, isProven: false })).toEqual([]);
  // Without prices the bound is not looked at.
  expect(verifyAdmission(SITES, WISHES, { ...CLAIM, bound: 1, isProven: false, prices: null })).toEqual([]);
});

describe('of what is claimed', () => {
  test.each<[string, Partial<AdmitClaim>, AdmitFault[]]>([
    [
      'a price that is no whole number',
      { prices: new Map([['1g.5gb', 0.5]]) },
      [{ code: 'weight-unusable', what: '1g.5gb' }],
    ],
    [
      'a price below nothing',
      { prices: new Map([['1g.5gb', -1]]) },
      [{ code: 'weight-unusable', what: '1g.5gb' }],
    ],
    ['a scale of nothing', { scale: 0 }, [{ code: 'weight-unusable', what: 'scale' }]],
    [
      'another value',
      { value: 9, bound: 9 },
      [
        { code: 'value-differs', claimed: 9, value: 10 },
        { code: 'bound-not-shown', bound: 9, shown: 10 },
      ],
    ],
    ['a bound above what is called the best', { bound: 11 }, [{ code: 'not-proven', value: 10, bound: 11 }]],
    [
      'prices that leave more',
      { prices: new Map([['1g.5gb', 2]]) },
      // Seven free slices at 2, four beside the 3g, and the 3g above their price of nothing.
      [{ code: 'bound-not-shown', bound: 10, shown: 6 + 14 + 6 }],
    ],
    [
      'more than is there',
      { granted: [2, 5], value: 11, bound: 11 },
      [
        { code: 'granted-unusable', wish: 1 },
        { code: 'count-differs', profile: '1g.5gb', wanted: 5, placed: 4 },
      ],
    ],
    [
      'a part of one',
      { granted: [2, 3.5], value: 9.5, bound: 9.5, prices: null },
      [
        { code: 'granted-unusable', wish: 1 },
        { code: 'count-differs', profile: '1g.5gb', wanted: 3.5, placed: 4 },
      ],
    ],
    [
      'nothing of a wish',
      { granted: [2] },
      [
        { code: 'count-differs', profile: '1g.5gb', wanted: 0, placed: 4 },
        { code: 'value-differs', claimed: 10, value: 6 },
      ],
    ],
  ])('%s', (_, part, faults) => {
    expect(verifyAdmission(SITES, WISHES, { ...CLAIM, ...part })).toEqual(faults);
  });

  test('less than nothing of a wish', () => {
    expect(codes(verifyAdmission(SITES, WISHES, { ...CLAIM, granted: [2, -1] }))).toContain(
      'granted-unusable',
    );
  });
});

describe('of the GPUs', () => {
  const with_ = (at: number, one: AdmitSite): string[] =>
    codes(verifyAdmission(SITES.with(at, one), WISHES, CLAIM));
  test.each<[string, number, AdmitSite, string[]]>([
    ['one that overlaps what stands', 0, site('3g.20gb@0', '3g.20gb@0'), ['layout-illegal']],
    ['one beside what is illegal already', 0, site('3g.20gb@2', '3g.20gb@4'), ['layout-illegal']],
    [
      'a profile that the driver has not',
      0,
      site('3g.20gb@0', '3g.20gb@4', { allowed: new Set(['1g.5gb']) }),
      ['profile-not-allowed'],
    ],
    ['one fewer than was granted', 0, site('3g.20gb@0', ''), ['count-differs']],
    ['one that nobody asked for', 0, site('3g.20gb@0', '2g.10gb@4'), ['count-differs', 'count-differs']],
  ])('%s', (_, at, one, expected) => {
    expect(with_(at, one)).toEqual(expected);
  });
});

test('a GPU is worth the dearest set beside what it holds, and a wish what it weighs above its price', () => {
  // One 7g worth 5, or two 3g worth 2 each.
  const wishes = [wish('7g.40gb', 1, 5), wish('3g.20gb', 2, 2)];
  const claim = { granted: [1, 0], value: 5, bound: 5, isProven: true, scale: 1 };
  const shown = (prices: Record<string, number>, scale = 1): unknown =>
    verifyAdmission([site('', '7g.40gb@0')], wishes, {
      ...claim,
      scale,
      prices: new Map(Object.entries(prices)),
    });
  expect(shown({ '7g.40gb': 5, '3g.20gb': 2 })).toEqual([]);
  // In halves: 4.5 for a 7g and 2.25 for a 3g leave half of one, which is not one.
  expect(shown({ '7g.40gb': 18, '3g.20gb': 9 }, 4)).toEqual([]);
  expect(shown({ '7g.40gb': 5, '3g.20gb': 3 })).toEqual([{ code: 'bound-not-shown', bound: 5, shown: 6 }]);
  expect(shown({ '7g.40gb': 5, '3g.20gb': 1 })).toEqual([{ code: 'bound-not-shown', bound: 5, shown: 7 }]);
  // What the driver there has not is worth nothing there.
  const allowed = new Set(['7g.40gb']);
  expect(
    verifyAdmission([site('', '7g.40gb@0', { allowed })], wishes, {
      ...claim,
      prices: new Map([
        ['7g.40gb', 5],
        ['3g.20gb', 3],
      ]),
    }),
  ).toEqual([]);
  // Two GPUs alike are two.
  const two = [site('', '7g.40gb@0'), site('', '3g.20gb@0 3g.20gb@4')];
  const both = { ...claim, granted: [1, 2], value: 9, bound: 9 };
  const prices = new Map([
    ['7g.40gb', 5],
    ['3g.20gb', 2],
  ]);
  expect(verifyAdmission(two, wishes, { ...both, prices })).toEqual([
    { code: 'bound-not-shown', bound: 9, shown: 10 },
  ]);
  expect(verifyAdmission(two, wishes, { ...both, prices: new Map() })).toEqual([]);
});

describe('members of a group', () => {
  const wishes = [wish('1g.5gb', 2, 1, 'web'), wish('1g.5gb', 1, 1)];
  const claim: AdmitClaim = { ...CLAIM, granted: [2, 1], value: 3, bound: 3 };
  const told = (...sites: AdmitSite[]): AdmitFault[] => verifyAdmission(sites, wishes, claim);
  test.each<[string, AdmitSite[], AdmitFault[]]>([
    ['on different GPUs', [site('', '1g.5gb@0=0 1g.5gb@1=1'), site('', '1g.5gb@0=0')], []],
    [
      'on one GPU',
      [site('', '1g.5gb@0=0 1g.5gb@1=0 1g.5gb@2=1')],
      [{ code: 'group-together', site: 0, group: 'web' }],
    ],
    [
      'beside one that was there',
      [site('', '1g.5gb@0=0'), site('', '1g.5gb@0=0 1g.5gb@1=1', { groups: new Set(['web']) })],
      [{ code: 'group-together', site: 1, group: 'web' }],
    ],
    [
      'beside another group',
      [site('', '1g.5gb@0=0'), site('', '1g.5gb@0=0 1g.5gb@1=1', { groups: new Set(['db']) })],
      [],
    ],
    [
      'of which nobody says for which wish one is',
      [site('', '1g.5gb@0 1g.5gb@1=1'), site('', '1g.5gb@0=0')],
      [
        { code: 'wish-differs', wish: -1 },
        { code: 'wish-differs', wish: 0 },
      ],
    ],
    [
      'that are said to be for another wish',
      [site('', '1g.5gb@0=0 1g.5gb@1=1'), site('', '1g.5gb@0=1')],
      [
        { code: 'wish-differs', wish: 0 },
        { code: 'wish-differs', wish: 1 },
      ],
    ],
  ])('%s', (_, sites, faults) => {
    expect(told(...sites)).toEqual(faults);
  });
});

test('the question of a tree: kinds of GPUs that can take the same, asks in the order of the wishes', () => {
  const sites = [
    site('', ''),
    site('3g.20gb@0', ''),
    site('', '7g.40gb@0'),
    site('', '', { groups: new Set(['web', 'db']) }),
    site('', '', { allowed: new Set(['1g.5gb']) }),
  ];
  const wishes = [wish('3g.20gb', 5, 2), wish('7g.40gb', 1, 4, 'web'), wish('3g.20gb', 1, 1)];
  const { kinds, asks } = admitQuestion(sites, wishes);
  const empty = [
    [2, 0],
    [0, 1],
  ];
  const sorted = kinds.map((kind) => ({
    ...kind,
    sets: kind.sets.map((set) => [...set]).toSorted((a, b) => (b[0] ?? 0) - (a[0] ?? 0)),
    barred: [...kind.barred],
  }));
  expect(sorted).toEqual([
    { cost: 0, most: 2, sets: empty, barred: [] },
    { cost: 0, most: 1, sets: [[1, 0]], barred: [] },
    { cost: 0, most: 1, sets: empty, barred: ['web'] },
    { cost: 0, most: 1, sets: [[0, 0]], barred: [] },
  ]);
  expect(asks).toEqual([
    { least: 0, most: 5, weight: 2, group: null, pools: [0] },
    { least: 0, most: 1, weight: 4, group: 'web', pools: [1] },
    { least: 0, most: 1, weight: 1, group: null, pools: [0] },
  ]);
});

test('a tree in the place of prices is held against that question', () => {
  const wishes = [wish('7g.40gb', 1, 5), wish('3g.20gb', 2, 2)];
  const claim: AdmitClaim = { granted: [1, 0], value: 5, bound: 5, isProven: true, prices: null, scale: 1 };
  const told = (...prices: number[]): string[] =>
    codes(verifyAdmission([site('', '7g.40gb@0')], wishes, { ...claim, tree: { prices, scale: 1 } }));
  expect(told(5, 2)).toEqual([]);
  expect(told(5, 3)).toEqual(['leaf-short']);
  expect(told(5)).toEqual(['leaf-unusable']);
});

test('of counts those are kept that no other has all of', () => {
  const sets = ['a', 'b', 'a a', 'a b', 'c', 'b a'].map((text) =>
    text.split(' ').map((profile) => ({ profile })),
  );
  expect(largestCounts(sets, ['a', 'b'])).toEqual([
    [2, 0],
    [1, 1],
  ]);
  expect(largestCounts([[]], ['a'])).toEqual([[0]]);
  expect(largestCounts([], ['a'])).toEqual([]);
});

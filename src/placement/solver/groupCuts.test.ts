import { expect, test } from 'vitest';
import type { Ask, TreeQuestion } from '../verifyTree.ts';
import { groupCuts } from './groupCuts.ts';

function cutsOf(
  rows: readonly (readonly [group: string | null, most: number, ...pools: number[]])[],
): string[] {
  const asks = rows.map(([group, most, ...pools]): Ask => ({ least: 0, most, weight: 1, group, pools }));
  const question: TreeQuestion = { kinds: [], asks };
  return groupCuts(question).map((cut) => cut.join(''));
}

test('where nobody is kept from anybody there are no cuts', () => {
  expect(
    cutsOf([
      [null, 5, 0],
      [null, 9, 1],
    ]),
  ).toEqual([]);
  // A lone member has nobody to be kept from.
  expect(
    cutsOf([
      ['db', 1, 0],
      [null, 9, 0],
    ]),
  ).toEqual([]);
  expect(cutsOf([])).toEqual([]);
});

test('each group as a whole, the largest first, then the parts of it that have more than one member', () => {
  expect(
    cutsOf([
      ['db', 2, 0],
      [null, 9, 0],
      ['web', 5, 1],
      ['db', 1, 2],
    ]).slice(0, 3),
  ).toEqual(['0010', '1001', '1000']);
});

test('parts of a group of four asks, and none of one of five but the whole', () => {
  const four = cutsOf([0, 1, 2, 3].map((pool) => ['db', 2, pool] as const));
  expect(new Set(four)).toEqual(
    new Set(Array.from({ length: 15 }, (_, bits) => (bits + 1).toString(2).padStart(4, '0'))),
  );
  expect(cutsOf([0, 1, 2, 3, 4].map((pool) => ['db', 2, pool] as const))).toEqual(['11111']);
});

test('of the groups of one pool the two, three and so on that are largest there, up to eight together', () => {
  const some = cutsOf([
    ['a', 2, 0],
    ['b', 4, 0],
    ['c', 3, 0],
    ['c', 9, 1],
  ]);
  // In pool 0 the order is b, c, a.
  expect(some).toContain('0110');
  expect(some).toContain('1110');
  expect(some).not.toContain('1100');
  expect(some).not.toContain('1010');
  // A pool has an order of its own: of all its members "a" has most, and in pool 1 "b" and "c" have.
  const own = cutsOf([
    ['a', 9, 0],
    ['a', 1, 1],
    ['b', 2, 1],
    ['c', 3, 1],
  ]);
  expect(own).toContain('0011');
  expect(own).not.toContain('0101');
  const many = cutsOf(Array.from({ length: 10 }, (_, at) => [`g${at}`, 20 - at, 0] as const));
  expect(many).toContain('1111111100');
  expect(many.filter((cut) => cut.startsWith('111111111'))).toEqual([]);
  expect(new Set(many).size).toBe(many.length);
});

test('no more than sixty', () => {
  expect(cutsOf(Array.from({ length: 80 }, (_, at) => [`g${at}`, 3, at] as const))).toHaveLength(60);
});

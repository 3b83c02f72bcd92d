import { expect, test } from 'vitest';
import {
  partProblem,
  partsOf,
  standsIn,
  surplusOf,
  type Fill,
  type OrderProblem,
  type Vacate,
} from './orderProblem.ts';

const goes = (needs: readonly number[] = [], weight = 1): Vacate => ({ needs, pool: null, weight });
const anyOf = (pool: number, weight = 1): Vacate => ({ needs: [], pool, weight });
const comes = (waitsFor: readonly number[] = [], pool: number | null = null): Fill => ({ waitsFor, pool });

test('whose room each stands in', () => {
  const problem: OrderProblem = {
    vacates: [goes(), goes(), goes()],
    fills: [comes([0, 2]), comes([2]), comes()],
  };
  expect(standsIn(problem)).toEqual([[0], [], [0, 1]]);
});

test('of a pool as many go for nothing as go more than come, and never fewer than none', () => {
  const problem: OrderProblem = {
    vacates: [anyOf(0), anyOf(0), anyOf(0), anyOf(1), anyOf(2), goes()],
    fills: [comes([], 0), comes([], 1), comes([], 1), comes([], 3), comes()],
  };
  expect([...surplusOf(problem)].sort(([a], [b]) => a - b)).toEqual([
    [0, 2],
    [1, 0],
    [2, 1],
    [3, 0],
  ]);
});

const partsIn = (problem: OrderProblem): string[] =>
  partsOf(problem).map(({ vacates, fills }) => `${vacates.join()} | ${fills.join()}`);

test('parts have no room, no wish and no pool in common', () => {
  expect(partsIn({ vacates: [goes(), goes()], fills: [comes(), comes()] })).toEqual([
    '0 | ',
    '1 | ',
    ' | 0',
    ' | 1',
  ]);
  // Room ties the first two, a wish the next, a pool all three of it.
  expect(
    partsIn({
      vacates: [goes(), goes([2]), anyOf(0), anyOf(0), goes()],
      fills: [comes([0]), comes([], 0), comes(), comes([4])],
    }),
  ).toEqual(['0 | 0', '1 | 2', '2,3 | 1', '4 | 3']);
  // A chain: 0 needs the fill that waits for 1, which needs the fill that waits for 2.
  expect(
    partsIn({ vacates: [goes([1]), goes([0]), goes()], fills: [comes([2]), comes([1]), comes()] }),
  ).toEqual(['0,1,2 | 0,1', ' | 2']);
  expect(partsIn({ vacates: [anyOf(0), anyOf(1)], fills: [comes([], 1), comes([], 0)] })).toEqual([
    '0 | 1',
    '1 | 0',
  ]);
  expect(partsIn({ vacates: [], fills: [] })).toEqual([]);
});

test('a part is a problem of its own, numbered anew', () => {
  const problem: OrderProblem = {
    vacates: [goes([0], 5), anyOf(3, 2), goes([2, 1], 7)],
    fills: [comes([1]), comes([2], 3), comes([0, 2])],
  };
  expect(partProblem(problem, { vacates: [1, 2], fills: [1, 2] })).toEqual({
    vacates: [anyOf(3, 2), goes([1, 0], 7)],
    fills: [comes([1], 3), comes([1])],
  });
  expect(partProblem(problem, { vacates: [0, 1, 2], fills: [0, 1, 2] })).toEqual(problem);
});

import { expect, test } from 'vitest';
import { Branching } from './branching.ts';
import type { Node } from './openNodes.ts';
import { arraysOf } from './arrays.ts';

const COLUMNS = 4;
const branching = (): Branching =>
  new Branching(
    arraysOf({
      rows: [],
      columns: Array.from({ length: COLUMNS }, () => ({ cost: 1, entries: [], high: 9 })),
    }),
  );

/** A node made by moving one bound of a column by `distance` from where the relaxation had it. */
const nodeOf = (column: number, isHigh: boolean, distance: number, parentCost: number): Node => ({
  ...{ parent: null, column, isHigh, value: 0, depth: 1, bound: 0, parentCost, distance },
});

const choose = (of: Branching, x: readonly number[], first = 0) =>
  of.choose(Float64Array.from(x), x.length, first);

test('before anything was seen the column goes first that is nearest to the middle, of equal ones the first', () => {
  expect(choose(branching(), [0.2, 3.5, 0.9, 2])).toEqual({ column: 1, value: 3.5, isUpFirst: false });
  expect(choose(branching(), [0.25, 1.25])).toMatchObject({ column: 0 });
  // 0.3 from below and 0.3 from above are as far.
  expect(choose(branching(), [2.7, 1.25])).toEqual({ column: 0, value: 2.7, isUpFirst: true });
});

test('what is whole within a millionth is no choice', () => {
  expect(choose(branching(), [1.0000005, 2.9999995, 0])).toBe(null);
  expect(choose(branching(), [1.000002, 0.4])).toMatchObject({ column: 1 });
  expect(choose(branching(), [1.000002, 4])).toMatchObject({ column: 0, isUpFirst: false });
  expect(choose(branching(), [3, 0.999998])).toMatchObject({ column: 1, isUpFirst: true });
  expect(choose(branching(), [])).toBe(null);
});

test('columns before the first are passed over', () => {
  expect(choose(branching(), [0.5, 0.5, 0.1, 1.2], 2)).toMatchObject({ column: 3 });
  expect(choose(branching(), [0.5, 0.5, 1, 2], 2)).toBe(null);
});

test('a column that cost much both ways goes before one nearer to the middle', () => {
  const seen = branching();
  // Down 5 for half a step, up 4 for a quarter: 10 and 16 for a whole one.
  seen.learn(nodeOf(0, true, 0.5, 100), 105);
  seen.learn(nodeOf(0, false, 0.25, 100), 104);
  // Column 1: 1 and 1 for a whole one.
  seen.learn(nodeOf(1, true, 1, 50), 51);
  seen.learn(nodeOf(1, false, 0.5, 50), 50.5);
  // (10 x 0.1) (16 x 0.9) = 14.4 against (1 x 0.5) (1 x 0.5).
  expect(choose(seen, [3.1, 2.5])).toEqual({ column: 0, value: 3.1, isUpFirst: false });
});

test('down and up are kept apart, each as the mean of what was seen', () => {
  const down = branching();
  for (const column of [0, 1])
    for (const isHigh of [true, false]) down.learn(nodeOf(column, isHigh, 1, 0), column === 0 ? 4 : 3);
  // Of column 0, down: (4 + 0) / 2 = 2, so 2 x 0.5 x 4 x 0.5 = 2 against 3 x 0.5 x 3 x 0.5 = 2.25.
  down.learn(nodeOf(0, true, 1, 0), 0);
  expect(choose(down, [0.5, 0.5])).toMatchObject({ column: 1 });
  // Down is what counts near to the next whole number: 0.9 down and 0.1 up, and the other way round.
  const one = branching();
  one.learn(nodeOf(0, true, 1, 0), 8);
  one.learn(nodeOf(0, false, 1, 0), 2);
  one.learn(nodeOf(1, true, 1, 0), 2);
  one.learn(nodeOf(1, false, 1, 0), 8);
  // 7.2 x 0.2 = 1.44 and 1.8 x 0.8 = 1.44: the product does not say, the first goes.
  expect(choose(one, [0.9, 0.9])).toMatchObject({ column: 0 });
});

test('of what was not seen the mean of all is expected', () => {
  const seen = branching();
  seen.learn(nodeOf(0, true, 1, 0), 9);
  seen.learn(nodeOf(0, false, 1, 0), 1);
  // The mean is 5: 5 x 0.5 x 5 x 0.5 against 9 x 0.5 x 1 x 0.5.
  expect(choose(seen, [0.5, 0.5])).toMatchObject({ column: 1 });
  // One side of column 2 is known to cost nothing, which makes it the least.
  seen.learn(nodeOf(2, true, 1, 7), 7);
  expect(choose(seen, [0.5, 1, 0.5])).toMatchObject({ column: 0 });
});

test('a cost that fell counts as none, and a step of no length as nothing seen', () => {
  const seen = branching();
  seen.learn(nodeOf(0, true, 0.5, 10), 6);
  seen.learn(nodeOf(0, false, 0.5, 10), 6);
  seen.learn(nodeOf(1, true, 0.5, 10), 11);
  seen.learn(nodeOf(1, false, 0.5, 10), 11);
  expect(choose(seen, [0.5, 0.5])).toMatchObject({ column: 1 });
  const none = branching();
  none.learn(nodeOf(0, true, 0, 10), 1000);
  none.learn(nodeOf(0, false, -1, 10), 1000);
  expect(choose(none, [0.3, 0.4])).toMatchObject({ column: 1 });
});

test('where nothing costs anything the middle decides again', () => {
  const free = branching();
  for (const column of [0, 1])
    for (const isHigh of [true, false]) free.learn(nodeOf(column, isHigh, 1, 3), 3);
  expect(choose(free, [0.9, 0.6])).toMatchObject({ column: 1 });
});

test('the nearest to whole is the one that is not whole itself', () => {
  const nearest = (x: readonly number[], columns = x.length) =>
    Branching.nearest(Float64Array.from(x), columns);
  expect(nearest([1.4, 2.1, 3, 4.95])).toBe(3);
  expect(nearest([1.4, 2.1, 3, 4.95], 3)).toBe(1);
  expect(nearest([0.5, 7.5])).toBe(0);
  expect(nearest([1, 2.0000005, 3])).toBe(-1);
  expect(nearest([1.000002, 2.5])).toBe(0);
  expect(nearest([])).toBe(-1);
});

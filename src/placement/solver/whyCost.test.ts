/** Which of two ways is cheaper, and how far one may go and still be it. */
import { expect, test } from 'vitest';
import { cheaper, compareCosts, distanceLeft, FREE, isCheaper, type WayCost } from './whyCost.ts';

/** From what weighs most to what weighs least. */
const FIELDS = [
  ...(['vmsWaiting', 'lessCompute', 'vmsInterrupted', 'instancesRemoved'] as const),
  ...(['instancesMoved', 'otherProfile', 'moreMemory', 'distance'] as const),
] as const;

const costOf = (more: Partial<WayCost>): WayCost => ({ ...FREE, ...more });

test.each(FIELDS.map((field, at) => [field, FIELDS.slice(at + 1)] as const))(
  'one of %s is dearer than any number of what weighs less: %j',
  (field, lesser) => {
    const one = costOf({ [field]: 1 });
    const many = costOf(Object.fromEntries(lesser.map((name) => [name, 9])));
    expect(compareCosts(one, many)).toBeGreaterThan(0);
    expect(compareCosts(many, one)).toBeLessThan(0);
    expect(compareCosts(one, costOf({ [field]: 1 }))).toBe(0);
    expect(compareCosts(costOf({ [field]: 2 }), one)).toBeGreaterThan(0);
  },
);

test('what costs nothing is as cheap as anything', () => {
  expect(Object.keys(FREE).sort()).toEqual([...FIELDS].sort());
  for (const field of FIELDS) expect(FREE[field]).toBe(0);
});

test('of two ways the cheaper, of two alike the first, and of one and none the one', () => {
  const near = { cost: costOf({ distance: 1 }), name: 'near' };
  const alike = { cost: costOf({ distance: 1 }), name: 'alike' };
  const far = { cost: costOf({ distance: 2 }), name: 'far' };
  expect(cheaper(near, far)).toBe(near);
  expect(cheaper(far, near)).toBe(near);
  expect(cheaper(near, alike)).toBe(near);
  expect(cheaper(null, far)).toBe(far);
  expect(cheaper(far, null)).toBe(far);
  expect(cheaper(null, null)).toBe(null);
});

test('what costs as much as what is known is not cheaper', () => {
  const known = { cost: costOf({ vmsInterrupted: 1, distance: 2 }) };
  expect(isCheaper(costOf({ vmsInterrupted: 1, distance: 1 }), known)).toBe(true);
  expect(isCheaper(costOf({ vmsInterrupted: 1, distance: 2 }), known)).toBe(false);
  expect(isCheaper(costOf({ vmsInterrupted: 1, distance: 3 }), known)).toBe(false);
  expect(isCheaper(costOf({ vmsWaiting: 9 }), null)).toBe(true);
});

test('moves may go as far as the best known way is farther, and anywhere where theirs is cheaper but for that', () => {
  const best = { cost: costOf({ vmsInterrupted: 1, distance: 5 }) };
  expect(distanceLeft(best, costOf({ vmsInterrupted: 1, distance: 2 }))).toBe(3);
  // Of the same price where they do not move at all: nothing is left.
  expect(distanceLeft(best, costOf({ vmsInterrupted: 1, distance: 5 }))).toBe(0);
  expect(distanceLeft(best, costOf({ distance: 9 }))).toBe(Infinity);
  expect(distanceLeft(null, costOf({ vmsInterrupted: 1 }))).toBe(Infinity);
});

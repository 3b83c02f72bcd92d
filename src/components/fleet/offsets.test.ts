import { expect, test } from 'vitest';
import { offsetsOf, partsOf, rowAt } from './offsets.ts';

const FIVE = offsetsOf([10, 20, 30, 40, 50], 4);

test('rows lie one below the other with a gap between', () => {
  expect([...FIVE.tops]).toEqual([0, 14, 38, 72, 116, 170]);
});

test.each([
  [-5, 0],
  [0, 0],
  [13, 0],
  [14, 1],
  [71, 2],
  [116, 4],
  [9000, 4],
])('at %i px is row %i', (px, row) => {
  expect(rowAt(FIVE, px)).toBe(row);
});

test('what is drawn and the space between add up to the height of all, whatever is pinned', () => {
  const whole = (FIVE.tops.at(-1) ?? 0) - FIVE.gapPx;
  for (let from = 0; from < 5; from++) {
    for (let to = from; to < 5; to++) {
      for (const pinned of [[], [0], [4], [1, 3], [-1, 5]]) {
        const parts = partsOf(FIVE, from, to, pinned);
        const heights = parts.map((part) =>
          part.kind === 'space' ? part.heightPx : [10, 20, 30, 40, 50][part.index]!,
        );
        const sum = heights.reduce((total, height) => total + height, 0) + FIVE.gapPx * (parts.length - 1);
        expect(sum).toBe(whole);
      }
    }
  }
});

test('a pinned row stands where it would stand among all', () => {
  expect(partsOf(FIVE, 0, 0, [3])).toEqual([
    { kind: 'row', index: 0 },
    { kind: 'space', before: 3, heightPx: 54 },
    { kind: 'row', index: 3 },
    { kind: 'space', before: 5, heightPx: 50 },
  ]);
});

test('an empty list has no parts', () => {
  expect(partsOf(offsetsOf([], 4), 0, 3, [0])).toEqual([]);
});

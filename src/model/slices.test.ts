import { expect, test } from 'vitest';
import { makeBoard, makeProfile } from './boards.testing.ts';
import { blockOf, makeRangeName, rangesOverlap } from './slices.ts';

test.each([
  ['apart', { start: 0, count: 2 }, { start: 3, count: 2 }, false],
  ['side by side', { start: 0, count: 2 }, { start: 2, count: 2 }, false],
  ['one slice shared', { start: 0, count: 3 }, { start: 2, count: 2 }, true],
  ['one inside the other', { start: 0, count: 8 }, { start: 4, count: 1 }, true],
])('ranges that are %s, either way round', (_, a, b, overlap) => {
  expect([rangesOverlap(a, b), rangesOverlap(b, a)]).toEqual([overlap, overlap]);
});

test('one slice is named alone, more by first and last', () => {
  expect(makeRangeName({ start: 4, count: 1 })).toBe('slice 4');
  expect(makeRangeName({ start: 4, count: 4 })).toBe('slices 4–7');
  expect(makeRangeName({ start: 0, count: 2 })).toBe('slices 0–1');
});

const eight = makeBoard([makeProfile({ name: '3g.20gb', computeSlices: 3, memorySlices: 4 })]);
const twelve = makeBoard([makeProfile({ name: '2g.48gb', computeSlices: 2, memorySlices: 6 })], {
  computeSlices: 4,
  memorySlices: 12,
});

test('a block has the rows of its compute slices and the columns of its memory slices', () => {
  expect(blockOf(eight, '3g.20gb', 4)).toEqual({
    compute: { start: 4, count: 3 },
    memory: { start: 4, count: 4 },
  });
});

test('where three units make a row, the row of a start is a third of it', () => {
  expect(blockOf(twelve, '2g.48gb', 6)).toEqual({
    compute: { start: 2, count: 2 },
    memory: { start: 6, count: 6 },
  });
});

test.each([
  ['as wide as its name says', twelve, '1g.10gb', 1, 3],
  ['the same with a unit for each row', eight, '2g.10gb', 2, 2],
  ['and one slice where the name says nothing', twelve, 'no profile', 1, 3],
] as const)('a profile that the board does not have: %s', (_, board, name, compute, memory) => {
  expect(blockOf(board, name, 3)).toEqual({
    compute: { start: board === twelve ? 1 : 3, count: compute },
    memory: { start: 3, count: memory },
  });
});

test('a profile whose memory slices are not public is as wide as its compute slices', () => {
  const board = makeBoard([makeProfile({ name: '2g.10gb', computeSlices: 2, memorySlices: null })]);
  expect(blockOf(board, '2g.10gb', 0).memory.count).toBe(2);
});

import { expect, test } from 'vitest';
import { makeBoard, makeProfile } from './boards.testing.ts';
import {
  columnPitches,
  columnsOf,
  hueOf,
  labelsInside,
  roomierSide,
  smallName,
  standingBlock,
} from './drawing.ts';

const eight = makeBoard([
  makeProfile({ name: '1g.5gb' }),
  makeProfile({ name: '1g.10gb', memorySlices: 2 }),
  makeProfile({ name: '3g.20gb', computeSlices: 3, memorySlices: 4 }),
]);
const four = makeBoard([], { computeSlices: 4, memorySlices: 4 });
const twelve = makeBoard([], { computeSlices: 4, memorySlices: 12 });
const unknown = makeBoard([], { computeSlices: 2, memorySlices: null });

test.each([
  ['1g.5gb', '1g'],
  ['1g.10gb', 'wide-1g'],
  ['3g.20gb', '3g'],
  // Not of this board: by its name, and never wide.
  ['1g.20gb', '1g'],
  ['2g.10gb', '2g'],
  ['4g.20gb', '4g'],
  ['7g.40gb', '7g'],
  ['5g.40gb', 'unknown'],
  ['no profile', 'unknown'],
])('the hue of %s is %s', (name, hue) => {
  expect(hueOf(eight, name)).toBe(hue);
});

test('without a board the name decides', () => {
  expect([hueOf(undefined, '1g.10gb'), hueOf(undefined, '2g.10gb')]).toEqual(['1g', '2g']);
});

test('a 1g is wide beside what is known only: a width that is not public is none', () => {
  const board = makeBoard([
    makeProfile({ name: '1g.5gb', memorySlices: null }),
    makeProfile({ name: '1g.10gb', memorySlices: 2 }),
  ]);
  expect([hueOf(board, '1g.5gb'), hueOf(board, '1g.10gb')]).toEqual(['1g', '1g']);
});

test.each([
  ['8 slices', eight, 8, 1],
  ['4 slices, as wide together as 7', four, 4, 1.75],
  ['12 units', twelve, 12, 1],
  ['not public', unknown, 1, 7],
] as const)('columns and their width: %s', (_, board, columns, pitches) => {
  expect([columnsOf(board), columnPitches(board)]).toEqual([columns, pitches]);
});

test.each([
  ['inside', '3g.20gb', 4, [4, 3], [4, 4]],
  ['past the last row', '3g.20gb', 6, [6, 1], [6, 2]],
  ['past the grid', '3g.20gb', 40, [6, 1], [7, 1]],
] as const)('what stands %s ends in the grid', (_, name, start, compute, memory) => {
  const block = standingBlock(eight, name, start);
  expect([block.compute.start, block.compute.count]).toEqual(compute);
  expect([block.memory.start, block.memory.count]).toEqual(memory);
});

const block = (rows: number, columns: number, start = 0) => ({
  compute: { start: 0, count: rows },
  memory: { start, count: columns },
});

test.each([
  ['two rows of three columns', eight, 2, 3, true],
  ['one row', eight, 1, 8, false],
  ['two columns', eight, 7, 2, false],
  ['two of four columns', four, 1, 2, true],
  ['one of four columns', four, 4, 1, false],
  ['one of four rows', twelve, 1, 3, true],
] as const)('room for labels inside: %s', (_, board, rows, columns, inside) => {
  expect(labelsInside(board, block(rows, columns))).toBe(inside);
});

test('beside a block, the side with more columns has the label, the right one where they are equal', () => {
  expect(roomierSide(eight, block(1, 2, 0))).toBe('right');
  expect(roomierSide(eight, block(1, 2, 3))).toBe('right');
  expect(roomierSide(eight, block(1, 2, 4))).toBe('left');
  expect(roomierSide(eight, block(1, 2, 6))).toBe('left');
});

test('a small name keeps the size, and a sign that there is more to it', () => {
  expect([smallName('1g.5gb'), smallName('1g.5gb+me'), smallName('3g.20gb')]).toEqual(['1g', '1g+', '3g']);
  expect(smallName('odd')).toBe('odd');
});

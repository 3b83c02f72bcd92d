import { expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { gpuOf } from '../placement/standing.testing.ts';
import { beside, gridLines } from './asciiGrid.ts';

function drawn(board: string, layout: string): string[] {
  const known = findBoard(board);
  if (known === undefined) throw new Error(board);
  return gridLines({ board: known, instances: gpuOf(layout, board).instances });
}

test('an A100: rows are compute slices, columns memory slices, digits are starts', () => {
  expect(drawn('a100-pcie-40gb', '3g.20gb@0 1g.10gb@4 1g.5gb@6')).toEqual([
    '    0 1 2 3 4 5 6 7',
    '  0 0 0 0 0 . . . .',
    '  1 0 0 0 0 . . . .',
    '  2 0 0 0 0 . . . .',
    '  3 . . . . . . . .',
    '  4 . . . . 4 4 . .',
    '  5 . . . . . . . .',
    '  6 . . . . . . 6 .',
  ]);
});

test('an RTX PRO 6000: columns are as wide as their numbers', () => {
  expect(drawn('rtx-pro-6000-server', '2g.48gb@0 1g.24gb@9')).toEqual([
    '     0  1  2  3  4  5  6  7  8  9 10 11',
    '  0  0  0  0  0  0  0  .  .  .  .  .  .',
    '  1  0  0  0  0  0  0  .  .  .  .  .  .',
    '  2  .  .  .  .  .  .  .  .  .  .  .  .',
    '  3  .  .  .  .  .  .  .  .  .  9  9  9',
  ]);
});

test('what stands over another, what is stranded, and marks of one’s own', () => {
  const board = findBoard('a30-24gb');
  if (board === undefined) throw new Error('no A30');
  const { instances } = gpuOf('2g.12gb@0 1g.6gb@1', 'a30-24gb');
  const stranded = { strandedCompute: [2], strandedMemory: [3] };
  expect(gridLines({ board, instances, ...stranded, fill: () => '=' })).toEqual([
    '    0 1 2 3',
    '  0 = = . /',
    '  1 = # . /',
    '  2 / / / /',
    '  3 . . . /',
  ]);
});

test('an instance that a text put past the grid ends at its edge', () => {
  expect(drawn('a30-24gb', '4g.24gb@2')).toEqual([
    '    0 1 2 3',
    '  0 . . . .',
    '  1 . . . .',
    '  2 . . 2 2',
    '  3 . . 2 2',
  ]);
});

test('lines beside each other', () => {
  expect(beside(['a', 'bcd'], ['x', '', 'y'])).toEqual(['a     x', 'bcd', '      y']);
});

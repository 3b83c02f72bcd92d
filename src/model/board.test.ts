import { expect, test } from 'vitest';
import { boardLabel, isDrawable, profileOf, unitsPerRow } from './board.ts';
import { makeBoard, makeProfile } from './boards.testing.ts';

const known = makeProfile({ name: '1g.5gb', starts: [0, 1] });
const unknown = makeProfile({ name: '2g.10gb', starts: null });

test('a profile is found by its whole name', () => {
  const board = makeBoard([known, unknown]);
  expect(profileOf(board, '2g.10gb')).toBe(unknown);
  expect(profileOf(board, '1g')).toBeUndefined();
});

test.each([
  ['with the starts of one profile known', [known, unknown], 8, true],
  ['with no starts known', [unknown], 8, false],
  ['without memory slices', [known], null, false],
  ['without profiles', [], 8, false],
] as const)('drawable or not: a board %s', (_, profiles, memorySlices, drawable) => {
  expect(isDrawable(makeBoard(profiles, { memorySlices }))).toBe(drawable);
});

test.each([
  ['the maker and remarks are left out', ['NVIDIA B300 (exact string not seen)'], 'B300'],
  [
    'all names are said',
    ['NVIDIA A100-SXM4-80GB', 'NVIDIA A100 80GB PCIe'],
    'A100-SXM4-80GB / A100 80GB PCIe',
  ],
  [
    'names that differ by the maker only are one',
    ['A100-PCIE-40GB', 'NVIDIA A100-PCIE-40GB'],
    'A100-PCIE-40GB',
  ],
  ['a name inside the name stays', ['RTX NVIDIA 1 (a) b'], 'RTX NVIDIA 1 (a) b'],
  ['without a name it is the id', [], 'made-up'],
])('the label of a board: %s', (_, productNames, label) => {
  expect(boardLabel(makeBoard([], { productNames }))).toBe(label);
});

test.each([
  ['7 rows, 8 slices', 7, 8, 1],
  ['4 rows, 12 units', 4, 12, 3],
  ['fewer slices than rows', 7, 4, 1],
  ['slices not public', 2, null, 1],
])('units of a row: %s', (_, computeSlices, memorySlices, units) => {
  expect(unitsPerRow(makeBoard([], { computeSlices, memorySlices }))).toBe(units);
});

import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { lineOf, linesOf, piecesOf } from './gpuLines.ts';

const read = parseLayout(Array.from({ length: 30 }, (_, n) => `big/${n} a100-pcie-40gb:`).join('\n'));
if (!read.ok) throw new Error(read.error.code);
const gpus = read.value.plan.hosts[0]!.gpus;
const NONE = new Map<never, never>();
/** Room for four grids of 210 px with 20 px between. */
const GRIDS = { isGrid: true, widthPx: 900, isNarrow: false };
const STRIPS = { ...GRIDS, isGrid: false };

test('a line has as many grids as stand side by side', () => {
  const { firsts } = linesOf(gpus, GRIDS, NONE);
  expect(firsts).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 30]);
  expect(linesOf(gpus, { ...GRIDS, widthPx: 1130 }, NONE).firsts).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(linesOf(gpus, { ...GRIDS, widthPx: 1129 }, NONE).firsts).toHaveLength(9);
});

test('a GPU to a line as strips, with nothing between', () => {
  const { firsts, offsets } = linesOf(gpus, STRIPS, NONE);
  expect(firsts).toHaveLength(31);
  expect([...offsets.tops.slice(0, 4)]).toEqual([0, 34, 68, 102]);
});

test('a line is as high as the highest that was measured in it', () => {
  const guessed = linesOf(gpus, GRIDS, NONE).offsets.tops;
  const measured = linesOf(gpus, GRIDS, new Map([[gpus[5]!.id, 300]])).offsets.tops;
  expect(measured[1]).toBe(guessed[1]);
  expect((measured[2] ?? 0) - (measured[1] ?? 0)).toBe(308);
});

test.each([
  [0, 0],
  [3, 0],
  [4, 1],
  [27, 6],
  [29, 7],
])('GPU %i stands in line %i', (index, line) => {
  expect(lineOf(linesOf(gpus, GRIDS, NONE), index)).toBe(line);
});

test('drawn are the lines in sight, the pinned ones, the first and the last; the height of all stays the same', () => {
  const lines = linesOf(gpus, GRIDS, NONE);
  const pieces = piecesOf(lines, 2, 3, [5]);
  const drawn = pieces.flatMap((piece) => (piece.kind === 'gpu' ? [piece.index] : []));
  expect(drawn).toEqual([0, 1, 2, 3, ...[8, 9, 10, 11, 12, 13, 14, 15], ...[20, 21, 22, 23], 28, 29]);
  const spaces = pieces.flatMap((piece) => (piece.kind === 'space' ? [piece.heightPx] : []));
  const one = (lines.offsets.tops[1] ?? 0) - 8;
  expect(spaces).toEqual([one, one, one]);
});

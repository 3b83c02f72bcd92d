import { expect, test } from 'vitest';
import { SHADE_NAMES, SHADINGS, shadeOf } from './shades.ts';

const use = (memoryUsed: number, memoryTotal = 8, strandedMemory: number[] = []) => ({
  computeTotal: 7,
  computeUsed: 0,
  memoryTotal,
  memoryUsed,
  strandedCompute: [],
  strandedMemory,
});

test.each([
  [0, 0],
  [1, 1],
  [4, 1],
  [5, 2],
  [6, 2],
  [7, 3],
  [8, 4],
])('%i of 8 memory slices used is shade %i', (used, shade) => {
  expect(shadeOf(use(used), 'use')).toBe(shade);
});

test.each([
  [[], 0],
  [[7], 1],
  [[3, 4, 5, 6, 7], 4],
])('stranded slices %j are shade %i', (stranded, shade) => {
  expect(shadeOf(use(0, 8, stranded), 'stranded')).toBe(shade);
});

test('a GPU without slices has no shade, and each shade has a name', () => {
  expect(shadeOf(use(0, 0), 'use')).toBeNull();
  for (const by of SHADINGS) expect(SHADE_NAMES[by]).toHaveLength(5);
});

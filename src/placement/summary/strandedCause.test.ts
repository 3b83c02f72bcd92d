import { expect, test } from 'vitest';
import { isDrawable } from '../../model/board.ts';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import { legalLayouts } from '../layouts/layouts.ts';
import { gpuOf } from '../standing.testing.ts';
import { sliceUse, trialInstances } from '../stranded.ts';
import { readGpu } from './strandedCause.ts';
import { causeMessage, sliceName } from './summaryMessages.ts';

test.each([
  ['', []],
  ['7g.40gb@0', []],
  [
    '3g.20gb@0 3g.20gb@4',
    ['Compute slice 3: 3g.20gb at 0 keeps 1g.5gb, 1g.5gb+me, 2g.10gb, 4g.20gb and 7g.40gb from it.'],
  ],
  [
    '4g.20gb@0 2g.10gb@4 1g.5gb@6',
    ['Memory slice 7: 1g.5gb at 6 keeps 1g.10gb, 3g.20gb and 7g.40gb from it.'],
  ],
  [
    // Neither of the two would strand it alone.
    '1g.5gb@1 1g.5gb@6',
    ['Memory slice 7: 1g.5gb at 6 keeps 1g.10gb, 3g.20gb and 7g.40gb from it.'],
  ],
])('%s: the fewest instances that strand a slice are named', (layout, sentences) => {
  const { causes } = readGpu(gpuOf(layout));
  expect(causes.map((cause) => `${sliceName(cause)}: ${causeMessage(cause)}`)).toEqual(sentences);
});

/** Boards that are cut alike are one. */
const CUTS = new Map(
  BOARDS.filter(isDrawable).map((board) => [
    JSON.stringify(
      board.profiles.map(({ starts, memorySlices, attributes }) => [starts, memorySlices, attributes]),
    ),
    board,
  ]),
);

test('of every layout of every cut, the cause alone strands the slice, and no part of it does', () => {
  let looked = 0;
  for (const board of CUTS.values()) {
    for (const layout of legalLayouts(board)) {
      const gpu = { board: board.id, use: 'mig', instances: trialInstances(layout) } as const;
      const { use, causes } = readGpu(gpu);
      expect(use).toEqual(sliceUse(gpu));
      expect(causes.map(({ kind, slice }) => [kind, slice])).toEqual([
        ...use.strandedCompute.map((slice) => ['compute', slice]),
        ...use.strandedMemory.map((slice) => ['memory', slice]),
      ]);
      for (const { kind, slice, by } of causes) {
        looked += 1;
        const strands = (set: typeof by): boolean => {
          const alone = sliceUse({ ...gpu, instances: trialInstances(set) });
          return (kind === 'compute' ? alone.strandedCompute : alone.strandedMemory).includes(slice);
        };
        if (!strands(by)) expect.fail(`${board.id} ${JSON.stringify(layout)}: ${kind} ${slice}`);
        if (by.some((left) => strands(by.filter((one) => one !== left))))
          expect.fail(`${board.id} ${JSON.stringify(by)}: a part of it would do`);
      }
    }
  }
  expect(looked).toBeGreaterThan(1000);
});

test('GPUs that are cut alike are read once, and others are not taken for them', () => {
  expect(readGpu(gpuOf('3g.20gb@0'))).toBe(readGpu(gpuOf('3g.20gb@0')));
  expect(readGpu(gpuOf('3g.20gb@0')).use).not.toEqual(readGpu(gpuOf('3g.20gb@4')).use);
  expect(readGpu({ ...gpuOf('3g.20gb@0'), use: 'off' }).use.memoryTotal).toBe(0);
  expect(readGpu(gpuOf('1g.5gb@0', 'board-of-tomorrow')).use.memoryTotal).toBe(0);
});

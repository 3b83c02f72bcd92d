import { expect, test } from 'vitest';
import { isDrawable } from '../model/board.ts';
import { BOARDS } from '../model/catalogue/catalogue.ts';
import { blockOf } from '../model/slices.ts';
import { layoutChoices } from './layouts/layoutChoices.ts';
import { checkPlacement } from './legal.ts';
import { strandedMessage } from './messages.ts';
import { gpuOf } from './standing.testing.ts';
import { sliceUse, strandedSlices, trialInstances } from './stranded.ts';

test.each([
  ['3g.20gb@0 3g.20gb@4', ['Compute slice 3: no profile can use it beside 3g.20gb and 3g.20gb.']],
  [
    '4g.20gb@0 2g.10gb@4 1g.5gb@6',
    ['Memory slice 7: no profile can use it beside 4g.20gb, 2g.10gb and 1g.5gb.'],
  ],
  [
    '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6',
    ['Memory slice 7: no profile can use it beside 7 × 1g.5gb.'],
  ],
  [
    '1g.10gb@0 1g.5gb@6',
    [
      'Compute slice 1: no profile can use it beside 1g.10gb and 1g.5gb.',
      'Memory slice 7: no profile can use it beside 1g.10gb and 1g.5gb.',
    ],
  ],
  ['7g.40gb@0', []],
  ['', []],
])('%s', (layout, sentences) => {
  expect(strandedSlices(gpuOf(layout)).map(strandedMessage)).toEqual(sentences);
});

test('a slice names each profile that could use it and what is in the way of each', () => {
  const gpu = gpuOf('3g.20gb@0 3g.20gb@4');
  const [first, second] = gpu.instances.map((gi) => gi.id);
  const [slice] = strandedSlices(gpu);
  expect(slice?.users).toEqual([
    { profile: '1g.5gb', start: 3, blockedBy: [first] },
    { profile: '1g.5gb+me', start: 3, blockedBy: [first] },
    { profile: '2g.10gb', start: 2, blockedBy: [first] },
    { profile: '4g.20gb', start: 0, blockedBy: [first] },
    { profile: '7g.40gb', start: 0, blockedBy: [first, second] },
  ]);
});

test('a rule of the board strands as room does: beside 1g.24gb+me.all nothing but -me may stand', () => {
  const gpu = gpuOf('1g.24gb+me.all@0 1g.24gb-me@3 1g.24gb-me@6 1g.24gb-me@9', 'rtx-pro-6000-server');
  expect(strandedSlices(gpu)).toEqual([]);
});

test.each(BOARDS.filter(isDrawable).map((board) => [board.id, board] as const))(
  '%s: every stranded slice of every maximal layout has its reason',
  (_id, board) => {
    for (const { layout } of layoutChoices(board).slice(0, 20)) {
      const gpu = { board: board.id, use: 'mig' as const, instances: trialInstances(layout) };
      const use = sliceUse(gpu);
      const reasons = strandedSlices(gpu);
      expect(reasons.map(({ slice }) => slice)).toEqual([...use.strandedCompute, ...use.strandedMemory]);
      for (const { kind, slice, users, beside } of reasons) {
        expect(beside.length).toBeGreaterThan(0);
        for (const user of users) {
          const block = blockOf(board, user.profile, user.start)[kind];
          expect(block.start <= slice && slice < block.start + block.count).toBe(true);
          expect(user.blockedBy.length).toBeGreaterThan(0);
          expect(checkPlacement(gpu, user.profile, user.start).ok).toBe(false);
        }
      }
    }
  },
);

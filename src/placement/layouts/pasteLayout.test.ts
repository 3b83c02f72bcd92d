import { expect, test } from 'vitest';
import { isDrawable } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { layoutChoices } from './layoutChoices.ts';
import { checkLayout } from './layoutEdits.ts';
import { pasteFaultMessage } from '../messageNotes.ts';
import { pasteByIndex, pasteOnEach, translateLayout, type CopiedGpu } from './pasteLayout.ts';
import { gpuOf } from '../standing.testing.ts';

const copied = (text: string, board = 'a100-pcie-40gb', index = 0): CopiedGpu => ({
  index,
  board,
  layout: gpuOf(text).instances.map(({ profile, start }) => ({ profile, start })),
});

function boardOf(id: string) {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
}

test('slices are kept under the names of the other board', () => {
  const { layout } = copied('1g.5gb@0 1g.10gb@2 3g.20gb@4');
  expect(translateLayout(boardOf('a100-pcie-40gb'), boardOf('a100-80gb'), layout)).toEqual({
    ok: true,
    value: [
      { profile: '1g.10gb', start: 0 },
      { profile: '1g.20gb', start: 2 },
      { profile: '3g.40gb', start: 4 },
    ],
  });
});

test('every maximal layout comes back from every board of its slices, and is legal there', () => {
  const boards = BOARDS.filter(isDrawable);
  let count = 0;
  for (const from of boards) {
    for (const to of boards) {
      for (const { layout } of layoutChoices(from).slice(0, 5)) {
        const there = translateLayout(from, to, layout);
        if (!there.ok) {
          expect(from.memorySlices === to.memorySlices && from.computeSlices === to.computeSlices).toBe(
            false,
          );
          continue;
        }
        count++;
        expect(checkLayout({ driver: null }, gpuOf('', to.id), there.value)).toBeNull();
        expect(translateLayout(to, from, there.value)).toEqual({ ok: true, value: layout });
      }
    }
  }
  expect(count).toBeGreaterThan(500);
});

test('GPUs that cannot take it are left out with their reason', () => {
  const off = { ...gpuOf('', 'a100-pcie-40gb', 2), use: 'off' as const };
  const gpus = [gpuOf('', 'a100-80gb', 0), gpuOf('', 'a30-24gb', 1), off, gpuOf('', 'nobody', 3)];
  const { layouts, skipped } = pasteOnEach({ driver: null }, gpus, copied('3g.20gb@4'));
  expect(layouts).toEqual([{ gpuId: gpus[0]?.id, layout: [{ profile: '3g.40gb', start: 4 }] }]);
  expect(skipped.map(({ index, why }) => `${index} ${pasteFaultMessage(why, EMPTY_PLAN)}`)).toEqual([
    '1 A30 has other slices than A100-PCIE-40GB.',
    '2 MIG mode is off.',
    '3 Board not known.',
  ]);
});

test('a host is pasted index by index; an illegal layout and a missing GPU are left out', () => {
  const gpus = [gpuOf('', 'a100-pcie-40gb', 0), gpuOf('3g.20gb@0', 'a100-pcie-40gb', 3)];
  const { layouts, skipped } = pasteByIndex({ driver: null, gpus }, [
    copied('3g.20gb@2'),
    copied('4g.20gb@0', undefined, 1),
    copied('', undefined, 3),
  ]);
  expect(layouts).toEqual([{ gpuId: gpus[1]?.id, layout: [] }]);
  expect(skipped.map(({ index, why }) => [index, why.code])).toEqual([
    [0, 'not-a-start'],
    [1, 'no-such-gpu'],
  ]);
});

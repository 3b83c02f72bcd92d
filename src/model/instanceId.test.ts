import { expect, test } from 'vitest';
import type { Board } from './board.ts';
import { makeBoard } from './boards.testing.ts';
import { BOARDS, findBoard } from './catalogue/catalogue.ts';
import { canBeMirrored, instanceIdOf, kindsThatExplain } from './instanceId.ts';
import type { GpuKind } from './plan.ts';

function board(id: string): Board {
  const found = findBoard(id);
  if (found === undefined) throw new Error(`no board ${id}`);
  return found;
}
const a100 = board('a100-pcie-40gb');

// The table of the facts: displayed placement, ID on a straight and on a mirrored GPU.
test.each<[start: number, size: number, straight: number, mirrored: number]>([
  [0, 8, 0, 0],
  [0, 4, 1, 2],
  [4, 4, 2, 1],
  [0, 2, 3, 5],
  [2, 2, 4, 6],
  [4, 2, 5, 3],
  [6, 2, 6, 4],
  [0, 1, 7, 11],
  [1, 1, 8, 12],
  [2, 1, 9, 13],
  [3, 1, 10, 14],
  [4, 1, 11, 7],
  [5, 1, 12, 8],
  [6, 1, 13, 9],
])('placement %i:%i has ID %i straight and %i mirrored', (start, size, straight, mirrored) => {
  expect(instanceIdOf(a100, { start, size }, 'straight')).toBe(straight);
  expect(instanceIdOf(a100, { start, size }, 'mirrored')).toBe(mirrored);
});

test.each([
  [
    'a30-24gb',
    [
      [0, 4],
      [0, 2],
      [2, 2],
      [0, 1],
      [3, 1],
    ],
    [0, 1, 2, 3, 6],
  ],
  [
    'rtx-pro-6000-server',
    [
      [0, 12],
      [0, 6],
      [6, 6],
      [0, 3],
      [9, 3],
    ],
    [0, 1, 2, 3, 6],
  ],
] as const)('%s counts its own tree and has nothing to mirror', (id, placements, ids) => {
  expect(canBeMirrored(board(id))).toBe(false);
  for (const kind of ['straight', 'mirrored'] satisfies GpuKind[]) {
    expect(placements.map(([start, size]) => instanceIdOf(board(id), { start, size }, kind))).toEqual(ids);
  }
});

test('what is no node of the tree has no ID', () => {
  expect(instanceIdOf(a100, { start: 1, size: 2 }, 'straight')).toBeNull();
  expect(instanceIdOf(a100, { start: 0, size: 3 }, 'straight')).toBeNull();
  expect(instanceIdOf(a100, { start: 8, size: 1 }, 'straight')).toBeNull();
  expect(instanceIdOf(a100, { start: 0, size: 0 }, 'straight')).toBeNull();
});

test.each<[name: string, rows: [id: number, start: number, size: number][], kinds: GpuKind[]]>([
  [
    '{2,3,9,10} can only be straight',
    [
      [2, 4, 4],
      [3, 0, 2],
      [9, 2, 1],
      [10, 3, 1],
    ],
    ['straight'],
  ],
  [
    '{1,5,13,14} can only be mirrored',
    [
      [1, 4, 4],
      [5, 0, 2],
      [13, 2, 1],
      [14, 3, 1],
    ],
    ['mirrored'],
  ],
  ['a whole GPU says nothing', [[0, 0, 8]], ['straight', 'mirrored']],
  ['made-up IDs are explained by neither', [[3, 0, 4]], []],
])('%s', (_name, rows, kinds) => {
  const read = rows.map(([instanceId, start, size]) => ({ instanceId, placement: { start, size } }));
  expect(kindsThatExplain(a100, read)).toEqual(kinds);
});

test('on every board, every listed placement has an ID and no two of one GPU share one', () => {
  for (const one of BOARDS) {
    for (const kind of ['straight', 'mirrored'] satisfies GpuKind[]) {
      const nodes = new Map<string, number>();
      for (const profile of one.profiles) {
        for (const start of profile.starts ?? []) {
          const size = profile.memorySlices ?? 0;
          const id = instanceIdOf(one, { start, size }, kind);
          expect(id, `${one.id} ${profile.name} ${start}`).not.toBeNull();
          nodes.set(`${start}:${size}`, id ?? -1);
        }
      }
      expect(new Set(nodes.values()).size).toBe(nodes.size);
    }
  }
});

test.each<[why: string, compute: number, memory: number | null, mirrored: boolean]>([
  ['halves that differ', 7, 8, true],
  ['memory that is not public', 7, null, false],
  ['as many compute slices as memory slices', 4, 4, false],
  ['more compute slices', 7, 4, false],
  ['an odd number, which has no halves', 4, 7, false],
  ['three memory slices to each compute slice', 4, 12, false],
])('%s: %i compute slices over %s can be mirrored: %s', (_, computeSlices, memorySlices, mirrored) => {
  const made = makeBoard([], { computeSlices, memorySlices });
  expect(canBeMirrored(made)).toBe(mirrored);
  const id = instanceIdOf(made, { start: 0, size: 1 }, 'mirrored');
  expect(id).toBe(memorySlices === null ? null : memorySlices - 1 + (mirrored ? memorySlices / 2 : 0));
});

test('one row that disagrees is enough', () => {
  const rows = [
    { instanceId: 2, placement: { start: 4, size: 4 } },
    { instanceId: 5, placement: { start: 0, size: 2 } },
  ];
  expect(kindsThatExplain(a100, rows)).toEqual([]);
  expect(kindsThatExplain(a100, [])).toEqual(['straight', 'mirrored']);
  expect(instanceIdOf(a100, { start: -2, size: 2 }, 'straight')).toBeNull();
});

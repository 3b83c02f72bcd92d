import { describe, expect, test } from 'vitest';
import type { Board } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { canBeMirrored, instanceIdOf } from '../../model/instanceId.ts';
import { GPU_KINDS } from '../../model/plan.ts';
import { legalLayouts } from '../../placement/layouts/layouts.ts';
import { seenInstance } from '../nvidiaSmi/seen.ts';
import type { SeenInstance } from './evidence.ts';
import { isSameDrawing, readingsById } from './placeByIds.ts';

const board = (id: string): Board => {
  const known = findBoard(id);
  if (known === undefined) throw new Error(id);
  return known;
};
const A100 = board('a100-pcie-40gb');
const seen = (profile: string | null, instanceId: number, said: Partial<SeenInstance> = {}): SeenInstance =>
  seenInstance({ line: 1 }, { profile, instanceId, ...said });
const drawn = (on: Board, instances: readonly SeenInstance[]): string[] =>
  readingsById(on, instances, { kind: null }).map(
    ({ kind, places }) => `${kind} ${places.map(({ profile, start }) => `${profile}@${start}`).join(' ')}`,
  );

describe('the rule decides', () => {
  test.each<[what: string, instances: SeenInstance[], readings: string[]]>([
    [
      'a 1g that would stand at slice 7 on a mirrored GPU',
      [seen('3g.20gb', 2), seen('2g.10gb', 3), seen('1g.5gb', 9), seen('1g.5gb', 10)],
      ['straight 3g.20gb@4 2g.10gb@0 1g.5gb@2 1g.5gb@3'],
    ],
    [
      'one that would on a straight GPU',
      [seen('3g.20gb', 1), seen('2g.10gb', 5), seen('1g.5gb', 13), seen('1g.5gb', 14)],
      ['mirrored 3g.20gb@4 2g.10gb@0 1g.5gb@2 1g.5gb@3'],
    ],
    ['a 4g, which starts at 0 only', [seen('4g.20gb', 1)], ['straight 4g.20gb@0']],
    ['a 4g with ID 2', [seen('4g.20gb', 2)], ['mirrored 4g.20gb@0']],
    [
      'both, where nothing speaks against either',
      [seen('3g.20gb', 2)],
      ['straight 3g.20gb@4', 'mirrored 3g.20gb@0'],
    ],
    ['neither: two at one place', [seen('3g.20gb', 1), seen('2g.10gb', 3)], []],
    ['neither: an ID that is no node', [seen('3g.20gb', 15)], []],
    ['neither: an ID of another size', [seen('3g.20gb', 7)], []],
  ])('%s', (_, instances, readings) => {
    expect(drawn(A100, instances)).toEqual(readings);
  });

  test('a board that cannot be mirrored has one reading', () => {
    expect(drawn(board('a30-24gb'), [seen('2g.12gb', 2), seen('1g.6gb', 3)])).toEqual([
      'straight 2g.12gb@2 1g.6gb@0',
    ]);
    expect(drawn(board('rtx-pro-6000-server'), [seen('2g.48gb', 1), seen('1g.24gb', 6)])).toEqual([
      'straight 2g.48gb@0 1g.24gb@9',
    ]);
  });

  test('a board whose slices are not public has none', () => {
    expect(drawn(board('rtx-pro-5000-48gb'), [seen('1g.24gb', 3)])).toEqual([]);
  });
});

describe('figures tell the profile where only an ID is printed', () => {
  test.each([
    [42, 19968, '3g.20gb'],
    [56, 19968, '4g.20gb'],
    [28, 9856, '2g.10gb'],
    [14, 9856, '1g.10gb'],
    [14, 4864, '1g.5gb'],
  ])('%d multiprocessors, %d MiB: %s', (multiprocessors, memoryMiB, profile) => {
    const size = A100.profiles.find((one) => one.name === profile)?.memorySlices ?? 0;
    const instanceId = instanceIdOf(A100, { start: 0, size }, 'straight') ?? -1;
    const [reading] = readingsById(A100, [seen(null, instanceId, { multiprocessors, memoryMiB })], {
      kind: 'straight',
    });
    expect(reading?.places[0]?.profile).toBe(profile);
  });

  test('memory of another board is none of its profiles', () => {
    expect(drawn(A100, [seen(null, 2, { memoryMiB: 40448 })])).toEqual([]);
  });
});

// Every legal layout of every board, on a straight and on a mirrored GPU: its IDs lead back to it.
test.each(
  BOARDS.filter(
    (one) => one.memorySlices !== null && one.profiles.some((profile) => profile.starts !== null),
  ),
)('$id: the IDs of each layout are read as that layout', (on) => {
  let count = 0;
  for (const layout of legalLayouts(on)) {
    // Enough of each board, spread over all of them.
    if (count++ % 7 !== 0) continue;
    for (const kind of canBeMirrored(on) ? GPU_KINDS : GPU_KINDS.slice(0, 1)) {
      const instances = layout.map(({ profile, start }) => {
        const size = on.profiles.find((one) => one.name === profile)?.memorySlices ?? 0;
        return seen(profile, instanceIdOf(on, { start, size }, kind) ?? -1);
      });
      const readings = readingsById(on, instances, { kind: null });
      const own = readings.find((one) => one.kind === kind);
      expect(own?.places.map(({ profile, start }) => ({ profile, start }))).toEqual(layout);
      const [first, second] = readings;
      if (first !== undefined && second !== undefined && isSameDrawing(first, second)) {
        expect(first.places).not.toEqual(second.places);
      }
    }
  }
  expect(count).toBeGreaterThan(0);
});

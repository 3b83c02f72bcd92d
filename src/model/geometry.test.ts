/** The rules on boards made up for them; that they hold on real ones is counted in src/placement. */
import { expect, test } from 'vitest';
import type { BoardConstraint, Engines } from './board.ts';
import { makeBoard, makeProfile } from './boards.testing.ts';
import {
  emptyOccupancy,
  enginesLeft,
  freeStarts,
  geometryOf,
  mayAdd,
  occupancyOf,
  positionAt,
  similarProfiles,
  slicesIn,
  withPosition,
} from './geometry.ts';

const ONE = makeProfile({ name: '1g.5gb', starts: [2, 0, 1], maxInstances: 3 });
const THREE = makeProfile({
  name: '3g.20gb',
  computeSlices: 3,
  memorySlices: 4,
  starts: [0, 4],
  maxInstances: 2,
});
const OPEN = makeProfile({ name: '9g.99gb', starts: null });
const board = makeBoard([ONE, THREE, OPEN]);
const geometry = geometryOf(board);

const of = (...instances: (readonly [profile: string, start: number])[]) =>
  occupancyOf(
    geometry,
    instances.map(([profile, start]) => ({ profile, start })),
  );
const free = (profileIndex: number, ...instances: (readonly [string, number])[]): number[] =>
  slicesIn(freeStarts(geometry, of(...instances), profileIndex));

test('a geometry is made once for each board', () => {
  expect(geometryOf(board)).toBe(geometry);
  expect(geometryOf({ ...board })).not.toBe(geometry);
});

test('positions ascend by start, and there are none where starts are not public', () => {
  expect(geometry.positions).toEqual([
    [
      { profileIndex: 0, start: 0, mask: 0b1 },
      { profileIndex: 0, start: 1, mask: 0b10 },
      { profileIndex: 0, start: 2, mask: 0b100 },
    ],
    [
      { profileIndex: 1, start: 0, mask: 0b1111 },
      { profileIndex: 1, start: 4, mask: 0b1111_0000 },
    ],
    [],
  ]);
  expect(
    geometryOf(makeBoard([makeProfile({ name: '1g.5gb', memorySlices: null })])).positions[0]?.[0]?.mask,
  ).toBe(0);
});

test('a position is found by profile and start', () => {
  expect(positionAt(geometry, '3g.20gb', 4)?.mask).toBe(0b1111_0000);
  expect(positionAt(geometry, '3g.20gb', 1)).toBeUndefined();
  expect(positionAt(geometry, '2g.10gb', 0)).toBeUndefined();
});

test('instances take their slices and count toward their profile', () => {
  expect(of(['3g.20gb', 4], ['1g.5gb', 0], ['1g.5gb', 1])).toEqual({ mask: 0b1111_0011, counts: [2, 1, 0] });
});

test('a profile of another board takes what its name says and counts toward nothing', () => {
  expect(of(['2g.10gb', 1])).toEqual({ mask: 0b110, counts: [0, 0, 0] });
});

test.each([
  ['before the first slice', -1, 0],
  ['past what a mask holds', 31, 0],
  ['far past it', 40, 0],
  ['at the last slice of a mask', 30, 2 ** 30],
  ['past the end of the board', 7, 0b111_1000_0000],
])('an imported start %s', (_, start, mask) => {
  expect(of(['3g.20gb', start]).mask).toBe(start === 7 ? 0b111_1000_0000 : mask);
});

test('free are the starts whose slices nobody has, up to the maximum', () => {
  expect(free(0)).toEqual([0, 1, 2]);
  expect(free(0, ['1g.5gb', 1])).toEqual([0, 2]);
  expect(free(0, ['3g.20gb', 0])).toEqual([]);
  expect(free(1, ['1g.5gb', 2])).toEqual([4]);
  expect(free(0, ['1g.5gb', 0], ['1g.5gb', 1])).toEqual([2]);
  // Three of them, one at a place that is none of its starts.
  expect(free(0, ['1g.5gb', 0], ['1g.5gb', 1], ['1g.5gb', 6])).toEqual([]);
  expect(free(2)).toEqual([]);
  expect(freeStarts(geometry, of(), 3)).toBe(0);
});

test('one more instance is in slices and counts, and the occupancy before is as it was', () => {
  const empty = emptyOccupancy(geometry);
  const position = positionAt(geometry, '3g.20gb', 4);
  expect(withPosition(empty, position!)).toEqual({ mask: 0b1111_0000, counts: [0, 1, 0] });
  expect(empty).toEqual({ mask: 0, counts: [0, 0, 0] });
  expect(withPosition({ mask: 0b1, counts: [1, 1, 0] }, position!)).toEqual({
    mask: 0b1111_0001,
    counts: [1, 2, 0],
  });
});

test('the slices of a mask, also the highest', () => {
  expect(slicesIn(0)).toEqual([]);
  expect(slicesIn(0b1010_0001)).toEqual([0, 5, 7]);
  expect(slicesIn(2 ** 31)).toEqual([31]);
});

/** Three profiles of one slice each, with these attributes and engines, under these rules. */
function ruled(constraints: readonly BoardConstraint[], engines: readonly Partial<Engines>[] = []) {
  const profiles = ['plain', 'media', 'graphics'].map((name, index) =>
    makeProfile({
      name,
      starts: [0, 1, 2, 3],
      maxInstances: 4,
      attributes: { media: ['+me.all'], graphics: ['-me'], plain: [] }[name] ?? [],
      engines: { decoders: null, encoders: null, jpeg: null, ofa: null, copyEngines: 9, ...engines[index] },
    }),
  );
  return geometryOf(makeBoard(profiles, { constraints }));
}

test('profiles that exclude each other: never beside the other, but beside their own kind and third ones', () => {
  const made = ruled([{ kind: 'mutually-exclusive', profiles: ['plain', 'media'], why: '' }]);
  expect(made.excludedBy).toEqual([[1], [0], []]);
  expect(mayAdd(made, { mask: 0, counts: [1, 0, 0] }, 0)).toBe(true);
  expect(mayAdd(made, { mask: 0, counts: [1, 0, 0] }, 1)).toBe(false);
  expect(mayAdd(made, { mask: 0, counts: [0, 1, 0] }, 0)).toBe(false);
  expect(mayAdd(made, { mask: 0, counts: [1, 0, 0] }, 2)).toBe(true);
});

test('what several rules exclude is listed once, in the order of the board', () => {
  const made = ruled([
    { kind: 'mutually-exclusive', profiles: ['plain', 'graphics'], why: '' },
    { kind: 'mutually-exclusive', profiles: ['plain', 'media', 'graphics'], why: '' },
  ]);
  expect(made.excludedBy).toEqual([
    [1, 2],
    [0, 2],
    [0, 1],
  ]);
});

test('an instance with all media tolerates only those without any, itself not among them', () => {
  const made = ruled([{ kind: 'all-media', attribute: '+me.all', allows: '-me', why: '' }]);
  expect(made.excludedBy).toEqual([[1], [0, 1], []]);
  expect(mayAdd(made, { mask: 0, counts: [0, 1, 0] }, 2)).toBe(true);
  expect(mayAdd(made, { mask: 0, counts: [0, 1, 0] }, 1)).toBe(false);
});

test('without rules nothing is excluded and no engine runs out', () => {
  const made = ruled([]);
  expect(made.excludedBy).toEqual([[], [], []]);
  expect(made.engineTotals).toBeNull();
  expect(enginesLeft(made, [9, 9, 9], 0)).toBe(true);
});

test.each(['decoders', 'encoders', 'jpeg', 'ofa'] as const)(
  '%s are handed out as often as they exist',
  (engine) => {
    const totals = { decoders: 0, encoders: 0, jpeg: 0, ofa: 0, [engine]: 3 };
    const made = ruled([{ kind: 'engine-totals', totals, why: '' }], [{ [engine]: 1 }, { [engine]: 2 }]);
    expect(enginesLeft(made, [0, 1, 0], 0)).toBe(true);
    expect(enginesLeft(made, [2, 0, 0], 0)).toBe(true);
    expect(enginesLeft(made, [1, 1, 0], 0)).toBe(false);
    expect(enginesLeft(made, [1, 0, 0], 1)).toBe(true);
    expect(enginesLeft(made, [2, 0, 0], 1)).toBe(false);
    // Who wants none of it has no part in it, however many are taken.
    expect(enginesLeft(made, [3, 1, 0], 2)).toBe(true);
    expect(mayAdd(made, { mask: 0, counts: [1, 1, 0] }, 0)).toBe(false);
  },
);

test('engines whose total is not known are none', () => {
  const totals = { decoders: null, encoders: null, jpeg: null, ofa: null };
  const made = ruled([{ kind: 'engine-totals', totals, why: '' }], [{ decoders: 1 }]);
  expect(made.engineTotals).toEqual([0, 0, 0, 0]);
  expect(enginesLeft(made, [0, 0, 0], 0)).toBe(false);
});

test('the maximum of a profile is reached and not passed', () => {
  expect(mayAdd(geometry, { mask: 0, counts: [2, 0, 0] }, 0)).toBe(true);
  expect(mayAdd(geometry, { mask: 0, counts: [3, 0, 0] }, 0)).toBe(false);
  expect(mayAdd(geometry, { mask: 0, counts: [4, 0, 0] }, 0)).toBe(false);
  expect(mayAdd(geometry, { mask: 0, counts: [0, 0, 0] }, 7)).toBe(false);
});

test('a name that the board does not have is near those of its compute size, nearest memory first', () => {
  const near = makeBoard([
    makeProfile({ name: '1g.10gb' }),
    makeProfile({ name: '1g.5gb' }),
    makeProfile({ name: '1g.40gb' }),
    makeProfile({ name: '1g.20gb+me', attributes: ['+me'] }),
    makeProfile({ name: '2g.20gb', computeSlices: 2 }),
  ]);
  expect(similarProfiles(near, '1g.6gb')).toEqual(['1g.5gb', '1g.10gb', '1g.40gb']);
  expect(similarProfiles(near, '1g.30gb')).toEqual(['1g.40gb', '1g.10gb', '1g.5gb']);
  expect(similarProfiles(near, '3g.20gb')).toEqual([]);
  expect(similarProfiles(near, 'A 1g.20gb')).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Board } from '../../../model/board.ts';
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { geometryOf } from '../../../model/geometry.ts';
import { allLayouts, RAW_BOARDS, type Piece } from '../../oracle.testing.ts';
import { mulberry32 } from '../seeded.ts';
import { cutOf, type Cut } from './regions.ts';

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ profile, start }) => `${profile}@${start}`)
    .sort()
    .join(' ');

/** Every layout that a cut stands for: a filling of each region, or one instance that covers them all. */
function layoutsOf({ geometry, regions, whole }: Cut): string[] {
  const pieceOf = ({ profileIndex, start }: Cut['whole'][number]): Piece => ({
    ...{ profile: geometry.board.profiles[profileIndex]?.name ?? '', start },
  });
  const layouts = regions.reduce<Piece[][]>(
    (before, { positions, fillings }) =>
      before.flatMap((pieces) =>
        fillings.map(({ bits }) => [
          ...pieces,
          ...positions.filter((_, at) => (bits & (1 << at)) !== 0).map(pieceOf),
        ]),
      ),
    [[]],
  );
  return [...layouts, ...whole.map((one) => [pieceOf(one)])].map(textOf);
}

test.each([
  ['a100-pcie-40gb', 3],
  ['a30-24gb', 4],
  ['h100-sxm5-80gb', 2],
  ['rtx-pro-6000-server', 4],
])(
  '%s: the regions stand for every legal layout, each once, and for no other (seeds 1 to %i)',
  (id, seeds) => {
    const board = findBoard(id);
    const raw = RAW_BOARDS.find((one) => one.id === id);
    if (board === undefined || raw === undefined) throw new Error(id);
    const geometry = geometryOf(board);
    for (let seed = 1; seed <= seeds; seed++) {
      const random = mulberry32(seed);
      const active = board.profiles.map(({ starts }) => starts !== null && random() < 0.5);
      const names = board.profiles.filter((_, index) => active[index] === true).map(({ name }) => name);
      const cut = cutOf(geometry, active);
      expect(cutOf(geometry, [...active])).toBe(cut);
      const ours = layoutsOf(cut);
      expect(new Set(ours).size, `seed ${seed}`).toBe(ours.length);
      expect(ours.toSorted(), `seed ${seed}`).toEqual(['', ...allLayouts(raw, names).map(textOf)].toSorted());
      for (const { positions, fillings } of cut.regions) {
        expect(fillings[0]?.bits, `seed ${seed}`).toBe(0);
        for (const { bits, counts } of fillings) {
          const own = board.profiles.map(
            (_, index) =>
              positions.filter((one, at) => (bits & (1 << at)) !== 0 && one.profileIndex === index).length,
          );
          expect(counts, `seed ${seed}`).toEqual(own);
        }
      }
    }
  },
);

test('the halves of a board with eight slices are regions, and one where a rule ties them together is none', () => {
  const board = findBoard('a100-pcie-40gb');
  if (board === undefined) throw new Error('no board');
  const cut = (...names: string[]): Cut =>
    cutOf(
      geometryOf(board),
      board.profiles.map(({ name }) => names.includes(name)),
    );
  const halves = cut('1g.5gb', '2g.10gb', '3g.20gb', '7g.40gb');
  expect(halves.regions).toHaveLength(2);
  expect(halves.whole).toHaveLength(1);
  // Only one of a GPU may have media.
  expect(cut('1g.5gb+me').regions).toHaveLength(1);
  expect(cut('1g.5gb+me').whole).toEqual([]);
  expect(cut('7g.40gb')).toMatchObject({ whole: [], regions: [{ positions: [{ start: 0 }] }] });
});

const A100 = findBoard('a100-pcie-40gb')!;

/** How an A100 with these rules would be cut. */
function cutUnder(constraints: Board['constraints'], ...names: string[]): Cut {
  const board = { ...A100, constraints };
  return cutOf(
    geometryOf(board),
    board.profiles.map(({ name }) => names.includes(name)),
  );
}

test('regions are in the order of their slices, and one alone has the whole instance among its own', () => {
  const startsOf = ({ regions }: Cut): number[][] =>
    regions.map(({ positions }) => positions.map(({ start }) => start));
  expect(startsOf(cutUnder([], '3g.20gb', '4g.20gb'))).toEqual([[0, 0], [4]]);
  expect(startsOf(cutUnder([], '2g.10gb', '3g.20gb'))).toEqual([
    [0, 2, 0],
    [4, 4],
  ]);
  const one = cutUnder([], '4g.20gb', '7g.40gb');
  expect(startsOf(one)).toEqual([[0, 0]]);
  expect(one.whole).toEqual([]);
  expect(one.regions[0]?.fillings.map(({ bits }) => bits)).toEqual([0, 1, 2]);
});

test('profiles of which one excludes the other tie the halves together, where both are in play', () => {
  const rule = [{ kind: 'mutually-exclusive', profiles: ['1g.5gb', '2g.10gb'], why: '' }] as const;
  expect(cutUnder(rule, '1g.5gb', '3g.20gb').regions).toHaveLength(2);
  expect(cutUnder(rule, '2g.10gb', '3g.20gb').regions).toHaveLength(2);
  const tied = cutUnder(rule, '1g.5gb', '2g.10gb', '7g.40gb');
  expect(tied.regions).toHaveLength(1);
  expect(tied.whole).toEqual([]);
  // What is there of both halves is never of both profiles.
  const [ones, twos] = ['1g.5gb', '2g.10gb'].map((name) =>
    A100.profiles.findIndex((one) => one.name === name),
  );
  for (const { counts } of tied.regions[0]!.fillings) expect(counts[ones!]! * counts[twos!]!).toBe(0);
});

test.each([
  ['as many as both halves can have', 4, 2],
  ['one fewer', 3, 1],
])('engines of which there are %s: %i decoders, %i regions', (_, decoders, regions) => {
  const totals = { decoders, encoders: 0, jpeg: 0, ofa: 0 };
  const cut = cutUnder([{ kind: 'engine-totals', totals, why: '' }], '2g.10gb', '3g.20gb');
  expect(cut.regions).toHaveLength(regions);
  // Two of 3g have two each; two of 2g and one of 3g have as many.
  const most = Math.max(
    ...cut.regions.flatMap(({ fillings }) => fillings.map(({ counts }) => decodersOf(counts))),
  );
  expect(most).toBe(regions === 2 ? 2 : 3);
});

const decodersOf = (counts: readonly number[]): number =>
  counts.reduce((sum, count, index) => sum + count * (A100.profiles[index]?.engines.decoders ?? 0), 0);

import { expect, test } from 'vitest';
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

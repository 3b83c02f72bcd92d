import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { isDrawable } from '../../model/board.ts';
import { geometryOf, occupancyOf } from '../../model/geometry.ts';
import { allLayouts, isAccepted, RAW_BOARDS } from '../oracle.testing.ts';
import { patternsBeside, patternsOf, type Pattern } from './patterns.ts';

const namesOf = (boardId: string): string[] => findBoard(boardId)!.profiles.map(({ name }) => name);
const base = (boardId: string): number[] =>
  namesOf(boardId).flatMap((name, index) => (/[+-]/.test(name) ? [] : [index]));

// Those of the six base profiles of an 8-slice board, and of an A30; counted in the scouting report, the empty GPU included.
test.each([
  ['a100-pcie-40gb', 78, 38, 28],
  ['h200-141gb', 78, 38, 28],
  ['a30-24gb', 10, 4, 4],
])('%s has so many patterns of its base profiles', (boardId, all, maximal, best) => {
  const patterns = patternsOf(findBoard(boardId)!, base(boardId));
  expect([patterns.all.length, patterns.maximal.length, patterns.best.length]).toEqual([all, maximal, best]);
});

const setOf = (patterns: readonly Pattern[]): string[] => patterns.map(({ counts }) => counts.join()).sort();

test.each(['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'])(
  '%s: the patterns are those of the brute force over the raw facts',
  (boardId) => {
    const raw = RAW_BOARDS.find(({ id }) => id === boardId)!;
    const names = namesOf(boardId);
    const counted = allLayouts(raw, names).map((layout) =>
      names.map((name) => layout.filter(({ profile }) => profile === name).length),
    );
    const every = [...new Set([names.map(() => 0), ...counted].map((counts) => counts.join()))].sort();
    const { all, best } = patternsOf(findBoard(boardId)!);
    expect(setOf(all)).toEqual(every);
    const vectors = every.map((key) => key.split(',').map(Number));
    const undominated = vectors.filter(
      (one) => !vectors.some((other) => other !== one && one.every((count, index) => count <= other[index]!)),
    );
    expect(setOf(best)).toEqual(undominated.map((one) => one.join()).sort());
  },
);

test('every layout has the counts it stands for and is accepted; nothing more goes into a maximal one', () => {
  for (const board of BOARDS.filter(isDrawable)) {
    const raw = RAW_BOARDS.find(({ id }) => id === board.id)!;
    const { all, maximal } = patternsOf(board);
    for (const { counts, layout } of [...all, ...maximal]) {
      const pieces = layout.map(({ profileIndex, start }) => ({
        profile: board.profiles[profileIndex]!.name,
        start,
      }));
      expect(isAccepted(raw, pieces), JSON.stringify(pieces)).toBe(true);
      expect(
        board.profiles.map((_, index) => layout.filter((one) => one.profileIndex === index).length),
      ).toEqual(counts);
    }
  }
});

test('beside what stands on a GPU there is what the brute force finds, and no more', () => {
  const board = findBoard('a100-pcie-40gb')!;
  const raw = RAW_BOARDS.find(({ id }) => id === board.id)!;
  const names = namesOf(board.id);
  const standing = [
    { profile: '1g.5gb+me', start: 1 },
    { profile: '2g.10gb', start: 4 },
  ];
  const found = allLayouts(raw, names)
    .filter((layout) =>
      standing.every((one) =>
        layout.some((piece) => piece.profile === one.profile && piece.start === one.start),
      ),
    )
    .map((layout) =>
      names
        .map(
          (name) =>
            layout.filter(({ profile }) => profile === name).length -
            standing.filter(({ profile }) => profile === name).length,
        )
        .join(),
    );
  const patterns = patternsBeside(board, occupancyOf(geometryOf(board), standing));
  expect(setOf(patterns.all)).toEqual([...new Set(found)].sort());
  for (const { layout } of patterns.all) {
    const added = layout.map(({ profileIndex, start }) => ({ profile: names[profileIndex]!, start }));
    expect(isAccepted(raw, [...standing, ...added])).toBe(true);
  }
});

test('a full GPU has the pattern of nothing alone', () => {
  const board = findBoard('a30-24gb')!;
  const full = occupancyOf(geometryOf(board), [{ profile: '4g.24gb', start: 0 }]);
  expect(patternsBeside(board, full).all).toHaveLength(1);
  expect(patternsBeside(board, full).best).toEqual(patternsBeside(board, full).all);
});

test('of no profiles there is the pattern of nothing, and asking for it changes nothing else', () => {
  const board = findBoard('h100-pcie-80gb')!;
  expect(patternsOf(board, []).all).toHaveLength(1);
  expect(patternsOf(board).all.length).toBeGreaterThan(100);
});

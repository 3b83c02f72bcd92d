/** Counting oracle: one wrong row of the catalogue changes a count. */
import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { countLayouts, legalLayouts, type LayoutCounts, type LayoutQuery } from './layouts.ts';
import { allLayouts, isMaximal, RAW_BOARDS } from '../oracle.testing.ts';

const FIVE = ['1g.5gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
const SIX = [...FIVE, '1g.10gb'];

function count(boardId: string, query: LayoutQuery): number {
  const board = findBoard(boardId);
  if (board === undefined) throw new Error(`no board ${boardId}`);
  let n = 0;
  for (const layout of legalLayouts(board, query)) n += layout.length > 0 ? 1 : 0;
  return n;
}

/** The last word of the counter; on the way its figures only go up. */
function counted(boardId: string): LayoutCounts {
  const board = findBoard(boardId);
  if (board === undefined) throw new Error(`no board ${boardId}`);
  const counts = countLayouts(board);
  let before = { layouts: 0, maximal: 0, sets: 0, maximalSets: 0 };
  for (let next = counts.next(); ; next = counts.next()) {
    expect(next.value.layouts).toBeGreaterThanOrEqual(before.layouts);
    if (next.done === true) return next.value;
    before = next.value;
  }
}

// Figures that were published before this code was: 297, 19 and 37 for the five base profiles, 722 and 77 for six.
test.each<[board: string, what: string, query: LayoutQuery, expected: number]>([
  ['a100-pcie-40gb', 'layouts of five profiles', { profiles: FIVE }, 297],
  ['a100-pcie-40gb', 'maximal layouts of five', { profiles: FIVE, maximal: true }, 19],
  ['a100-pcie-40gb', 'sets of five', { profiles: FIVE, sets: true }, 37],
  ['a100-pcie-40gb', 'layouts of six', { profiles: SIX }, 722],
  ['a100-pcie-40gb', 'maximal layouts of six', { profiles: SIX, maximal: true }, 78],
  ['a100-pcie-40gb', 'sets of six', { profiles: SIX, sets: true }, 77],
  ['a30-24gb', 'layouts of three', { profiles: ['1g.6gb', '2g.12gb', '4g.24gb'] }, 25],
  ['a30-24gb', 'maximal layouts of three', { profiles: ['1g.6gb', '2g.12gb', '4g.24gb'], maximal: true }, 5],
  ['a30-24gb', 'sets of three', { profiles: ['1g.6gb', '2g.12gb', '4g.24gb'], sets: true }, 9],
])('%s: %s', (board, _what, query, expected) => {
  expect(count(board, query)).toBe(expected);
});

/** Every board with a public start; the counts of the others are none. */
const WITH_STARTS = BOARDS.filter((board) => board.profiles.some(({ starts }) => starts !== null)).map(
  ({ id }) => id,
);

test.each(WITH_STARTS)('%s: all counts equal a brute force over the raw facts', (id) => {
  const raw = RAW_BOARDS.find((one) => one.id === id);
  if (raw === undefined) throw new Error(`no facts of ${id}`);
  const names = raw.profiles.map((profile) => profile.name);
  const layouts = allLayouts(raw, names);
  const set = (layout: readonly { profile: string }[]): string =>
    layout
      .map((piece) => piece.profile)
      .sort()
      .join();
  const maximal = layouts.filter((layout) => isMaximal(raw, names, layout));
  expect(count(id, {})).toBe(layouts.length);
  expect(count(id, { maximal: true })).toBe(maximal.length);
  expect(count(id, { sets: true })).toBe(new Set(layouts.map(set)).size);
  expect(count(id, { sets: true, maximal: true })).toBe(new Set(maximal.map(set)).size);
  expect(counted(id)).toEqual({
    layouts: layouts.length,
    maximal: maximal.length,
    sets: new Set(layouts.map(set)).size,
    maximalSets: new Set(maximal.map(set)).size,
  });
});

const EIGHT_SLICES = WITH_STARTS.filter((id) => findBoard(id)?.memorySlices === 8);

test.each(EIGHT_SLICES)('%s: a set can be placed if and only if its sums fit (R4)', (id) => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  const key = (names: readonly string[]): string => [...names].sort().join();
  const placeable = new Set<string>();
  for (const layout of legalLayouts(board, { sets: true }))
    placeable.add(key(layout.map((gi) => gi.profile)));
  // Every multiset up to the maxima, legal or not.
  let multisets: { names: readonly string[]; compute: number; memory: number }[] = [
    { names: [], compute: 0, memory: 0 },
  ];
  for (const { name, maxInstances, computeSlices, memorySlices } of board.profiles) {
    multisets = multisets.flatMap(({ names, compute, memory }) =>
      Array.from({ length: maxInstances + 1 }, (_, count) => ({
        names: [...names, ...Array<string>(count).fill(name)],
        compute: compute + count * computeSlices,
        memory: memory + count * (memorySlices ?? 0),
      })),
    );
  }
  expect(multisets.length).toBeGreaterThan(1000);
  const wrong = multisets.filter(
    ({ names, compute, memory }) =>
      names.length > 0 && (compute <= 7 && memory <= 8) !== placeable.has(key(names)),
  );
  expect(wrong).toEqual([]);
});

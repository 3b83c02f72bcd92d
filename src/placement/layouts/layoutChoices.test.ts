import { expect, test } from 'vitest';
import { isDrawable } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import {
  filterLayouts,
  layoutChoices,
  layoutKey,
  parseLayoutSearch,
  type LayoutFilter,
} from './layoutChoices.ts';
import { layoutWords } from './layoutWords.ts';
import { legalLayouts } from './layouts.ts';

function boardOf(id: string) {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
}

const A100 = boardOf('a100-pcie-40gb');
const ANY: LayoutFilter = {
  attributes: [],
  atLeast: new Map(),
  minInstances: 0,
  strandsNothing: false,
  keeps: [],
  wishes: [],
  setsOnce: false,
};

function shown(filter: Partial<LayoutFilter>, board = A100): string[] {
  return filterLayouts(board, layoutChoices(board), { ...ANY, ...filter }).map(({ key }) => key);
}

test.each(BOARDS.filter(isDrawable).map((board) => [board.id, board] as const))(
  '%s: every maximal layout once, and plain ones are maximal among all profiles too',
  (_id, board) => {
    const keys = layoutChoices(board).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...keys].sort()).toEqual(
      [...legalLayouts(board, { maximal: true })].map((layout) => layoutKey(layout)).sort(),
    );
    const plain = board.profiles.filter((one) => one.attributes.length === 0).map((one) => one.name);
    expect(shown({}, board).sort()).toEqual(
      [...legalLayouts(board, { maximal: true, profiles: plain })].map((layout) => layoutKey(layout)).sort(),
    );
  },
);

test('an A100 has 78 plain and 239 maximal layouts, the largest instances first', () => {
  expect(shown({})).toHaveLength(78);
  expect(shown({ attributes: ['me'] })).toHaveLength(239);
  expect(shown({}).slice(0, 3)).toEqual([
    '7g.40gb@0',
    '4g.20gb@0 3g.20gb@4',
    '4g.20gb@0 2g.10gb@4 1g.10gb@6',
  ]);
  expect(shown({}).at(-1)).toBe('1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6');
});

test('filters: contains, instances, strands nothing, keeps, sets', () => {
  expect(shown({ atLeast: new Map([['3g.20gb', 2]]) })).toEqual(['3g.20gb@0 3g.20gb@4']);
  expect(shown({ minInstances: 7 })).toEqual(
    [
      '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.10gb@6',
      '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6',
    ].sort((a, b) => shown({}).indexOf(a) - shown({}).indexOf(b)),
  );
  const whole = filterLayouts(A100, layoutChoices(A100), { ...ANY, strandsNothing: true });
  expect(whole.length).toBeGreaterThan(5);
  for (const { use } of whole) expect([use.computeUsed, use.memoryUsed]).toEqual([7, 8]);
  const kept = { profile: '2g.10gb', start: 2 };
  for (const key of shown({ keeps: [kept] })) expect(key).toContain('2g.10gb@2');
  expect(shown({ keeps: [kept] }).length).toBeGreaterThan(3);
  expect(shown({ keeps: [{ profile: '3g.20gb', start: 2 }] })).toEqual([]);
  // 38 sets of plain profiles are maximal, by the solver's own count with the whole GPU among them.
  expect(shown({ setsOnce: true })).toHaveLength(38);
});

test.each<[text: string, found: number | string]>([
  ['3g+3g', 1],
  ['3g + 3g', 1],
  ['2 x 3g', 1],
  ['2×3g.20gb', 1],
  ['4g', 7],
  ['3g +', 17],
  ['3', '3'],
  ['3g.20gb, 4g', 1],
  ['3g.20gb@0, 3g.20gb@4', 1],
  ['3g 4g', 1],
  ['7G', 1],
  ['', 78],
  ['8 x 1g', 0],
  ['999999 x 1g', 0],
  ['5g', '5g'],
  ['3g + hello', 'hello'],
  ['3g + 3gs', '3gs'],
])('search "%s"', (text, found) => {
  const { wishes, unknown } = parseLayoutSearch(A100, text);
  if (typeof found === 'string') expect(text).toContain(unknown ?? '-');
  else {
    expect(unknown).toBeNull();
    expect(shown({ wishes })).toHaveLength(found);
  }
});

test('search knows attributes: a "+" before a letter belongs to the name', () => {
  const { wishes, unknown } = parseLayoutSearch(A100, '3g+1g.5gb+me+3g');
  expect(unknown).toBeNull();
  expect(wishes.map(({ name }) => name)).toEqual(['3g', '1g.5gb+me', '3g']);
});

test('a layout is named by its pieces and what it strands', () => {
  const named = layoutChoices(A100).filter(({ layout }) => layout.length < 4);
  expect(named.map(layoutWords)).toContain('3g.20gb at 0, 3g.20gb at 4: strands compute slice 3');
  expect(named.map(layoutWords)).toContain('4g.20gb at 0, 3g.20gb at 4: strands nothing');
  expect(named.map(layoutWords)).toContain(
    '4g.20gb at 0, 1g.10gb at 4, 1g.5gb at 6: strands compute slice 5 and memory slice 7',
  );
});

test.each<[string, number, string | null]>([
  ['3g, foo bar', 1, 'foo'],
  ['3g;foo', 1, 'foo'],
  ['foo', 0, 'foo'],
  ['3g 9g', 1, '9g'],
  ['3g@4x', 0, '3g@4x'],
  ['15 x 1g', 15, null],
  ['16 x 1g', 16, null],
  ['17 x 1g', 16, null],
  [' ,; + ', 0, null],
])('a search for %j wishes for %i, and does not know %s', (text, count, unknown) => {
  const search = parseLayoutSearch(findBoard('a100-pcie-40gb')!, text);
  expect([search.wishes.length, search.unknown]).toEqual([count, unknown]);
});

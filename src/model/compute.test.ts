import { expect, test } from 'vitest';
import { makeProfile } from './boards.testing.ts';
import type { CiProfile } from './board.ts';
import { ciProfileOf, ciRows, ciSlices, isUndivided, splitName } from './compute.ts';

const cut = (profile: string, ...cis: (readonly [profile: string, start: number | null])[]) => ({
  profile,
  computeInstances: cis.map(([name, start]) => ({ profile: name, start, extra: [] })),
});
const drawn = (gi: ReturnType<typeof cut>, total: number): string[] =>
  ciRows(gi, total).map(({ ciIndex, profile, rows }) => `${ciIndex} ${profile} ${rows.start}+${rows.count}`);

test('a compute instance is found as it is listed, and as it is printed without attributes', () => {
  const ci = (name: string): CiProfile => ({
    name,
    id: null,
    computeSlices: 1,
    sm: null,
    maxInstances: 1,
    isDefault: false,
  });
  const [cutOf, whole] = [ci('1c.2g.10gb+me'), ci('2g.10gb+me')];
  const profile = makeProfile({ name: '2g.10gb+me', computeInstances: [cutOf, whole] });
  expect(ciProfileOf(profile, '2g.10gb+me')).toBe(whole);
  expect(ciProfileOf(profile, '2g.10gb')).toBe(whole);
  expect(ciProfileOf(profile, '1c.2g.10gb')).toBe(cutOf);
  expect(ciProfileOf(profile, '3g.20gb')).toBeUndefined();
});

test('a listed name goes before one that is printed alike', () => {
  const ci = { id: null, computeSlices: 1, sm: null, maxInstances: 1, isDefault: false };
  const [media, plain] = [
    { ...ci, name: '1g.5gb+me' },
    { ...ci, name: '1g.5gb' },
  ];
  expect(ciProfileOf(makeProfile({ name: '1g.5gb', computeInstances: [media, plain] }), '1g.5gb')).toBe(
    plain,
  );
});

test.each([
  ['nothing is written down', cut('3g.20gb'), true],
  ['the whole of it is', cut('3g.20gb', ['3g.20gb', 0]), true],
  ['the whole is, printed without attributes', cut('1g.5gb+me', ['1g.5gb', null]), true],
  ['a part is', cut('3g.20gb', ['1c.3g.20gb', 0]), false],
  ['two are', cut('3g.20gb', ['3g.20gb', 0], ['3g.20gb', 0]), false],
])('undivided or not: %s', (_, gi, undivided) => {
  expect(isUndivided(gi)).toBe(undivided);
});

test('compute slices by the name', () => {
  expect([ciSlices('1c.3g.20gb'), ciSlices('3g.20gb'), ciSlices('odd')]).toEqual([1, 3, null]);
});

test.each([
  ['the default one on all rows', cut('3g.20gb'), 3, ['0 3g.20gb 0+3']],
  [
    'without starts one after the other',
    cut('4g.20gb', ['1c.4g.20gb', null], ['2c.4g.20gb', null]),
    4,
    ['0 1c.4g.20gb 0+1', '1 2c.4g.20gb 1+2'],
  ],
  [
    'at its start where that is known, the others around it',
    cut('4g.20gb', ['2c.4g.20gb', null], ['1c.4g.20gb', 1], ['1c.4g.20gb', null]),
    4,
    ['2 1c.4g.20gb 0+1', '1 1c.4g.20gb 1+1', '0 2c.4g.20gb 2+2'],
  ],
  [
    'in what is left where it fits nowhere whole',
    cut('3g.20gb', ['1c.3g.20gb', 1], ['2c.3g.20gb', null]),
    3,
    ['1 2c.3g.20gb 0+2', '0 1c.3g.20gb 1+1'],
  ],
  [
    'to the last row and no further',
    cut('3g.20gb', ['2c.3g.20gb', 2], ['1c.3g.20gb', null]),
    3,
    ['1 1c.3g.20gb 0+1', '0 2c.3g.20gb 2+1'],
  ],
  ['not past the rows', cut('3g.20gb', ['1c.3g.20gb', 3], ['1c.3g.20gb', 7]), 3, []],
  [
    'no more of them than rows',
    cut('2g.10gb', ['1c.2g.10gb', 0], ['1c.2g.10gb', 0], ['1c.2g.10gb', 0]),
    2,
    ['0 1c.2g.10gb 0+1', '1 1c.2g.10gb 0+1'],
  ],
  [
    'not where every row is taken',
    cut('2g.10gb', ['2c.2g.10gb', 0], ['1c.2g.10gb', null]),
    2,
    ['0 2c.2g.10gb 0+2'],
  ],
  [
    'one row for what is no profile',
    cut('2g.10gb', ['odd', null], ['odd', 1]),
    2,
    ['0 odd 0+1', '1 odd 1+1'],
  ],
])('drawn %s', (_, gi, total, rows) => {
  expect(drawn(gi, total)).toEqual(rows);
});

test.each([
  [[], ''],
  [['1c.3g.20gb', '2c.3g.20gb'], '1c + 2c'],
  [['1c.3g.20gb', '1c.3g.20gb'], '1c + 1c'],
  [['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'], '3 × 1c'],
  [['1c.4g.20gb', '2c.4g.20gb', '1c.4g.20gb'], '1c + 1c + 2c'],
  [['odd', '2g.10gb'], 'odd + 2c'],
])('the split %j is called %j', (names, name) => {
  expect(splitName(names)).toBe(name);
});

import { describe, expect, test } from 'vitest';
import type { Board } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { legalLayouts } from './layouts.ts';
import { placeCounts, spreadCounts } from './placeCounts.ts';

const board = (id: string): Board => {
  const known = findBoard(id);
  if (known === undefined) throw new Error(id);
  return known;
};
const A100 = board('a100-pcie-40gb');
const drawn = (counts: Record<string, number>, standing: { profile: string; start: number }[] = []): string =>
  placeCounts(A100, standing, new Map(Object.entries(counts)))
    .places.map(({ profile, start }) => `${profile}@${start}`)
    .join(' ');

describe('placeCounts', () => {
  test('one way only is no choice of ours', () => {
    expect(placeCounts(A100, [], new Map([['1g.5gb', 7]])).isOnlyWay).toBe(true);
    expect(placeCounts(A100, [], new Map([['3g.20gb', 2]])).isOnlyWay).toBe(true);
    expect(placeCounts(A100, [], new Map([['1g.5gb', 6]])).isOnlyWay).toBe(false);
  });

  test('beside what stands', () => {
    expect(drawn({ '3g.20gb': 1 }, [{ profile: '2g.10gb', start: 0 }])).toBe('3g.20gb@4');
    expect(placeCounts(A100, [{ profile: '2g.10gb', start: 0 }], new Map([['3g.20gb', 1]])).isOnlyWay).toBe(
      true,
    );
  });

  test('what has no room or is no profile is left, and the largest are placed', () => {
    const placed = placeCounts(
      A100,
      [],
      new Map([
        ['4g.20gb', 2],
        ['1g.5gb', 1],
        ['9g.99gb', 3],
      ]),
    );
    expect(placed.places.map((one) => one.profile).sort()).toEqual(['1g.5gb', '4g.20gb']);
    expect([...placed.left]).toEqual([
      ['4g.20gb', 1],
      ['9g.99gb', 3],
    ]);
  });

  describe('like what stood before', () => {
    const like = (
      counts: Record<string, number>,
      before: string,
      standing: { profile: string; start: number }[] = [],
    ) => {
      const placed = placeCounts(
        A100,
        standing,
        new Map(Object.entries(counts)),
        before.split(' ').map((part) => {
          const [profile = '', start = ''] = part.split('@');
          return { profile, start: Number(start) };
        }),
      );
      return placed.places.map(({ profile, start }) => `${profile}@${start}`).join(' ');
    };
    test.each<[string, Record<string, number>, string, string]>([
      ['one stands where it did', { '3g.20gb': 1 }, '3g.20gb@0', '3g.20gb@0'],
      ['the others beside it', { '2g.10gb': 1, '1g.5gb': 1 }, '2g.10gb@2', '1g.5gb@0 2g.10gb@2'],
      ['as many as are wanted', { '1g.5gb': 1 }, '1g.5gb@2 1g.5gb@3', '1g.5gb@2'],
      ['what is not wanted does not', { '1g.5gb': 1 }, '3g.20gb@0', drawn({ '1g.5gb': 1 })],
      [
        'nor what is no profile, or has no legal start there',
        { '2g.10gb': 1 },
        '9g.99gb@0 2g.10gb@1 2g.10gb@2',
        '2g.10gb@2',
      ],
      // A 4g has one start.
      [
        'nobody is left without a place for it',
        { '4g.20gb': 1, '2g.10gb': 1 },
        '2g.10gb@0',
        '4g.20gb@0 2g.10gb@4',
      ],
      ['also where not all have room', { '4g.20gb': 2, '1g.5gb': 1 }, '1g.5gb@5', '4g.20gb@0 1g.5gb@5'],
    ])('%s', (_, counts, before, layout) => {
      expect(like(counts, before).split(' ').toSorted()).toEqual(layout.split(' ').toSorted());
    });

    test('beside what stands, and in the order of the starts', () => {
      const standing = [{ profile: '3g.20gb', start: 4 }];
      expect(like({ '1g.5gb': 2 }, '1g.5gb@3 1g.5gb@4', standing)).toMatch(/^1g\.5gb@[012] 1g\.5gb@3$/);
    });
  });

  // Against all legal layouts, which are enumerated by other code.
  test.each(['a100-pcie-40gb', 'a30-24gb', 'h200-141gb'])(
    '%s: only one way exactly where one layout has the counts',
    (id) => {
      const on = board(id);
      const ways = new Map<string, number>();
      const counts = new Map<string, Map<string, number>>();
      for (const layout of legalLayouts(on)) {
        const names = new Map<string, number>();
        for (const { profile } of layout) names.set(profile, (names.get(profile) ?? 0) + 1);
        const key = JSON.stringify([...names].sort());
        ways.set(key, (ways.get(key) ?? 0) + 1);
        counts.set(key, names);
      }
      for (const [key, names] of counts) {
        const placed = placeCounts(on, [], names);
        expect(placed.left.size).toBe(0);
        expect([key, placed.isOnlyWay]).toEqual([key, ways.get(key) === 1]);
      }
    },
  );
});

describe('spreadCounts', () => {
  test('evenly where that comes out', () => {
    const shares = spreadCounts(
      A100,
      new Map([
        ['1g.5gb', 16],
        ['2g.10gb', 8],
        ['3g.20gb', 8],
      ]),
      8,
    );
    expect(shares).toHaveLength(8);
    for (const share of shares)
      expect(Object.fromEntries(share)).toEqual({ '1g.5gb': 2, '2g.10gb': 1, '3g.20gb': 1 });
  });

  test('else the largest first, and what has no room nowhere', () => {
    const shares = spreadCounts(
      A100,
      new Map([
        ['3g.20gb', 5],
        ['1g.5gb', 1],
      ]),
      2,
    );
    expect(shares.map((share) => Object.fromEntries(share))).toEqual([{ '3g.20gb': 2 }, { '3g.20gb': 2 }]);
  });

  test('every board', () => {
    for (const on of BOARDS) {
      const [first] = on.profiles;
      if (first?.starts == null) continue;
      const [share] = spreadCounts(on, new Map([[first.name, first.maxInstances]]), 1);
      expect(share?.get(first.name)).toBe(first.maxInstances);
    }
  });
});

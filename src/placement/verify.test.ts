import { expect, test } from 'vitest';
import { isDrawable } from '../model/board.ts';
import { makeBoard, makeProfile } from '../model/boards.testing.ts';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import { legalLayouts } from './layouts/layouts.ts';
import { allLayouts, isAccepted, RAW_BOARDS } from './oracle.testing.ts';
import { isLegalSet, setsOf, verifyPacking, type PackClaim, type PackFault } from './verify.ts';

const a100 = findBoard('a100-pcie-40gb')!;
const DEMAND = new Map([
  ['3g.20gb', 2],
  ['2g.10gb', 4],
]);

/** Right by hand: 6 full pairs of slices are needed and a GPU has 3, so 2 GPUs; here they are. */
const RIGHT: PackClaim = {
  gpus: 2,
  bound: 2,
  isProven: true,
  weights: new Map([
    ['2g.10gb', 1],
    ['3g.20gb', 1],
    ['4g.20gb', 2],
    ['7g.40gb', 3],
  ]),
  capacity: 3,
  groups: [
    {
      gpus: 2,
      layout: [
        { profile: '2g.10gb', start: 0 },
        { profile: '2g.10gb', start: 2 },
        { profile: '3g.20gb', start: 4 },
      ],
    },
  ],
};
const [GROUP] = RIGHT.groups as [PackClaim['groups'][number]];
const codes = (claim: PackClaim, demand: ReadonlyMap<string, number> = DEMAND): PackFault['code'][] =>
  verifyPacking(a100, demand, claim).map(({ code }) => code);
const weights = (...more: [string, number][]): Map<string, number> => new Map([...RIGHT.weights, ...more]);
/** The right layout with one piece in place of another, or without it. */
const layout = (at: number, ...pieces: { profile: string; start: number }[]): PackClaim['groups'] => [
  { ...GROUP, layout: GROUP.layout.toSpliced(at, 1, ...pieces) },
];

test('a right answer with a right proof is accepted', () => {
  expect(codes(RIGHT)).toEqual([]);
});

test('so is one that claims less: a bound below what the weights show, not called proven', () => {
  expect(codes({ ...RIGHT, bound: 1, isProven: false })).toEqual([]);
});

test.each<[string, PackClaim, PackFault['code'][]]>([
  ['a weight too large', { ...RIGHT, weights: weights(['2g.10gb', 2]) }, ['set-too-heavy']],
  [
    'a weight for a profile that fits beside the rest',
    { ...RIGHT, weights: weights(['1g.5gb', 1]) },
    ['set-too-heavy'],
  ],
  ['a weight too small', { ...RIGHT, weights: weights(['2g.10gb', 0]) }, ['bound-not-shown']],
  ['a weight below 0', { ...RIGHT, weights: weights(['1g.5gb', -1]) }, ['weight-unusable']],
  ['half a weight', { ...RIGHT, weights: weights(['1g.5gb', 0.5]) }, ['weight-unusable', 'set-too-heavy']],
  [
    'a weight that is no number',
    { ...RIGHT, weights: weights(['1g.5gb+me', NaN]) },
    ['weight-unusable', 'set-too-heavy'],
  ],
  ['a capacity too small', { ...RIGHT, capacity: 2 }, ['set-too-heavy']],
  ['a capacity too large', { ...RIGHT, capacity: 6 }, ['bound-not-shown']],
  ['a capacity of nothing', { ...RIGHT, capacity: 0 }, ['weight-unusable', 'set-too-heavy']],
  ['a bound too large', { ...RIGHT, bound: 3 }, ['bound-not-shown', 'not-proven']],
  ['a bound that is not met, called proven', { ...RIGHT, bound: 1 }, ['not-proven']],
  ['a GPU too many', { ...RIGHT, gpus: 3 }, ['not-proven', 'gpus-differ']],
  ['a GPU too few', { ...RIGHT, gpus: 1, bound: 1 }, ['gpus-differ']],
  [
    'half a GPU',
    { ...RIGHT, groups: [{ ...GROUP, gpus: 1.5 }] },
    ['layout-illegal', 'gpus-differ', 'count-differs', 'count-differs'],
  ],
  [
    'an instance that overlaps',
    { ...RIGHT, groups: layout(1, { profile: '2g.10gb', start: 0 }) },
    ['layout-illegal'],
  ],
  [
    'a start that the profile does not have',
    { ...RIGHT, groups: layout(2, { profile: '3g.20gb', start: 3 }) },
    ['layout-illegal'],
  ],
  [
    'a profile of another board',
    { ...RIGHT, groups: layout(2, { profile: '3g.40gb', start: 4 }) },
    ['layout-illegal', 'count-differs', 'count-differs'],
  ],
  ['an instance missing', { ...RIGHT, groups: layout(2) }, ['count-differs']],
  [
    'an instance that nobody asked for',
    {
      ...RIGHT,
      groups: [{ gpus: 2, layout: [...GROUP.layout.slice(0, 2), { profile: '2g.10gb', start: 4 }] }],
    },
    ['count-differs', 'count-differs'],
  ],
  ['nothing placed at all', { ...RIGHT, groups: [] }, ['gpus-differ', 'count-differs', 'count-differs']],
])('%s is rejected', (_, claim, faults) => {
  expect(codes(claim)).toEqual(faults);
});

test('a proof for other requests is rejected', () => {
  // 5 pairs still need 2 GPUs, and one instance is too many.
  expect(codes(RIGHT, new Map([...DEMAND, ['2g.10gb', 3]]))).toEqual(['count-differs']);
  expect(codes(RIGHT, new Map([['2g.10gb', 3]]))).toEqual([
    'bound-not-shown',
    'count-differs',
    'count-differs',
  ]);
  expect(codes(RIGHT, new Map([...DEMAND, ['1g.5gb', 1]]))).toEqual(['count-differs']);
});

test('the heaviest set is named', () => {
  const [fault] = verifyPacking(a100, DEMAND, { ...RIGHT, capacity: 2 });
  expect(fault).toMatchObject({ code: 'set-too-heavy', weight: 3 });
});

test('counts beyond what floating point can divide exactly are divided exactly', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const demand = new Map([['1g.5gb', most]]);
  const claim = { gpus: 0, isProven: false, weights: new Map([['1g.5gb', 1]]), capacity: 7, groups: [] };
  const shown = Number((BigInt(most) + 6n) / 7n);
  const boundOf = (bound: number): boolean =>
    verifyPacking(a100, demand, { ...claim, bound }).some(({ code }) => code === 'bound-not-shown');
  expect([boundOf(shown), boundOf(shown + 1)]).toEqual([false, true]);
});

test('what it takes for legal is what the brute force over the raw facts accepts, board by board', () => {
  for (const board of BOARDS.filter(isDrawable)) {
    const raw = RAW_BOARDS.find(({ id }) => id === board.id)!;
    const pieces = board.profiles.flatMap(({ name, starts }) =>
      (starts ?? []).map((start) => ({ profile: name, start })),
    );
    // Every pair, and every legal set of the base profiles with one more piece.
    const sets = pieces.flatMap((a) => pieces.map((b) => [a, b]));
    if (board.id === 'a30-24gb') {
      const legal = allLayouts(
        raw,
        board.profiles.map(({ name }) => name),
      );
      sets.push(...legal.flatMap((set) => pieces.map((piece) => [...set, piece])));
    }
    for (const set of sets) expect(isLegalSet(board, set), JSON.stringify(set)).toBe(isAccepted(raw, set));
  }
});

test('a rule of all media: one alone, or beside such as have none', () => {
  const one = (name: string, attributes: string[], part = {}) =>
    makeProfile({ name, attributes, starts: [0, 1, 2, 3], maxInstances: 4, ...part });
  const made = makeBoard([one('all', ['me.all']), one('none', ['-me']), one('plain', [])], {
    constraints: [{ kind: 'all-media', attribute: 'me.all', allows: '-me', why: '' }],
  });
  const legal = (...names: string[]): boolean =>
    isLegalSet(
      made,
      names.map((profile, start) => ({ profile, start })),
    );
  expect([legal('all'), legal('all', 'none', 'none'), legal('plain', 'plain', 'none')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([legal('all', 'plain'), legal('all', 'none', 'plain'), legal('all', 'all')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('what a board limits by itself: instances, compute slices, slices past its end, and rules of pairs', () => {
  const one = (name: string, part = {}) =>
    makeProfile({ name, starts: [0, 1, 2, 3], maxInstances: 4, ...part });
  const profiles = [
    one('a'),
    one('b', { computeSlices: 2 }),
    one('c', { memorySlices: 2 }),
    one('d', { maxInstances: 1 }),
  ];
  const made = makeBoard(profiles, {
    ...{ memorySlices: 4, computeSlices: 3, maxInstances: 3 },
    constraints: [{ kind: 'mutually-exclusive', profiles: ['a', 'd'], why: '' }],
  });
  const legal = (text: string): boolean =>
    isLegalSet(
      made,
      text.split(' ').map((part) => ({ profile: part[0] ?? '', start: Number(part[1]) })),
    );
  expect(['a0 a1 a2', 'b0 a1', 'c2', 'c0 c2', 'd0', 'd0 b1'].map(legal)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['a0 a1 a2 a3', 'b0 b1', 'c3', 'c0 a1', 'd0 d1', 'd0 a1', 'a4', 'x0'].map(legal)).toEqual(
    Array<boolean>(8).fill(false),
  );
});

test.each(['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'])(
  'every legal set of %s is there, and once',
  (id) => {
    const own = findBoard(id)!;
    const texts = setsOf(own).map((set) => set.map(({ profile, start }) => `${profile}@${start}`).join(' '));
    const layouts = [...legalLayouts(own)].map((layout) =>
      [...layout]
        .sort((a, b) => a.start - b.start)
        .map(({ profile, start }) => `${profile}@${start}`)
        .join(' '),
    );
    expect(texts.toSorted()).toEqual(['', ...layouts].toSorted());
  },
);

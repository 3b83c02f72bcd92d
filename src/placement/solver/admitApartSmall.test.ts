/** Groups let in on a GPU or three: who gets which place, with what is let in and what has room beside it, counted by hand. */
import { describe, expect, test } from 'vitest';
import { gpuOf, planOf } from '../standing.testing.ts';
import { verifyAdmission } from '../verifyAdmission.ts';
import type { Admission } from './admit.ts';
import { admitApart, extraApart, type ApartAdmission, type ApartQuestion } from './admitApart.ts';
import { asChecked } from './admitTree.ts';
import type { Limit } from './roomProgram.ts';
import { legalGpu, type RoomGpu } from './rooms.ts';
import { runSearch, type Outcome, type Search } from './search.ts';

type Row = readonly [profile: string, count: number, weight: number, group: string | null];

interface Asked {
  readonly layouts: readonly string[];
  readonly rows: readonly Row[];
  readonly limits?: readonly Limit[];
  /** Groups that have a member on a GPU, by its index. */
  readonly present?: Readonly<Record<number, readonly string[]>>;
  /** GPUs before these. */
  readonly others?: readonly RoomGpu[];
}

function questionOf({ layouts, rows, limits, present = {}, others = [] }: Asked): ApartQuestion {
  const names = [...new Set(rows.map(([profile]) => profile))];
  const own = planOf(layouts).hosts.flatMap((host) =>
    host.gpus.map((gpu): RoomGpu => ({ host, gpu, ...legalGpu(gpu)! })),
  );
  const gpus = [...others, ...own];
  return {
    ...{ gpus, names, ...(limits === undefined ? {} : { limits }) },
    wishes: rows.map(([profile, count, weight]) => ({ name: names.indexOf(profile), count, weight })),
    groups: rows.map(([, , , group]) => group),
    present: new Map(gpus.flatMap(({ gpu }, at) => (present[at] ? [[gpu.id, new Set(present[at])]] : []))),
  };
}

/** The proven answer: every piece is legal, for a wish of its profile, and beside none of its group. */
function admitted(asked: Asked): Admission {
  const question = questionOf(asked);
  const { best, bound, isProven } = runSearch(admitApart(question));
  const { admission } = best!;
  expect([isProven, bound]).toEqual([true, admission.value]);
  const { sites, wishes } = asChecked(question, admission, question.groups);
  const told = sites.map((site, at) => ({ ...site, groups: new Set(asked.present?.[at] ?? []) }));
  const { granted, value } = admission;
  const claim = { granted, value, bound: value, isProven: true, prices: null, scale: 1, tree: null };
  expect(verifyAdmission(told, wishes, claim)).toEqual([]);
  // In the order of the question, and each gets something.
  const order = admission.placed.map(({ gpu }) => question.gpus.indexOf(gpu));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  for (const { added, wishes: own } of admission.placed) {
    expect(added.length).toBeGreaterThan(0);
    expect(own).toHaveLength(added.length);
  }
  return admission;
}

describe('who is let in', () => {
  test.each<[what: string, asked: Asked, granted: number[], value: number]>([
    [
      'of a group one on each GPU, and the place beside it to others',
      {
        layouts: ['', '', ''],
        rows: [
          ['3g.20gb', 4, 2, 'db'],
          ['3g.20gb', 2, 2, 'web'],
          ['3g.20gb', 9, 1, null],
        ],
      },
      [3, 2, 1],
      11,
    ],
    [
      'none on a GPU that has one of its group',
      {
        layouts: ['', ''],
        rows: [
          ['3g.20gb', 4, 3, 'db'],
          ['3g.20gb', 1, 1, 'web'],
        ],
        present: { 0: ['db'] },
      },
      [1, 1],
      4,
    ],
    [
      'on a GPU that has one of another group',
      {
        layouts: ['', ''],
        rows: [
          ['3g.20gb', 4, 3, 'db'],
          ['3g.20gb', 1, 1, 'web'],
        ],
        present: { 0: ['old'] },
      },
      [2, 1],
      7,
    ],
    [
      'nobody where there is no room',
      {
        layouts: ['7g.40gb@0'],
        rows: [
          ['3g.20gb', 1, 1, 'db'],
          ['1g.5gb', 1, 1, null],
        ],
      },
      [0, 0],
      0,
    ],
    [
      'a group is one over its wishes, of whatever profile',
      {
        layouts: ['', ''],
        rows: [
          ['3g.20gb', 1, 5, 'db'],
          ['2g.10gb', 1, 4, 'db'],
          ['1g.5gb', 3, 2, 'db'],
        ],
      },
      [1, 1, 0],
      9,
    ],
    [
      // Seven 1g fill a GPU: two of "db", and the rest.
      'those in no group as often as there is room and they are wished for',
      {
        layouts: ['', ''],
        rows: [
          ['1g.5gb', 5, 4, 'db'],
          ['1g.5gb', 20, 1, null],
        ],
      },
      [2, 12],
      20,
    ],
    [
      'of those in no group no more than are wished for',
      {
        layouts: ['', ''],
        rows: [
          ['1g.5gb', 5, 4, 'db'],
          ['1g.5gb', 3, 1, null],
        ],
      },
      [2, 3],
      11,
    ],
    [
      // Slots of a profile are for whoever is worth most, and not for who asks first.
      'those in no group by what they are worth',
      {
        layouts: ['3g.20gb@4'],
        rows: [
          ['1g.5gb', 9, 1, null],
          ['1g.5gb', 2, 5, null],
          ['1g.5gb', 1, 3, 'db'],
        ],
      },
      [1, 2, 1],
      14,
    ],
    [
      // Beside the 3g of "db" there are two 2g, of which one is asked for by somebody who is worth something.
      'those who are worth nothing where there is room all the same',
      {
        layouts: ['', '7g.40gb@0'],
        rows: [
          ['3g.20gb', 2, 4, 'db'],
          ['2g.10gb', 3, 0, null],
          ['2g.10gb', 1, 1, null],
        ],
      },
      [1, 1, 1],
      5,
    ],
    [
      // The 7g takes a whole GPU; on the other one there is room for a 4g and a 3g.
      'each to GPUs of which some take one set, and some another',
      {
        layouts: ['', ''],
        rows: [
          ['7g.40gb', 1, 11, 'db'],
          ['4g.20gb', 2, 5, 'db'],
          ['3g.20gb', 2, 5, 'web'],
        ],
      },
      [1, 1, 1],
      21,
    ],
  ])('%s', (_, asked, granted, value) => {
    expect(admitted(asked)).toMatchObject({ granted, value, proof: null });
  });
});

/** By GPU: which wish each start is for. */
const whose = ({ placed }: Admission): unknown =>
  placed.map(({ gpu, added, wishes }) => [
    gpu.gpu.index,
    added.map(({ profileIndex, start }, at) => [
      `${gpu.geometry.board.profiles[profileIndex]!.name}@${start}`,
      wishes![at],
    ]),
  ]);

test('each place is told with the wish that it is for', () => {
  const one = admitted({
    layouts: ['7g.40gb@0', '4g.20gb@0'],
    rows: [
      ['3g.20gb', 1, 2, null],
      ['3g.20gb', 2, 5, 'db'],
    ],
  });
  expect(whose(one)).toEqual([[1, [['3g.20gb@4', 1]]]]);
  const two = admitted({
    layouts: [''],
    rows: [
      ['3g.20gb', 2, 5, 'db'],
      ['4g.20gb', 1, 2, null],
    ],
  });
  expect(whose(two)).toEqual([
    [
      0,
      [
        ['4g.20gb@0', 1],
        ['3g.20gb@4', 0],
      ],
    ],
  ]);
});

test('wishes under one limit are one ask, which any of them serves', () => {
  const rows: Row[] = [
    ['2g.10gb', 3, 4, 'db'],
    ['3g.20gb', 3, 4, 'db'],
    ['4g.20gb', 2, 3, null],
  ];
  const limits = [{ wishes: [0, 1], count: 3 }];
  // Beside a 4g a 2g or a 3g, once on each GPU: of three members two, though three of each profile were wished for.
  const { granted, value } = admitted({ layouts: ['', ''], rows, limits });
  expect([granted[0]! + granted[1]!, granted[2], value]).toEqual([2, 2, 14]);
  // A limit below the counts.
  const few = admitted({ layouts: ['', ''], rows, limits: [{ wishes: [0, 1], count: 1 }] });
  expect([few.granted[0]! + few.granted[1]!, few.value]).toEqual([1, 10]);
  // A 2g fits beside what stands there and a 3g does not.
  const small = admitted({ layouts: ['4g.20gb@0 1g.5gb@6', '7g.40gb@0'], rows, limits });
  expect([small.granted, small.value]).toEqual([[1, 0, 0], 4]);
  // Without a limit each wish is for itself.
  expect(admitted({ layouts: ['', '', ''], rows }).granted).toEqual(expect.arrayContaining([2]));
});

test('a request that three profiles serve is one ask', () => {
  const rows: Row[] = [
    ['1g.5gb', 2, 1, 'db'],
    ['2g.10gb', 2, 1, 'db'],
    ['3g.20gb', 2, 1, 'db'],
  ];
  const limits = [{ wishes: [0, 1, 2], count: 2 }];
  expect(admitted({ layouts: ['', '', ''], rows, limits }).value).toBe(2);
  expect(admitted({ layouts: ['', '', ''], rows }).value).toBe(3);
});

test('a limit of those that are in no group holds for them all', () => {
  const rows: Row[] = [
    ['1g.5gb', 9, 1, null],
    ['2g.10gb', 9, 1, null],
    ['3g.20gb', 1, 9, 'db'],
  ];
  const limits = [{ wishes: [0, 1], count: 2 }];
  const { granted, value } = admitted({ layouts: [''], rows, limits });
  expect([granted[0]! + granted[1]!, granted[2], value]).toEqual([2, 1, 11]);
});

test('GPUs of two boards: a name that one of them has not is served by the other', () => {
  const [host] = planOf([]).hosts;
  const gpu = { ...gpuOf('', 'a30-24gb'), id: 900 as RoomGpu['gpu']['id'] };
  const others: RoomGpu[] = [{ host: host!, gpu, ...legalGpu(gpu)! }];
  const rows: Row[] = [
    ['2g.12gb', 4, 1, 'db'],
    ['3g.20gb', 4, 1, 'db'],
    ['2g.12gb', 1, 1, null],
  ];
  expect(admitted({ layouts: [''], rows, others })).toMatchObject({ granted: [1, 1, 1], value: 3 });
});

/** How many more empty GPUs, with these sets. */
const more = (asked: Asked, empty: readonly (readonly number[])[]): Outcome<number> =>
  runSearch(extraApart(questionOf(asked), empty));

test('the least number of empty GPUs beside these that serve all', () => {
  // Sets of an empty A100: two 3g.
  const rows: Row[] = [
    ['3g.20gb', 3, 1, 'db'],
    ['3g.20gb', 2, 7, 'web'],
  ];
  expect(more({ layouts: [], rows }, [[2]])).toMatchObject({ best: 3, bound: null, isProven: true });
  expect(more({ layouts: ['', ''], rows }, [[2]])).toMatchObject({ best: 1, isProven: true });
  expect(more({ layouts: ['', '', ''], rows }, [[2]])).toMatchObject({ best: 0, isProven: true });
  expect(more({ layouts: ['', '', ''], rows, present: { 1: ['db'] } }, [[2]])).toMatchObject({ best: 1 });
  // Of those in no group two go to one GPU.
  expect(more({ layouts: [], rows: [['3g.20gb', 5, 1, null]] }, [[2]])).toMatchObject({ best: 3 });
  // Of sets that have none, none are enough.
  expect(more({ layouts: [''], rows }, [[0]])).toMatchObject({ best: null, isProven: true });
});

/** Every outcome of a search, the last one as well. */
function outcomes<T>(search: Search<T>): Outcome<T>[] {
  const told: Outcome<T>[] = [];
  for (;;) {
    const { done, value } = search.next();
    told.push(value);
    if (done === true) return told;
  }
}

const values = (told: readonly Outcome<ApartAdmission>[]): number[] =>
  told.flatMap(({ best }) => best?.admission.value ?? []);

test('on its way to the most valuable a search tells the best that it has, and proves the last', () => {
  // "b" has a 4g on the empty GPU and a 1g on the other, "c" a 1g on each, "a" a 2g: 4 + 1 + 2 + 6.
  const easy = outcomes(
    admitApart(
      questionOf({
        layouts: ['2g.10gb@2', ''],
        rows: [
          ['1g.5gb', 3, 1, 'b'],
          ['1g.5gb', 3, 1, 'c'],
          ['2g.10gb', 1, 6, 'a'],
          ['4g.20gb', 3, 4, 'b'],
        ],
      }),
    ),
  );
  expect(values(easy).at(-1)).toBe(13);
  expect(values(easy)[0]).toBeLessThan(13);
  // Here nothing is known at first.
  const told = outcomes(
    admitApart(
      questionOf({
        layouts: ['', ''],
        rows: [
          ...([
            ['3g.20gb', 3, 4, 'c'],
            ['3g.20gb', 3, 3, 'd'],
            ['1g.10gb', 2, 3, 'a'],
          ] as const),
          ...([
            ['1g.5gb', 3, 4, null],
            ['2g.10gb', 3, 2, null],
            ['4g.20gb', 3, 4, null],
          ] as const),
          ['2g.10gb', 1, 4, 'd'],
        ],
      }),
    ),
  );
  expect(told[0]!.best).toBe(null);
  for (const one of [easy, told]) {
    expect(one.map(({ isProven }) => isProven)).toEqual(one.map((_, at) => at === one.length - 1));
    expect(one.at(-1)!.bound).toBe(values(one).at(-1));
    for (const { best, bound } of one)
      if (best !== null) expect(best.admission.value).toBeLessThanOrEqual(bound!);
  }
});

test('how many more GPUs it takes is told when it is known, and the bound of what is served is not its bound', () => {
  // "a" and "b" have three members each, and so three GPUs: two more than there are.
  const rows: Row[] = [
    ['1g.5gb', 2, 1, 'a'],
    ['1g.5gb', 3, 1, 'b'],
    ['2g.10gb', 1, 1, 'c'],
    ['3g.20gb', 1, 1, 'a'],
  ];
  const empty = [
    [7, 0, 0],
    [0, 0, 2],
    [1, 3, 0],
    [0, 2, 1],
    [3, 0, 1],
  ];
  const told = outcomes(extraApart(questionOf({ layouts: [''], rows }), empty));
  expect(told.length).toBeGreaterThan(1);
  expect(told[0]).toMatchObject({ best: null, bound: null, isProven: false });
  expect(told.at(-1)).toMatchObject({ best: 2, bound: null, isProven: true });
});

/** What GPUs can take, and the programs that are made of it: by hand. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { geometryOf, occupancyOf } from '../../model/geometry.ts';
import type { Gpu, Host } from '../../model/plan.ts';
import { legalLayouts } from '../layouts/layouts.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import type { TreeQuestion } from '../verifyTree.ts';
import { patternsBeside } from './patterns.ts';
import { priceProgram } from './priceProgram.ts';
import {
  addableSets,
  covers,
  legalGpu,
  occupancyIfLegal,
  roomClasses,
  type RoomClass,
  type RoomGpu,
} from './rooms.ts';
import { readRoomAnswer, roomProgram, standingValues, stillWished } from './roomProgram.ts';

const NAMES = ['1g.5gb', '2g.10gb', '3g.20gb'];
const a100 = geometryOf(findBoard('a100-pcie-40gb')!);
const [host] = planOf([]).hosts as [Host];

function roomGpu(layout: string, board = 'a100-pcie-40gb', of: Partial<RoomGpu> = {}): RoomGpu {
  const gpu = gpuOf(layout, board);
  return { host, gpu, ...legalGpu(gpu)!, ...of };
}

const told = (classes: readonly RoomClass[]): unknown =>
  classes.map(({ vectors, gpus }) => [vectors.map((vector) => vector.join('')).sort(), gpus.length]);

test('one has at least as many of each as another', () => {
  expect(covers([2, 1], [2, 1])).toBe(true);
  expect(covers([2, 1], [1])).toBe(true);
  expect(covers([2, 1], [2, 2])).toBe(false);
  expect(covers([2], [0, 1])).toBe(false);
  expect(covers([2], [0, 0])).toBe(true);
  expect(covers([], [])).toBe(true);
});

test('what instances take, where they can stand together', () => {
  const at = (...pieces: [string, number][]): unknown =>
    occupancyIfLegal(
      a100,
      pieces.map(([profile, start]) => ({ profile, start })),
    );
  const pieces = [
    { profile: '4g.20gb', start: 0 },
    { profile: '1g.5gb', start: 6 },
  ];
  expect(at(['4g.20gb', 0], ['1g.5gb', 6])).toEqual(occupancyOf(a100, pieces));
  expect(at()).toEqual(occupancyOf(a100, []));
  expect(at(['4g.20gb', 0], ['1g.5gb', 3])).toBe(null);
  expect(at(['4g.20gb', 1])).toBe(null);
  expect(at(['9g.90gb', 0])).toBe(null);
  // Neither beyond the board nor between two slices, though bits of such starts are those of others.
  for (const start of [7, 31, 32, 39, -1, 0.5]) expect(at(['1g.5gb', start])).toBe(null);
  expect(at(['1g.5gb+me', 0], ['1g.5gb+me', 1])).toBe(null);
});

test('a GPU can be planned on where MIG mode is on, its board is known and what stands there is legal', () => {
  const gpu = gpuOf('4g.20gb@0 1g.5gb@6');
  const legal = legalGpu(gpu);
  expect(legal).toEqual({ geometry: a100, occupancy: occupancyOf(a100, gpu.instances) });
  expect(legalGpu(gpu)).toBe(legal);
  const no = (change: Partial<Gpu>): void => expect(legalGpu({ ...gpu, ...change })).toBe(null);
  no({ use: 'off' });
  no({ use: 'reserved' });
  no({ board: 'b9000' });
  no({ instances: [...gpu.instances, ...gpu.instances] });
  expect(legalGpu(gpuOf('', 'b9000'))).toBe(null);
});

test('the largest sets beside what stands: each once, kept by what stands and by what is allowed', () => {
  const indexes = NAMES.map((name) => a100.profileIndexByName.get(name)!);
  const beside = occupancyOf(a100, [{ profile: '4g.20gb', start: 0 }]);
  const sets = addableSets(a100, beside, indexes);
  const counts = sets.map((set) => indexes.map((index) => set.counts[index]).join(''));
  expect([...counts].sort()).toEqual(['001', '110', '300']);
  expect(addableSets(a100, beside, indexes)).toBe(sets);
  const fewer = addableSets(a100, beside, indexes.slice(0, 2));
  expect(fewer.map((set) => indexes.map((index) => set.counts[index]).join('')).sort()).toEqual([
    '110',
    '300',
  ]);
  // The same slices taken by others leave another room: a second 4g, and a +me, are never possible.
  const me = a100.profileIndexByName.get('1g.5gb+me')!;
  const six = (first: string): readonly { readonly layout: readonly unknown[] }[] =>
    addableSets(a100, occupancyOf(a100, [{ profile: first, start: 6 }]), [me]);
  expect(six('1g.5gb').map(({ layout }) => layout.length)).toEqual([1]);
  expect(six('1g.5gb+me').map(({ layout }) => layout.length)).toEqual([0]);
});

test('GPUs that can take the same are one class, whatever stands on them and of whichever board they are', () => {
  expect(
    told(
      roomClasses(
        [
          roomGpu('4g.20gb@0'),
          // 3g at 0 takes the same slices; a 4g is not asked for.
          roomGpu('3g.20gb@0'),
          roomGpu('4g.20gb@0', 'a100-sxm4-40gb'),
          roomGpu('7g.40gb@0'),
          roomGpu(''),
        ],
        NAMES,
      ),
    ),
  ).toEqual([
    [['001', '110', '300'], 3],
    [['002', '021', '130', '211', '320', '401', '510', '700'], 1],
  ]);
});

test('names that a board does not have, or its driver cannot make, are none of its vectors', () => {
  const named = ['1g.6gb', '1g.10gb', '1g.5gb'];
  const old: Host = { ...host, driver: '510.47' };
  const classes = roomClasses(
    [roomGpu('4g.20gb@0'), roomGpu('4g.20gb@0', 'a100-pcie-40gb', { host: old }), roomGpu('', 'a30-24gb')],
    named,
  );
  expect(told(classes)).toEqual([
    [['003', '012', '020'], 1],
    [['003'], 1],
    [['400'], 1],
  ]);
  // What each vector means on a GPU is told in its order.
  for (const { vectors, gpus } of classes) {
    for (const { sets, geometry } of gpus) {
      expect(sets).toHaveLength(vectors.length);
      sets.forEach(({ counts }, at) => {
        named.forEach((name, index) => {
          const profile = geometry.profileIndexByName.get(name);
          expect(profile === undefined ? 0 : counts[profile]).toBe(vectors[at]![index]);
        });
      });
    }
  }
  expect(roomClasses([roomGpu('')], ['1g.6gb'])).toEqual([]);
  expect(roomClasses([], NAMES)).toEqual([]);
});

test('each host has its driver, and each board its profiles', () => {
  const under = (driver: string): RoomGpu =>
    roomGpu('4g.20gb@0', 'a100-pcie-40gb', { host: { ...host, driver } });
  // 1g.10gb came with R525.
  const classes = roomClasses([under('510.47'), under('570.10'), under('470.82')], ['1g.10gb', '3g.20gb']);
  expect(told(classes)).toEqual([
    [['01'], 2],
    [['01', '20'], 1],
  ]);
  // The second profile of an A100 is the 1g+me, which an A30 does not have by that name.
  const two = roomClasses([roomGpu('4g.20gb@0')], ['1g.6gb', '1g.5gb+me']);
  expect(told(two)).toEqual([[['01'], 1]]);
});

test('GPUs with a member of a group are a class of their own', () => {
  const of = (...groups: string[]): RoomGpu => roomGpu('4g.20gb@0', 'a100-pcie-40gb', { groups });
  const sets = ['001', '110', '300'];
  expect(told(roomClasses([of('db'), of(), of('db'), of('db', 'web'), roomGpu('4g.20gb@0')], NAMES))).toEqual(
    [
      [sets, 2],
      [sets, 2],
      [sets, 1],
    ],
  );
  expect(roomClasses([roomGpu('7g.40gb@0', 'a100-pcie-40gb', { groups: ['db'] })], NAMES)).toEqual([]);
});

/** One class of two GPUs with the vectors [2, 0] and [0, 1], and one of three GPUs with [1, 1]. */
const classes: RoomClass[] = [
  {
    vectors: [
      [2, 0],
      [0, 1],
    ],
    gpus: new Array<RoomClass['gpus'][number]>(2).fill({ ...roomGpu(''), sets: [] }),
  },
  {
    vectors: [[1, 1]],
    gpus: new Array<RoomClass['gpus'][number]>(3).fill({ ...roomGpu(''), sets: [], groups: ['db'] }),
  },
];

test('the program of a question: GPUs by class, what is placed by name, what is granted by limit', () => {
  const wishes = [
    { name: 0, count: 5, weight: 3 },
    { name: 1, count: 4, weight: 2 },
  ];
  const question = { classes, must: [1, 0], wishes, limits: [{ wishes: [1], count: 2 }] };
  expect(roomProgram(question)).toEqual({
    columns: [
      {
        cost: 0,
        entries: [
          [0, 1],
          [2, 2],
        ],
        high: 2,
      },
      {
        cost: 0,
        entries: [
          [0, 1],
          [3, 1],
        ],
        high: 2,
      },
      {
        cost: 0,
        entries: [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
        high: 3,
      },
      { cost: -3, entries: [[2, -1]], high: 5 },
      {
        cost: -2,
        entries: [
          [3, -1],
          [4, 1],
        ],
        high: 4,
      },
    ],
    rows: [
      { low: -Infinity, high: 2 },
      { low: -Infinity, high: 3 },
      { low: 1, high: Infinity },
      { low: 0, high: Infinity },
      { low: -Infinity, high: 2 },
    ],
  });
  expect(readRoomAnswer(question, [2, 0, 1, 4, 1])).toEqual({ taken: [[2, 0], [1]], granted: [4, 1] });
  expect(readRoomAnswer(question, [2])).toEqual({ taken: [[2, 0], [0]], granted: [0, 0] });
});

test('groups: no more members than GPUs that can have one, by profile and all together', () => {
  const wishes = [
    { name: 0, count: 5, weight: 1 },
    { name: 1, count: 4, weight: 1 },
    { name: 0, count: 9, weight: 1 },
    { name: 0, count: 2, weight: 1 },
  ];
  const { rows, columns } = roomProgram({ classes, must: [0, 0], wishes, groups: ['db', 'db', null, 'web'] });
  // Rows 4 to 7: all of db, db of the first profile, db of the second, web. The second class has a member of db on it.
  expect(rows.slice(4)).toEqual(new Array(4).fill({ low: 0, high: Infinity }));
  const apart = columns.map(({ entries }) => entries.filter(([row]) => row >= 4));
  expect(apart).toEqual([
    [
      [4, 1],
      [5, 1],
      [7, 1],
    ],
    [
      [4, 1],
      [6, 1],
    ],
    [[7, 1]],
    [
      [4, -1],
      [5, -1],
    ],
    [
      [4, -1],
      [6, -1],
    ],
    [],
    [[7, -1]],
  ]);
});

test('how many more of a wish may be granted: its own count, and what its limit leaves', () => {
  const wishes = [5, 4, 3].map((count, name) => ({ name, count, weight: 1 }));
  const limits = [{ wishes: [0, 2], count: 6 }];
  expect(stillWished({ wishes }, [2, 0, 0], 0)).toBe(3);
  expect(stillWished({ wishes }, [], 1)).toBe(4);
  expect(stillWished({ wishes, limits }, [2, 4, 3], 0)).toBe(1);
  expect(stillWished({ wishes, limits }, [0, 0, 0], 0)).toBe(5);
  expect(stillWished({ wishes, limits }, [5, 0, 0], 2)).toBe(1);
  expect(stillWished({ wishes, limits }, [5, 0, 1], 1)).toBe(4);
  expect(stillWished({ wishes }, [], 7)).toBe(0);
});

test('values for GPUs of which each holds something: the first vector that has it', () => {
  expect(
    standingValues(
      { classes },
      [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 0],
          [1, 1],
          [1, 0],
        ],
      ],
      [7, 8],
    ),
  ).toEqual([1, 1, 3, 7, 8]);
  expect(
    standingValues(
      { classes },
      [
        [
          [2, 0],
          [2, 0],
        ],
      ],
      [],
    ),
  ).toEqual([2, 0, 3]);
  // What no vector has is of none.
  expect(
    standingValues(
      { classes },
      [
        [
          [3, 0],
          [1, 1],
        ],
        [],
      ],
      [],
    ),
  ).toEqual([0, 0, 3]);
});

test('the program of a proof: GPUs of kinds that cost, sets, asks of one pool and then the others, and cuts', () => {
  const question: TreeQuestion = {
    kinds: [
      { cost: 0, most: 4, sets: [[1, 0, 7]], barred: new Set() },
      {
        cost: 5,
        most: 2,
        sets: [
          [0, 2],
          [1, 1],
        ],
        barred: new Set(),
      },
    ],
    asks: [
      { least: 0, most: 3, weight: 4, group: null, pools: [0, 1] },
      { least: 0, most: 2, weight: 6, group: null, pools: [1] },
      { least: 1, most: 1, weight: 2, group: null, pools: [0] },
    ],
  };
  // Pool 2 is asked for by nobody. Cut: 3 for the second ask.
  expect(priceProgram(question, [[0, 3, 0]])).toEqual({
    poolRow: 2,
    cutRow: 4,
    counted: [
      { kind: 1, set: null },
      { kind: 0, set: 0 },
      { kind: 1, set: 0 },
      { kind: 1, set: 1 },
      { ask: 1 },
    ],
    served: [[5, 6], [4], [7]],
    program: {
      rows: [
        { low: -Infinity, high: 4 },
        { low: 0, high: 0 },
        { low: 0, high: Infinity },
        { low: 0, high: Infinity },
        { low: 0, high: Infinity },
        { low: 0, high: 3 },
        { low: 1, high: 1 },
      ],
      columns: [
        { cost: 5, entries: [[1, -1]], high: 2 },
        {
          cost: 0,
          entries: [
            [0, 1],
            [2, 1],
          ],
          high: 4,
        },
        {
          cost: 0,
          entries: [
            [1, 1],
            [3, 2],
            [4, 6],
          ],
          high: 2,
        },
        {
          cost: 0,
          entries: [
            [1, 1],
            [2, 1],
            [3, 1],
            [4, 3],
          ],
          high: 2,
        },
        {
          cost: -6,
          entries: [
            [3, -1],
            [4, -3],
          ],
          high: 2,
        },
        {
          cost: -4,
          entries: [
            [2, -1],
            [5, 1],
          ],
          high: 3,
        },
        {
          cost: -4,
          entries: [
            [3, -1],
            [5, 1],
          ],
          high: 3,
        },
        {
          cost: -2,
          entries: [
            [2, -1],
            [6, 1],
          ],
          high: 1,
        },
      ],
    },
  });
  expect(priceProgram({ kinds: [], asks: [] })).toEqual({
    ...{ poolRow: 0, cutRow: 0, counted: [], served: [] },
    program: { rows: [], columns: [] },
  });
});

test('what is kept of one layout is not said of another', () => {
  const indexes = ['1g.5gb', '1g.5gb+me', '1g.10gb', '3g.20gb'].map((name) =>
    a100.profileIndexByName.get(name)!,
  );
  const layouts = [...legalLayouts(a100.board, { profiles: ['1g.5gb', '1g.5gb+me', '2g.10gb', '3g.20gb'] })];
  // What stands in part of a layout is legal too, and takes other slices and counts.
  const parts = layouts.slice(0, 150).flatMap((layout) => [layout, layout.slice(1), layout.slice(2)]);
  for (const part of parts) {
    const occupancy = occupancyOf(a100, part);
    const said = addableSets(a100, occupancy, indexes).map(({ counts }) => counts.join());
    expect(said).toEqual(
      patternsBeside(a100.board, occupancy, indexes).best.map(({ counts }) => counts.join()),
    );
  }
  expect(parts.length).toBeGreaterThan(300);
});

/** The checker of fleets, on questions small enough to be worked out by hand. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import {
  fleetQuestion,
  verifyFleet,
  type FleetClaim,
  type FleetDemand,
  type FleetFault,
  type FleetOffer,
} from './verifyFleet.ts';

const [large, small] = [findBoard('a100-pcie-40gb')!, findBoard('a30-24gb')!];
const FLEET: FleetOffer[] = [
  { board: large, cost: 5, count: null, gpusPerHost: 2 },
  { board: small, cost: 2, count: 2 },
];
const demand = (count: number, group: string | null, ...names: string[]): FleetDemand => ({
  count,
  group,
  isServedBy: (_, profile) => names.includes(profile),
});
type Claimed = FleetClaim['gpus'][number];
const gpu = (fleet: number, text: string, host: number | null = null): Claimed => ({
  fleet,
  host,
  instances: text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [profile = '', start = '', request = ''] = part.split(/[@=]/);
      return { profile, start: Number(start), request: Number(request) };
    }),
});

/** Two 3g, which only the large board has, and two of whatever has 6 GB: one large and one small GPU, for 7. */
const DEMAND = [demand(2, null, '3g.20gb'), demand(2, null, '1g.6gb', '1g.10gb')];
const GPUS = [gpu(0, '3g.20gb@0=0 3g.20gb@4=0', 0), gpu(1, '1g.6gb@0=1 1g.6gb@1=1')];
/** A 3g is worth 2.5 and a 1g half of one: no GPU is worth more than it costs, and all of it 6; costs come one by one. */
const CLAIM: FleetClaim = { cost: 7, bound: 6, gpus: GPUS, prices: [5, 1], scale: 2, step: 1 };
const told = (part: Partial<FleetClaim>, fleet = FLEET, asked = DEMAND): FleetFault[] =>
  verifyFleet(fleet, asked, 'gpu', { ...CLAIM, ...part });

test('a right fleet with right prices is accepted, and one of which no bound is claimed', () => {
  expect(told({})).toEqual([]);
  expect(told({ bound: 7 })).toEqual([{ code: 'bound-not-shown', bound: 7, shown: 6 }]);
  expect(told({ bound: null, prices: [] })).toEqual([]);
});

describe('of the GPUs', () => {
  test.each<[string, Partial<FleetClaim>, FleetFault[]]>([
    [
      'a board that is none of the fleet',
      { gpus: [...GPUS, gpu(2, '')] },
      [{ code: 'board-unknown', gpu: 2 }],
    ],
    [
      'one more, which costs',
      { gpus: [...GPUS, gpu(1, '')] },
      [{ code: 'cost-differs', claimed: 7, found: 9 }],
    ],
    [
      'more than there are',
      { gpus: [...GPUS, gpu(1, ''), gpu(1, '')], cost: 11 },
      [{ code: 'too-many-gpus', fleet: 1 }],
    ],
    [
      'an overlap',
      { gpus: [gpu(0, '3g.20gb@0=0 3g.20gb@0=0', 0), GPUS[1]!] },
      [{ code: 'layout-illegal', gpu: 0 }],
    ],
    [
      'one that serves another request',
      { gpus: [gpu(0, '3g.20gb@0=0 3g.20gb@4=1', 0), gpu(1, '1g.6gb@0=1 1g.6gb@1=0')] },
      [
        { code: 'not-served', gpu: 0, request: 1 },
        { code: 'not-served', gpu: 1, request: 0 },
      ],
    ],
    [
      'one for nobody',
      { gpus: [GPUS[0]!, gpu(1, '1g.6gb@0=1 1g.6gb@1=9')] },
      [
        { code: 'not-served', gpu: 1, request: 9 },
        { code: 'count-differs', request: 1, wanted: 2, placed: 1 },
      ],
    ],
    [
      'one too many',
      { gpus: [GPUS[0]!, gpu(1, '1g.6gb@0=1 1g.6gb@1=1 1g.6gb@2=1')] },
      [{ code: 'count-differs', request: 1, wanted: 2, placed: 3 }],
    ],
    [
      'nothing of a request',
      { gpus: [GPUS[0]!], cost: 5 },
      [{ code: 'count-differs', request: 1, wanted: 2, placed: 0 }],
    ],
  ])('%s', (_, part, faults) => {
    expect(told(part)).toEqual(faults);
  });

  test('more on a host than it takes; hosts of another board are others', () => {
    const on = (...hosts: (number | null)[]): FleetFault[] =>
      told({ gpus: [...GPUS, ...hosts.map((host) => gpu(0, '', host))], cost: 7 + 5 * hosts.length });
    expect(on(0)).toEqual([]);
    expect(on(0, 0)).toEqual([{ code: 'host-too-full', fleet: 0, host: 0 }]);
    expect(on(1, 1, 0)).toEqual([]);
    expect(on(null, null, null)).toEqual([]);
    expect(told({ gpus: [GPUS[0]!, gpu(1, '1g.6gb@0=1', 0), gpu(1, '1g.6gb@0=1', 0)], cost: 9 })).toEqual([]);
  });
});

describe('members of a group', () => {
  const asked = [demand(3, 'web', '1g.5gb', '1g.6gb'), demand(1, 'db', '1g.5gb')];
  const apart = (from: 'gpu' | 'host', ...gpus: Claimed[]): FleetFault[] => {
    const cost = gpus.reduce((sum, { fleet }) => sum + FLEET[fleet]!.cost, 0);
    return verifyFleet(FLEET, asked, from, { ...CLAIM, bound: null, cost, gpus });
  };
  test('on different GPUs', () => {
    const [a, b, c] = [gpu(0, '1g.5gb@0=0 1g.5gb@1=1', 0), gpu(0, '1g.5gb@0=0', 0), gpu(1, '1g.6gb@0=0')];
    expect(apart('gpu', a, b, c)).toEqual([]);
    expect(apart('gpu', a, gpu(0, '1g.5gb@0=0 1g.5gb@1=0', 0))).toEqual([
      { code: 'group-together', group: 'web', gpu: 1 },
    ]);
    expect(apart('host', a, b, c)).toEqual([{ code: 'group-together', group: 'web', gpu: 1 }]);
  });
  test('on different hosts, which have to be named', () => {
    const on = (host: number | null): Claimed => gpu(0, '1g.5gb@0=0', host);
    const first = gpu(0, '1g.5gb@0=0 1g.5gb@1=1', 0);
    expect(apart('host', first, on(1), on(2))).toEqual([]);
    expect(apart('host', first, on(1), on(1))).toEqual([{ code: 'group-together', group: 'web', gpu: 2 }]);
    expect(apart('host', first, on(1), on(null))).toEqual([{ code: 'host-unknown', gpu: 2 }]);
    // A host of the other board is another one.
    expect(apart('host', first, on(1), gpu(1, '1g.6gb@0=0', 1))).toEqual([]);
  });
});

describe('prices', () => {
  test.each<[string, Partial<FleetClaim>, FleetFault[]]>([
    ['that are missing', { prices: [5] }, [{ code: 'price-unusable', request: 1 }]],
    ['that are no whole numbers', { prices: [5, 0.5] }, [{ code: 'price-unusable', request: 1 }]],
    ['below nothing', { prices: [-5, 1] }, [{ code: 'price-unusable', request: 0 }]],
    ['in parts of nothing', { scale: 0 }, [{ code: 'bound-not-shown', bound: 6, shown: 0 }]],
    ['in steps below nothing', { step: -1 }, [{ code: 'bound-not-shown', bound: 6, shown: 0 }]],
    ['in half steps', { step: 0.5 }, [{ code: 'bound-not-shown', bound: 6, shown: 0 }]],
    ['in steps that are none of the costs', { step: 2 }, [{ code: 'bound-not-shown', bound: 6, shown: 0 }]],
    ['in no steps', { step: 0 }, []],
    [
      'by which a GPU holds more than it costs',
      { prices: [6, 1] },
      [{ code: 'board-too-cheap', fleet: 0, worth: 12 }],
    ],
    [
      'by which the small one does',
      { prices: [5, 2] },
      [
        // Four 1g.10gb, and six slices beside a 3g.
        { code: 'board-too-cheap', fleet: 1, worth: 8 },
      ],
    ],
  ])('%s', (_, part, faults) => {
    expect(told(part)).toEqual(faults);
  });

  test('a bound is rounded up to the next cost there is', () => {
    const even = FLEET.map((one) => ({ ...one, cost: one.cost * 3 }));
    const claim = { cost: 21, step: 3, prices: [15, 3] };
    expect(told({ ...claim, bound: 18 }, even)).toEqual([]);
    // 17.5 of cost, and every cost is a multiple of 3.
    expect(told({ ...claim, prices: [15, 2.5] }, even)).toHaveLength(1);
    expect(told({ ...claim, prices: [15, 2], bound: 18 }, even)).toEqual([]);
    expect(told({ ...claim, prices: [15, 2], bound: 18.5 }, even)).toEqual([
      { code: 'bound-not-shown', bound: 18.5, shown: 18 },
    ]);
  });
});

test('the question of a tree: a kind for each board, a pool for each profile, and like requests as one', () => {
  const asked = [
    demand(2, 'web', '3g.20gb'),
    demand(1, null, '1g.6gb'),
    demand(3, null, '1g.6gb'),
    demand(1, 'db', '3g.20gb'),
  ];
  const pool = (board: typeof large, name: string): number =>
    (board === large ? 0 : large.profiles.length) + board.profiles.findIndex((one) => one.name === name);
  const [three, one] = [pool(large, '3g.20gb'), pool(small, '1g.6gb')];
  const ask = (count: number, group: string | null, at: number) => ({
    ...{ least: count, most: count, weight: 0, group },
    pools: [at],
  });
  const byGpu = fleetQuestion(FLEET, asked, 'gpu');
  expect(byGpu.asks).toEqual([ask(2, 'web', three), ask(4, null, one), ask(1, 'db', three)]);
  // Where hosts keep them apart, groups are not in it.
  expect(fleetQuestion(FLEET, asked, 'host').asks).toEqual([ask(3, null, three), ask(4, null, one)]);
  expect(byGpu.kinds.map(({ cost, most, barred }) => [cost, most, barred.size])).toEqual([
    [5, 7, 0],
    [2, 2, 0],
  ]);
  // The largest sets of what is asked for, and no others.
  const counts = byGpu.kinds.map(({ sets }) => sets.map((set) => [set[three] ?? 0, set[one] ?? 0]));
  expect(counts).toEqual([[[2, 0]], [[0, 4]]]);
});

test('a tree in the place of prices is held against that question', () => {
  const { asks } = fleetQuestion(FLEET, DEMAND, 'gpu');
  const tree = (...prices: number[]) => ({ prices, scale: 2 });
  expect(asks).toHaveLength(2);
  expect(told({ prices: [], tree: tree(5, 1) })).toEqual([]);
  expect(told({ prices: [], tree: tree(5, 1), bound: 7 }).map(({ code }) => code)).toEqual(['leaf-short']);
  expect(told({ prices: [], tree: tree(5) }).map(({ code }) => code)).toEqual(['leaf-unusable']);
});

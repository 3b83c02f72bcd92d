/** What fits after repacking, by hand: who may change places with whom, who stays and why, and what a search says on its way. */
import { describe, expect, test } from 'vitest';
import type { BoardId } from '../../model/board.ts';
import { IdSource } from '../../model/ids.ts';
import {
  EMPTY_PLAN,
  type Gpu,
  type GpuInstance,
  type GpuPlace,
  type Host,
  type Plan,
  type Vm,
} from '../../model/plan.ts';
import { fitsInPlan } from '../fits.ts';
import { gpuOf } from '../standing.testing.ts';
import { fitsRepacked, repackRoom, searchFitsRepacked, type RepackRoom, type Stays } from './repack.ts';

const A100 = 'a100-pcie-40gb';
const SXM = 'a100-sxm4-40gb';

interface Row extends Partial<Pick<Host, 'platform' | 'release' | 'driver'>> {
  /** Layouts, a pinned instance with a "!": "3g.20gb@4!". */
  readonly gpus: readonly string[];
  readonly gpu?: Partial<Gpu>;
}

/** A plan of these hosts. */
function planWith(...rows: readonly Row[]): Plan {
  const ids = new IdSource();
  const hosts = rows.map(({ gpus, gpu, ...host }, at): Host => {
    const made = gpus.map((layout, index): Gpu => {
      const pins = layout.split(' ').map((part) => part.endsWith('!'));
      const plain = gpuOf(layout.replaceAll('!', ''), gpu?.board ?? A100, index, ids);
      const instances = plain.instances.map((gi, nth): GpuInstance => ({
        ...gi,
        pinned: pins[nth] === true,
      }));
      return { ...plain, ...gpu, instances };
    });
    return {
      ...{
        id: ids.host(),
        name: `esx-0${at + 1}`,
        notes: '',
        platform: 'esxi',
        release: '8.0 U3',
        driver: null,
      },
      ...{ creation: null, gpus: made, observed: null, extra: [] },
      ...host,
    };
  });
  return { ...EMPTY_PLAN, hosts, nextId: ids.next };
}

const placesOf = (plan: Plan): GpuPlace[] =>
  plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
const roomOf = (plan: Plan): RepackRoom => repackRoom(plan, placesOf(plan));

/** How many fit after repacking; said only where it is proven. */
function after(plan: Plan, profile: string, boards: readonly BoardId[] | null = null): number {
  const { count, bound } = fitsRepacked(roomOf(plan), profile, boards);
  expect(bound).toBe(count);
  return count;
}

describe('who changes places with whom', () => {
  const half: Row = { gpus: ['3g.20gb@0'] };
  test.each<[string, Row, number]>([
    ['another host like it', { ...half }, 1],
    ['another driver, which has the profile too', { ...half, driver: 'R550' }, 1],
    ['another platform', { ...half, platform: 'kvm' }, 0],
    ['no platform that is known', { ...half, platform: null }, 0],
    ['another release', { ...half, release: '9.0' }, 0],
    ['another board', { ...half, gpu: { board: SXM } }, 0],
    ['another variant', { ...half, gpu: { variant: 'mirrored' } }, 0],
  ])('two halves are a whole GPU with %s', (_, other, whole) => {
    const plan = planWith(half, other);
    expect(fitsInPlan(plan, '7g.40gb')).toBe(0);
    expect(after(plan, '7g.40gb')).toBe(whole);
    // Each pool is a matter of its own, and both count.
    expect(after(plan, '3g.20gb')).toBe(2);
  });
});

describe('who stays', () => {
  const none: Record<Stays, number> = {
    pinned: 0,
    group: 0,
    'several-vgpus': 0,
    driver: 0,
    'illegal-gpu': 0,
  };
  const plan = planWith({ gpus: ['3g.20gb@0 1g.5gb@4', '3g.20gb@0', '2g.10gb@0!'] });
  const [one, narrow, two, pinned] = plan.hosts[0]!.gpus.flatMap(({ instances }) =>
    instances.map(({ id }) => id),
  );
  /** VMs of a group, each with these instances; null is a vGPU that has none yet. */
  const withVms = (
    ...vms: readonly (readonly [group: string | null, ...Vm['attachments'][number]['instance'][]])[]
  ): Plan => ({
    ...plan,
    vms: vms.map(([group, ...of], at): Vm => ({
      ...{ id: (900 + at) as Vm['id'], name: `vm-${at}`, notes: '', group, extra: [] },
      attachments: of.map((instance) => ({
        ...{ wants: { kind: 'profile', profile: '3g.20gb' }, instance, extra: [] },
      })),
    })),
  });
  test.each<[string, Plan, Partial<Record<Stays, number>>]>([
    ['only what is pinned', withVms(), {}],
    ['two of a group', withVms(['g', one!], ['g', two!]), { group: 2 }],
    ['members of two groups', withVms(['g', one!], ['h', two!]), {}],
    ['a group with one member that has an instance', withVms(['g', one!], ['g', null], ['g']), {}],
    ['no group at all', withVms([null, one!], [null, two!]), {}],
    ['a VM with two vGPUs', withVms([null, one!, narrow!]), { 'several-vgpus': 2 }],
    [
      'a VM with two vGPUs, one of them without an instance',
      withVms([null, one!, null]),
      { 'several-vgpus': 1 },
    ],
    ['both: the group is told', withVms(['g', one!, narrow!], ['g', two!]), { group: 3 }],
    ['a pinned member: it is pinned first', withVms(['g', one!], ['g', pinned!]), { group: 1 }],
  ])('%s', (_, of, stays) => {
    expect(roomOf(of).stays).toEqual({ ...none, pinned: 1, ...stays });
  });

  test('within one GPU members and VMs with several vGPUs move too, and what is pinned does not', () => {
    const of = withVms(['g', one!, narrow!], ['g', two!], [null, pinned!]);
    const [first, , third] = placesOf(of);
    expect(repackRoom(of, [first!]).stays).toEqual(none);
    // The 1g goes to the end of the right half, and a 2g stands before it.
    expect(fitsRepacked(repackRoom(of, [first!]), '2g.10gb')).toEqual({ count: 1, bound: 1 });
    expect(repackRoom(of, [third!]).stays).toEqual({ ...none, pinned: 1 });
  });

  test('an instance that the driver is too old for stays, pinned or not', () => {
    // 1g.10gb asks for R525.
    const old = planWith({ gpus: ['1g.10gb@0 1g.5gb@2', '1g.10gb@0!'], driver: 'R470' });
    expect(roomOf(old).stays).toEqual({ ...none, pinned: 1, driver: 1 });
    expect(repackRoom(old, placesOf(old).slice(0, 1)).stays).toEqual({ ...none, driver: 1 });
    // Nobody gets one there, also where there is room.
    expect(after(old, '1g.10gb')).toBe(0);
  });

  test('a GPU that is illegal takes what it takes now, and all on it stays', () => {
    // Two 2g over each other take slices 0 to 2: four 1g are left of it, and a 3g in the right half.
    const torn = planWith({ gpus: ['2g.10gb@0 2g.10gb@1', ''] });
    expect(roomOf(torn).stays).toEqual({ ...none, 'illegal-gpu': 2 });
    expect(roomOf(torn).asIs).toHaveLength(1);
    expect(after(torn, '1g.5gb')).toBe(4 + 7);
    expect(after(torn, '3g.20gb')).toBe(1 + 2);
    expect(after(torn, '1g.5gb', [SXM])).toBe(0);
    expect(after(torn, '1g.5gb', [A100])).toBe(11);
  });

  test('a GPU without MIG takes nothing, and is no illegal one', () => {
    const off = planWith({ gpus: [''], gpu: { use: 'off' } as unknown as Partial<Gpu> }, { gpus: [''] });
    expect(roomOf(off)).toMatchObject({ asIs: [], stays: none });
    expect(after(off, '7g.40gb')).toBe(1);
  });
});

describe('how many fit', () => {
  test.each<[string, readonly string[], string, number]>([
    // Nothing stands, nothing moves.
    ['empty GPUs', ['', ''], '2g.10gb', 6],
    ['full GPUs', ['7g.40gb@0', '4g.20gb@0 3g.20gb@4'], '1g.5gb', 0],
    ['a profile that the board does not have', [''], '1g.6gb', 0],
    // Of the seven slices with compute all are taken; the eighth holds no 1g.
    ['seven pinned 1g', [[0, 1, 2, 3, 4, 5, 6].map((at) => `1g.5gb@${at}!`).join(' ')], '1g.5gb', 0],
    // One GPU: the 1g goes to the end, so that a 2g stands beside it.
    ['one GPU, a 1g in the way', ['3g.20gb@0! 1g.5gb@4'], '2g.10gb', 1],
    ['one GPU, as many as are there already', ['3g.20gb@0! 1g.5gb@4'], '1g.5gb', 2],
    ['one GPU, where nothing is in the way', ['3g.20gb@0! 1g.5gb@6'], '2g.10gb', 1],
    ['one GPU without what is pinned', ['1g.5gb@0 1g.5gb@2'], '3g.20gb', 1],
    // Three 2g to a GPU: four and three are seven, of nine.
    ['of those that stand too', ['2g.10gb@0', '2g.10gb@2 2g.10gb@4', '2g.10gb@0'], '2g.10gb', 5],
    // A 4g beside each 3g; the third GPU has both of the 1g beside its 4g.
    ['beside others', ['3g.20gb@0 1g.5gb@4', '3g.20gb@0 1g.5gb@4', ''], '4g.20gb', 3],
    // Three halves that stay are on all GPUs; two of them have room for the third, and for a 1g.
    ['halves that stay', ['3g.20gb@0!', '3g.20gb@4!', '3g.20gb@0!'], '7g.40gb', 0],
    ['halves of which one goes', ['3g.20gb@0!', '3g.20gb@4!', '3g.20gb@0 1g.5gb@4'], '7g.40gb', 1],
    // The 1g may move to the second GPU or not: on the first one the pinned 1g is in the way of every 4g.
    ['one that stays and one that goes', ['1g.5gb@0!', '1g.5gb@0'], '4g.20gb', 1],
    // Both 4g have three 1g beside them, and a 4g more finds no GPU.
    ['beside one of each kind that fills a GPU by itself', ['4g.20gb@0', '4g.20gb@0'], '1g.5gb', 6],
    // Seven 1g and two 4g are fifteen slices with compute, and two GPUs have fourteen; of memory there is enough.
    [
      'short of compute alone',
      [[0, 1, 2, 3, 4, 5, 6].map((at) => `1g.5gb@${at}`).join(' '), ''],
      '4g.20gb',
      1,
    ],
    // Six kinds beside the one that is asked for: 4g and 3g, 3g and 2g and 1g.10gb, and the rest on a third GPU.
    [
      'many kinds at once',
      ['4g.20gb@0 2g.10gb@4', '3g.20gb@0 1g.10gb@4', '1g.5gb@0 1g.5gb+me@1', '2g.10gb@0 3g.20gb@4'],
      '7g.40gb',
      1,
    ],
  ])('%s', (_, gpus, profile, count) => {
    expect(after(planWith({ gpus }), profile)).toBe(count);
  });

  test('an old driver has fewer profiles, wherever its GPUs are in the list', () => {
    const old: Row = { gpus: [''], driver: 'R470' };
    const young: Row = { gpus: [''], driver: 'R550' };
    for (const rows of [
      [old, young],
      [young, old],
    ])
      expect(after(planWith(...rows), '1g.10gb')).toBe(4);
    expect(after(planWith(old), '1g.10gb')).toBe(0);
    // The 1g goes to the old one, which has four places for 1g.10gb and may have none.
    expect(after(planWith({ ...young, gpus: ['1g.5gb@0'] }, old), '1g.10gb')).toBe(4);
    // What stands on the new one is made on the old one, and four 1g.10gb take its place.
    expect(after(planWith({ ...young, gpus: ['3g.20gb@0 3g.20gb@4'] }, old), '1g.10gb')).toBe(4);
  });

  test('on the named boards alone', () => {
    const plan = planWith({ gpus: ['', '1g.5gb@0'] }, { gpus: [''], gpu: { board: SXM } });
    expect(after(plan, '4g.20gb')).toBe(3);
    expect(after(plan, '4g.20gb', [A100])).toBe(2);
    expect(after(plan, '4g.20gb', [SXM])).toBe(1);
    expect(after(plan, '4g.20gb', [SXM, A100])).toBe(3);
    expect(after(plan, '4g.20gb', [])).toBe(0);
  });
});

describe('step by step', () => {
  const plan = planWith({ gpus: ['1g.5gb@0', ''] }, { gpus: ['1g.5gb@0!'], gpu: { board: SXM } });

  test('work goes up, an answer comes with the end, and each pool is a unit of work', () => {
    const search = searchFitsRepacked(roomOf(plan), '4g.20gb');
    const seen: number[] = [];
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      expect(step.value).toMatchObject({ best: null, bound: null, isProven: false });
      seen.push(step.value.work);
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(step.value).toEqual({ best: { count: 2, bound: 2 }, bound: 2, isProven: true, work: 3 });
  });

  test('nothing to look at is an answer too, also where no board has the profile', () => {
    for (const room of [roomOf(planWith()), roomOf(planWith({ gpus: ['', ''] }))]) {
      expect(searchFitsRepacked(room, '1g.6gb').next()).toEqual({
        done: true,
        value: { best: { count: 0, bound: 0 }, bound: 0, isProven: true, work: 1 },
      });
    }
  });

  // Three 2g fit now; the fourth needs moves on several GPUs, and the second step of the search finds them.
  const knot: Row = {
    gpus: [
      '4g.20gb@0! 1g.5gb+me@4',
      '1g.10gb@2! 3g.20gb@4',
      '1g.5gb@2 1g.10gb@4 1g.5gb+me@6!',
      '4g.20gb@0 2g.10gb@4',
    ],
  };
  const worksOf = (room: RepackRoom): number[] => {
    const search = searchFitsRepacked(room, '2g.10gb');
    const works: number[] = [];
    for (let step = search.next(); step.done !== true; step = search.next()) works.push(step.value.work);
    return works;
  };

  test('with less effort than it takes there is what fits now, and a bound', () => {
    const room = roomOf(planWith(knot));
    const [, second] = worksOf(room);
    expect(second).toBeGreaterThan(0);
    const within = (effort: number): unknown => fitsRepacked(room, '2g.10gb', null, effort);
    for (const effort of [0, second!]) expect(within(effort)).toEqual({ count: 3, bound: 4 });
    expect(within(second! + 1)).toEqual({ count: 4, bound: 4 });
    const search = searchFitsRepacked(room, '2g.10gb', null, 0);
    let step = search.next();
    while (step.done !== true) step = search.next();
    expect(step.value).toMatchObject({ best: { count: 3 }, bound: 4, isProven: false });
  });

  test.each<[string, string, number, readonly string[]]>([
    [
      'of five kinds',
      '1g.10gb',
      5,
      [
        '1g.5gb@1 1g.10gb@2 2g.10gb@4',
        '2g.10gb@2 1g.5gb+me@5 1g.10gb@6',
        '1g.10gb@0 1g.5gb@2 3g.20gb@4',
        '1g.10gb@0 1g.5gb+me@3 1g.5gb@4',
      ],
    ],
    [
      'of six kinds',
      '3g.20gb',
      2,
      [
        '4g.20gb@0 1g.5gb+me@5 1g.5gb@6',
        '1g.10gb@0 2g.10gb@2 3g.20gb@4',
        '2g.10gb@4',
        '4g.20gb@0 1g.10gb@4 1g.5gb@6',
      ],
    ],
  ])(
    'where nothing stays the board itself says what fits %s, and nothing is searched',
    (_, profile, count, gpus) => {
      const plan = planWith({ gpus });
      expect(fitsInPlan(plan, profile)).toBeLessThan(count);
      expect(fitsRepacked(roomOf(plan), profile, null, 0)).toEqual({ count, bound: count });
    },
  );

  test('work of one pool is added to that of the pools before it', () => {
    const alone = worksOf(roomOf(planWith(knot)));
    expect(worksOf(roomOf(planWith({ gpus: [''], platform: 'kvm' }, knot)))).toEqual([
      0,
      ...alone.map((work) => 1 + work),
    ]);
  });
});

/** Why a placement is refused, and its ways out one by one: small fleets whose answer can be told by hand. */
import { expect, test } from 'vitest';
import type { GiId, GpuId } from '../../model/ids.ts';
import { findGpu, type Gpu, type GpuInstance, type Host, type Plan, type Vm } from '../../model/plan.ts';
import { runSearch } from './search.ts';
import { searchWays, whyNot, type WayKind, type WayOut, type Why, type WhyQuestion } from './why.ts';
import { FREE, type WayCost } from './whyCost.ts';
import { parseLayout } from './why.testing.ts';

const gpusOf = (plan: Plan): Gpu[] => plan.hosts.flatMap((host) => host.gpus);

function gpuAt(plan: Plan, index: number): Gpu {
  const gpu = gpusOf(plan)[index];
  if (gpu === undefined) throw new Error(`no GPU ${index}`);
  return gpu;
}

/** The instance at a start of a GPU. */
function giAt(plan: Plan, index: number, start: number): GpuInstance {
  const gi = gpuAt(plan, index).instances.find((one) => one.start === start);
  if (gi === undefined) throw new Error(`nothing at ${start}`);
  return gi;
}

function ask(plan: Plan, gpu: number, profile: string, start: number | null = null): WhyQuestion {
  return { gpuId: gpuAt(plan, gpu).id, profile, start, moving: null };
}

/** That the instance at a start of one GPU is moved to another, or to another start. */
function askMove(plan: Plan, from: number, at: number, to: number, start: number | null): WhyQuestion {
  const { id: moving, profile } = giAt(plan, from, at);
  return { gpuId: gpuAt(plan, to).id, profile, start, moving };
}

const eachHost = (plan: Plan, edit: (host: Host) => Host): Plan => ({ ...plan, hosts: plan.hosts.map(edit) });
const eachGpu = (plan: Plan, edit: (gpu: Gpu) => Gpu): Plan =>
  eachHost(plan, (host) => ({ ...host, gpus: host.gpus.map(edit) }));
const eachInstance = (plan: Plan, edit: (gi: GpuInstance) => GpuInstance): Plan =>
  eachGpu(plan, (gpu) => ({ ...gpu, instances: gpu.instances.map(edit) }));
const eachVm = (plan: Plan, edit: (vm: Vm) => Vm): Plan => ({ ...plan, vms: plan.vms.map(edit) });

const withDriver = (plan: Plan, driver: string): Plan => eachHost(plan, (host) => ({ ...host, driver }));
const pinned = (plan: Plan, ...ids: readonly GiId[]): Plan =>
  eachInstance(plan, (gi) => ({ ...gi, pinned: ids.includes(gi.id) }));
/** VMs whose name begins so are in this group. */
const grouped = (plan: Plan, letter: string, group: string): Plan =>
  eachVm(plan, (vm) => (vm.name.startsWith(letter) ? { ...vm, group } : vm));

function waysTo(plan: Plan, question: WhyQuestion): readonly WayOut[] {
  return runSearch(searchWays(plan, question)).best ?? [];
}

/** The way of a kind: there is no more than one on the GPU that was asked for, and one elsewhere. */
function wayOf(
  plan: Plan,
  question: WhyQuestion,
  kind: WayKind,
  isElsewhere = kind === 'gpu',
): WayOut | undefined {
  const [way, ...more] = waysTo(plan, question).filter(
    (one) => one.kind === kind && one.isElsewhere === isElsewhere,
  );
  expect(more).toEqual([]);
  return way;
}

const kindsOf = (plan: Plan, question: WhyQuestion): string[] =>
  waysTo(plan, question).map(({ kind, isElsewhere }) => (isElsewhere ? `${kind} elsewhere` : kind));

const costOf = (more: Partial<WayCost>): WayCost => ({ ...FREE, ...more });

/** "esx-01/1@4": where something ends. */
function placeName(plan: Plan, gpuId: GpuId, start: number): string {
  const on = findGpu(plan, gpuId);
  return `${on?.host.name}/${on?.gpu.index}@${start}`;
}

const endOf = (plan: Plan, way: WayOut | undefined): string | undefined =>
  way && placeName(plan, way.place.gpuId, way.place.start);

const movesOf = (plan: Plan, way: WayOut | undefined): string[] | undefined =>
  way?.moves.map(({ giId, gpuId, start }) => {
    const of = plan.vms.find(({ attachments }) => attachments.some(({ instance }) => instance === giId));
    return `${of?.name ?? giId} to ${placeName(plan, gpuId, start)}`;
  });

test('of a GPU that is not there nothing is said but that', () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb:\n');
  const question = { ...ask(plan, 0, '1g.5gb'), gpuId: 999 as GpuId };
  const error = { code: 'not-found', what: 'gpu' };
  expect(whyNot(plan, question)).toEqual({ isLegal: false, error, ways: [], isWhole: true });
});

test('what is legal has its starts: all there are, or the one that was asked for', () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=a 1g.5gb@3=b\n');
  expect(whyNot(plan, ask(plan, 0, '1g.10gb'))).toEqual({ isLegal: true, starts: [4, 6] });
  expect(whyNot(plan, ask(plan, 0, '1g.10gb', 6))).toEqual({ isLegal: true, starts: [6] });
  // The one that is moved is not in its own way, and the other one is.
  const moved = (start: number | null): Why => whyNot(plan, askMove(plan, 0, 0, 0, start));
  expect(moved(null)).toEqual({ isLegal: true, starts: [0, 4] });
  expect(moved(0)).toEqual({ isLegal: true, starts: [0] });
  expect(moved(2)).toMatchObject({ isLegal: false, error: { code: 'overlap', start: 2 } });
  expect(whyNot(plan, ask(plan, 0, '2g.10gb'))).toEqual({ isLegal: true, starts: [4] });
});

test('what is refused has the reason of the start that was asked for, else that of the GPU', () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4=b\n');
  const errorOf = (profile: string, start: number | null): unknown => {
    const why = whyNot(plan, ask(plan, 0, profile, start));
    return why.isLegal || why.error;
  };
  const [a, b] = [giAt(plan, 0, 0).id, giAt(plan, 0, 4).id];
  expect(errorOf('1g.5gb', 2)).toMatchObject({ code: 'overlap', start: 2, blockedBy: [a] });
  expect(errorOf('3g.20gb', null)).toMatchObject({ code: 'no-start-free', blockedBy: [a, b] });
  expect(errorOf('3g.20gb', 1)).toMatchObject({ code: 'not-a-start' });
});

test('a driver that is too old refuses, at one start and at any; it goes where the driver is new enough', () => {
  const both = parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=a\nesx-02/0 a100-pcie-40gb:\n');
  const plan = eachHost(both, (host) => ({
    ...host,
    driver: host.name === 'esx-01' ? '460.32.03' : '550.54',
  }));
  for (const start of [null, 4]) {
    const why = whyNot(plan, ask(plan, 0, '1g.5gb+me', start));
    expect(why).toMatchObject({ isLegal: false, error: { code: 'driver-too-old', needs: 'R470' } });
    expect(kindsOf(plan, ask(plan, 0, '1g.5gb+me', start))).toEqual(['gpu elsewhere']);
    expect(whyNot(plan, ask(plan, 1, '1g.5gb+me', start)).isLegal).toBe(true);
  }
});

test('a VM of several vGPUs holds its instances on its host', () => {
  const base = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\nesx-01/1 a100-pcie-40gb: 3g.20gb@0=b\nesx-02/0 a100-pcie-40gb:\n',
  );
  const [a, b] = base.vms as [Vm, Vm];
  const plan = { ...base, vms: [{ ...a, attachments: [...a.attachments, ...b.attachments] }] };
  for (const start of [null, 4]) {
    const question = askMove(plan, 0, 0, 2, start);
    expect(whyNot(plan, question)).toMatchObject({ isLegal: false, error: { code: 'other-host' } });
    // On its own host there is room beside the other one, and beside itself.
    expect(kindsOf(plan, question)).toEqual(['gpu elsewhere']);
    expect(wayOf(plan, question, 'gpu')).toMatchObject({
      place: { gpuId: gpuAt(plan, 0).id, profile: '3g.20gb', start: 4 },
      command: { type: 'gi/move', giId: question.moving, gpuId: gpuAt(plan, 0).id, start: 4 },
    });
    expect(whyNot(plan, askMove(plan, 0, 0, 1, 4))).toEqual({ isLegal: true, starts: [4] });
  }
});

test('what is pinned does not move: no way at all, and that is the whole answer', () => {
  const base = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=b\n');
  const plan = pinned(base, giAt(base, 0, 0).id);
  const outcome = runSearch(searchWays(plan, askMove(plan, 0, 0, 1, 0)));
  expect(outcome).toEqual({ best: [], bound: null, isProven: true, work: 1 });
  expect(waysTo(base, askMove(base, 0, 0, 1, 0)).length).toBeGreaterThan(0);
});

test('where something is free nobody is moved on other GPUs', () => {
  // On GPU 1 an instance without a VM could move to make room for the 4g: less than to move b. GPU 2 is empty.
  const other = 'esx-01/1 a100-pcie-40gb: 2g.10gb@0\n';
  const full = parseLayout(`esx-01/0 a100-pcie-40gb: 3g.20gb@0=b\n${other}`);
  expect(kindsOf(full, ask(full, 0, '4g.20gb', 0))).toEqual(['move elsewhere', 'move', 'profile', 'remove']);
  const free = parseLayout(`esx-01/0 a100-pcie-40gb: 3g.20gb@0=b\n${other}esx-02/0 a100-pcie-40gb:\n`);
  expect(kindsOf(free, ask(free, 0, '4g.20gb', 0))).toEqual(['gpu elsewhere', 'move', 'profile', 'remove']);
  // Another start will do as well: the 3g that was asked for at 0 stands at 4.
  const start = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=b\nesx-02/0 a100-pcie-40gb: 1g.5gb@0 3g.20gb@4=c\n',
  );
  expect(kindsOf(start, ask(start, 0, '3g.20gb', 0))).toEqual(['start', 'move', 'remove']);
});

test('on a GPU without MIG nothing is done; another of its host is nearer than other hosts', () => {
  const base = parseLayout(
    'esx-01/0 a100-pcie-40gb:\nesx-02/0 a100-pcie-40gb: 2g.10gb@0=a\nesx-02/1 a100-pcie-40gb: 1g.5gb@6\n',
  );
  const plan = eachGpu(base, (gpu) =>
    gpu.instances.some(({ start }) => start === 0) ? { ...gpu, use: 'off' } : gpu,
  );
  const question = ask(plan, 1, '2g.10gb', 0);
  expect(whyNot(plan, question)).toMatchObject({ isLegal: false, isWhole: true });
  expect(kindsOf(plan, question)).toEqual(['gpu elsewhere']);
  const way = wayOf(plan, question, 'gpu');
  expect([endOf(plan, way), way?.cost]).toEqual(['esx-02/1@4', costOf({ distance: 2 })]);
  // Nor on one whose board nobody knows.
  const unknown = parseLayout('esx-01/0 no-such-board: 2g.10gb@0=a\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=b\n');
  expect(kindsOf(unknown, ask(unknown, 0, '2g.10gb', 0))).toEqual([]);
});

test('a GPU that is not legal as it is may be put right where it was asked for, and is left alone else', () => {
  const layout = 'esx-01/0 a100-pcie-40gb: 2g.10gb@0=a 2g.10gb@0=b\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=c\n';
  const plan = parseLayout(layout);
  const question = ask(plan, 0, '2g.10gb', 0);
  const way = wayOf(plan, question, 'remove');
  expect([way?.removes.length, way?.cost.vmsWaiting]).toEqual([2, 2]);
  // Slices 2 to 7 are free there, but nothing comes to it.
  const other = ask(plan, 1, '1g.5gb', 0);
  expect(kindsOf(plan, other)).toEqual(['remove']);
});

test('what is free as it is needs nobody to move', () => {
  // At 0 a is held fast, at 4 there is room. That b could move as well is no way out.
  const base = parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=a 1g.5gb@1=b\n');
  const plan = pinned(base, giAt(base, 0, 0).id);
  expect(kindsOf(plan, ask(plan, 0, '3g.20gb', 0))).toEqual(['start']);
});

test('another start: the one that leaves most to others, one step away', () => {
  // Beside 2g.10gb at 0 a straight GPU takes 1g.5gb at 2, a mirrored one at 6, where a driver would put it.
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=a\n');
  const question = ask(plan, 0, '1g.5gb', 0);
  const place = { gpuId: question.gpuId, profile: '1g.5gb', start: 2 };
  expect(wayOf(plan, question, 'start')).toEqual({
    ...{ kind: 'start', isElsewhere: false, removes: [], moves: [], place },
    ...{ cost: costOf({ distance: 1 }), command: { type: 'gi/place', ...place } },
  });
  const mirrored = eachGpu(plan, (gpu) => ({ ...gpu, kind: 'mirrored' }));
  expect(wayOf(mirrored, question, 'start')?.place.start).toBe(6);
  // Asked for anywhere, "another start" is no answer, whatever is free; where nothing is, neither.
  expect(kindsOf(plan, ask(plan, 0, '1g.5gb'))).not.toContain('start');
  const full = parseLayout('esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\n');
  expect(kindsOf(full, ask(full, 0, '1g.5gb', 3))).toEqual(['remove']);
  const three = parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=a 3g.20gb@4=b\n');
  expect(kindsOf(three, ask(three, 0, '4g.20gb'))).not.toContain('start');
});

test('another GPU: the nearest that has room, at the start that leaves most to others there', () => {
  const plan = parseLayout(
    'esx-01/0 a100-pcie-40gb:\nesx-02/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-02/1 a100-pcie-40gb:\nesx-02/2 a100-pcie-40gb:\n',
  );
  // Slice 2 was asked for on a GPU that is full; on another one it is nothing that anybody wants.
  const way = wayOf(plan, ask(plan, 1, '1g.5gb', 2), 'gpu');
  expect([endOf(plan, way), way?.cost]).toEqual(['esx-02/1@6', costOf({ distance: 2 })]);
  expect(way?.command).toEqual({ type: 'gi/place', ...way?.place });
  const far = parseLayout('esx-01/0 a100-pcie-40gb:\nesx-02/0 a100-pcie-40gb: 7g.40gb@0=a\n');
  const there = wayOf(far, ask(far, 1, '1g.5gb'), 'gpu');
  expect([endOf(far, there), there?.cost]).toEqual(['esx-01/0@6', costOf({ distance: 3 })]);
  // Not where MIG is off, nor on a board that nobody knows, nor where what stands there cannot be.
  const none = parseLayout(
    'esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-01/1 a100-pcie-40gb:\nesx-01/2 no-such-board:\nesx-01/3 a100-pcie-40gb: 1g.5gb@0 2g.10gb@0\n',
  );
  const off = eachGpu(none, (gpu) => (gpu.index === 1 ? { ...gpu, use: 'off' } : gpu));
  expect(kindsOf(off, ask(off, 0, '1g.5gb'))).toEqual(['remove']);
  expect(endOf(none, wayOf(none, ask(none, 0, '1g.5gb'), 'gpu'))).toBe('esx-01/1@6');
});

test('one that is moved is given another start than its own', () => {
  // GPU 1 is full. On its own GPU, which is empty but for it, slice 6 would be best, and that is where it stands.
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@6=a\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=b\n');
  const question = askMove(plan, 0, 6, 1, 3);
  const way = wayOf(plan, question, 'gpu');
  const gpuId = gpuAt(plan, 0).id;
  expect(way).toMatchObject({
    place: { gpuId, profile: '1g.5gb', start: 0 },
    cost: costOf({ distance: 2 }),
    command: { type: 'gi/move', giId: question.moving, gpuId, start: 0 },
  });
  // It takes no other profile: an instance keeps what it is.
  const beside = parseLayout('esx-01/0 a100-pcie-40gb: 4g.20gb@0=a\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=b\n');
  expect(kindsOf(beside, ask(beside, 1, '4g.20gb', 0))).toContain('profile');
  expect(kindsOf(beside, askMove(beside, 0, 0, 1, 0))).toEqual(['move', 'remove']);
});

test.each<[layout: string, wanted: string, start: number | null, got: string | null, cost: Partial<WayCost>]>(
  [
    // The same memory, and one compute slice of four less.
    ['a100-pcie-40gb: 1g.5gb@0=a', '4g.20gb', 0, '3g.20gb@4', { lessCompute: 1, distance: 1 }],
    ['a100-pcie-40gb: 1g.5gb@0=a', '4g.20gb', null, '3g.20gb@4', { lessCompute: 1 }],
    // More compute costs nothing, and no less memory is had.
    ['a100-pcie-40gb: 1g.5gb@4=a', '3g.20gb', 4, '4g.20gb@0', { distance: 1 }],
    // 1g.10gb has the memory of 2g.10gb, and half of its compute: too little.
    ['a100-pcie-40gb: 4g.20gb@0=a 2g.10gb@4=b', '2g.10gb', null, null, {}],
    // Twice the memory: then less compute is told, and there is something for it.
    ['a100-pcie-40gb: 3g.20gb@0=a 2g.10gb@4=b', '1g.5gb', 4, '1g.5gb+me@6', { distance: 1 }],
    [
      'a100-pcie-40gb: 1g.5gb+me@0=c 2g.10gb@2=a 2g.10gb@4=b',
      '1g.5gb',
      4,
      '1g.10gb@6',
      { moreMemory: 1, distance: 1 },
    ],
    // The engines of +me are in nothing smaller than the whole GPU.
    ['a100-pcie-40gb: 1g.5gb+me@0=a', '1g.5gb+me', 2, null, {}],
    ['a30-24gb: 1g.6gb+me@0=a', '2g.12gb+me', 2, null, {}],
    // What has graphics is for graphics, and for nothing else.
    [
      'rtx-pro-6000-server: 1g.24gb@0=a 1g.24gb@3=b',
      '1g.24gb+gfx',
      0,
      '2g.48gb+gfx@6',
      { moreMemory: 3, distance: 1 },
    ],
    ['rtx-pro-6000-server: 1g.24gb@0=a 1g.24gb@3=b', '1g.24gb', 0, '1g.24gb+me@6', { distance: 1 }],
    // Never less memory, however many the engines.
    ['rtx-pro-6000-server: 1g.24gb@0=a', '2g.48gb-me', 0, '2g.48gb@6', { distance: 1 }],
  ],
)('%s, %s at %j: in its place %j', (layout, wanted, start, got, cost) => {
  const plan = parseLayout(`esx-01/0 ${layout}\n`);
  const way = wayOf(plan, ask(plan, 0, wanted, start), 'profile');
  expect(way === undefined ? null : `${way.place.profile}@${way.place.start}`).toBe(got);
  if (way === undefined) return;
  expect(way.cost).toEqual(costOf({ otherProfile: 1, ...cost }));
  expect(way.command).toEqual({ type: 'gi/place', ...way.place });
});

test('another profile is put at the start that was asked for, where it can be', () => {
  // The driver is too old for 1g.10gb; 2g.10gb has what it has.
  const plan = withDriver(parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@6=a\n'), '470.57.02');
  for (const start of [0, 2, 4]) {
    const way = wayOf(plan, ask(plan, 0, '1g.10gb', start), 'profile');
    expect(way?.place).toMatchObject({ profile: '2g.10gb', start });
    expect(way?.cost).toEqual(costOf({ otherProfile: 1 }));
  }
  // A profile that the board has not is another's business.
  const other = parseLayout('esx-01/0 a100-pcie-40gb:\nesx-02/0 a100-80gb:\n');
  expect(kindsOf(other, ask(other, 0, '3g.40gb', 0))).toEqual(['gpu elsewhere']);
});

test('one move: it is the cheapest that makes room, and goes no further than it must', () => {
  // At 0 stands a VM, at 4 nothing but an instance: that one goes, though slice 0 was asked for.
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=a 1g.5gb@4\n');
  const question = ask(plan, 0, '3g.20gb', 0);
  const idle = giAt(plan, 0, 4).id;
  const { gpuId } = question;
  const way = wayOf(plan, question, 'move');
  expect(way).toMatchObject({ cost: costOf({ instancesMoved: 1, distance: 1 }), place: { gpuId, start: 4 } });
  expect(way?.command).toEqual({
    ...{ type: 'gi/rearrange', removes: [] },
    ...{ moves: [{ giId: idle, gpuId, start: 1 }], place: { gpuId, profile: '3g.20gb', start: 4 } },
  });
  // With VMs on both, or the other one pinned, it is a that goes, and what was asked for is had.
  for (const other of [parseLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=a 1g.5gb@4=b\n'), pinned(plan, idle)]) {
    const moved = wayOf(other, ask(other, 0, '3g.20gb', 0), 'move');
    expect([endOf(other, moved), movesOf(other, moved)]).toEqual(['esx-01/0@0', ['a to esx-01/0@5']]);
    expect(moved?.cost).toEqual(costOf({ vmsInterrupted: 1, instancesMoved: 1 }));
  }
});

test.each([
  ['beside it', 'esx-01/1 a100-pcie-40gb: 3g.20gb@4=c', 1, 'a to esx-01/1@0'],
  ['on another host', 'esx-02/0 a100-pcie-40gb: 3g.20gb@4=c', 2, 'a to esx-02/0@0'],
  [
    'on the nearest of both',
    'esx-00/0 a100-pcie-40gb:\nesx-01/1 a100-pcie-40gb: 3g.20gb@4=c',
    1,
    'a to esx-01/1@0',
  ],
])('one move: there is room %s', (_, others, distance, says) => {
  // The 4g has to leave its GPU, for it has but the one start.
  const plan = pinAllBut(parseLayout(`esx-01/0 a100-pcie-40gb: 4g.20gb@0=a\n${others}\n`), 'a');
  const question = ask(
    plan,
    gpusOf(plan).findIndex(({ id }) => id === homeOf(plan, 'a')),
    '4g.20gb',
    0,
  );
  const way = wayOf(plan, question, 'move');
  expect(movesOf(plan, way)).toEqual([says]);
  expect(way?.cost).toEqual(costOf({ vmsInterrupted: 1, instancesMoved: 1, distance }));
});

/** The GPU that a VM is on. */
function homeOf(plan: Plan, name: string): GpuId | undefined {
  const instance = plan.vms.find((vm) => vm.name === name)?.attachments[0]?.instance;
  return gpusOf(plan).find(({ instances }) => instances.some(({ id }) => id === instance))?.id;
}

/** Nothing moves but the instances of these VMs. */
function pinAllBut(plan: Plan, ...names: readonly string[]): Plan {
  const free = plan.vms.flatMap((vm) => (names.includes(vm.name) ? vm.attachments : []));
  return eachInstance(plan, (gi) => ({ ...gi, pinned: free.every(({ instance }) => instance !== gi.id) }));
}

test('one move does not bring a VM beside another of its group', () => {
  const layout =
    'esx-01/0 a100-pcie-40gb: 4g.20gb@0=a\nesx-01/1 a100-pcie-40gb: 3g.20gb@4=b\nesx-02/0 a100-pcie-40gb: 3g.20gb@4=c\n';
  const plan = pinAllBut(parseLayout(layout), 'a');
  const question = ask(plan, 0, '4g.20gb', 0);
  const goes = (one: Plan): unknown => movesOf(one, wayOf(one, question, 'move'));
  expect(goes(plan)).toEqual(['a to esx-01/1@0']);
  expect(goes(grouped(plan, 'b', 'db'))).toEqual(['a to esx-01/1@0']);
  const both = grouped(grouped(plan, 'b', 'db'), 'a', 'db');
  expect(goes(both)).toEqual(['a to esx-02/0@0']);
  expect(goes(grouped(both, 'b', 'web'))).toEqual(['a to esx-01/1@0']);
  expect(goes(grouped(both, 'c', 'db'))).toBe(undefined);
});

test('two moves: both leave the GPU, each as near as there is room', () => {
  const layoutOf = (beside: string): string =>
    `esx-01/0 a100-pcie-40gb: 1g.5gb@0=a 1g.5gb@2=b 3g.20gb@4=c\nesx-01/1 a100-pcie-40gb: ${beside} 3g.20gb@4\nesx-02/0 a100-pcie-40gb: 4g.20gb@0 1g.5gb@5\n`;
  const plan = pinAllBut(parseLayout(layoutOf('1g.5gb@1 1g.5gb@2')), 'a', 'b');
  const question = ask(plan, 0, '4g.20gb', 0);
  const way = wayOf(plan, question, 'two-moves');
  // On GPU 1 slices 0 and 3 are free: one for each.
  expect(movesOf(plan, way)).toEqual(['a to esx-01/1@0', 'b to esx-01/1@3']);
  expect(way?.cost).toEqual(costOf({ vmsInterrupted: 2, instancesMoved: 2, distance: 2 }));
  expect(kindsOf(plan, question)).toEqual(['two-moves', 'remove']);
  // With one slice less there, b goes to another host.
  const less = pinAllBut(parseLayout(layoutOf('1g.5gb@1 1g.5gb@2 1g.5gb@3')), 'a', 'b');
  const further = wayOf(less, ask(less, 0, '4g.20gb', 0), 'two-moves');
  expect(movesOf(less, further)).toEqual(['a to esx-01/1@0', 'b to esx-02/0@4']);
  expect(further?.cost).toEqual(costOf({ vmsInterrupted: 2, instancesMoved: 2, distance: 3 }));
});

test('two moves are told beside one where they interrupt fewer', () => {
  // At 0 stands a VM that could go to GPU 1; at 4 two instances without any, for which there is room beside it.
  const plan = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 1g.5gb@4 1g.5gb@6\nesx-01/1 a100-pcie-40gb: 4g.20gb@0=b\n',
  );
  const question = ask(plan, 0, '3g.20gb', 0);
  const full = pinned(plan, giAt(plan, 1, 0).id);
  expect(kindsOf(full, question)).toEqual(['gpu elsewhere', 'two-moves', 'remove', 'move']);
  expect(wayOf(full, question, 'two-moves')).toMatchObject({
    place: { start: 4 },
    cost: costOf({ instancesMoved: 2, distance: 3 }),
  });
  expect(wayOf(full, question, 'move')?.cost).toEqual(
    costOf({ vmsInterrupted: 1, instancesMoved: 1, distance: 1 }),
  );
  // One without a VM alone is less than two of them.
  const one = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0 1g.5gb@4 1g.5gb@6\nesx-01/1 a100-pcie-40gb: 4g.20gb@0=b\n',
  );
  expect(kindsOf(one, ask(one, 0, '3g.20gb', 0))).toEqual(['gpu elsewhere', 'move', 'remove']);
});

test('removed are the fewest VMs, then the fewest instances', () => {
  const removes = (layout: string, profile: string, start: number | null): unknown => {
    const plan = parseLayout(`esx-01/0 a100-pcie-40gb: ${layout}\n`);
    const way = wayOf(plan, ask(plan, 0, profile, start), 'remove');
    if (way === undefined) return null;
    const { vmsWaiting, vmsInterrupted, instancesRemoved, distance } = way.cost;
    expect(way.cost).toEqual(costOf({ vmsWaiting, vmsInterrupted, instancesRemoved, distance }));
    expect([way.moves, way.isElsewhere, vmsWaiting]).toEqual([[], false, vmsInterrupted]);
    const { removes: gone, place } = way;
    expect(way.command).toEqual({ type: 'gi/rearrange', removes: gone, moves: [], place });
    const starts = gone.map((id) => gpuAt(plan, 0).instances.find((gi) => gi.id === id)?.start);
    return [starts, place.start, vmsWaiting, instancesRemoved, distance];
  };
  expect(removes('2g.10gb@0=a 2g.10gb@2=b 3g.20gb@4=c', '3g.20gb', 0)).toEqual([[4], 4, 1, 1, 1]);
  expect(removes('2g.10gb@0 2g.10gb@2 3g.20gb@4=c', '3g.20gb', 4)).toEqual([[0, 2], 0, 0, 2, 1]);
  expect(removes('2g.10gb@0=a 2g.10gb@2=b 3g.20gb@4=c', '4g.20gb', 0)).toEqual([[0, 2], 0, 2, 2, 0]);
  expect(removes('3g.20gb@0 3g.20gb@4', '3g.20gb', 4)).toEqual([[4], 4, 0, 1, 0]);
  expect(removes('3g.20gb@0 3g.20gb@4', '7g.40gb', null)).toEqual([[0, 4], 0, 0, 2, 0]);
  // Never what is pinned, and nothing where that is in the way of it.
  const base = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0 3g.20gb@4=b\n');
  const plan = pinned(base, giAt(base, 0, 0).id);
  expect(wayOf(plan, ask(plan, 0, '3g.20gb'), 'remove')?.removes).toEqual([giAt(base, 0, 4).id]);
  expect(waysTo(plan, ask(plan, 0, '4g.20gb'))).toEqual([]);
});

test('one that is moved comes once others have gone or moved, in the same step', () => {
  const plan = parseLayout(
    'esx-01/0 a100-pcie-40gb: 4g.20gb@0=a\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=b 3g.20gb@4=c\n',
  );
  const question = askMove(plan, 0, 0, 1, 0);
  const [moving, b] = [question.moving!, giAt(plan, 1, 0).id];
  const gpuId = gpuAt(plan, 1).id;
  const coming = { giId: moving, gpuId, start: 0 };
  // b takes the room that a leaves.
  expect(wayOf(plan, question, 'move')?.command).toEqual({
    ...{ type: 'gi/rearrange', removes: [], place: null },
    moves: [{ giId: b, gpuId: gpuAt(plan, 0).id, start: 0 }, coming],
  });
  const { command, cost } = wayOf(plan, question, 'remove')!;
  expect(command).toEqual({ type: 'gi/rearrange', removes: [b], moves: [coming], place: null });
  expect(cost).toEqual(costOf({ vmsWaiting: 1, vmsInterrupted: 1, instancesRemoved: 1 }));
});

test('elsewhere: one move that costs less than those on the GPU that was asked for', () => {
  const layoutOf = (b: string, c: string): string =>
    `esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4=x\nesx-01/1 a100-pcie-40gb: 2g.10gb@0${b}\nesx-00/0 a100-pcie-40gb: 2g.10gb@0${c}\n`;
  const question = (plan: Plan): WhyQuestion => ask(plan, 0, '4g.20gb', 0);
  // a has to leave its GPU, one farther: as many are interrupted when b moves within its own, which is as far away.
  const alike = pinAllBut(parseLayout(layoutOf('=b', '=c')), 'a', 'b', 'c');
  expect(wayOf(alike, question(alike), 'move')?.cost).toEqual(
    costOf({ vmsInterrupted: 1, instancesMoved: 1, distance: 1 }),
  );
  expect(wayOf(alike, question(alike), 'move', true)).toBe(undefined);
  // Without a VM on it, it is less, on another host too; on the same host it is nearer.
  const idle = parseLayout(layoutOf('=b', ''));
  const far = wayOf(idle, question(idle), 'move', true);
  expect([endOf(idle, far), far?.cost]).toEqual(['esx-00/0@0', costOf({ instancesMoved: 1, distance: 3 })]);
  const both = parseLayout(layoutOf('', ''));
  const near = wayOf(both, question(both), 'move', true);
  expect([endOf(both, near), near?.cost]).toEqual(['esx-01/1@0', costOf({ instancesMoved: 1, distance: 2 })]);
  expect(near?.command).toEqual({
    ...{ type: 'gi/rearrange', removes: [], place: near?.place },
    moves: [{ giId: giAt(both, 1, 0).id, gpuId: gpuAt(both, 1).id, start: 4 }],
  });
});

test('elsewhere: two moves, of those that interrupt the fewest VMs', () => {
  // Only two together make room for a 4g on GPUs 1 and 2, and they go to slices 4 to 6 of the same.
  const layoutOf = (one: string, two: string): string =>
    `esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-01/1 a100-pcie-40gb: ${one}\nesx-02/0 a100-pcie-40gb: ${two}\n`;
  const told = (one: string, two: string): unknown => {
    const plan = parseLayout(layoutOf(one, two));
    const ways = waysTo(plan, ask(plan, 0, '4g.20gb', 0)).filter(({ isElsewhere }) => isElsewhere);
    return ways.map((way) => [way.kind, endOf(plan, way), movesOf(plan, way)?.length, way.cost]);
  };
  const costs = (vmsInterrupted: number, distance: number): WayCost =>
    costOf({ vmsInterrupted, instancesMoved: 2, distance });
  const pair = (b: string, c: string): string => `1g.5gb@0${b} 1g.5gb@2${c}`;
  expect(told(pair('=b', '=c'), '7g.40gb@0=d')).toEqual([['two-moves', 'esx-01/1@0', 2, costs(2, 2)]]);
  expect(told('7g.40gb@0=d', pair('=b', '=c'))).toEqual([['two-moves', 'esx-02/0@0', 2, costs(2, 3)]]);
  // The nearer of two alike; else the one of fewer VMs, wherever it is.
  expect(told(pair('=b', '=c'), pair('=d', '=e'))).toEqual([['two-moves', 'esx-01/1@0', 2, costs(2, 2)]]);
  expect(told(pair('=b', '=c'), pair('=d', ''))).toEqual([['two-moves', 'esx-02/0@0', 2, costs(1, 3)]]);
  expect(told(pair('=b', '=c'), pair('', '=d'))).toEqual([['two-moves', 'esx-02/0@0', 2, costs(1, 3)]]);
  expect(told(pair('=b', ''), pair('', ''))).toEqual([['two-moves', 'esx-02/0@0', 2, costs(0, 3)]]);
  // Three would have to go.
  expect(told('1g.5gb@0=b 1g.5gb@1=c 1g.5gb@2=d', '7g.40gb@0=e')).toEqual([]);
});

test('elsewhere: one leaves for the room that another leaves on a third GPU', () => {
  const plan = pinAllBut(
    parseLayout(
      [
        'esx-01/0 a100-pcie-40gb: 7g.40gb@0=a',
        'esx-01/1 a100-pcie-40gb: 3g.20gb@0=g 3g.20gb@4=x',
        'esx-01/2 a100-pcie-40gb: 4g.20gb@0=y 2g.10gb@4=h',
        'esx-01/3 a100-pcie-40gb: 4g.20gb@0=z 1g.5gb@6=w',
      ].join('\n'),
    ),
    'g',
    'h',
  );
  const question = ask(plan, 0, '4g.20gb', 0);
  expect(kindsOf(plan, question)).toEqual(['two-moves elsewhere']);
  const way = wayOf(plan, question, 'two-moves', true);
  expect([endOf(plan, way), movesOf(plan, way)]).toEqual([
    'esx-01/1@0',
    ['g to esx-01/2@4', 'h to esx-01/3@4'],
  ]);
  expect(way?.cost).toEqual(costOf({ vmsInterrupted: 2, instancesMoved: 2, distance: 4 }));
});

test('a fleet of more pairs than are tried says that it does not know; alike ones are tried once', () => {
  // Full GPUs of seven each: no pair leads anywhere.
  const ones = Array.from({ length: 7 }, (_, start) => `1g.5gb@${start}=v`).join(' ');
  const lines = Array.from({ length: 240 }, (_, index) => `esx-${index}/0 a100-pcie-40gb: ${ones}`);
  const plan = parseLayout(lines.join('\n'));
  const question = ask(plan, 0, '2g.10gb', 0);
  const isWhole = (one: Plan): boolean => runSearch(searchWays(one, question)).isProven;
  expect(isWhole(plan)).toBe(true);
  // VMs of groups are like no other: 239 times 21 pairs.
  const apart = eachVm(plan, (vm) => ({ ...vm, group: `g${vm.id}` }));
  expect(isWhole(apart)).toBe(false);
});

/** The fleet that ways out are sought in: how far it is, what is free once some are lifted, who may go where. By hand. */
import { expect, test } from 'vitest';
import type { GiId, GpuId } from '../../model/ids.ts';
import { findGpu, type Gpu, type Plan, type Vm } from '../../model/plan.ts';
import { parseLayout } from './why.testing.ts';
import { WhyFleet, type Standing } from './whyFleet.ts';

const gpusOf = (plan: Plan): Gpu[] => plan.hosts.flatMap((host) => host.gpus);

/** The fleet as the GPU at an index of the plan sees it. */
function fleetOf(plan: Plan, asked = 0, moving: GiId | null = null): WhyFleet {
  return new WhyFleet(plan, moving, gpuIdAt(plan, asked), () => true);
}

const gpuIdAt = (plan: Plan, index: number): GpuId => gpusOf(plan)[index]!.id;
const onAt = (fleet: WhyFleet, plan: Plan, index: number): Standing => fleet.standing(gpuIdAt(plan, index))!;

/** The instance of a VM. */
function giOf(plan: Plan, name: string): GiId {
  const [first] = plan.vms.find((vm) => vm.name === name)!.attachments;
  return first!.instance!;
}

const grouped = (plan: Plan, groups: Readonly<Record<string, string>>): Plan => ({
  ...plan,
  vms: plan.vms.map((vm) => ({ ...vm, group: groups[vm.name] ?? null })),
});

const pinned = (plan: Plan, ...names: readonly string[]): Plan => ({
  ...plan,
  hosts: plan.hosts.map((host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => ({
        ...gi,
        pinned: names.some((name) => giOf(plan, name) === gi.id),
      })),
    })),
  })),
});

function placeName(plan: Plan, gpuId: GpuId, start: number): string {
  const on = findGpu(plan, gpuId);
  return `${on?.host.name}/${on?.gpu.index}@${start}`;
}

/** Where the instance of a VM may go, in the order in which it is told. */
function goesTo(
  plan: Plan,
  name: string,
  more: { lifted?: readonly string[]; limit?: number } = {},
): string[] {
  const giId = giOf(plan, name);
  const lifted = [giId, ...(more.lifted ?? []).map((other) => giOf(plan, other))];
  return [...fleetOf(plan).destinations(giId, lifted, [], more.limit)].map(({ gpuId, start }) =>
    placeName(plan, gpuId, start),
  );
}

const A100 = 'a100-pcie-40gb';

test('GPUs come by their distance: the one that was asked for, its host, the others, each as they are listed', () => {
  const plan = parseLayout(`a/0 ${A100}:\nb/0 ${A100}:\nb/1 ${A100}:\nb/2 a30-24gb:\nc/0 ${A100}:\n`);
  const fleet = fleetOf(plan, 2);
  expect(fleet.nearest.map(({ host, gpu }) => `${host.name}/${gpu.index}`)).toEqual([
    ...['b/1', 'b/0', 'b/2', 'a/0', 'c/0'],
  ]);
  const far = (from: number, to: number): number => fleet.distance(gpuIdAt(plan, from), gpuIdAt(plan, to));
  expect([far(2, 2), far(1, 3), far(3, 1), far(0, 1), far(4, 0)]).toEqual([0, 1, 1, 2, 2]);
});

test('a move is as far as its end is from where the instance stands', () => {
  const plan = parseLayout(`a/0 ${A100}: 3g.20gb@0=x\na/1 ${A100}:\nb/0 ${A100}:\n`);
  const fleet = fleetOf(plan, 2);
  const giId = giOf(plan, 'x');
  const far = (index: number): number => fleet.moveDistance({ giId, gpuId: gpuIdAt(plan, index), start: 4 });
  expect([far(0), far(1), far(2)]).toEqual([0, 1, 2]);
  expect(fleet.standingOf(giId).gpu.id).toBe(gpuIdAt(plan, 0));
});

test('nothing stands where MIG is off, on an unknown board, or on what is not legal unless that was asked for', () => {
  const base = parseLayout(
    `a/0 ${A100}: 3g.20gb@0=x\na/1 no-such-board:\na/2 rtx-pro-5000-48gb:\na/3 ${A100}: 1g.5gb@0 1g.5gb@0\n`,
  );
  const standing = (plan: Plan, asked: number): boolean[] =>
    gpusOf(plan).map(({ id }) => fleetOf(plan, asked).standing(id) !== null);
  expect(standing(base, 0)).toEqual([true, false, false, false]);
  expect(standing(base, 3)).toEqual([true, false, false, true]);
  const off: Plan = {
    ...base,
    hosts: base.hosts.map((host) => ({ ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' })) })),
  };
  expect(standing(off, 0)).toEqual([false, false, false, false]);
});

test('what is free: beside what stands, once some are lifted, and once others have come', () => {
  const plan = parseLayout(`a/0 ${A100}: 2g.10gb@0=x 1g.5gb@4=y\na/1 ${A100}: 3g.20gb@0=z\na/2 a30-24gb:\n`);
  const fleet = fleetOf(plan);
  const [on, other, small] = [0, 1, 2].map((index) => onAt(fleet, plan, index)) as [
    ...[Standing, Standing, Standing],
  ];
  const [x, y, z] = ['x', 'y', 'z'].map((name) => giOf(plan, name)) as [GiId, GiId, GiId];
  expect(fleet.starts(on, '2g.10gb')).toEqual([2]);
  expect(fleet.starts(on, '2g.10gb', [x])).toEqual([0, 2]);
  expect(fleet.starts(on, '2g.10gb', [z, y])).toEqual([2, 4]);
  expect(fleet.starts(on, '2g.10gb', [x, y])).toEqual([0, 2, 4]);
  expect(fleet.starts(on, '3g.20gb', [x, y])).toEqual([0, 4]);
  expect(fleet.starts(on, '2g.10gb', [x, y], [{ on, profile: '3g.20gb', start: 4 }])).toEqual([0, 2]);
  // What comes to another GPU takes nothing here, nor what cannot stand at its start.
  expect(fleet.starts(on, '2g.10gb', [x, y], [{ on: other, profile: '3g.20gb', start: 4 }])).toEqual([
    0, 2, 4,
  ]);
  expect(fleet.starts(on, '2g.10gb', [], [{ on, profile: '3g.20gb', start: 3 }])).toEqual([2]);
  // A profile that the board has not.
  expect(fleet.starts(small, '2g.10gb')).toEqual([]);
  expect(fleet.starts(small, '2g.12gb')).toEqual([0, 2]);
});

test('one that is moved anyway leaves its room to others, and knows its own start', () => {
  const plan = parseLayout(`a/0 ${A100}: 3g.20gb@4=x\na/1 ${A100}:\n`);
  const fleet = fleetOf(plan, 1, giOf(plan, 'x'));
  const [own, other] = [onAt(fleet, plan, 0), onAt(fleet, plan, 1)];
  expect(fleet.starts(own, '3g.20gb')).toEqual([0, 4]);
  expect(fleet.movable(own)).toEqual([]);
  expect([fleet.ownStart(own), fleet.ownStart(other), fleetOf(plan).ownStart(own)]).toEqual([4, null, null]);
});

test('what is pinned does not move', () => {
  const plan = pinned(parseLayout(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y\n`), 'x');
  const fleet = fleetOf(plan);
  expect(fleet.movable(onAt(fleet, plan, 0))).toEqual([giOf(plan, 'y')]);
});

test('a GPU takes what was asked for: its board, its driver, whoever asks, and the VMs of what moves', () => {
  const base = parseLayout(`a/0 ${A100}: 3g.20gb@0=x\nb/0 ${A100}: 3g.20gb@4=y\nc/0 a30-24gb:\n`);
  const plan: Plan = {
    ...base,
    hosts: base.hosts.map((host) => ({ ...host, driver: host.name === 'b' ? '460.32.03' : null })),
  };
  const takes = (one: Plan, profile: string, moving: string | null = null): boolean[] => {
    const fleet = fleetOf(one, 0, moving === null ? null : giOf(one, moving));
    return gpusOf(one).map((_, index) => fleet.takes(onAt(fleet, one, index), profile));
  };
  expect(takes(plan, '3g.20gb')).toEqual([true, true, false]);
  expect(takes(plan, '1g.5gb+me')).toEqual([true, false, false]);
  const none = new WhyFleet(plan, null, gpuIdAt(plan, 0), ({ host }) => host.name === 'c');
  expect(gpusOf(plan).map((_, index) => none.takes(onAt(none, plan, index), '3g.20gb'))).toEqual([
    ...[false, false, false],
  ]);
  expect(takes(plan, '3g.20gb', 'x')).toEqual([true, true, false]);
  // Beside another one of its group it does not go, but it may stay where it is, two of a group on one instance as well.
  const apart = grouped(plan, { x: 'db', y: 'db' });
  expect(takes(apart, '3g.20gb', 'x')).toEqual([true, false, false]);
  const [x, y] = apart.vms as [Vm, Vm];
  const shared = { ...apart, vms: [x, { ...y, attachments: x.attachments }] };
  expect(takes(shared, '3g.20gb', 'x')).toEqual([true, true, false]);
});

test('where an instance may go: the nearest first, its own place not', () => {
  const plan = parseLayout(
    `a/0 ${A100}: 3g.20gb@4=x\nb/0 ${A100}:\na/1 ${A100}: 1g.5gb@5=y\na/2 a30-24gb:\nb/1 ${A100}: 7g.40gb@0=z\n`,
  );
  expect(goesTo(plan, 'x')).toEqual(['a/0@0', 'a/1@0', 'b/0@0', 'b/0@4']);
  // Less far than the limit.
  expect(goesTo(plan, 'x', { limit: 2 })).toEqual(['a/0@0', 'a/1@0']);
  expect(goesTo(plan, 'x', { limit: 1 })).toEqual(['a/0@0']);
  expect(goesTo(plan, 'x', { limit: 0 })).toEqual([]);
  // What others leave is free too, each place told once.
  expect(goesTo(plan, 'x', { lifted: ['y'] })).toEqual(['a/0@0', 'a/1@0', 'a/1@4', 'b/0@0', 'b/0@4']);
  expect(goesTo(plan, 'x', { lifted: ['z'] })).toEqual([
    ...['a/0@0', 'a/1@0', 'b/1@0', 'b/1@4', 'b/0@0', 'b/0@4'],
  ]);
  const fleet = fleetOf(plan);
  const x = giOf(plan, 'x');
  const filled = [{ on: onAt(fleet, plan, 0), profile: '1g.5gb', start: 1 }];
  const [first] = fleet.destinations(x, [x], filled);
  expect(placeName(plan, first!.gpuId, first!.start)).toBe('a/1@0');
});

test('an instance does not go to a GPU that is not legal as it is, though something may be done there', () => {
  const plan = parseLayout(`a/0 ${A100}: 1g.5gb@0 1g.5gb@0\na/1 ${A100}: 3g.20gb@4=x\n`);
  expect(goesTo(plan, 'x')).toEqual(['a/1@0']);
  const fleet = fleetOf(plan);
  expect(fleet.starts(onAt(fleet, plan, 0), '3g.20gb')).toEqual([4]);
  expect(fleet.partners(giOf(plan, 'x'))).toEqual([]);
});

test('an instance does not go where its VM is not served', () => {
  const base = parseLayout(`a/0 ${A100}: 3g.20gb@4=x 3g.20gb@0=y\na/1 ${A100}:\nb/0 ${A100}:\n`);
  expect(goesTo(base, 'x')).toEqual(['a/1@0', 'a/1@4', 'b/0@0', 'b/0@4']);
  // A VM of two vGPUs stays on its host.
  const [x, y] = base.vms as [Vm, Vm];
  const plan = { ...base, vms: [{ ...x, attachments: [...x.attachments, ...y.attachments] }] };
  expect(goesTo(plan, 'x')).toEqual(['a/1@0', 'a/1@4']);
});

test('VMs of a group are not brought together, but by those who leave', () => {
  const layout = `a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=w\na/1 ${A100}: 3g.20gb@4=y\nb/0 ${A100}: 3g.20gb@4=z\n`;
  const plan = parseLayout(layout);
  const apart = (groups: Readonly<Record<string, string>>, lifted: readonly string[] = []): string[] =>
    goesTo(grouped(plan, groups), 'x', { lifted });
  expect(apart({})).toEqual(['a/1@0', 'b/0@0']);
  expect(apart({ x: 'db' })).toEqual(['a/1@0', 'b/0@0']);
  expect(apart({ x: 'db', y: 'web', z: 'db' })).toEqual(['a/1@0']);
  expect(apart({ x: 'db', y: 'db', z: 'web' })).toEqual(['b/0@0']);
  expect(apart({ y: 'db', z: 'db' })).toEqual(['a/1@0', 'b/0@0']);
  // y leaves, and its room is free as well.
  expect(apart({ x: 'db', y: 'db', z: 'db' }, ['y'])).toEqual(['a/1@0', 'a/1@4']);
  // On its own GPU it stays beside whomever it is beside.
  expect(apart({ x: 'db', w: 'db' }, ['w'])).toEqual(['a/0@4', 'a/1@0', 'b/0@0']);
});

test('each VM of a shared instance counts, and a VM is not kept apart from itself', () => {
  const base = parseLayout(
    `a/0 ${A100}: 3g.20gb@0=x\na/1 ${A100}: 3g.20gb@4=y\na/2 ${A100}: 3g.20gb@4=z\na/3 ${A100}: 3g.20gb@4=w\n`,
  );
  const [x, y, z, w] = base.vms as [Vm, Vm, Vm, Vm];
  // x and w share the instance on a/0; each has one of its group elsewhere.
  const shared = { ...base, vms: [x, { ...w, attachments: x.attachments }, y, z] };
  expect(goesTo(shared, 'x')).toEqual(['a/0@4', 'a/1@0', 'a/2@0', 'a/3@0']);
  expect(goesTo(grouped(shared, { x: 'db', y: 'db', w: 'web', z: 'web' }), 'x')).toEqual(['a/0@4', 'a/3@0']);
  const [first, second] = [x, y].map((vm) => vm.attachments[0]!);
  const several = { ...base, vms: [{ ...x, group: 'db', attachments: [first!, second!] }, z, w] };
  expect(goesTo(several, 'x')).toEqual(['a/0@4', 'a/1@0', 'a/2@0', 'a/3@0']);
});

test('nor beside one of the group that has just come there', () => {
  const plan = parseLayout(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y\na/1 ${A100}:\nb/0 ${A100}:\n`);
  const there = (groups: Readonly<Record<string, string>>, giId: 'y' | null): string[] => {
    const now = grouped(plan, groups);
    const fleet = fleetOf(now);
    const [x, y] = [giOf(now, 'x'), giOf(now, 'y')];
    const come = { on: onAt(fleet, now, 1), profile: '3g.20gb', start: 0 };
    const filled = [giId === null ? come : { ...come, giId: y }];
    return [...fleet.destinations(x, [x, y], filled)].map(({ gpuId, start }) => placeName(now, gpuId, start));
  };
  expect(there({ x: 'db', y: 'db' }, 'y')).toEqual(['a/0@4', 'b/0@0', 'b/0@4']);
  expect(there({ x: 'db', y: 'web' }, 'y')).toEqual(['a/0@4', 'a/1@4', 'b/0@0', 'b/0@4']);
  // What is placed anew has no VM yet.
  expect(there({ x: 'db', y: 'db' }, null)).toEqual(['a/0@4', 'a/1@4', 'b/0@0', 'b/0@4']);
});

test('partners: those on other GPUs in whose room an instance could stand, of so many VMs', () => {
  const plan = parseLayout(
    `a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=w\na/1 ${A100}: 4g.20gb@0=y 1g.5gb@4 1g.5gb@5\nb/0 ${A100}: 7g.40gb@0=z\nb/1 ${A100}: 2g.10gb@0=p 2g.10gb@4=q\n`,
  );
  const two = { ...plan, vms: [...plan.vms, { ...plan.vms.find(({ name }) => name === 'q')!, name: 'r' }] };
  const partners = (one: Plan, name: string, vms: number | null, asked = 0): string[] =>
    fleetOf(one, asked)
      .partners(giOf(one, name), vms)
      .map((id) => one.vms.find(({ attachments }) => attachments[0]?.instance === id)?.name ?? 'nobody');
  // Two 1g stand in the way of a 3g at slice 4 of a/1: neither alone makes room.
  expect(partners(two, 'x', null)).toEqual(['y', 'z', 'p', 'q']);
  expect(partners(two, 'x', null, 2)).toEqual(['z', 'p', 'q', 'y']);
  expect(partners(two, 'x', 1)).toEqual(['y', 'z', 'p']);
  expect(partners(two, 'x', 2)).toEqual(['q']);
  expect(partners(two, 'x', 0)).toEqual([]);
  // A 2g could stand where an idle 1g does; its own GPU is no other.
  expect(partners(two, 'q', 0)).toEqual([]);
  expect(partners(two, 'q', null)).toEqual(['x', 'w', 'y', 'z']);
  const fleet = fleetOf(two);
  const [x, w, y] = ['x', 'w', 'y'].map((name) => giOf(two, name)) as [GiId, GiId, GiId];
  // The same fleet says so of each: what it keeps of a profile is told of other GPUs only.
  expect([fleet.partners(x), fleet.partners(w)].map((all) => all.length)).toEqual([4, 4]);
  expect(fleet.partners(x, 0).length + fleet.partners(x, 2).length).toBe(1);
  // The 4g starts at 0 alone.
  expect(fleet.partners(y)).toEqual(['x', 'z', 'p'].map((name) => giOf(two, name)));
});

test('pairs are alike where they stand alike on GPUs that are alike', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 1g.5gb@0=a 1g.5gb@2=b`,
      `b/0 ${A100}: 1g.5gb@0=c 1g.5gb@2=d`,
      `b/1 ${A100}: 1g.5gb@0=e 1g.5gb@3=f`,
      `c/0 ${A100}: 1g.5gb@0 1g.5gb@2=g`,
    ].join('\n'),
  );
  const keyOf = (one: Plan, first: string, second: string): string =>
    fleetOf(one).pairKey(giOf(one, first), giOf(one, second));
  const areAlike = (one: Plan): boolean => keyOf(one, 'a', 'b') === keyOf(one, 'c', 'd');
  expect(areAlike(plan)).toBe(true);
  expect(keyOf(plan, 'a', 'd')).toBe(keyOf(plan, 'c', 'b'));
  const others = [
    ['b', 'a'],
    ['a', 'd'],
    ['e', 'f'],
    ['a', 'e'],
  ] as const;
  const keys = new Set([keyOf(plan, 'a', 'b'), ...others.map(([one, two]) => keyOf(plan, one, two))]);
  expect(keys.size).toBe(5);
  // An instance without a VM is not like one with.
  expect(keyOf(plan, 'a', 'g')).not.toBe(keyOf(plan, 'a', 'd'));
  // One of a group is like nothing else, nor one whose VM has several vGPUs, or wants something else.
  expect(areAlike(grouped(plan, { d: 'db' }))).toBe(false);
  expect(areAlike(grouped(plan, { b: 'db', d: 'db' }))).toBe(false);
  const edited = (name: string, edit: (vm: Vm) => Vm): Plan => ({
    ...plan,
    vms: plan.vms.map((vm) => (vm.name === name ? edit(vm) : vm)),
  });
  const [e] = plan.vms.find(({ name }) => name === 'e')!.attachments;
  expect(areAlike(edited('d', (vm) => ({ ...vm, attachments: [...vm.attachments, e!] })))).toBe(false);
  const wants = { kind: 'type', type: 'grid_a100-1-5c' } as const;
  expect(areAlike(edited('d', (vm) => ({ ...vm, attachments: [{ ...vm.attachments[0]!, wants }] })))).toBe(
    false,
  );
  // One of a group that shares the instance with others is enough.
  const a = plan.vms.find(({ name }) => name === 'a')!;
  const guests = (group: string | null): Plan => {
    const c = plan.vms.find(({ name }) => name === 'c')!;
    return { ...plan, vms: [...plan.vms, { ...a, name: 'h' }, { ...c, name: 'i', group }] };
  };
  expect([areAlike(guests(null)), areAlike(guests('db'))]).toEqual([true, false]);
  // Nor where the host or the GPU is another sort, or one of them is pinned.
  const host = (more: Partial<Plan['hosts'][number]>): Plan => ({
    ...plan,
    hosts: plan.hosts.map((one) => (one.name === 'b' ? { ...one, ...more } : one)),
  });
  expect(areAlike(host({ driver: '550.54' }))).toBe(false);
  expect(areAlike(host({ platform: 'esxi' }))).toBe(false);
  expect(areAlike(host({ release: '8.0' }))).toBe(false);
  expect(areAlike(host({ notes: 'another rack' }))).toBe(true);
  expect(areAlike(pinned(plan, 'd'))).toBe(false);
});

test('two at once: for the least distance of both, within the limit', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 1g.5gb@0=x 2g.10gb@2=y 3g.20gb@4=p`,
      `b/0 ${A100}:`,
      `a/1 ${A100}: 4g.20gb@0=q 1g.5gb@6=r`,
      `a/2 ${A100}: 7g.40gb@0=s`,
    ].join('\n'),
  );
  const fleet = fleetOf(plan);
  const [x, y] = [giOf(plan, 'x'), giOf(plan, 'y')];
  const placed = { on: onAt(fleet, plan, 0), profile: '4g.20gb', start: 0 };
  const told = (limit: number, a = x, b = y): string[] | null =>
    fleet.twoDestinations(a, b, placed, limit)?.map(({ gpuId, start }) => placeName(plan, gpuId, start)) ??
    null;
  // On a/1 slices 4 and 5 are free: for the 2g, or for the 1g. The other one goes to another host.
  expect(told(Infinity)).toEqual(['a/1@4', 'b/0@0']);
  expect(told(Infinity, y, x)).toEqual(['a/1@4', 'b/0@0']);
  expect(told(4)).toEqual(['a/1@4', 'b/0@0']);
  expect(told(3)).toBe(null);
});

test('two at once: the first goes farther where the second is better off for it', () => {
  // Taking slice 4 of a/1 the 1g drives the 2g to another host; at 6 it leaves it the room.
  const plan = parseLayout(
    [`a/0 ${A100}: 1g.5gb@0=x 2g.10gb@2=y 3g.20gb@4=p`, `b/0 ${A100}:`, `a/1 ${A100}: 4g.20gb@0=q`].join(
      '\n',
    ),
  );
  const fleet = fleetOf(plan);
  const placed = { on: onAt(fleet, plan, 0), profile: '4g.20gb', start: 0 };
  const moves = fleet.twoDestinations(giOf(plan, 'x'), giOf(plan, 'y'), placed, Infinity)!;
  expect(moves.map(({ gpuId, start }) => placeName(plan, gpuId, start))).toEqual(['a/1@6', 'a/1@4']);
});

test('two at once: one takes the room that the other leaves', () => {
  // The 2g needs slices 0 and 1, where x stands; x goes to 3, not to 1, which is as near.
  const plan = parseLayout(`a/0 ${A100}: 1g.5gb@0=x 1g.5gb@2=p 2g.10gb@4=y\n`);
  const fleet = fleetOf(plan);
  const placed = { on: onAt(fleet, plan, 0), profile: '3g.20gb', start: 4 };
  const moves = fleet.twoDestinations(giOf(plan, 'x'), giOf(plan, 'y'), placed, Infinity)!;
  expect(moves.map(({ gpuId, start }) => placeName(plan, gpuId, start))).toEqual(['a/0@3', 'a/0@0']);
});

/** What comes in from another plan or a listing: what stands keeps its ids, and nothing is lost on the way. */
import { expect, test } from 'vitest';
import { IdSource, type GiId, type HostId } from '../model/ids.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Host, type Plan, type Vm } from '../model/plan.ts';
import { gpuOf, planOf } from './standing.testing.ts';
import { isSameGpus } from './sameDocument.ts';
import { addHosts, copyGpus, importHost } from './takeOver.ts';

const A100 = 'a100-pcie-40gb';
const hostOf = (plan: Plan, at = 0): Host => {
  const host = plan.hosts[at];
  if (host === undefined) throw new Error('no host');
  return host;
};
const giOf = (plan: Plan, gpu: number, at: number): GpuInstance => {
  const gi = hostOf(plan).gpus[gpu]?.instances[at];
  if (gi === undefined) throw new Error('no instance');
  return gi;
};
function vm(id: number, name: string, instance: GiId | null): Vm {
  const wants = { kind: 'profile', profile: '3g.20gb' } as const;
  return {
    id: id as Vm['id'],
    name,
    notes: '',
    group: null,
    attachments: [{ wants, instance, extra: [] }],
    extra: [],
  };
}

/** Two GPUs with a VM on the first instance of the first. */
const standing = planOf(['3g.20gb@0 2g.10gb@4', '7g.40gb@0']);
const plan: Plan = { ...standing, vms: [vm(90, 'chat', giOf(standing, 0, 0).id)], nextId: 91 };
const hostId = hostOf(plan).id;
/** As a listing reads a GPU: ids of its own. */
const read = (layout: string, index = 0, change: Partial<Gpu> = {}): Gpu => ({
  ...gpuOf(layout, A100, index, new IdSource(500 + index * 20)),
  ...change,
});
function imported(from: Plan, gpus: readonly Gpu[], seen: readonly Gpu[] | null = null): Plan {
  const next = importHost(from, hostId, gpus, seen);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}
const layouts = (of: Plan): string[] =>
  hostOf(of).gpus.map(
    ({ index, instances }) =>
      `${index}: ${instances.map(({ profile, start }) => `${profile}@${start}`).join(' ')}`,
  );

test('what stands as before stays the same instance with its VM; what is new comes in the order of the starts', () => {
  const next = imported(plan, [read('1g.5gb@6 3g.20gb@0')]);
  expect(layouts(next)).toEqual(['0: 3g.20gb@0 1g.5gb@6', '1: 7g.40gb@0']);
  expect(giOf(next, 0, 0)).toBe(giOf(plan, 0, 0));
  expect(giOf(next, 0, 1).id).toBeGreaterThanOrEqual(plan.nextId);
  expect(next.nextId).toBe(plan.nextId + 1);
  expect(next.vms).toBe(plan.vms);
  // A GPU that the text does not speak of is the same object.
  expect(hostOf(next).gpus[1]).toBe(hostOf(plan).gpus[1]);
});

test.each(['3g.20gb@4', '4g.20gb@0', ''])('with %j where 3g.20gb@0 stood, its VM waits', (layout) => {
  const next = imported(plan, [read(layout)]);
  expect(next.vms[0]?.attachments[0]?.instance).toBeNull();
  expect(layouts(next)[0]).toBe(`0: ${layout}`);
});

test('GPUs are matched by index; one that is new gets an id of the plan, and they come sorted', () => {
  const next = imported(plan, [read('7g.40gb@0', 5), read('', 3)]);
  expect(layouts(next)).toEqual(['0: 3g.20gb@0 2g.10gb@4', '1: 7g.40gb@0', '3: ', '5: 7g.40gb@0']);
  const ids = hostOf(next).gpus.map(({ id }) => id);
  expect(ids.slice(0, 2)).toEqual(hostOf(plan).gpus.map(({ id }) => id));
  expect(ids.slice(2).every((id) => id >= plan.nextId && id < next.nextId)).toBe(true);
  expect(new Set(ids).size).toBe(4);
});

test('two instances of one kind are two, however often the text has them', () => {
  const twice = planOf(['1g.5gb@0 1g.5gb@0']);
  const [first, second] = hostOf(twice).gpus[0]?.instances ?? [];
  const same = importHost(twice, hostOf(twice).id, [read('1g.5gb@0 1g.5gb@0')], null);
  expect(same.ok && same.value).toBe(twice);
  const three = importHost(twice, hostOf(twice).id, [read('1g.5gb@0 1g.5gb@0 1g.5gb@0')], null);
  const ids = three.ok ? hostOf(three.value).gpus[0]?.instances.map(({ id }) => id) : [];
  expect(ids?.slice(0, 2)).toEqual([first?.id, second?.id]);
  expect(new Set(ids).size).toBe(3);
});

test('of two GPUs by one index, which is illegal, an import into the first leaves the second and its VM', () => {
  const host = hostOf(plan);
  const [first, second] = host.gpus as [Gpu, Gpu];
  const odd: Plan = {
    ...plan,
    hosts: [{ ...host, gpus: [second, first].map((gpu) => ({ ...gpu, index: 0 })) }],
  };
  const next = imported(odd, [read('1g.5gb@0')]);
  expect(layouts(next).toSorted()).toEqual(['0: 1g.5gb@0', '0: 3g.20gb@0 2g.10gb@4']);
  expect(next.vms).toBe(odd.vms);
});

test('what a text says nothing of stays as it is known, and what it says is taken', () => {
  const host = hostOf(plan);
  const known: Plan = {
    ...plan,
    hosts: [
      {
        ...host,
        gpus: host.gpus.map((gpu) => ({
          ...gpu,
          variant: 'a100',
          kind: 'mirrored' as const,
          uuid: 'GPU-1',
          pciId: '00:1',
          extra: [
            ['rack', 7],
            ['row', 1],
          ] as const,
        })),
      },
    ],
  };
  const [silent] = hostOf(imported(known, [read('')])).gpus;
  expect(silent).toMatchObject({
    variant: 'a100',
    kind: 'mirrored',
    uuid: 'GPU-1',
    pciId: '00:1',
    use: 'mig',
  });
  const said = read('', 0, {
    variant: 'a100x',
    kind: 'straight',
    uuid: 'GPU-2',
    pciId: '00:2',
    use: 'off',
    extra: [['rack', 8]],
  });
  const [told] = hostOf(imported(known, [said])).gpus;
  expect(told).toMatchObject({
    variant: 'a100x',
    kind: 'straight',
    uuid: 'GPU-2',
    pciId: '00:2',
    use: 'off',
  });
  expect(told?.extra).toEqual([
    ['row', 1],
    ['rack', 8],
  ]);
  // A variant is one of a board: on another it means nothing.
  const [other] = hostOf(imported(known, [read('', 0, { board: 'a30-24gb' })])).gpus;
  expect(other).toMatchObject({ board: 'a30-24gb', variant: null, uuid: 'GPU-1' });
  const [fresh] = hostOf(imported(known, [read('', 9)])).gpus.slice(-1);
  expect(fresh).toMatchObject({ variant: null, kind: null, uuid: null, pciId: null, extra: [] });
});

test('a document may pin, cut and note an instance that stands; a listing, which says nothing, does not undo it', () => {
  const cut = [{ profile: '1c.3g.20gb', start: 0, extra: [] }];
  const [at0, at4] = read('3g.20gb@0 2g.10gb@4').instances as [GpuInstance, GpuInstance];
  const withFirst = (gi: GpuInstance): Gpu => read('', 0, { instances: [gi, at4] });
  const pinned = imported(plan, [withFirst({ ...at0, pinned: true })]);
  expect(giOf(pinned, 0, 0)).toEqual({ ...giOf(plan, 0, 0), pinned: true });
  expect(giOf(pinned, 0, 1)).toBe(giOf(plan, 0, 1));
  const cutToo = imported(pinned, [withFirst({ ...at0, computeInstances: cut })]);
  expect(giOf(cutToo, 0, 0)).toEqual({ ...giOf(plan, 0, 0), pinned: true, computeInstances: cut });
  const noted = imported(cutToo, [withFirst({ ...at0, extra: [['note', 'x']] })]);
  expect(giOf(noted, 0, 0)).toEqual({
    ...giOf(plan, 0, 0),
    pinned: true,
    computeInstances: cut,
    extra: [['note', 'x']],
  });
  expect(giOf(imported(noted, [withFirst(at0)]), 0, 0)).toBe(giOf(noted, 0, 0));
});

test('the same text again is no edit; seen once more, neither; what was seen is copied and kept', () => {
  const gpus = [read('3g.20gb@0 2g.10gb@4'), read('7g.40gb@0', 1)];
  expect(imported(plan, gpus)).toBe(plan);
  const seen = imported(plan, gpus, gpus);
  expect(hostOf(seen).gpus).toEqual(hostOf(plan).gpus);
  const observed = hostOf(seen).observed ?? [];
  expect(isSameGpus(observed, gpus)).toBe(true);
  const ids = observed.flatMap((gpu) => [gpu.id, ...gpu.instances.map(({ id }) => id)]);
  expect(ids).toEqual([91, 92, 93, 94, 95]);
  expect(seen.nextId).toBe(96);
  expect(imported(seen, gpus, gpus)).toBe(seen);
  // Null says nothing of what was seen, and another layout is seen anew.
  expect(hostOf(imported(seen, [read('')])).observed).toBe(hostOf(seen).observed);
  const other = [read('1g.5gb@0')];
  expect(isSameGpus(hostOf(imported(seen, gpus, other)).observed, other)).toBe(true);
});

test('a host that is gone takes nothing in', () => {
  expect(importHost(plan, 999 as HostId, [], null)).toEqual({
    ok: false,
    error: { code: 'not-found', what: 'host' },
  });
});

test('hosts of another plan come with ids of this one, their VMs on the same instances', () => {
  const other: Plan = {
    ...plan,
    hosts: [{ ...hostOf(plan), name: 'esx-01', observed: [read('1g.5gb@0')] }],
    vms: [...plan.vms, vm(91, 'chat', null), vm(92, 'lost', 999 as GiId)],
    requests: [{ profile: '1g.5gb', needs: null, count: 2, weight: null, group: null, extra: [] }],
    extra: [
      ['site', 'b'],
      ['rack', 7],
    ],
  };
  const both = addHosts({ ...plan, extra: [['site', 'a']] }, other);
  expect(both.hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-01-2']);
  expect(both.hosts[0]).toBe(plan.hosts[0]);
  expect(both.vms.map(({ name }) => name)).toEqual(['chat', 'chat-2', 'chat-3', 'lost']);
  const [, added] = both.hosts as [Host, Host];
  const instances = both.vms.map(({ attachments }) => attachments[0]?.instance);
  expect(instances).toEqual([giOf(plan, 0, 0).id, added.gpus[0]?.instances[0]?.id, null, null]);
  expect(isSameGpus(added.gpus, hostOf(plan).gpus)).toBe(true);
  expect(isSameGpus(added.observed, [read('1g.5gb@0')])).toBe(true);
  expect(both.requests).toEqual(other.requests);
  expect(both.extra).toEqual([
    ['rack', 7],
    ['site', 'a'],
  ]);
  const ids = [added, ...added.gpus, ...(added.observed ?? [])].map(({ id }) => id);
  expect(ids.every((id) => id >= plan.nextId && id < both.nextId)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    addHosts(plan, { ...other, hosts: [{ ...hostOf(plan), observed: null }] }).hosts[1]?.observed,
  ).toBeNull();
});

test('nothing to add is no edit; requests or unknown fields alone are', () => {
  const request = { profile: '1g.5gb', needs: null, count: 2, weight: null, group: null, extra: [] };
  expect(addHosts(plan, { ...EMPTY_PLAN, name: 'other' })).toBe(plan);
  expect(addHosts(plan, { ...EMPTY_PLAN, requests: [request] }).requests).toEqual([request]);
  expect(addHosts(plan, { ...EMPTY_PLAN, extra: [['site', 'b']] }).extra).toEqual([['site', 'b']]);
  expect(addHosts(plan, { ...EMPTY_PLAN, vms: [vm(1, 'web', null)] }).vms.map(({ name }) => name)).toEqual([
    'chat',
    'web',
  ]);
});

test('a copy of GPUs has new ids and says which instance became which', () => {
  const renamed = new Map<GiId, GiId>();
  const [gpu] = copyGpus([hostOf(plan).gpus[0]!], new IdSource(200), renamed);
  expect(gpu?.id).toBe(200);
  expect(gpu?.instances.map(({ id }) => id)).toEqual([201, 202]);
  expect([...renamed]).toEqual([
    [giOf(plan, 0, 0).id, 201],
    [giOf(plan, 0, 1).id, 202],
  ]);
});

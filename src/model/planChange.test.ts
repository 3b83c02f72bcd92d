import { expect, test } from 'vitest';
import { IdSource, type GiId } from './ids.ts';
import { EMPTY_PLAN, makeInstance, type Attachment, type Host, type Plan, type Vm } from './plan.ts';
import { planChange } from './planChange.ts';

const ids = new IdSource();
const host = (name: string): Host => ({
  id: ids.host(),
  name,
  notes: '',
  platform: null,
  release: null,
  driver: null,
  creation: null,
  gpus: [
    {
      id: ids.gpu(),
      index: 0,
      board: 'a100-pcie-40gb',
      variant: null,
      uuid: null,
      pciId: null,
      kind: null,
      notes: '',
      use: 'mig',
      instances: [makeInstance(ids.gi(), '3g.20gb', 0), makeInstance(ids.gi(), '3g.20gb', 4)],
      extra: [],
    },
  ],
  observed: null,
  extra: [],
});
const attached = (instance: GiId | null): Attachment => ({
  wants: { kind: 'profile', profile: '3g.20gb' },
  instance,
  extra: [],
});
const vm = (name: string, ...instances: (GiId | null)[]): Vm => ({
  id: ids.vm(),
  name,
  notes: '',
  group: null,
  attachments: instances.map(attached),
  extra: [],
});
const gi = (of: Host, at: number): GiId => of.gpus[0]!.instances[at]!.id;

/** Sixteen hosts h0 to h15, a VM on the first instance of each, and four that wait. */
const hosts = Array.from({ length: 16 }, (_, n) => host(`h${n}`));
const vms = [
  ...hosts.map((one, n) => vm(`v${n}`, gi(one, 0))),
  ...Array.from({ length: 4 }, (_, n) => vm(`w${n}`, null)),
];
const fleet: Plan = { ...EMPTY_PLAN, hosts, vms };
const withVm = (plan: Plan, at: number, change: Partial<Vm>): Plan => ({
  ...plan,
  vms: plan.vms.with(at, { ...plan.vms[at]!, ...change }),
});
const withHost = (plan: Plan, at: number, change: Partial<Host>): Plan => ({
  ...plan,
  hosts: plan.hosts.with(at, { ...plan.hosts[at]!, ...change }),
});
/** What changed, by name. */
function named(before: Plan, after: Plan): { readonly hosts: string[]; readonly vms: string[] } | null {
  const change = planChange(before, after);
  if (change === null) return null;
  const all = new Map([...before.hosts, ...after.hosts].map(({ id, name }) => [id, name]));
  return {
    hosts: [...change.hosts].map((id) => all.get(id)!).toSorted(),
    vms: after.vms.filter((one) => change.vms.has(one)).map(({ name }) => name),
  };
}
const withPlaces = (at: number, ...on: GiId[]): Plan => withVm(fleet, at, { attachments: on.map(attached) });
const sharing = withPlaces(3, gi(hosts[5]!, 0));
const sharingTwo = withPlaces(3, gi(hosts[5]!, 0), gi(hosts[6]!, 0));
const early = withPlaces(2, gi(hosts[15]!, 1));

test.each<[string, Plan, Plan, { hosts: string[]; vms: string[] }]>([
  ['nothing', fleet, { ...fleet, name: 'renamed' }, { hosts: [], vms: [] }],
  [
    'a host, and the VMs on it',
    fleet,
    withHost(fleet, 3, { driver: 'R550' }),
    { hosts: ['h3'], vms: ['v3'] },
  ],
  [
    'a host that goes, likewise',
    fleet,
    { ...fleet, hosts: hosts.toSpliced(4, 1) },
    { hosts: ['h4'], vms: ['v4'] },
  ],
  [
    'a host that comes, where a VM named an instance of it already',
    { ...early, hosts: hosts.slice(0, 15) },
    early,
    { hosts: ['h15'], vms: ['v2', 'v15'] },
  ],
  ['a VM that waits', fleet, withVm(fleet, 17, { name: 'x' }), { hosts: [], vms: ['x'] }],
  ['a VM on a host', fleet, withVm(fleet, 3, { name: 'x' }), { hosts: ['h3'], vms: ['x'] }],
  [
    'a VM that is moved: both hosts, and whom it comes to share with',
    fleet,
    sharing,
    { hosts: ['h3', 'h5'], vms: ['v3', 'v5'] },
  ],
  [
    'a VM that leaves one it shared with',
    sharing,
    withVm(sharing, 3, { attachments: [attached(null)] }),
    { hosts: ['h5'], vms: ['v3', 'v5'] },
  ],
  [
    'a VM that is removed, with those that shared with it',
    sharing,
    { ...sharing, vms: sharing.vms.toSpliced(3, 1) },
    { hosts: ['h5'], vms: ['v5'] },
  ],
  [
    'a VM that is added',
    fleet,
    { ...fleet, vms: [...vms, vm('x', gi(hosts[2]!, 0))] },
    { hosts: ['h2'], vms: ['v2', 'x'] },
  ],
  [
    'all along the instances that VMs share',
    sharingTwo,
    withHost(sharingTwo, 6, { driver: 'R550' }),
    { hosts: ['h5', 'h6'], vms: ['v3', 'v5', 'v6'] },
  ],
])('an edit changes %s', (_, before, after, expected) => {
  expect(named(before, after)).toEqual(expected);
});

test('two VMs at once, in their order', () => {
  const after = withVm(withVm(fleet, 3, { name: 'x' }), 17, { name: 'y' });
  expect(named(fleet, after)).toEqual({ hosts: ['h3'], vms: ['x', 'y'] });
});

test('of what is other on a quarter of the hosts, or of the VMs, nothing is won by knowing it', () => {
  const edited = (count: number): Plan => ({
    ...fleet,
    hosts: hosts.map((one, n) => (n < count ? { ...one, driver: 'R550' } : one)),
  });
  // Each is gone and come: two of sixteen are four of sixteen.
  expect(planChange(fleet, edited(2))).not.toBeNull();
  expect(planChange(fleet, edited(3))).toBeNull();
  const renamed = (count: number): Plan => ({
    ...fleet,
    vms: vms.map((one, n) => (n < count ? { ...one, name: `x${n}` } : one)),
  });
  expect(planChange(fleet, renamed(2))).not.toBeNull();
  expect(planChange(fleet, renamed(3))).toBeNull();
  const more = (count: number): Plan => ({
    ...fleet,
    vms: [...vms, ...Array.from({ length: count }, (_, n) => vm(`m${n}`, null))],
  });
  expect(planChange(fleet, more(6))?.vms.size).toBe(6);
  expect(planChange(fleet, more(7))).toBeNull();
});

test('VMs that only stand in another order are the same', () => {
  const [first, second, ...rest] = vms as [Vm, Vm, ...Vm[]];
  const change = planChange(fleet, { ...fleet, vms: [second, first, ...rest] });
  expect([change?.vms.size, change?.hosts.size]).toEqual([0, 0]);
});

/** One host of eight GPUs, each with a VM on its first instance. */
const [eight] = hosts as [Host];
const many: Host = {
  ...eight,
  gpus: Array.from({ length: 8 }, (_, index) => ({
    ...eight.gpus[0]!,
    id: ids.gpu(),
    index,
    instances: [makeInstance(ids.gi(), '3g.20gb', 0)],
  })),
};
const alone: Plan = {
  ...EMPTY_PLAN,
  hosts: [many],
  vms: many.gpus.map((gpu, n) => vm(`v${n}`, gpu.instances[0]!.id)),
};
const withGpu = (at: number, host: Partial<Host> = {}): Plan => {
  const gpus = many.gpus.with(at, { ...many.gpus[at]!, notes: 'x' });
  return { ...alone, hosts: [{ ...many, gpus, ...host }] };
};

test('of one GPU of a host only that GPU and its VMs are other, and the host is known for what it was', () => {
  const after = withGpu(5, { observed: [] });
  const change = planChange(alone, after);
  expect([...(change?.gpus ?? [])]).toEqual([many.gpus[5]!.id]);
  expect([...(change?.vms ?? [])].map(({ name }) => name)).toEqual(['v5']);
  expect([...(change?.hosts ?? [])]).toEqual([many.id]);
  expect([...(change?.renewed ?? [])]).toEqual([[many, after.hosts[0]]]);
  // Where the host itself is other, so is all that is on it: more than is won by knowing it.
  expect(planChange(alone, withGpu(5, { driver: 'R550' }))).toBeNull();
});

test('of another VM on a GPU that GPU is another, and the VM before it is gone', () => {
  const vms = alone.vms.with(2, { ...alone.vms[2]!, name: 'x' });
  const change = planChange(alone, { ...alone, vms });
  expect([...(change?.gpus ?? [])]).toEqual([many.gpus[2]!.id]);
  expect(change?.lost).toEqual([alone.vms[2]]);
  expect(change?.renewed.size).toBe(0);
});

import { expect, test } from 'vitest';
import { IdSource, type GiId, type VmId } from '../model/ids.ts';
import type { Gpu, Host, Plan, Vm } from '../model/plan.ts';
import { isSameDocument } from './sameDocument.ts';
import { gpuOf, planOf } from './standing.testing.ts';
import { addHosts } from './takeOver.ts';

const standing = planOf(['3g.20gb@0 3g.20gb@4', '']);
const first = standing.hosts[0]!.gpus[0]!.instances[0]!.id;
const vm: Vm = {
  id: 90 as VmId,
  name: 'chat',
  notes: '',
  group: null,
  attachments: [
    { wants: { kind: 'profile', profile: '3g.20gb' }, instance: first, extra: [['a', { b: [1, null] }]] },
  ],
  extra: [],
};
const plan: Plan = {
  ...standing,
  vms: [vm],
  hosts: standing.hosts.map((host) => ({
    ...host,
    observed: [gpuOf('1g.5gb@0', 'a100-pcie-40gb', 0, new IdSource(70))],
  })),
  extra: [['site', { rack: 1 }]],
  nextId: 91,
};
/** The same with other ids, as a reader or another tab makes it. */
const again: Plan = { ...addHosts({ ...plan, hosts: [], vms: [], extra: [] }, plan), extra: plan.extra };
const onHost = (change: (host: Host) => Host): Plan => ({ ...again, hosts: again.hosts.map(change) });
const onGpus = (change: (gpu: Gpu) => Gpu): Plan =>
  onHost((host) => ({ ...host, gpus: host.gpus.map(change) }));
const onVms = (change: (one: Vm) => Vm): Plan => ({ ...again, vms: again.vms.map(change) });
const giAt = (at: number): GiId => again.hosts[0]!.gpus[0]!.instances[at]!.id;

test('a plan is the same as itself and as one with other ids, with its fields in any order', () => {
  expect(isSameDocument(plan, plan)).toBe(true);
  expect(again.hosts[0]!.id).not.toBe(plan.hosts[0]!.id);
  expect(isSameDocument(plan, again)).toBe(true);
  const turned = onVms((one) => Object.fromEntries(Object.entries(one).toReversed()) as unknown as Vm);
  expect(isSameDocument(plan, turned)).toBe(true);
  expect(isSameDocument(plan, { ...again, nextId: 5000 })).toBe(true);
});

test.each<[string, Plan]>([
  ['name', { ...again, name: 'other' }],
  ['notes', { ...again, notes: 'other' }],
  [
    'requests',
    {
      ...again,
      requests: [{ profile: '1g.5gb', needs: null, count: 1, weight: null, group: null, extra: [] }],
    },
  ],
  ['unknown fields', { ...again, extra: [['site', { rack: 2 }]] }],
  ['unknown fields, more of them', { ...again, extra: [['site', { rack: 1, row: 2 }]] }],
  ['unknown fields, another kind', { ...again, extra: [['site', null]] }],
  ['unknown fields, a list for an object', { ...again, extra: [['site', [1]]] }],
  ['hosts', { ...again, hosts: [] }],
  ['VMs', { ...again, vms: [] }],
  ['the name of a host', onHost((host) => ({ ...host, name: 'esx-02' }))],
  ['what was observed', onHost((host) => ({ ...host, observed: null }))],
  ['what was observed on a GPU', onHost((host) => ({ ...host, observed: [gpuOf('1g.5gb@1')] }))],
  ['the use of a GPU', onGpus((gpu) => ({ ...gpu, use: 'off' }))],
  ['the GPUs', onHost((host) => ({ ...host, gpus: host.gpus.slice(0, 1) }))],
  ['a start', onGpus((gpu) => ({ ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, start: 0 })) }))],
  ['a pin', onGpus((gpu) => ({ ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })) }))],
  ['the name of a VM', onVms((one) => ({ ...one, name: 'x' }))],
  [
    'the instance of a VM',
    onVms((one) => ({ ...one, attachments: one.attachments.map((a) => ({ ...a, instance: giAt(1) })) })),
  ],
  [
    'that a VM waits',
    onVms((one) => ({ ...one, attachments: one.attachments.map((a) => ({ ...a, instance: null })) })),
  ],
])('another one is told by %s', (_, other) => {
  expect(isSameDocument(plan, other)).toBe(false);
  expect(isSameDocument(other, plan)).toBe(false);
  expect(isSameDocument(other, other)).toBe(true);
});

test('an instance that is gone is as good as none', () => {
  const gone = (instance: GiId | null): Plan =>
    onVms((one) => ({ ...one, attachments: one.attachments.map((a) => ({ ...a, instance })) }));
  expect(isSameDocument(gone(null), gone(999 as GiId))).toBe(true);
});

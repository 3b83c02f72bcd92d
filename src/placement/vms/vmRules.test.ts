import { expect, test } from 'vitest';
import type { GiId, HostId, VmId } from '../../model/ids.ts';
import type { GiPlace, Host, Plan, Vm } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import { heldVgpus, isVmRuleFault, vgpuFault, vmRuleFault, vmRuleFaultOfMove } from './vmRules.ts';

const wants = { kind: 'profile', profile: '1g.5gb' } as const;
/** esx-01 of two GPUs and esx-02 of one, a 1g on each. */
const layouts = planOf(['1g.5gb@0', '1g.5gb@0', '1g.5gb@0']);
const [all] = layouts.hosts as [Host];
const hosts: Host[] = [
  { ...all, gpus: all.gpus.slice(0, 2) },
  { ...all, id: 90 as HostId, name: 'esx-02', gpus: all.gpus.slice(2) },
];
const places = hosts.flatMap((host) =>
  host.gpus.map((gpu): GiPlace => ({ host, gpu, gi: gpu.instances[0]! })),
);
const [first, second, away] = places as [GiPlace, GiPlace, GiPlace];
const vm = (...instances: (GiId | null)[]): Vm => ({
  id: 91 as VmId,
  name: 'vm',
  notes: '',
  group: null,
  attachments: instances.map((instance) => ({ wants, instance, extra: [] })),
  extra: [],
});
const planWith = (one: Vm, release = '8.0 U3'): Plan => ({
  ...layouts,
  hosts: hosts.map((host) => ({ ...host, release })),
  vms: [one],
});
const at = (plan: Plan, { host, gpu }: GiPlace): GiPlace => {
  const now = plan.hosts.find(({ id }) => id === host.id)!;
  return { host: now, gpu, gi: gpu.instances[0]! };
};

test('the codes of these rules are told from all others', () => {
  const codes = ['other-host', 'vgpus-per-vm', 'mixed-boards', 'mixed-series', 'type-release'];
  expect(codes.map((code) => isVmRuleFault({ code }))).toEqual(codes.map(() => true));
  expect(['driver-too-old', 'instance-full', ''].map((code) => isVmRuleFault({ code }))).toEqual([
    false,
    false,
    false,
  ]);
});

test('what a VM holds: each vGPU with its place, without the one that is spoken of and those that are gone', () => {
  const one = vm(first.gi.id, null, second.gi.id, 999 as GiId);
  const plan = planWith(one);
  const gpus = (without: number | null): number[] =>
    heldVgpus(plan, one, without).map(({ place }) => place.gpu.index);
  expect([gpus(null), gpus(0), gpus(2), gpus(1)]).toEqual([[0, 1], [1], [0], [0, 1]]);
});

test('a VM runs on one host, and that is said before any rule of the platform', () => {
  const fault = vgpuFault({ wants, place: first }, [{ wants, place: away }]);
  expect(fault).toEqual({ code: 'other-host', host: away.host.id });
  expect(vgpuFault({ wants, place: first }, [{ wants, place: second }])).toBeNull();
  expect(vgpuFault({ wants, place: first }, [])).toBeNull();
});

test('by its place in the VM: a vGPU against the others of it', () => {
  const one = vm(first.gi.id, null);
  const plan = planWith(one);
  expect(vmRuleFault(plan, one, 1, at(plan, second))).toBeNull();
  expect(vmRuleFault(plan, one, 1, at(plan, away))).toMatchObject({
    code: 'other-host',
    host: first.host.id,
  });
  // It is not held against itself.
  expect(vmRuleFault(plan, one, 0, at(plan, away))).toBeNull();
  expect(vmRuleFault(plan, one, 7, at(plan, away))).toBeNull();
  const old = planWith(one, '7.0');
  expect(vmRuleFault(old, one, 1, at(old, second))).toMatchObject({
    code: 'vgpus-per-vm',
    count: 2,
    most: 1,
  });
});

test('a move is held against the rules that it newly breaks', () => {
  const one = vm(first.gi.id, second.gi.id);
  const plan = planWith(one);
  expect(vmRuleFaultOfMove(plan, one, 0, at(plan, first), at(plan, away))).toMatchObject({
    code: 'other-host',
  });
  // Two vGPUs on 7.0 are illegal as drawn: that holds nothing fast.
  const old = planWith(one, '7.0');
  expect(vmRuleFaultOfMove(old, one, 0, at(old, first), at(old, second))).toBeNull();
});

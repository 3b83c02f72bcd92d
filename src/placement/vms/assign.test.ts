/** Which VM may have which instance. */
import { expect, test } from 'vitest';
import type { GiId, VmId } from '../../model/ids.ts';
import type { Plan, Vm, Wanted } from '../../model/plan.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import {
  checkAssign,
  checkVgpu,
  freeInstancesFor,
  holdersOn,
  isRoomFor,
  isWaiting,
  isWanted,
  typesOfInstance,
  vgpuToAssign,
  vmIdsOn,
  vmsPerInstance,
  type Holder,
} from './assign.ts';

const RTX = 'rtx-pro-6000-server';
const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });
const vm = (id: number, ...has: (readonly [Wanted, GiId | null])[]): Vm => ({
  id: id as VmId,
  name: `vm-${id}`,
  notes: '',
  group: null,
  attachments: has.map(([wants, instance]) => ({ wants, instance, extra: [] })),
  extra: [],
});
const typeNames = (board: string, name: string, variant: string | null = null): string[] =>
  typesOfInstance({ board, variant }, { profile: name }).map((one) => one.type);
const holder = (id: number, wants: Wanted): Holder => ({ vmId: id as VmId, wants });

test('the types of an instance are those of its board, of all variants while that is open', () => {
  expect(typeNames('a100-pcie-40gb', '3g.20gb')).toEqual(['A100-3-20C']);
  expect(typeNames('a100-80gb', '3g.40gb', 'a100-hgx-80gb')).toEqual(['A100DX-3-40C']);
  expect(typeNames('a100-80gb', '3g.40gb')).toEqual(expect.arrayContaining(['A100D-3-40C', 'A100DX-3-40C']));
  expect(typeNames('nobody', '3g.40gb')).toEqual([]);
});

test('an instance is what is wanted by its profile, or by one of its types', () => {
  const gpu = { board: 'a100-pcie-40gb', variant: null };
  const of = (wants: Wanted): boolean => isWanted(wants, gpu, { profile: '3g.20gb' });
  expect([profile('3g.20gb'), profile('2g.10gb'), type('A100-3-20C'), type('A100-2-10C')].map(of)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('an instance carries one VM, but where its board time-slices inside one', () => {
  const types = typesOfInstance({ board: RTX, variant: null }, { profile: '4g.96gb+gfx' });
  const carries = (wants: Wanted): number => vmsPerInstance(types, wants);
  expect(['DC-4-96C', 'DC-4-48C', 'DC-4-32C', 'DC-4-24C'].map((name) => carries(type(name)))).toEqual([
    1, 2, 3, 4,
  ]);
  // A profile alone leaves it open: as many as any type of it.
  expect(carries(profile('4g.96gb+gfx'))).toBe(4);
  expect(carries(type('A100-3-20C'))).toBe(1);
  expect(vmsPerInstance([], profile('3g.20gb'))).toBe(1);
});

test('room is what is left of one, whatever the rounding', () => {
  expect(isRoomFor(1, 0)).toBe(true);
  expect(isRoomFor(0, 0)).toBe(false);
  expect(isRoomFor(3, 1 / 3 + 1 / 3)).toBe(true);
  expect(isRoomFor(3, 1 / 3 + 1 / 3 + 1 / 3)).toBe(false);
  expect(isRoomFor(2, 0.5)).toBe(true);
  expect(isRoomFor(2, 0.51)).toBe(false);
  expect(isRoomFor(1, 0.01)).toBe(false);
  expect(isRoomFor(10, 0.9)).toBe(true);
});

test('who is of another type, or finds it full, is refused with what there is', () => {
  const gpu = gpuOf('4g.96gb+gfx@0', RTX);
  const place = { gpu, gi: gpu.instances[0]! };
  const beside = (wants: Wanted, ...others: Holder[]) => {
    const serves = checkAssign(wants, place, others);
    return serves.ok ? null : serves.error;
  };
  const half = type('DC-4-48C');
  expect(beside(type('A100-3-20C'))).toEqual({
    code: 'wrong-type',
    wants: type('A100-3-20C'),
    board: RTX,
    profile: '4g.96gb+gfx',
    types: ['DC-4-96C', 'DC-4-48C', 'DC-4-32C', 'DC-4-24C'],
  });
  expect(beside(half)).toBeNull();
  expect(beside(half, holder(1, half))).toBeNull();
  expect(beside(half, holder(1, half), holder(2, half))).toEqual({
    code: 'instance-full',
    vms: [1, 2],
    max: 2,
  });
  // Two quarters and a half are one; whoever has it to itself leaves nothing, and takes nothing that is shared.
  const quarter = type('DC-4-24C');
  expect(beside(half, holder(1, quarter), holder(2, quarter))).toBeNull();
  expect(beside(half, holder(1, quarter), holder(2, quarter), holder(3, quarter))).toMatchObject({ max: 2 });
  expect(beside(quarter, holder(1, type('DC-4-96C')))).toMatchObject({ code: 'instance-full', max: 1 });
  expect(beside(type('DC-4-96C'), holder(1, quarter))).toMatchObject({ code: 'instance-full', max: 1 });
  // Who should not be there counts as one of those that ask.
  expect(beside(half, holder(1, type('A100-3-20C')))).toBeNull();
  expect(beside(half, holder(1, type('A100-3-20C')), holder(2, half))).toMatchObject({ max: 2 });
});

test('the vGPU that is meant is the first that waits, else the only one', () => {
  const [a, b] = [1, 2] as GiId[] as [GiId, GiId];
  const want = profile('1g.5gb');
  expect(vgpuToAssign(vm(1, [want, a], [want, null], [want, null]))).toBe(1);
  expect(vgpuToAssign(vm(1, [want, null]))).toBe(0);
  expect(vgpuToAssign(vm(1, [want, a]))).toBe(0);
  expect(vgpuToAssign(vm(1, [want, a], [want, b]))).toBeNull();
  expect(vgpuToAssign(vm(1))).toBeNull();
  expect([vm(1, [want, a], [want, null]), vm(1, [want, a]), vm(1)].map(isWaiting)).toEqual([
    true,
    false,
    false,
  ]);
});

/** Two GPUs with a 1g at 0 and at 1 each. VM 1 has the first and waits for more, VM 2 has the third. */
const layouts = planOf(['1g.5gb@0 1g.5gb@1', '1g.5gb@0 2g.10gb@2']);
const gis = layouts.hosts[0]!.gpus.flatMap(({ instances }) => instances.map(({ id }) => id));
const [first, second, third, wide] = gis as [GiId, GiId, GiId, GiId];
const plan: Plan = {
  ...layouts,
  vms: [vm(101, [profile('1g.5gb'), first], [type('A100-1-5C'), null]), vm(102, [profile('1g.5gb'), third])],
};
const [one, other] = plan.vms as [Vm, Vm];
const placeOf = (id: GiId) => {
  const host = plan.hosts[0]!;
  const gpu = host.gpus.find(({ instances }) => instances.some((gi) => gi.id === id))!;
  return { host, gpu, gi: gpu.instances.find((gi) => gi.id === id)! };
};

test('who is on an instance, vGPU by vGPU', () => {
  expect(holdersOn(plan, first)).toEqual([{ vmId: 101, wants: profile('1g.5gb') }]);
  expect(holdersOn(plan, second)).toEqual([]);
  const twice: Plan = { ...plan, vms: [vm(101, [profile('1g.5gb'), first], [type('A100-1-5C'), first])] };
  expect(holdersOn(twice, first).map(({ wants }) => wants.kind)).toEqual(['profile', 'type']);
  expect([vmIdsOn(plan, first), vmIdsOn(plan, second)]).toEqual([[101], []]);
});

test('a vGPU may have an instance that serves it and that its VM has not yet', () => {
  const code = (of: Vm, index: number, id: GiId): string => {
    const serves = checkVgpu(plan, of, index, placeOf(id));
    return serves.ok ? 'ok' : serves.error.code;
  };
  expect(code(one, 1, second)).toBe('ok');
  expect(code(one, 1, first)).toBe('already-assigned');
  expect(code(one, 2, second)).toBe('already-assigned');
  expect(code(one, 1, third)).toBe('instance-full');
  expect(code(one, 1, wide)).toBe('wrong-type');
  const esx7: Plan = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, release: '7.0' })) };
  const serves = checkVgpu(esx7, one, 1, { ...placeOf(second), host: esx7.hosts[0]! });
  expect(serves.ok ? 'ok' : serves.error.code).toBe('vgpus-per-vm');
});

test('free for a vGPU are those that could serve it now, in the order of the plan', () => {
  const free = (of: Vm, index?: number): GiId[] =>
    (index === undefined ? freeInstancesFor(plan, of) : freeInstancesFor(plan, of, index)).map(
      ({ gi }) => gi.id,
    );
  expect(free(one)).toEqual([second]);
  // The first asked for as if it waited: what the VM has itself is not free for it.
  expect(free(one, 0)).toEqual([second]);
  expect(free(other)).toEqual([second]);
  expect(free(one, 5)).toEqual([]);
  expect(free(vm(103, [profile('2g.10gb'), null]))).toEqual([wide]);
  expect(free(vm(103, [profile('2g.10gb'), wide], [profile('2g.10gb'), wide]))).toEqual([]);
  const esx7: Plan = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, release: '7.0' })) };
  expect(freeInstancesFor(esx7, one)).toEqual([]);
});

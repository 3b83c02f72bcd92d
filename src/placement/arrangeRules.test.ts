/** A host arranged anew: pins, the rules of VMs with several vGPUs, what stood there illegally, VMs that are elsewhere too. */
import { expect, test } from 'vitest';
import { IdSource } from '../model/ids.ts';
import type { Gpu, GpuInstance, Plan, Vm } from '../model/plan.ts';
import { arranged, arrangeHost, type PlacedVgpu } from './arrange.ts';
import { gpuOf } from './standing.testing.ts';
import { layoutsOf, placesIn, served } from './vms/served.testing.ts';

/** Where each vGPU is drawn, as what an arrangement says. */
function asDrawn(plan: Plan): PlacedVgpu[] {
  const at = new Map(
    plan.hosts[0]!.gpus.flatMap((gpu) => gpu.instances.map((gi) => [gi.id, { gpu, gi }] as const)),
  );
  return plan.vms.flatMap((vm) =>
    vm.attachments.flatMap(({ instance }, attachment) => {
      const place = instance === null ? undefined : at.get(instance);
      if (place === undefined) return [];
      const { gpu, gi } = place;
      return [{ vmId: vm.id, attachment, gpuId: gpu.id, profile: gi.profile, start: gi.start }];
    }),
  );
}

function result(plan: Plan, vgpus: readonly PlacedVgpu[]): unknown {
  const done = arrangeHost(plan, { type: 'host/arrange', hostId: plan.hosts[0]!.id, vgpus });
  return done.ok ? layoutsOf(done.value) : done.error;
}

const withGpus = (plan: Plan, change: (gpu: Gpu) => Gpu): Plan => ({
  ...plan,
  hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map(change) })),
});
const pin = (plan: Plan, isPinned: (gi: GpuInstance) => boolean): Plan =>
  withGpus(plan, (gpu) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => ({ ...gi, pinned: isPinned(gi) })),
  }));

test('a pinned instance may stay where it is, and nowhere else', () => {
  const base = served(['3g.20gb@0 1g.5gb@4', '']);
  const [first, second] = base.hosts[0]!.gpus as [Gpu, Gpu];
  const [three, one] = first.instances as [GpuInstance, GpuInstance];
  const [a, b] = asDrawn(base) as [PlacedVgpu, PlacedVgpu];
  const plan = pin(base, ({ id }) => id === three.id);
  expect(result(plan, [a, { ...b, start: 6 }])).toEqual(['3g.20gb@0 1g.5gb@6', '']);
  expect(
    result(plan, [
      { ...a, start: 4 },
      { ...b, start: 0 },
    ]),
  ).toEqual({ code: 'pinned', pinned: [three.id] });
  expect(result(plan, [{ ...a, gpuId: second.id }, b])).toEqual({ code: 'pinned', pinned: [three.id] });
  const both = pin(base, () => true);
  expect(
    result(both, [
      { ...a, start: 4 },
      { ...b, start: 0 },
    ]),
  ).toEqual({
    code: 'pinned',
    pinned: [three.id, one.id],
  });
  expect(result(both, [a, { ...b, gpuId: second.id }])).toEqual({ code: 'pinned', pinned: [one.id] });
  expect(result(both, [a, b])).toEqual(['3g.20gb@0 1g.5gb@4', '']);
  // One without a VM that has to make way is pinned all the same.
  const idle = pin(served(['3g.20gb@0 1g.5gb@4', ''], [1]), ({ profile }) => profile === '1g.5gb');
  const [vgpu] = asDrawn(idle) as [PlacedVgpu];
  const [gone] = idle.hosts[0]!.gpus[0]!.instances.filter(({ pinned }) => pinned);
  expect(result(idle, [{ ...vgpu, start: 4 }])).toEqual({ code: 'pinned', pinned: [gone!.id] });
});

/** vm-0 with two vGPUs of 1g.10gb: on an H100 PCIe, and on the board that is named. */
function pair(board: string): Plan {
  const plan = served(['', '']);
  const ids = new IdSource(plan.nextId);
  const gpus = [
    gpuOf('1g.10gb@0', 'h100-pcie-80gb', 0, ids),
    gpuOf('1g.10gb@0', board, 1, ids),
    gpuOf('', 'h100-sxm5-80gb', 2, ids),
    gpuOf('', 'h100-pcie-80gb', 3, ids),
  ];
  const wants = { kind: 'profile', profile: '1g.10gb' } as const;
  const vm: Vm = {
    ...{ id: ids.vm(), name: 'vm-0', notes: '', group: null, extra: [] },
    attachments: gpus.slice(0, 2).map((gpu) => ({ wants, instance: gpu.instances[0]!.id, extra: [] })),
  };
  return { ...plan, hosts: [{ ...plan.hosts[0]!, gpus }], vms: [vm], nextId: ids.next };
}

test('a VM is not put where a rule refuses it, but one that breaks that rule as drawn is not held fast', () => {
  const plan = pair('h100-pcie-80gb');
  const [a, b] = asDrawn(plan) as [PlacedVgpu, PlacedVgpu];
  const [, , other, same] = plan.hosts[0]!.gpus as [Gpu, Gpu, Gpu, Gpu];
  expect(result(plan, [a, { ...b, gpuId: same.id }])).toEqual(['1g.10gb@0', '', '', '1g.10gb@0']);
  expect(result(plan, [a, { ...b, gpuId: other.id }])).toMatchObject({
    code: 'mixed-boards',
    boards: ['h100-sxm5-80gb', 'h100-pcie-80gb'],
  });
  expect(result(plan, [{ ...a, gpuId: other.id }, b])).toMatchObject({ code: 'mixed-boards' });
  const broken = pair('h100-sxm5-80gb');
  const [c, d] = asDrawn(broken) as [PlacedVgpu, PlacedVgpu];
  expect(result(broken, [c, { ...d, start: 4 }])).toEqual(['1g.10gb@0', '1g.10gb@4', '', '']);
  // One that waits breaks no rule, so to start it where it would is refused.
  const waits: Plan = {
    ...plan,
    vms: plan.vms.map((vm) => ({
      ...vm,
      attachments: vm.attachments.map((one, at) => (at === 1 ? { ...one, instance: null } : one)),
    })),
  };
  expect(result(waits, [a, { ...b, gpuId: other.id }])).toMatchObject({ code: 'mixed-boards' });
  expect(result(waits, [a, { ...b, gpuId: same.id }])).toMatchObject([
    '1g.10gb@0',
    '1g.10gb@0',
    '',
    '1g.10gb@0',
  ]);
  expect(result(waits, [a])).toEqual(['1g.10gb@0', '1g.10gb@0', '', '']);
});

test('what the driver should not have stands in the way of its VM, and of nobody else', () => {
  const old = (plan: Plan): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, driver: '510.47' })),
  });
  // 1g.10gb is too new. Of its VM it is refused though it stays, as soon as something of its GPU changes.
  const plan = old(served(['1g.10gb@0 1g.5gb@4', '']));
  const [a, b] = asDrawn(plan) as [PlacedVgpu, PlacedVgpu];
  expect(result(plan, [a, { ...b, start: 6 }])).toMatchObject({ code: 'driver-too-old', profile: '1g.10gb' });
  expect(result(plan, [a, b])).toEqual(['1g.10gb@0 1g.5gb@4', '']);
  // Idle it stays, and another one that comes there is a fault of its own.
  const idle = old(served(['1g.10gb@0 1g.10gb@2 1g.5gb@4', ''], [0, 1]));
  const [c] = asDrawn(idle) as [PlacedVgpu];
  expect(result(idle, [{ ...c, start: 6 }])).toEqual(['1g.10gb@0 1g.10gb@2 1g.5gb@6', '']);
  const [, second] = idle.hosts[0]!.gpus as [Gpu, Gpu];
  expect(result(idle, [{ ...c, gpuId: second.id, profile: '1g.10gb', start: 0 }])).toMatchObject({
    code: 'driver-too-old',
  });
});

test('idle instances stay where they are legal beside what comes, and only where they are asked to', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1 1g.5gb+me@2 1g.5gb@3', ''], [1, 2, 3]);
  const host = plan.hosts[0]!;
  const [a] = asDrawn(plan) as [PlacedVgpu];
  const to = (profile: string, start: number, isIdleKept: boolean): string[] =>
    layoutsOf(arranged(plan, host, [{ ...a, profile, start }], isIdleKept));
  expect(to('1g.5gb', 6, true)).toEqual(['1g.5gb@1 1g.5gb+me@2 1g.5gb@3 1g.5gb@6', '']);
  expect(to('2g.10gb', 2, true)).toEqual(['1g.5gb@1 2g.10gb@2', '']);
  // There is one +me on a GPU.
  expect(to('1g.5gb+me', 6, true)).toEqual(['1g.5gb@1 1g.5gb@3 1g.5gb+me@6', '']);
  expect(to('1g.5gb', 6, false)).toEqual(['1g.5gb@6', '']);
  expect(layoutsOf(arranged(plan, host, [{ ...a, start: 6 }]))).toEqual(['1g.5gb@6', '']);
  // Of a board that nobody knows nothing is known to be illegal; a start that the board does not have is.
  const unknown = withGpus(plan, (gpu) => ({ ...gpu, board: 'b9000' }));
  expect(layoutsOf(arranged(unknown, unknown.hosts[0]!, [{ ...a, start: 1 }], true))).toEqual([
    '1g.5gb@1 1g.5gb@1 1g.5gb+me@2 1g.5gb@3',
    '',
  ]);
  const odd = withGpus(plan, (gpu) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => (gi.start === 3 ? { ...gi, start: 7 } : gi)),
  }));
  expect(layoutsOf(arranged(odd, odd.hosts[0]!, [a], true))[0]).toBe('1g.5gb@0 1g.5gb@1 1g.5gb+me@2');
});

test('a VM that also has a vGPU on another host keeps that one, and its instance is not taken over', () => {
  const plan = served(['3g.20gb@0', '']);
  const host = plan.hosts[0]!;
  const ids = new IdSource(plan.nextId);
  const away = {
    ...host,
    id: ids.host(),
    name: 'esx-02',
    gpus: [gpuOf('3g.20gb@4', 'a100-pcie-40gb', 0, ids)],
  };
  const there = away.gpus[0]!.instances[0]!;
  const wants = { kind: 'profile', profile: '3g.20gb' } as const;
  const both: Plan = {
    ...plan,
    hosts: [host, away],
    vms: plan.vms.map((vm) => ({
      ...vm,
      attachments: [...vm.attachments, { wants, instance: there.id, extra: [] }],
    })),
    nextId: ids.next,
  };
  const [a] = asDrawn(both) as [PlacedVgpu];
  const moved = arranged(both, host, [{ ...a, start: 4 }]);
  expect(moved.vms[0]!.attachments.map(({ instance }) => instance)).toEqual([
    host.gpus[0]!.instances[0]!.id,
    there.id,
  ]);
  expect(moved.hosts[1]).toBe(away);
  // Waiting here, it has the other one still.
  expect(arranged(both, host, []).vms[0]!.attachments.map(({ instance }) => instance)).toEqual([
    null,
    there.id,
  ]);
  // Brought here, that vGPU gets an instance of its own: the other host keeps the one it had.
  const here = arranged(both, host, [a, { ...a, attachment: 1, start: 4 }]);
  const [, fresh] = here.hosts[0]!.gpus[0]!.instances as [GpuInstance, GpuInstance];
  expect([both.nextId <= fresh.id, fresh.start, here.nextId]).toEqual([true, 4, fresh.id + 1]);
  expect(here.vms[0]!.attachments[1]!.instance).toBe(fresh.id);
  expect(here.hosts[1]).toBe(away);
  expect(placesIn(moved)[0]).toContain('0/3g.20gb@4');
});

test('a VM with several vGPUs on one instance leaves none of them behind unnoticed', () => {
  const plan = served(['3g.20gb@0 3g.20gb@4', '']);
  const [first, second] = plan.vms as [Vm, Vm];
  // vm-0 has both instances, vm-1 nothing.
  const two: Plan = {
    ...plan,
    vms: [{ ...first, attachments: [...first.attachments, ...second.attachments] }],
  };
  const [a, b] = asDrawn(two) as [PlacedVgpu, PlacedVgpu];
  expect(result(two, [a, b])).toEqual(['3g.20gb@0 3g.20gb@4', '']);
  expect(result(two, [a])).toEqual({ code: 'not-started', vm: 'vm-0' });
  expect(result(two, [b])).toEqual({ code: 'not-started', vm: 'vm-0' });
});

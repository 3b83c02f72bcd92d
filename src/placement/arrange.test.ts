import { expect, test } from 'vitest';
import type { GpuId, HostId, VmId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { arranged, arrangeHost, type PlacedVgpu } from './arrange.ts';
import { checkPlan } from './check.ts';
import { applyCommand } from './commands.ts';
import { planOfHost, seededHost } from './powerOn/powerOn.testing.ts';
import { powerOnOrder } from './powerOn/powerOnOrder.ts';
import { adopted, adoption, hostOf, layoutsOf, placesIn, served } from './vms/served.testing.ts';

test('adopting: what stays is the same instance, idle ones stay where there is room, and pins are respected', () => {
  const plan = served(['3g.20gb@0 1g.5gb@4 1g.5gb@5', '2g.10gb@4'], [1, 2]);
  const next = adopted(plan);
  // The idle 1g at 4 and 5 have to give way.
  expect(layoutsOf(next)).toEqual(['2g.10gb@0 3g.20gb@4', '']);
  expect(placesIn(next)).toEqual(['vm-0 0/3g.20gb@4', 'vm-3 0/2g.10gb@0']);
  expect(checkPlan(next)).toEqual([]);
  expect(next.hosts[0]!.gpus[0]!.instances[1]!.id).toBe(plan.hosts[0]!.gpus[0]!.instances[0]!.id);
  expect(adopted(next)).toBe(next);

  const pinned = {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        instances: gpu.instances.map((gi) => ({ ...gi, pinned: gi.profile === '2g.10gb' })),
      })),
    })),
  };
  expect(() => adopted(pinned)).toThrow('Pinned instances stay where they are');
});

test('an arrangement is refused where a VM has no place, or one that is not legal or not its type', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4']);
  const command = adoption(plan);
  if (command.type !== 'host/arrange') throw new Error(command.type);
  const { vgpus } = command;
  const codeOf = (other: typeof vgpus): string => {
    const result = applyCommand(plan, { ...command, vgpus: other });
    return result.ok ? 'ok' : result.error.code;
  };
  expect(codeOf(vgpus)).toBe('ok');
  expect(codeOf(vgpus.slice(1))).toBe('not-started');
  expect(codeOf(vgpus.map((one) => ({ ...one, start: 0 })))).toBe('overlap');
  expect(codeOf(vgpus.map((one) => (one.profile === '3g.20gb' ? { ...one, start: 3 } : one)))).toBe(
    'not-a-start',
  );
  const large = vgpus.map((one) => (one.profile === '3g.20gb' ? { ...one, profile: '2g.10gb' } : one));
  expect(codeOf(large)).toBe('wrong-type');
  const [small, other] = vgpus.filter(({ profile }) => profile === '1g.5gb');
  const shared = vgpus.map((one) => (one === other ? { ...one, start: small!.start } : one));
  expect(codeOf(shared)).toBe('instance-full');
});

test('an instance without a VM that the driver should not have is no reason to refuse what the VMs get', () => {
  const base = served(['1g.10gb@0 1g.5gb@2'], [0]);
  const old = { ...base, hosts: base.hosts.map((host) => ({ ...host, driver: '510.47' })) };
  expect(layoutsOf(adopted(old))).toEqual(['1g.10gb@0 1g.5gb@6']);
  // The same with a VM on it is.
  const wanted = served(['1g.10gb@0 1g.5gb@2']);
  const result = applyCommand(
    { ...wanted, hosts: wanted.hosts.map((host) => ({ ...host, driver: '510.47' })) },
    adoption(wanted),
  );
  expect(result.ok ? null : result.error.code).toBe('driver-too-old');
});

test(`seeds 1 to ${seedsOf(80)}: what is adopted is legal, holds every VM, and comes out as drawn where all models agree`, () => {
  let clean = 0;
  const faultsOf = (plan: Plan): string[] => [...new Set(checkPlan(plan).map(({ fault }) => fault.code))];
  for (let seed = 1; seed <= seedsOf(80); seed++) {
    const plan = planOfHost(seededHost(seed));
    const host = hostOf(plan);
    const answer = powerOnOrder(host);
    if (answer.kind !== 'order') continue;
    const next = adopted(plan);
    // A seeded VM may have vGPUs of two boards, as drawn too: then that is what is wrong afterwards as well.
    expect(faultsOf(next), `seed ${seed}`).toEqual(faultsOf(plan));
    if (faultsOf(next).length === 0) clean++;
    expect(placesIn(next).filter((line) => line.includes('waits') || line.includes('undefined'))).toEqual([]);
    if (answer.order.every(({ outcomes }) => outcomes.length === 1)) {
      expect(powerOnOrder(hostOf(next)), `seed ${seed}`).toMatchObject({ kind: 'order', isAsDrawn: true });
    }
  }
  expect(clean).toBeGreaterThan(seedsOf(80) / 2);
});

test('what is gone is refused by its name: the host, a GPU, a VM or its vGPU', () => {
  const plan = served(['3g.20gb@0', '']);
  const host = plan.hosts[0]!;
  const [vmId, gpuId] = [plan.vms[0]!.id, host.gpus[0]!.id];
  const at = { vmId, attachment: 0, gpuId, profile: '3g.20gb', start: 0 };
  const refused = (vgpus: readonly PlacedVgpu[], hostId = host.id): unknown => {
    const result = arrangeHost(plan, { type: 'host/arrange', hostId, vgpus });
    return result.ok ? 'ok' : result.error;
  };
  expect(refused([at])).toBe('ok');
  expect(refused([at], 999 as HostId)).toEqual({ code: 'not-found', what: 'host' });
  expect(refused([{ ...at, gpuId: 999 as GpuId }])).toEqual({ code: 'not-found', what: 'gpu' });
  const other = { ...at, gpuId: host.gpus[1]!.id };
  expect(refused([at, { ...other, vmId: 999 as VmId }])).toEqual({ code: 'not-found', what: 'vgpu' });
  expect(refused([at, { ...other, attachment: 1 }])).toEqual({ code: 'not-found', what: 'vgpu' });
  expect(refused([])).toEqual({ code: 'not-started', vm: 'vm-0' });
});

test('an instance that stays is not taken over by a VM that comes from elsewhere', () => {
  // Both want a 3g. vm-1 stays where it is; vm-0 comes to the other GPU, and its own instance moves along.
  const plan = served(['3g.20gb@0', '3g.20gb@0']);
  const host = plan.hosts[0]!;
  const [first, second] = host.gpus;
  const [a, b] = plan.vms.map(({ id }) => id) as [VmId, VmId];
  const to = { gpuId: second!.id, profile: '3g.20gb', attachment: 0 };
  const next = arranged(plan, host, [
    { ...to, vmId: a, start: 4 },
    { ...to, vmId: b, start: 0 },
  ]);
  expect(layoutsOf(next)).toEqual(['', '3g.20gb@0 3g.20gb@4']);
  expect(next.hosts[0]!.gpus[1]!.instances.map(({ id }) => id)).toEqual([
    second!.instances[0]!.id,
    first!.instances[0]!.id,
  ]);
  expect(next.vms).toEqual(plan.vms);
  // Where they change places, each goes along with its VM.
  const swapped = arranged(plan, host, [
    { ...to, vmId: a, start: 0 },
    { ...to, vmId: b, gpuId: first!.id, start: 0 },
  ]);
  expect(placesIn(swapped)).toEqual(['vm-0 1/3g.20gb@0', 'vm-1 0/3g.20gb@0']);
  expect(swapped.vms).toEqual(plan.vms);
  // Of two on one instance it is the one instance, and a VM that is not named waits.
  const shared = arranged(plan, host, [
    { ...to, vmId: a, start: 0 },
    { ...to, vmId: b, start: 0 },
  ]);
  expect(shared.vms.map(({ attachments }) => attachments[0]!.instance)).toEqual(
    Array(2).fill(second!.instances[0]!.id),
  );
  expect(placesIn(arranged(plan, host, [{ ...to, vmId: b, start: 0 }]))).toEqual([
    'vm-0 waits',
    'vm-1 1/3g.20gb@0',
  ]);
  const same = [
    { ...to, gpuId: first!.id, vmId: a, start: 0 },
    { ...to, vmId: b, start: 0 },
  ];
  expect(arranged(plan, host, same)).toBe(plan);
});

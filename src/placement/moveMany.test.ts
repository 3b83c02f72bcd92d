import { expect, test } from 'vitest';
import type { GiId } from '../model/ids.ts';
import { EMPTY_PLAN, findInstance, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { checkPlan } from './check.ts';

function after(plan: Plan, ...commands: PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, plan);
}

const hosts = after(
  EMPTY_PLAN,
  { type: 'host/add', name: 'esx-01', fields: {}, gpus: { board: 'a100-pcie-40gb', count: 2 } },
  { type: 'host/add', name: 'esx-02', fields: {}, gpus: { board: 'a30-24gb', count: 1 } },
);
const [first, second] = hosts.hosts[0]?.gpus ?? [];
const a30 = hosts.hosts[1]?.gpus[0];
if (first === undefined || second === undefined || a30 === undefined) throw new Error('no GPUs');
const placed = after(
  hosts,
  { type: 'gi/place', gpuId: first.id, profile: '3g.20gb', start: 0 },
  { type: 'gi/place', gpuId: first.id, profile: '2g.10gb', start: 4 },
  { type: 'gi/place', gpuId: second.id, profile: '3g.20gb', start: 4 },
);
const at = (gpu: number, index: number): GiId =>
  placed.hosts[0]?.gpus[gpu]?.instances[index]?.id ?? (0 as GiId);
const three = at(0, 0);
const two = at(0, 1);
const other = at(1, 0);
const plan = after(placed, {
  type: 'vm/add',
  name: 'chat',
  wants: { kind: 'profile', profile: '3g.20gb' },
  giId: three,
});

test('two change places, and their VMs go with them', () => {
  const swapped = after(plan, {
    type: 'gi/moveMany',
    moves: [
      { giId: three, gpuId: second.id, start: 4 },
      { giId: other, gpuId: first.id, start: 0 },
    ],
  });
  expect(findInstance(swapped, three)).toMatchObject({ gpu: { id: second.id }, gi: { start: 4 } });
  expect(findInstance(swapped, other)).toMatchObject({ gpu: { id: first.id }, gi: { start: 0 } });
  expect(swapped.vms).toBe(plan.vms);
  expect(checkPlan(swapped)).toEqual([]);
});

test('one refusal leaves all where they are', () => {
  const onto = { giId: other, gpuId: first.id, start: 0 };
  expect(applyCommand(plan, { type: 'gi/moveMany', moves: [onto] })).toMatchObject({
    ok: false,
    error: { code: 'overlap', blockedBy: [three] },
  });
  expect(
    applyCommand(plan, { type: 'gi/moveMany', moves: [{ giId: two, gpuId: a30.id, start: 0 }] }),
  ).toMatchObject({ ok: false, error: { code: 'not-a-profile' } });
  expect(
    applyCommand(plan, { type: 'gi/moveMany', moves: [{ giId: 9999 as GiId, gpuId: a30.id, start: 0 }] }),
  ).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('what is pinned does not move, and what stays where it is moves nothing', () => {
  const [gpu] = plan.hosts[0]?.gpus ?? [];
  const pin: Plan = {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((one) =>
        one === gpu ? { ...one, instances: one.instances.map((gi) => ({ ...gi, pinned: true })) } : one,
      ),
    })),
  };
  const away = { giId: two, gpuId: second.id, start: 0 };
  expect(applyCommand(pin, { type: 'gi/moveMany', moves: [away] })).toMatchObject({
    ok: false,
    error: { code: 'pinned', pinned: [two] },
  });
  expect(
    applyCommand(pin, { type: 'gi/moveMany', moves: [{ giId: two, gpuId: first.id, start: 4 }] }),
  ).toEqual({
    ok: true,
    value: pin,
  });
});

test('a VM with vGPUs on one host is not torn apart', () => {
  const far = after(plan, {
    type: 'host/add',
    name: 'esx-03',
    fields: {},
    gpus: { board: 'a100-pcie-40gb', count: 1 },
  });
  const [there] = far.hosts[2]?.gpus ?? [];
  const vmId = far.vms[0]?.id ?? (0 as never);
  const pair = after(far, { type: 'vm/addVgpu', vmId, wants: { kind: 'profile', profile: '3g.20gb' } });
  const held = after(pair, { type: 'vm/assign', vmId, giId: other });
  const one = { giId: other, gpuId: there?.id ?? (0 as never), start: 0 };
  expect(applyCommand(held, { type: 'gi/moveMany', moves: [one] })).toMatchObject({
    ok: false,
    error: { code: 'other-host' },
  });
  // Both together may go.
  const both = applyCommand(held, { type: 'gi/moveMany', moves: [one, { ...one, giId: three, start: 4 }] });
  expect(both.ok).toBe(true);
});

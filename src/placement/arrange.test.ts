import { expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { HostId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { checkPlan } from './check.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { legalLayouts } from './layouts.ts';
import { commandMessage } from './messages.ts';
import { powerOnHost, type PowerOnHost } from './powerOn.ts';
import { planOfHost, seededHost } from './powerOn.testing.ts';
import { uniformModels } from './powerOnModel.ts';
import { powerOnOrder } from './powerOnOrder.ts';
import { expectedPlan, placedVgpus, replayPowerOn } from './powerOnReplay.ts';
import { planOf } from './standing.testing.ts';

function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(commandMessage(next.error, plan));
  return next.value;
}

const hostIdOf = (plan: Plan): HostId => plan.hosts[0]!.id;
const hostOf = (plan: Plan): PowerOnHost => powerOnHost(plan, hostIdOf(plan))!;

/** "esx-01" with these GPUs and a VM "vm-0", "vm-1" ... on each instance, but for those of `idle`. */
function served(layouts: readonly string[], idle: readonly number[] = []): Plan {
  let plan = planOf(layouts);
  const all = plan.hosts[0]!.gpus.flatMap((gpu) => gpu.instances);
  for (const [at, gi] of all.entries()) {
    if (idle.includes(at)) continue;
    const wants = { kind: 'profile', profile: gi.profile } as const;
    plan = apply(plan, { type: 'vm/add', name: `vm-${at}`, wants, giId: gi.id });
  }
  return plan;
}

/** "vm-0 0/3g.20gb@4", VM by VM. */
function placesIn(plan: Plan): string[] {
  const at = new Map(
    plan.hosts[0]!.gpus.flatMap((gpu) =>
      gpu.instances.map((gi) => [gi.id, `${gpu.index}/${gi.profile}@${gi.start}`] as const),
    ),
  );
  return plan.vms.map(
    (vm) =>
      `${vm.name} ${vm.attachments.map(({ instance }) => (instance === null ? 'waits' : at.get(instance))).join(' ')}`,
  );
}

function layoutsOf(plan: Plan): string[] {
  return plan.hosts[0]!.gpus.map((gpu) => gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' '));
}

function adoption(plan: Plan): PlanCommand {
  const host = hostOf(plan);
  const answer = powerOnOrder(host);
  if (answer.kind !== 'order') throw new Error(answer.kind);
  const order = answer.order.map(({ vm }) => vm.vm.id);
  const steps = replayPowerOn(plan, host, order, uniformModels(host)[0]!);
  return { type: 'host/arrange', hostId: host.host.id, vgpus: placedVgpus(host, steps) };
}

const adopted = (plan: Plan): Plan => apply(plan, adoption(plan));

test('the order trap: 3g + 2g + 1g + 1g starts largest first, and is stuck smallest first', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4']);
  const host = hostOf(plan);
  const answer = powerOnOrder(host);
  expect(answer).toMatchObject({ kind: 'order', isAsDrawn: true });
  const smallestFirst = plan.vms.map((vm) => vm.id);
  for (const model of uniformModels(host)) {
    const steps = replayPowerOn(plan, host, smallestFirst, model);
    expect(steps.at(-1)!.vm.vm.name).toBe('vm-3');
    const [reason] = steps.at(-1)!.refused!.reasons;
    expect(reason!.error.code).toBe('no-start-free');
  }
});

test('what is in the way is said in terms of what stands there at that moment', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4']);
  const host = hostOf(plan);
  const steps = replayPowerOn(
    plan,
    host,
    plan.vms.map((vm) => vm.id),
    uniformModels(host)[0]!,
  );
  const then = expectedPlan(plan, host, steps);
  expect(commandMessage(steps.at(-1)!.refused!.reasons[0]!.error, then)).toBe(
    '3g.20gb starts at slice 0 or 4, and 2g.10gb vm-2 holds slices 0–1, 1g.5gb vm-1 holds slice 4 and 1g.5gb vm-0 holds slice 6.',
  );
});

test('with a VM on each instance, 54 of the 297 layouts of the base profiles come out as drawn, and all start', () => {
  const board = findBoard('a100-pcie-40gb')!;
  const profiles = ['1g.5gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
  const counts = { drawn: 0, elsewhere: 0 };
  for (const layout of legalLayouts(board, { profiles })) {
    const answer = powerOnOrder(hostOf(served([layout.map((gi) => `${gi.profile}@${gi.start}`).join(' ')])));
    if (answer.kind !== 'order') throw new Error(answer.kind);
    counts[answer.isAsDrawn ? 'drawn' : 'elsewhere']++;
  }
  expect(counts).toEqual({ drawn: 54, elsewhere: 243 });
});

test('where one driver has no order, it is named, with the VM that does not start', () => {
  const answer = powerOnOrder(hostOf(served(['4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6'])));
  expect(answer).toMatchObject({ kind: 'none', isRoomKnown: true, refusedBy: [{ variant: 'list' }] });
  expect(answer.kind === 'none' && answer.stuck.model.variant).toBe('list');
});

test('two GPUs are filled one after the other, so a lone VM of the second lands on the first', () => {
  const plan = served(['3g.20gb@4', '3g.20gb@4']);
  expect(placesIn(adopted(plan))).toEqual(['vm-0 0/3g.20gb@4', 'vm-1 0/3g.20gb@0']);
});

test('a GPU without MIG mode takes no part, and what no GPU serves has no room', () => {
  const plan = served(['3g.20gb@4', '3g.20gb@4']);
  const [first] = plan.hosts[0]!.gpus;
  const off = apply(plan, { type: 'gpu/set', gpuId: first!.id, fields: { use: 'off' } });
  expect(hostOf(off).leftOut.map((gpu) => gpu.index)).toEqual([0]);
  expect(powerOnOrder(hostOf(off))).toMatchObject({ kind: 'order', isAsDrawn: true });
  const waiting = apply(plan, {
    type: 'vm/addVgpu',
    vmId: plan.vms[0]!.id,
    wants: { kind: 'profile', profile: '2g.12gb' },
  });
  expect(powerOnOrder(hostOf(waiting))).toMatchObject({
    kind: 'no-room',
    why: { code: 'no-gpu', attachment: 1 },
  });
});

test('more slices than there are, and no way to cut, are told apart', () => {
  const vgpu = (plan: Plan, profile: string): Plan =>
    apply(plan, { type: 'vm/addVgpu', vmId: plan.vms[0]!.id, wants: { kind: 'profile', profile } });
  const few = vgpu(served(['4g.20gb@0']), '7g.40gb');
  expect(powerOnOrder(hostOf(few))).toMatchObject({
    kind: 'no-room',
    why: { code: 'too-few-slices', what: 'memory', needed: 12, total: 8 },
  });
  expect(powerOnOrder(hostOf(vgpu(served(['4g.20gb@0']), '4g.20gb')))).toMatchObject({
    kind: 'no-room',
    why: { code: 'too-few-slices', what: 'compute', needed: 8, total: 7 },
  });
  // 20 of 21 compute slices and 20 of 24 memory slices, but a GPU takes three 2g.10gb and no more.
  const three = served(new Array<string>(3).fill('2g.10gb@0 2g.10gb@2 2g.10gb@4'));
  expect(powerOnOrder(hostOf(vgpu(three, '2g.10gb')))).toMatchObject({
    kind: 'no-room',
    why: { code: 'no-packing' },
  });
});

test('the order in which a VM takes its own vGPUs is the host’s: one that fails is reported, with that order', () => {
  const plan = served(['3g.20gb@4']);
  const more = ['2g.10gb', '2g.10gb'].reduce(
    (before, profile) =>
      apply(before, {
        type: 'vm/addVgpu',
        vmId: before.vms[0]!.id,
        wants: { kind: 'profile', profile },
      }),
    plan,
  );
  const answer = powerOnOrder(hostOf(more));
  if (answer.kind !== 'none') throw new Error(answer.kind);
  // 3g first would start; 2g at 4 and 0 are in its way.
  const [first] = answer.stuck.model.vgpuOrders;
  expect(first?.attachments[0]).not.toBe(0);
});

test('a search that runs out of steps says so, and not that there is none', () => {
  const plan = served(['4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6']);
  expect(powerOnOrder(hostOf(plan), 8)).toMatchObject({ kind: 'open', steps: 8 });
  expect(powerOnOrder(hostOf(plan), 1000).kind).toBe('none');
});

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

test('seeds 1 to 80: what is adopted is legal, holds every VM, and comes out as drawn where all models agree', () => {
  for (let seed = 1; seed <= 80; seed++) {
    const plan = planOfHost(seededHost(seed));
    const host = hostOf(plan);
    const answer = powerOnOrder(host);
    if (answer.kind !== 'order') continue;
    const next = adopted(plan);
    expect(checkPlan(next), `seed ${seed}`).toEqual([]);
    expect(placesIn(next).filter((line) => line.includes('waits') || line.includes('undefined'))).toEqual([]);
    if (answer.order.every(({ outcomes }) => outcomes.length === 1)) {
      expect(powerOnOrder(hostOf(next)), `seed ${seed}`).toMatchObject({ kind: 'order', isAsDrawn: true });
    }
  }
});

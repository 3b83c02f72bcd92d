import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { IdSource } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { legalLayouts } from '../layouts/layouts.ts';
import { commandMessage } from '../messages.ts';
import { modelName, noRoomMessage, powerOnText } from './powerOnMessages.ts';
import { uniformModels } from './powerOnModel.ts';
import { powerOnOrder, stuckIn } from './powerOnOrder.ts';
import { expectedPlan, replayPowerOn } from './powerOnReplay.ts';
import { adopted, apply, hostOf, placesIn, served } from '../vms/served.testing.ts';

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

/** VMs with these vGPUs on empty A100s; of each the first is drawn at slice 0 of GPU 0, or on an instance of its own. */
function crowd(gpus: number, vms: readonly (readonly string[])[]): Plan {
  const plan = served(['7g.40gb@0', ...new Array<string>(gpus - 1).fill('')]);
  const ids = new IdSource(plan.nextId);
  const instance = plan.hosts[0]!.gpus[0]!.instances[0]!.id;
  return {
    ...plan,
    vms: vms.map((wants, at) => ({
      ...plan.vms[0]!,
      id: ids.vm(),
      name: `vm-${at}`,
      attachments: wants.map((profile, n) => ({
        wants: { kind: 'profile', profile },
        instance: n === 0 ? instance : null,
        extra: [],
      })),
    })),
    nextId: ids.next,
  };
}

test('a VM that can take its vGPUs in millions of ways is left open, not followed for ever', () => {
  const profiles = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '1g.5gb+me'];
  const wants = Array.from({ length: 16 }, (_, at) => profiles[at % profiles.length]!);
  const host = hostOf(crowd(16, [wants]));
  expect(powerOnOrder(host)).toMatchObject({ kind: 'open', order: [], stuck: null });
  // Nor is it called stuck.
  expect(stuckIn(host, host.vms)).toBe(null);
});

test('the order of 288 VMs on 64 GPUs is found within that effort', () => {
  const vms = Array.from({ length: 288 }, (_, at) => [at < 64 ? '3g.20gb' : '1g.5gb']);
  expect(powerOnOrder(hostOf(crowd(64, vms)))).toMatchObject({ kind: 'order' });
});

test('what the driver or the release of the host refuses does not start, and the rule is said', () => {
  const why = (plan: Plan): string => {
    const host = hostOf(plan);
    const answer = powerOnOrder(host);
    return answer.kind === 'no-room' ? noRoomMessage(answer.why, host) : answer.kind;
  };
  const plan = served(['3g.20gb@4 1g.10gb@0'], []);
  const on = (fields: object): Plan => ({ ...plan, hosts: [{ ...plan.hosts[0]!, ...fields }] });
  expect(why(on({ driver: '550.54' }))).toBe('order');
  expect(why(on({ driver: '510.47' }))).toBe(
    'vm-1 may not have what it wants on esx-01: 1g.10gb needs driver R525 or later, and this host has 510.47.',
  );
  expect(why(on({ platform: 'esxi', release: '8.0 U3' }))).toBe('order');
  expect(why(on({ platform: 'esxi', release: '8.0 U2' }))).toBe(
    'vm-1 may not have what it wants on esx-01: 1g.10gb needs ESXi 8.0 U3, and this is ESXi 8.0 U2.',
  );
  const two = apply(plan, {
    type: 'vm/addVgpu',
    vmId: plan.vms[0]!.id,
    wants: { kind: 'profile', profile: '2g.10gb' },
  });
  const on7: Plan = { ...two, hosts: [{ ...two.hosts[0]!, platform: 'esxi', release: '7.0 U3' }] };
  expect(why(on7)).toBe(
    'vm-0 may not have what it wants on esx-01: A VM has one MIG-backed vGPU on ESXi 7.0 U3, and with this one it has 2.',
  );
});

test('a search that runs out of steps says so, and not that there is none', () => {
  const plan = served(['4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6']);
  expect(powerOnOrder(hostOf(plan), 100).kind).toBe('open');
  expect(powerOnOrder(hostOf(plan), 5000).kind).toBe('none');
});

test('the text for a ticket: one line for each VM, with the place to expect and what it holds under', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4']);
  const host = hostOf(plan);
  const answer = powerOnOrder(host);
  if (answer.kind !== 'order') throw new Error(answer.kind);
  const [model] = uniformModels(host);
  const steps = replayPowerOn(
    plan,
    host,
    answer.order.map(({ vm }) => vm.vm.id),
    model!,
  );
  const lines = powerOnText(host, model!, steps, true).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Power-on order of esx-01, 4 VMs',
    '1. vm-3: 3g.20gb on GPU 0, slices 4–7',
    '2. vm-0: 1g.5gb on GPU 0, slice 0',
  ]);
  expect(lines.at(-3)).toBe('Places to expect under every model of the driver.');
});

test('models are called by what they take for granted', () => {
  const names = (plan: Plan): string[] => {
    const host = hostOf(plan);
    return uniformModels(host).map((model) => modelName(host, model));
  };
  const plan = served(['3g.20gb@4', '3g.20gb@4']);
  expect(names(plan)).toEqual([
    'Preference list',
    'Fewest lost, straight GPUs',
    'Fewest lost, mirrored GPUs',
  ]);
  const [first, second] = plan.hosts[0]!.gpus;
  const known = [first!, second!].reduce(
    (before, gpu) => apply(before, { type: 'gpu/set', gpuId: gpu.id, fields: { kind: 'mirrored' } }),
    plan,
  );
  expect(names(known)).toEqual(['Preference list', 'Fewest lost']);
});

test('more vGPUs than any cut takes are said as such', () => {
  const plan = served(['1g.5gb@0']);
  const many = Array.from({ length: 7 }).reduce<Plan>(
    (before) =>
      apply(before, {
        type: 'vm/addVgpu',
        vmId: before.vms[0]!.id,
        wants: { kind: 'profile', profile: '1g.5gb' },
      }),
    plan,
  );
  const answer = powerOnOrder(hostOf(many));
  if (answer.kind !== 'no-room') throw new Error(answer.kind);
  expect(noRoomMessage(answer.why, hostOf(many))).toBe(
    'The VMs have 8 vGPUs, and the GPUs take 7 at the most.',
  );
});

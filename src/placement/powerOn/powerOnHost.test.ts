/** What power-on sees of a plan: its GPUs, what each VM needs of them, and the rules that refuse. By hand. */
import { expect, test } from 'vitest';
import { IdSource } from '../../model/ids.ts';
import type { Gpu, Host, Plan } from '../../model/plan.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { apply, served } from '../vms/served.testing.ts';
import {
  distinctNeeds,
  powerOnHost,
  ruleAgainstAll,
  ruleAgainstVm,
  type PowerOnHost,
  type PowerOnVm,
} from './powerOn.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';

/** The first host of a plan, changed, as power-on sees it. */
function seen(plan: Plan, change: Partial<Host> = {}): PowerOnHost {
  const [host, ...others] = plan.hosts;
  return powerOnHost({ ...plan, hosts: [{ ...host!, ...change }, ...others] }, host!.id)!;
}

/** A host of GPUs of these boards, each with a layout, and a VM on each instance. */
function mixed(gpus: readonly (readonly [board: string, layout: string])[]): Plan {
  const base = planOf([]);
  const ids = new IdSource(base.nextId);
  const made = gpus.map(([board, layout], index) => gpuOf(layout, board, index, ids));
  let plan: Plan = { ...base, hosts: [{ ...base.hosts[0]!, gpus: made }], nextId: ids.next };
  for (const [at, gi] of made.flatMap((gpu) => gpu.instances).entries()) {
    const wants = { kind: 'profile', profile: gi.profile } as const;
    plan = apply(plan, { type: 'vm/add', name: `vm-${at}`, wants, giId: gi.id });
  }
  return plan;
}

const addVgpu = (plan: Plan, vm: number, profile: string): Plan =>
  apply(plan, { type: 'vm/addVgpu', vmId: plan.vms[vm]!.id, wants: { kind: 'profile', profile } });

const names = ({ vms }: PowerOnHost): string[] => vms.map(({ vm }) => vm.name);
const needed = (host: PowerOnHost, { vgpus }: PowerOnVm): (string | null)[][] =>
  vgpus.map(({ needs }) =>
    needs.map((need, at) =>
      need === null
        ? null
        : `${host.gpus[at]!.geometry.board.profiles[need.profileIndex]!.name}*${need.carries}`,
    ),
  );

test('a plan has no host of another id', () => {
  expect(powerOnHost(served(['3g.20gb@0']), 999 as Host['id'])).toBe(null);
});

test('GPUs are taken by index, and those without MIG mode or of a board that nobody knows are left out', () => {
  const plan = served(['1g.5gb@0', '1g.5gb@1', '1g.5gb@2', '1g.5gb@3', '']);
  const gpus = plan.hosts[0]!.gpus.map((gpu, at): Gpu => {
    const changed = { ...gpu, index: 4 - at };
    if (at === 1) return { ...changed, use: 'off' };
    if (at === 2) return { ...changed, use: 'reserved' };
    return at === 3 ? { ...changed, board: 'b9000' } : changed;
  });
  const host = seen(plan, { gpus });
  expect(host.gpus.map(({ gpu }) => gpu.index)).toEqual([0, 4]);
  expect(host.leftOut.map((gpu) => gpu.index)).toEqual([1, 2, 3]);
  // The VMs of those that are left out have to start all the same.
  expect(names(host)).toEqual(['vm-0', 'vm-1', 'vm-2', 'vm-3']);
  expect(host.vms[0]!.vgpus[0]!.needs).toHaveLength(2);
});

test('a GPU may be either kind where nobody said which, and where its board has halves to mirror', () => {
  const kinds = (plan: Plan, kind: Gpu['kind']): unknown =>
    seen(plan, { gpus: plan.hosts[0]!.gpus.map((gpu) => ({ ...gpu, kind })) }).gpus.map((one) => one.kinds);
  const plan = mixed([
    [A100, '1g.5gb@0'],
    [A30, '1g.6gb@0'],
  ]);
  expect(kinds(plan, null)).toEqual([['straight', 'mirrored'], ['straight']]);
  expect(kinds(plan, 'mirrored')).toEqual([['mirrored'], ['straight']]);
  expect(kinds(plan, 'straight')).toEqual([['straight'], ['straight']]);
});

test('a VM needs what it wants of every GPU that has it, and its size is that of all its vGPUs', () => {
  const plan = addVgpu(
    mixed([
      [A30, '2g.12gb@0'],
      [A100, '3g.20gb@4 1g.10gb@0'],
    ]),
    1,
    '2g.10gb',
  );
  const host = seen(plan);
  expect(host.vms.map((vm) => needed(host, vm))).toEqual([
    [['2g.12gb*1', null]],
    [
      [null, '3g.20gb*1'],
      [null, '2g.10gb*1'],
    ],
    [[null, '1g.10gb*1']],
  ]);
  expect(host.vms.map(({ size }) => size)).toEqual([
    { memory: 2, compute: 2 },
    { memory: 6, compute: 5 },
    { memory: 2, compute: 1 },
  ]);
  expect(host.vms[1]!.vgpus.map(({ attachment, drawn }) => [attachment, drawn?.gi.profile ?? null])).toEqual([
    [0, '3g.20gb'],
    [1, null],
  ]);
  const index = (at: number, name: string): number => host.gpus[at]!.geometry.profileIndexByName.get(name)!;
  expect(host.gpus.map(({ wanted }) => wanted)).toEqual([
    [index(0, '2g.12gb')],
    [index(1, '3g.20gb'), index(1, '2g.10gb'), index(1, '1g.10gb')],
  ]);
});

test('what no GPU has adds nothing to the size', () => {
  const host = seen(addVgpu(served(['3g.20gb@4']), 0, '2g.12gb'));
  expect(host.vms[0]!.size).toEqual({ memory: 4, compute: 3 });
  expect(host.vms[0]!.vgpus[1]!.needs).toEqual([null]);
});

test('VMs that need the same have one key, in whichever order their vGPUs are listed', () => {
  let plan = served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 1g.5gb@4']);
  plan = addVgpu(addVgpu(plan, 0, '2g.10gb'), 2, '1g.5gb');
  const host = seen(plan);
  const [first, second, third, last] = host.vms.map(({ key }) => key);
  expect(third).toBe(first);
  expect(last).toBe(second);
  expect(second).not.toBe(first);
  expect(second).toBe(host.vms[1]!.vgpus[0]!.key);
  // Each need once, however many VMs have it.
  expect(distinctNeeds(seen(served(['1g.5gb@0 1g.5gb@1 2g.10gb@2 1g.5gb@4'])).vms)).toHaveLength(2);
  expect(distinctNeeds([])).toEqual([]);
});

test('a profile and a type that come to the same are told apart', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1']);
  const typed: Plan = {
    ...plan,
    vms: plan.vms.map((vm, at) =>
      at === 0
        ? vm
        : { ...vm, attachments: [{ ...vm.attachments[0]!, wants: { kind: 'type', type: 'A100-1-5C' } }] },
    ),
  };
  const [first, second] = seen(typed).vms;
  expect(first!.vgpus[0]!.needs).toEqual(second!.vgpus[0]!.needs);
  expect(first!.key).not.toBe(second!.key);
});

test('VMs of other hosts, and those that only wait, do not start here; their vGPUs on another host are left out', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1']);
  const [host] = plan.hosts;
  const ids = new IdSource(plan.nextId);
  const gpu = gpuOf('2g.10gb@0 2g.10gb@2', A100, 0, ids);
  const away = { ...host!, id: ids.host(), name: 'esx-02', gpus: [gpu] };
  const wants = { kind: 'profile', profile: '2g.10gb' } as const;
  const vm = plan.vms[0]!;
  const both: Plan = {
    ...plan,
    hosts: [host!, away],
    vms: [
      {
        ...vm,
        attachments: [{ wants, instance: gpu.instances[0]!.id, extra: [] }, vm.attachments[0]!],
      },
      plan.vms[1]!,
      {
        ...vm,
        id: ids.vm(),
        name: 'away',
        attachments: [{ wants, instance: gpu.instances[1]!.id, extra: [] }],
      },
      { ...vm, id: ids.vm(), name: 'waits', attachments: [{ wants, instance: null, extra: [] }] },
    ],
    nextId: ids.next,
  };
  const here = powerOnHost(both, host!.id)!;
  expect(names(here)).toEqual(['vm-0', 'vm-1']);
  expect(here.vms[0]!.vgpus.map(({ attachment }) => attachment)).toEqual([1]);
  expect(names(powerOnHost(both, away.id)!)).toEqual(['vm-0', 'away']);
});

test('instances without a VM are idle', () => {
  const plan = served(['1g.5gb@0 1g.5gb@1', '2g.10gb@2'], [1, 2]);
  expect(seen(plan).idle.map(({ host, gpu, gi }) => [host.name, gpu.index, gi.profile, gi.start])).toEqual([
    ['esx-01', 0, '1g.5gb', 1],
    ['esx-01', 1, '2g.10gb', 2],
  ]);
});

test('where a VM may have vGPUs of one board only, that is the one it is drawn on', () => {
  const gpus = [
    ['h100-pcie-80gb', '1g.10gb@0 1g.10gb@1'],
    ['h100-sxm5-80gb', ''],
  ] as const;
  const plan = addVgpu(mixed(gpus), 0, '2g.20gb');
  const onBoth = [['1g.10gb*1', '1g.10gb*1']];
  // ESXi 8.0: documented. A VM with one vGPU starts on any.
  const esxi = seen(plan);
  expect(esxi.vms.map((vm) => needed(esxi, vm))).toEqual([
    [
      ['1g.10gb*1', null],
      ['2g.20gb*1', null],
    ],
    onBoth,
  ]);
  // Nobody said the platform: nothing is known, and nothing refused.
  const unknown = seen(plan, { platform: null, release: null });
  expect(needed(unknown, unknown.vms[0]!)).toEqual([...onBoth, ['2g.20gb*1', '2g.20gb*1']]);
  // Drawn on two boards it is a fault of the plan, and no board is meant.
  const [, second] = plan.hosts[0]!.gpus;
  const placed = apply(plan, { type: 'gi/place', gpuId: second!.id, profile: '2g.20gb', start: 0 });
  const gi = placed.hosts[0]!.gpus[1]!.instances[0]!;
  const apart: Plan = {
    ...placed,
    vms: placed.vms.map((vm, at) =>
      at === 0
        ? {
            ...vm,
            attachments: vm.attachments.map((one) =>
              one.instance === null ? { ...one, instance: gi.id } : one,
            ),
          }
        : vm,
    ),
  };
  const two = seen(apart);
  expect(needed(two, two.vms[0]!)).toEqual([...onBoth, ['2g.20gb*1', '2g.20gb*1']]);
});

test('where a type may name two profiles the drawn one is meant, else the first that the board has', () => {
  const board = seen(served(['1g.5gb@0'])).gpus[0]!.geometry.board;
  expect(board.profiles.some(({ name }) => name === '1g.5gb+me')).toBe(true);
  const plan = served(['1g.5gb+me@0']);
  const host = seen(plan);
  expect(needed(host, host.vms[0]!)).toEqual([['1g.5gb+me*1']]);
});

test('what the driver is too old for is needed of no GPU, and the rule is told', () => {
  const plan = served(['3g.20gb@4 1g.10gb@0']);
  const old = seen(plan, { driver: '510.47' });
  const [three, one] = old.vms as [PowerOnVm, PowerOnVm];
  expect(old.vms.map((vm) => needed(old, vm))).toEqual([[['3g.20gb*1']], [[null]]]);
  expect(ruleAgainstAll(old, one.vgpus[0]!)).toMatchObject({ code: 'driver-too-old', profile: '1g.10gb' });
  expect(ruleAgainstAll(old, three.vgpus[0]!)).toBe(null);
  expect(ruleAgainstAll(seen(plan), one.vgpus[0]!)).toBe(null);
  // What no GPU has is against no rule.
  const absent = { ...one.vgpus[0]!, wants: { kind: 'profile', profile: '2g.12gb' } as const };
  expect(ruleAgainstAll(old, absent)).toBe(null);
  // Nor is a doubt a refusal: the release is not said.
  const open = seen(plan, { release: null });
  expect(needed(open, open.vms[1]!)).toEqual([['1g.10gb*1']]);
});

test('the rule of the first GPU that has the profile is told', () => {
  const plan = mixed([
    [A30, ''],
    [A100, '1g.10gb@0'],
  ]);
  const old = seen(plan, { driver: '510.47' });
  expect(ruleAgainstAll(old, old.vms[0]!.vgpus[0]!)).toMatchObject({ code: 'driver-too-old' });
});

test('how many vGPUs a VM may have, and of which series, is asked of all of them together', () => {
  const plan = addVgpu(served(['1g.5gb@0 2g.10gb@2']), 0, '1g.5gb');
  const rule = (release: string, vm = 0): unknown => {
    const host = seen(plan, { release });
    return ruleAgainstVm(host, host.vms[vm]!);
  };
  expect(rule('7.0 U3')).toMatchObject({ code: 'vgpus-per-vm', count: 2, most: 1 });
  expect(rule('7.0 U3', 1)).toBe(null);
  expect(rule('8.0 U3')).toBe(null);
  // 8.0 U3 takes 8 for certain, and more is a doubt; 8.0 takes 8.
  let nine = plan;
  for (let more = 0; more < 7; more++) nine = addVgpu(nine, 0, '1g.5gb');
  const of = (release: string): unknown => {
    const host = seen(nine, { release });
    return ruleAgainstVm(host, host.vms[0]!);
  };
  expect(of('8.0')).toMatchObject({ code: 'vgpus-per-vm', count: 9 });
  expect(of('8.0 U3')).toBe(null);
  // No GPU takes part: nothing is known of the host's boards.
  const [host] = nine.hosts;
  const off = seen(nine, {
    release: '8.0',
    gpus: host!.gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
  });
  expect(ruleAgainstVm(off, off.vms[0]!)).toBe(null);
});

test('types of two series in one VM are refused, and vGPUs of two boards are not before they land', () => {
  const plan = addVgpu(served(['1g.5gb@0']), 0, '2g.10gb');
  const typed = (...types: string[]): unknown => {
    const changed: Plan = {
      ...plan,
      vms: plan.vms.map((vm) => ({
        ...vm,
        attachments: vm.attachments.map((one, at) => ({
          ...one,
          wants: { kind: 'type', type: types[at]! },
        })),
      })),
    };
    const host = seen(changed);
    return ruleAgainstVm(host, host.vms[0]!);
  };
  expect(typed('A100-1-5C', 'A100-2-10C')).toBe(null);
  expect(typed('A100-1-5C', 'A100-2-10Q')).toMatchObject({ code: 'mixed-series', confidence: 'documented' });
});

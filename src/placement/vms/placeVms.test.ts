import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VmId } from '../../model/ids.ts';
import { findInstance, findVm, type NewVm, type Plan, type Vm } from '../../model/plan.ts';
import { isWaiting } from './assign.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { placeVms } from './placeVms.ts';
import { planOf } from '../standing.testing.ts';
import { placedMessage, waitMessage } from './waitMessages.ts';
import { createWhyWaiting } from './whyWaiting.ts';

function apply(plan: Plan, ...commands: readonly PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
    return next.value;
  }, plan);
}

/** "name: 3g.20gb + 1g.5gb (group)"; what contains no "g." is a type. */
function vmsOf(...texts: readonly string[]): NewVm[] {
  return texts.map((text) => {
    const [, name = '', wants = '', group = null] = /^(\S+): ([^(]*?)(?: \((.*)\))?$/.exec(text) ?? [];
    return {
      name,
      group,
      wants: wants
        .split(' + ')
        .map((want) =>
          /g\./.test(want) ? { kind: 'profile', profile: want } : { kind: 'type', type: want },
        ),
    };
  });
}

function withVms(plan: Plan, ...texts: readonly string[]): Plan {
  return apply(plan, { type: 'vm/addMany', vms: vmsOf(...texts), place: false });
}

const idsOf = (plan: Plan): VmId[] => plan.vms.map((vm) => vm.id);

/** "a: esx-01/0 3g.20gb@4", with "waits" for what has no instance. */
function whereIs(plan: Plan): string[] {
  return plan.vms.map((vm) => {
    const places = vm.attachments.map(({ instance }) => {
      const place = instance === null ? undefined : findInstance(plan, instance);
      return place === undefined
        ? 'waits'
        : `${place.host.name}/${place.gpu.index} ${place.gi.profile}@${place.gi.start}`;
    });
    return `${vm.name}: ${places.join(', ')}`;
  });
}

function reasons(plan: Plan): string[] {
  const why = createWhyWaiting(plan);
  return plan.vms.filter(isWaiting).map((vm) => {
    const reason = why(vm);
    return `${vm.name}: ${reason === null ? 'can be placed' : waitMessage(reason, plan)}`;
  });
}

describe('placing many', () => {
  test('takes free instances first, in the order given, and makes others at the start that spoils least', () => {
    const plan = withVms(planOf(['', '3g.20gb@0']), 'a: A100-3-20C', 'b: A100-3-20C', 'c: A100-3-20C');
    expect(whereIs(placeVms(plan, idsOf(plan).reverse()))).toEqual([
      // GPU 1 is in use already, so the second goes there and not to the idle GPU 0.
      'a: esx-01/0 3g.20gb@4',
      'b: esx-01/1 3g.20gb@4',
      'c: esx-01/1 3g.20gb@0',
    ]);
  });

  test('makes the largest first, whatever the order given: small ones would spoil the only start of a 4g', () => {
    const plan = withVms(planOf(['']), 'a: 1g.5gb', 'b: 2g.10gb', 'c: 4g.20gb');
    expect(whereIs(placeVms(plan, idsOf(plan)))).toEqual([
      'a: esx-01/0 1g.5gb@6',
      'b: esx-01/0 2g.10gb@4',
      'c: esx-01/0 4g.20gb@0',
    ]);
  });

  // One after the other as they are given, the last of each would wait.
  test.each([
    [['2g.10gb', '2g.10gb', '3g.20gb']],
    [['1g.5gb', '4g.20gb', '1g.5gb', '1g.10gb']],
    [['2g.10gb', '3g.20gb', '2g.10gb']],
  ])('%j all fit on one GPU, the largest made first', (wants) => {
    const plan = withVms(planOf(['']), ...wants.map((want, n) => `v${n}: ${want}`));
    expect(placeVms(plan, idsOf(plan)).vms.filter(isWaiting)).toEqual([]);
  });

  test('of several vGPUs of a VM the largest is put first too', () => {
    const plan = withVms(planOf(['']), 'three: 2g.10gb + 2g.10gb + 3g.20gb');
    expect(placeVms(plan, idsOf(plan)).vms.filter(isWaiting)).toEqual([]);
    expect(reasons(plan)).toEqual(['three: can be placed']);
  });

  test('of what is as large, the VM with more of it goes first', () => {
    const plan = withVms(planOf(['4g.20gb@0']), 'a: 1g.10gb', 'pair: 1g.10gb + 1g.10gb');
    expect(placeVms(plan, idsOf(plan)).vms.map(isWaiting)).toEqual([true, false]);
  });

  test('100 VMs fill 16 A100s on 4 hosts, and say so', () => {
    let plan = planOf([]);
    for (let n = 1; n <= 4; n++) {
      plan = apply(plan, {
        type: 'host/add',
        name: `esx-1${n}`,
        fields: {},
        gpus: { board: 'a100-pcie-40gb', count: 4 },
      });
    }
    const table = Array.from(
      { length: 100 },
      (_, n) => `vm-${n}: ${n < 3 ? '3g.20gb' : n < 7 ? '2g.10gb' : '1g.5gb'}`,
    );
    const after = apply(plan, { type: 'vm/addMany', vms: vmsOf(...table), place: true });
    expect(after.vms.filter(isWaiting)).toHaveLength(0);
    expect(checkPlan(after)).toEqual([]);
    expect(placedMessage(after, idsOf(after))).toBe('All 100 are placed.');
  });

  test('skips GPUs that are off, reserved or of another board, and touches nothing it does not fill', () => {
    const mixed = planOf(['', '', '']);
    const [host] = mixed.hosts;
    if (host === undefined) throw new Error('no host');
    const gpus = host.gpus.map((gpu, index) => ({
      ...gpu,
      use: index === 0 ? ('off' as const) : ('mig' as const),
      board: index === 1 ? 'a30-24gb' : gpu.board,
    }));
    const plan = withVms({ ...mixed, hosts: [{ ...host, gpus }] }, 'a: A100-3-20C');
    const after = placeVms(plan, idsOf(plan));
    expect(whereIs(after)).toEqual(['a: esx-01/2 3g.20gb@4']);
    expect(after.hosts[0]?.gpus[0]).toBe(plan.hosts[0]?.gpus[0]);
    expect(after.hosts[0]?.gpus[1]).toBe(plan.hosts[0]?.gpus[1]);
  });

  test('keeps VMs of one group on different GPUs, on free instances too', () => {
    const plan = withVms(
      planOf(['1g.5gb@0 1g.5gb@1', '']),
      'a: 1g.5gb (web)',
      'b: 1g.5gb (web)',
      'c: 1g.5gb (web)',
    );
    const after = placeVms(plan, idsOf(plan));
    expect(whereIs(after)).toEqual(['a: esx-01/0 1g.5gb@0', 'b: esx-01/1 1g.5gb@6', 'c: waits']);
    expect(reasons(after)).toEqual([
      'c: Group web keeps it apart: every GPU with room for 1g.5gb has a VM of the group.',
    ]);
    expect(placedMessage(after, idsOf(after))).toBe(
      '2 placed, 1 waits: Group web keeps it apart: every GPU with room for 1g.5gb has a VM of the group.',
    );
  });

  test('a reason that many share is said once, with how many wait for what', () => {
    const wants = ['3g.20gb', '4g.20gb', '3g.20gb', '1g.5gb', '1g.5gb'];
    const plan = withVms(planOf(['7g.40gb@0']), ...wants.map((profile, n) => `vm-${n}: ${profile}`));
    const after = placeVms(plan, idsOf(plan));
    expect(placedMessage(after, idsOf(after))).toBe(
      '0 placed, 5 wait. No GPU has a legal start left for 3g.20gb (2), 1g.5gb (2) or 4g.20gb (1).',
    );
    const grouped = withVms(
      planOf(['1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 3g.20gb@4']),
      ...['a', 'b', 'c'].map((name) => `${name}: 1g.5gb (web)`),
      'late: 4g.20gb',
    );
    const filled = placeVms(grouped, idsOf(grouped));
    expect(placedMessage(filled, idsOf(filled))).toBe(
      '1 placed, 3 wait. Group web keeps it apart: every GPU with room for 1g.5gb has a VM of the group (2). No GPU has a legal start left for 4g.20gb (1).',
    );
  });

  test('does not place half a VM, and puts all its vGPUs on one host', () => {
    const one = planOf(['7g.40gb@0']);
    const two = apply(one, {
      type: 'host/add',
      name: 'b',
      fields: {},
      gpus: { board: 'a100-pcie-40gb', count: 1 },
    });
    const plan = withVms(two, 'pair: 1g.5gb + 4g.20gb', 'big: 7g.40gb + 7g.40gb');
    const after = placeVms(plan, idsOf(plan));
    expect(whereIs(after)).toEqual(['pair: b/0 1g.5gb@6, b/0 4g.20gb@0', 'big: waits, waits']);
    expect(reasons(after)).toEqual(['big: No host has room for all 2 of its vGPUs together.']);
  });

  test('shares an instance where its board time-slices inside one', () => {
    const plan = withVms(
      planOf([''], 'rtx-pro-6000-server'),
      ...Array.from({ length: 4 }, (_, n) => `v${n}: DC-1-8C`),
    );
    const after = placeVms(plan, idsOf(plan));
    // Three to an instance.
    expect(after.vms.filter(isWaiting)).toEqual([]);
    const [first, ...others] = after.vms.map(({ attachments }) => attachments[0]?.instance);
    expect(others.map((instance) => instance === first)).toEqual([true, true, false]);
    expect(after.hosts[0]?.gpus[0]?.instances).toHaveLength(2);
    expect(checkPlan(after)).toEqual([]);
  });

  test('nothing to place is no step', () => {
    const plan = withVms(planOf(['7g.40gb@0']), 'a: 7g.40gb');
    const full = placeVms(plan, idsOf(plan));
    expect(placeVms(full, idsOf(full))).toBe(full);
    const more = withVms(full, 'b: 7g.40gb');
    expect(placeVms(more, idsOf(more))).toBe(more);
    expect(placeVms(more, [999 as VmId])).toBe(more);
  });
});

describe('why a VM waits', () => {
  test.each([
    ['there is no GPU', planOf([]), 'a: 3g.20gb', 'The plan has no GPU yet.'],
    [
      'its type is of another board',
      planOf(['']),
      'a: A30-1-6C',
      'A30-1-6C belongs to A30, and the plan has no such GPU.',
    ],
    [
      'nobody knows its type',
      planOf(['']),
      'a: NONE-1-6C',
      'No public source says which profile NONE-1-6C needs.',
    ],
    [
      'no start is left',
      planOf(['7g.40gb@0']),
      'a: A100-3-20C',
      'No GPU has a legal start left for A100-3-20C (3g.20gb).',
    ],
    ['nothing is in the way', planOf(['']), 'a: A100-3-20C', 'can be placed'],
  ])('%s', (_, plan, vm, sentence) => {
    expect(reasons(withVms(plan, vm))).toEqual([`a: ${sentence}`]);
  });

  test('MIG mode is off', () => {
    const plan = withVms(planOf(['']), 'a: A100-3-20C');
    const off = apply(plan, { type: 'gpu/set', gpuId: plan.hosts[0]!.gpus[0]!.id, fields: { use: 'off' } });
    expect(reasons(off)).toEqual(['a: MIG mode is off on every GPU that could have A100-3-20C (3g.20gb).']);
  });

  test('there is room only on a host where its other vGPU is not; together they would not fit either', () => {
    const gpu = { board: 'a100-pcie-40gb', count: 1 };
    const hosts = apply(planOf(['']), { type: 'host/add', name: 'b', fields: {}, gpus: gpu });
    const first = apply(withVms(hosts, 'a: 7g.40gb'), { type: 'vm/place', vmIds: [] });
    const [vm] = first.vms;
    if (vm === undefined) throw new Error('no VM');
    const placed = apply(
      first,
      { type: 'vm/place', vmIds: [vm.id] },
      { type: 'vm/addVgpu', vmId: vm.id, wants: { kind: 'profile', profile: '1g.5gb' } },
      { type: 'vm/place', vmIds: [vm.id] },
    );
    expect(whereIs(placed)).toEqual(['a: esx-01/0 7g.40gb@0, waits']);
    expect(reasons(placed)).toEqual(['a: A VM runs on one host, and another vGPU of this VM is on esx-01.']);
    const both = withVms(hosts, 'a: 7g.40gb + 1g.5gb');
    expect(reasons(both)).toEqual(['a: No host has room for all 2 of its vGPUs together.']);
  });
});

const SEED = 20261124;
const want = fc.constantFrom(
  '1g.5gb',
  '1g.10gb',
  '2g.10gb',
  '3g.20gb',
  '4g.20gb',
  '7g.40gb',
  'A100-3-20C',
  'A30-1-6C',
);
const vmText = fc
  .tuple(fc.array(want, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ' (red)', ' (blue)'))
  .map(([wants, group]) => `${wants.join(' + ')}${group}`);
const gpuText = fc.constantFrom('', '3g.20gb@0', '1g.5gb@6 2g.10gb@4', '7g.40gb@0', '4g.20gb@0');

test(`what is placed is legal, whole, apart and never moves what stands, seed ${SEED}`, () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(gpuText, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      fc.array(vmText, { maxLength: 12 }),
      fc.infiniteStream(fc.boolean()),
      (layouts, texts, chosen) => {
        const hosts = layouts.reduce<Plan>(
          (plan, gpus) => apply(plan, { type: 'plan/addHosts', plan: planOf(gpus), origin: 'import' }),
          planOf([]),
        );
        const plan = withVms(hosts, ...texts.map((text, n) => `v${n}: ${text}`));
        const ids = idsOf(plan).filter(() => chosen.next().value);
        const after = placeVms(plan, ids);
        expect(checkPlan(after)).toEqual([]);
        const why = createWhyWaiting(after);
        for (const vm of plan.vms) {
          const now = findVm(after, vm.id) as Vm;
          if (!ids.includes(vm.id)) expect(now).toBe(vm);
          // Whole or not at all.
          expect(new Set(now.attachments.map(({ instance }) => instance === null)).size).toBe(1);
          // Who waits has a reason, and who has a reason waits.
          if (ids.includes(vm.id)) expect(why(now) === null).toBe(!isWaiting(now));
        }
        for (const host of plan.hosts) {
          for (const gpu of host.gpus) {
            for (const gi of gpu.instances) expect(findInstance(after, gi.id)?.gi).toBe(gi);
          }
        }
        for (const host of after.hosts) {
          for (const gpu of host.gpus) {
            for (const group of ['red', 'blue']) {
              const there = after.vms.filter(
                (vm) =>
                  vm.group === group &&
                  vm.attachments.some(({ instance }) => gpu.instances.some((gi) => gi.id === instance)),
              );
              expect(there.length).toBeLessThanOrEqual(1);
            }
          }
        }
      },
    ),
    { seed: SEED, numRuns: 150 },
  );
});

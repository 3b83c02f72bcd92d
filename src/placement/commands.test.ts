import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import { EMPTY_PLAN, vmsByInstance, type Gpu, type Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import { checkPlan } from './check.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { MAX_GPUS_PER_HOST } from './gpuEdits.ts';
import type { CommandError } from './errors.ts';
import { describeCommand } from './describeCommand.ts';
import { commandMessage } from './messages.ts';

const BOARD = 'a100-pcie-40gb';

/** Applies commands that must all succeed. */
function apply(commands: readonly PlanCommand[], from: Plan = EMPTY_PLAN): Plan {
  return commands.reduce((plan, command) => {
    const next = applyCommand(plan, command);
    if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
    return next.value;
  }, from);
}

function code(result: Result<Plan, CommandError>): string {
  return result.ok ? 'ok' : result.error.code;
}

const host = (name: string, count = 1, board = BOARD): PlanCommand => ({
  type: 'host/add',
  name,
  fields: {},
  gpus: { board, count },
});
const gpuIds = (plan: Plan): GpuId[] => plan.hosts.flatMap((one) => one.gpus.map((gpu) => gpu.id));
const giIds = (plan: Plan): GiId[] =>
  plan.hosts.flatMap((one) => one.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
const layout = (plan: Plan): string[] =>
  plan.hosts.flatMap((one) =>
    one.gpus.map(
      (gpu) =>
        `${one.name}/${gpu.index}: ${gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')}`,
    ),
  );

/** One A100 with 3g at 0 and 4; chat-a has the first. */
function article(): Plan {
  const plan = apply([host('esx-01')]);
  const [gpuId = 0 as GpuId] = gpuIds(plan);
  const placed = apply(
    [
      { type: 'gi/place', gpuId, profile: '3g.20gb', start: 0 },
      { type: 'gi/place', gpuId, profile: '3g.20gb', start: 4 },
    ],
    plan,
  );
  const [giId = 0 as GiId] = giIds(placed);
  return apply(
    [{ type: 'vm/add', name: 'chat-a', wants: { kind: 'type', type: 'A100-3-20C' }, giId }],
    placed,
  );
}

test('the article: 2g.10gb is refused while both halves are taken, and goes once a 3g is removed', () => {
  const plan = article();
  const [gpuId = 0 as GpuId] = gpuIds(plan);
  const [, second = 0 as GiId] = giIds(plan);
  const refused = applyCommand(plan, { type: 'gi/place', gpuId, profile: '2g.10gb', start: 4 });
  expect(refused.ok ? null : refused.error).toMatchObject({ code: 'overlap', blockedBy: [second] });
  const freed = apply([{ type: 'gi/remove', giId: second }], plan);
  expect(layout(apply([{ type: 'gi/place', gpuId, profile: '2g.10gb', start: 4 }], freed))).toEqual([
    'esx-01/0: 3g.20gb@0 2g.10gb@4',
  ]);
});

test('removing an instance, a GPU or a host sends its VM back to waiting and touches no other', () => {
  const plan = apply(
    [{ type: 'vm/add', name: 'other', wants: { kind: 'profile', profile: '1g.5gb' }, giId: null }],
    article(),
  );
  const commands: PlanCommand[] = [
    { type: 'gi/remove', giId: giIds(plan)[0] ?? (0 as GiId) },
    { type: 'gpu/remove', gpuId: gpuIds(plan)[0] ?? (0 as GpuId) },
    { type: 'host/remove', hostId: plan.hosts[0]?.id ?? (0 as HostId) },
    { type: 'gpu/set', gpuId: gpuIds(plan)[0] ?? (0 as GpuId), fields: { use: 'off' } },
  ];
  for (const command of commands) {
    const after = apply([command], plan);
    expect(after.vms.map((vm) => [vm.name, vm.attachments[0]?.instance])).toEqual([
      ['chat-a', null],
      ['other', null],
    ]);
    expect(after.vms[1], 'a VM that was not concerned stays the same object').toBe(plan.vms[1]);
    expect(checkPlan(after)).toEqual([]);
  }
});

test('a VM goes only to exactly its type', () => {
  const plan = apply([host('esx-01'), host('esx-02', 1, 'a100-sxm4-40gb')]);
  const [first = 0 as GpuId, second = 0 as GpuId] = gpuIds(plan);
  const placed = apply(
    [
      { type: 'gi/place', gpuId: first, profile: '3g.20gb', start: 4 },
      { type: 'gi/place', gpuId: first, profile: '4g.20gb', start: 0 },
      { type: 'gi/place', gpuId: second, profile: '3g.20gb', start: 0 },
      { type: 'vm/add', name: 'chat', wants: { kind: 'type', type: 'A100-3-20C' }, giId: null },
    ],
    plan,
  );
  const [four = 0 as GiId, three = 0 as GiId, sxm = 0 as GiId] = giIds(placed);
  const vmId = placed.vms[0]?.id ?? (0 as VmId);
  // 4g.20gb has the same 20 GB, and the SXM board the same profile; neither is the type.
  const bigger = applyCommand(placed, { type: 'vm/assign', vmId, giId: four });
  expect(bigger.ok ? null : bigger.error).toMatchObject({ code: 'wrong-type', types: ['A100-4-20C'] });
  const other = applyCommand(placed, { type: 'vm/assign', vmId, giId: sxm });
  expect(other.ok ? null : other.error).toMatchObject({ code: 'wrong-type', types: ['A100X-3-20C'] });
  const assigned = apply([{ type: 'vm/assign', vmId, giId: three }], placed);
  expect(
    vmsByInstance(assigned)
      .get(three)
      ?.map((vm) => vm.name),
  ).toEqual(['chat']);
  // With its VM it may not move to the other board, where the type would change under it.
  expect(code(applyCommand(assigned, { type: 'gi/move', giId: three, gpuId: second, start: 4 }))).toBe(
    'wrong-type',
  );
});

test('an instance carries one VM', () => {
  const plan = apply(
    [{ type: 'vm/add', name: 'late', wants: { kind: 'type', type: 'A100-3-20C' }, giId: null }],
    article(),
  );
  const late = applyCommand(plan, {
    type: 'vm/assign',
    vmId: plan.vms[1]?.id ?? (0 as VmId),
    giId: giIds(plan)[0] ?? (0 as GiId),
  });
  expect(late.ok ? null : late.error).toMatchObject({ code: 'instance-full', max: 1 });
});

test('an RTX PRO 6000 time-slices inside a +gfx instance: several VMs of one type share it', () => {
  const plan = apply([host('rtx-01', 1, 'rtx-pro-6000-server')]);
  const [gpuId = 0 as GpuId] = gpuIds(plan);
  const placed = apply([{ type: 'gi/place', gpuId, profile: '4g.96gb+gfx', start: 0 }], plan);
  const [giId = 0 as GiId] = giIds(placed);
  const wants = { kind: 'type', type: 'DC-4-32C' } as const;
  const three = apply(
    ['a', 'b', 'c'].map((name): PlanCommand => ({ type: 'vm/add', name, wants, giId })),
    placed,
  );
  expect(checkPlan(three)).toEqual([]);
  expect(code(applyCommand(three, { type: 'vm/add', name: 'd', wants, giId }))).toBe('instance-full');
});

test('a move keeps the instance, its VM and everything it did not touch', () => {
  const plan = apply([host('esx-02')], article());
  const [, target = 0 as GpuId] = gpuIds(plan);
  const [giId = 0 as GiId] = giIds(plan);
  const moved = apply([{ type: 'gi/move', giId, gpuId: target, start: 4 }], plan);
  expect(layout(moved)).toEqual(['esx-01/0: 3g.20gb@4', 'esx-02/0: 3g.20gb@4']);
  expect(vmsByInstance(moved).get(giId)?.[0]?.name).toBe('chat-a');
  expect(moved.vms).toBe(plan.vms);
});

test.each<[what: string, command: (plan: Plan) => PlanCommand, code: string]>([
  ['a host name twice', () => host('esx-01'), 'name-taken'],
  ['a host name that composes to one that is there', () => host(' esx-01 '), 'name-taken'],
  ['a name with a control character', () => host('a\u202eb'), 'bad-name'],
  [
    'no GPUs',
    (plan) => ({ type: 'gpu/add', hostId: plan.hosts[0]?.id ?? (0 as HostId), board: BOARD, count: 0 }),
    'bad-count',
  ],
  [
    'more GPUs than a host has room for',
    (plan) => ({
      type: 'gpu/add',
      hostId: plan.hosts[0]?.id ?? (0 as HostId),
      board: BOARD,
      count: MAX_GPUS_PER_HOST,
    }),
    'bad-count',
  ],
  [
    'a board nobody knows',
    (plan) => ({ type: 'gpu/add', hostId: plan.hosts[0]?.id ?? (0 as HostId), board: 'l40s', count: 1 }),
    'board-unknown',
  ],
  [
    'an index below 0',
    (plan) => ({ type: 'gpu/set', gpuId: gpuIds(plan)[0] ?? (0 as GpuId), fields: { index: -1 } }),
    'bad-index',
  ],
  ['a GPU that is gone', () => ({ type: 'gpu/remove', gpuId: 999 as GpuId }), 'not-found'],
  ['an instance that is gone', () => ({ type: 'gi/remove', giId: 999 as GiId }), 'not-found'],
  ['a VM that is gone', () => ({ type: 'vm/remove', vmId: 999 as VmId }), 'not-found'],
  ['a host that is gone', () => ({ type: 'host/remove', hostId: 999 as HostId }), 'not-found'],
  [
    'to change to a board nobody knows',
    (plan) => ({
      type: 'gpu/setBoard',
      gpuId: gpuIds(plan)[0] ?? (0 as GpuId),
      board: 'l40s',
      variant: null,
    }),
    'board-unknown',
  ],
])('refuses %s and changes nothing', (_what, command, expected) => {
  const plan = article();
  const before = JSON.stringify(plan);
  const result = applyCommand(plan, command(plan));
  expect(code(result)).toBe(expected);
  expect(JSON.stringify(plan)).toBe(before);
  if (!result.ok) expect(commandMessage(result.error, plan)).toMatch(/^[A-Z0-9].*\.$/);
});

test('GPUs added later take the lowest free indexes', () => {
  const plan = apply([host('esx-01', 3)]);
  const hostId = plan.hosts[0]?.id ?? (0 as HostId);
  const gap = apply([{ type: 'gpu/remove', gpuId: gpuIds(plan)[1] ?? (0 as GpuId) }], plan);
  const filled = apply([{ type: 'gpu/add', hostId, board: BOARD, count: 2 }], gap);
  expect(filled.hosts[0]?.gpus.map((gpu) => gpu.index)).toEqual([0, 1, 2, 3]);
});

test('what an import brought and no command would make does not stand in the way of other edits', () => {
  const plan = apply([host('esx-01', 2)]);
  const [one] = plan.hosts;
  if (one === undefined) throw new Error('no host');
  const [gpu] = one.gpus;
  if (gpu === undefined) throw new Error('no GPU');
  const off: Gpu = { ...gpu, use: 'off', index: 100 };
  const gpus = [...Array.from({ length: 70 }, () => ({ ...gpu, id: (gpu.id + 1) as GpuId })), off];
  const odd = { ...plan, hosts: [{ ...one, gpus }] };
  expect(code(applyCommand(odd, { type: 'gpu/set', gpuId: off.id, fields: { use: 'mig' } }))).toBe('ok');
  // 71 GPUs already: there is room for none, and not for minus seven.
  const added = applyCommand(odd, { type: 'gpu/add', hostId: one.id, board: BOARD, count: 1 });
  expect(added).toMatchObject({ ok: false, error: { code: 'bad-count', max: 0 } });
  // Instances of a GPU with MIG mode off are illegal, and still only the user takes them away.
  const illegal = { ...off, instances: article().hosts[0]?.gpus[0]?.instances ?? [] };
  const held = { ...odd, hosts: [{ ...one, gpus: [illegal] }] };
  const mirrored = apply([{ type: 'gpu/set', gpuId: off.id, fields: { kind: 'mirrored' } }], held);
  expect(giIds(mirrored)).toHaveLength(2);
});

test('hosts added from another plan keep their VMs, and a taken name gets a number', () => {
  const both = apply([{ type: 'plan/addHosts', plan: article(), origin: 'import' }], article());
  expect(both.hosts.map((one) => one.name)).toEqual(['esx-01', 'esx-01-2']);
  expect(both.vms.map((vm) => vm.name)).toEqual(['chat-a', 'chat-a-2']);
  expect(checkPlan(both)).toEqual([]);
  const ids = [
    ...both.hosts.map((one) => one.id),
    ...gpuIds(both),
    ...giIds(both),
    ...both.vms.map((vm) => vm.id),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('adding hosts brings the unknown fields of their plan, and those that are there win', () => {
  const other: Plan = {
    ...article(),
    extra: [
      ['site', 'b'],
      ['rack', 7],
    ],
  };
  const both = apply([{ type: 'plan/addHosts', plan: other, origin: 'import' }], {
    ...article(),
    extra: [['site', 'a']],
  });
  expect(new Map(both.extra)).toEqual(
    new Map<string, unknown>([
      ['rack', 7],
      ['site', 'a'],
    ]),
  );
});

test('another wish for one vGPU of a VM leaves its others', () => {
  const plan = article();
  const [vm] = plan.vms;
  if (vm === undefined) throw new Error('no VM');
  const other = {
    wants: { kind: 'profile', profile: '3g.20gb' },
    instance: giIds(plan)[1]!,
    extra: [],
  } as const;
  const two = { ...plan, vms: [{ ...vm, attachments: [...vm.attachments, other] }] };
  const wants = { kind: 'type', type: 'A100-2-10C' } as const;
  const after = apply([{ type: 'vm/want', vmId: vm.id, wants }], two);
  expect(after.vms[0]?.attachments).toEqual([{ wants, instance: null, extra: [] }, other]);
});

test('a step that adds hosts names them, or the first of many', () => {
  const named = (count: number): string =>
    describeCommand(
      {
        type: 'plan/addHosts',
        plan: apply(Array.from({ length: count }, (_, n) => host(`h${n}`))),
        origin: 'import',
      },
      EMPTY_PLAN,
    );
  expect(named(1)).toBe('Add h0');
  expect(named(4)).toBe('Add h0, h1, h2 and h3');
  expect(named(20)).toBe('Add h0, h1, h2, h3, h4, h5, h6 and 13 more');
  expect(named(0)).toBe('Add 0 VMs');
});

test('an import into a host keeps what is as before, with its VM, and lets the rest wait', () => {
  const plan = article();
  const [hostOne] = plan.hosts;
  if (hostOne === undefined) throw new Error('no host');
  const read = apply([host('read')], EMPTY_PLAN).hosts[0]?.gpus ?? [];
  const gpus = read.map((gpu) => ({
    ...gpu,
    instances: (hostOne.gpus[0]?.instances ?? []).map((gi) => ({ ...gi, id: (gi.id + 100) as GiId })),
  }));
  const same = apply([{ type: 'host/import', hostId: hostOne.id, gpus, observed: gpus }], plan);
  expect(giIds(same)).toEqual(giIds(plan));
  expect(same.vms[0]).toBe(plan.vms[0]);
  expect(same.hosts[0]?.observed?.[0]?.instances.length).toBe(2);
  const empty = apply([{ type: 'host/import', hostId: hostOne.id, gpus: read, observed: null }], plan);
  expect(empty.vms[0]?.attachments[0]?.instance).toBeNull();
});

test('an import into a host takes over what a plan document says beside the places', () => {
  const plan = article();
  const [one] = plan.hosts;
  const [gpu] = one?.gpus ?? [];
  if (one === undefined || gpu === undefined) throw new Error('no GPU');
  const [first, second] = gpu.instances;
  if (first === undefined || second === undefined) throw new Error('no instance');
  const drawn = { ...first, computeInstances: [{ profile: '1c.3g.20gb', start: 0, extra: [] }] };
  const read: Gpu = { ...gpu, pciId: '00000000:36:00.0', extra: [['rack', 7]], instances: [drawn, second] };
  const after = apply([{ type: 'host/import', hostId: one.id, gpus: [read], observed: null }], plan);
  const [taken] = after.hosts[0]?.gpus ?? [];
  expect(taken).toMatchObject({ pciId: '00000000:36:00.0', extra: [['rack', 7]] });
  expect(taken?.instances[0]).toEqual(drawn);
  expect(taken?.instances[1]).toBe(second);
});

/** Any command on a plan with ids up to about twenty: mostly sensible, often not. */
const id = fc.integer({ min: 1, max: 24 });
const profile = fc.constantFrom(
  '1g.5gb',
  '1g.10gb',
  '2g.10gb',
  '3g.20gb',
  '4g.20gb',
  '7g.40gb',
  '1g.5gb+me',
  '2g.20gb',
);
const name = fc.constantFrom('a', 'b', 'c', 'esx-01', '', 'x\ny');
const wants = fc.oneof(
  fc.record({
    kind: fc.constant('type' as const),
    type: fc.constantFrom('A100-3-20C', 'A100-1-5C', 'A100X-2-10C'),
  }),
  fc.record({ kind: fc.constant('profile' as const), profile }),
);
const command: fc.Arbitrary<PlanCommand> = fc.oneof(
  fc.record({
    type: fc.constant('host/add' as const),
    name,
    fields: fc.constant({}),
    gpus: fc.constant({ board: BOARD, count: 2 }),
  }),
  fc.record({ type: fc.constant('host/rename' as const), hostId: id as fc.Arbitrary<HostId>, name }),
  fc.record({ type: fc.constant('host/remove' as const), hostId: id as fc.Arbitrary<HostId> }),
  fc.record({
    type: fc.constant('gpu/add' as const),
    hostId: id as fc.Arbitrary<HostId>,
    board: fc.constantFrom(BOARD, 'a100-80gb'),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ type: fc.constant('gpu/remove' as const), gpuId: id as fc.Arbitrary<GpuId> }),
  fc.record({
    type: fc.constant('gpu/set' as const),
    gpuId: id as fc.Arbitrary<GpuId>,
    fields: fc.record(
      {
        index: fc.integer({ min: -1, max: 5 }),
        use: fc.constantFrom('mig' as const, 'off' as const),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    type: fc.constant('gpu/setBoard' as const),
    gpuId: id as fc.Arbitrary<GpuId>,
    board: fc.constantFrom(BOARD, 'a100-sxm4-40gb', 'a800-40gb', 'h100-pcie-80gb', 'a30-24gb'),
    variant: fc.constant(null),
  }),
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('gi/place' as const),
      gpuId: id as fc.Arbitrary<GpuId>,
      profile,
      start: fc.integer({ min: 0, max: 7 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('gi/move' as const),
      giId: id as fc.Arbitrary<GiId>,
      gpuId: id as fc.Arbitrary<GpuId>,
      start: fc.integer({ min: 0, max: 7 }),
    }),
  },
  fc.record({ type: fc.constant('gi/remove' as const), giId: id as fc.Arbitrary<GiId> }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('vm/add' as const),
      name,
      wants,
      giId: fc.option(id as fc.Arbitrary<GiId>, { nil: null }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('vm/assign' as const),
      vmId: id as fc.Arbitrary<VmId>,
      giId: id as fc.Arbitrary<GiId>,
    }),
  },
  fc.record({ type: fc.constant('vm/unassign' as const), vmId: id as fc.Arbitrary<VmId> }),
  fc.record({ type: fc.constant('vm/rename' as const), vmId: id as fc.Arbitrary<VmId>, name }),
  fc.record({ type: fc.constant('vm/want' as const), vmId: id as fc.Arbitrary<VmId>, wants }),
  fc.record({ type: fc.constant('vm/remove' as const), vmId: id as fc.Arbitrary<VmId> }),
);

/** Most ids are of things that exist; every seventh is left as it is, often of nothing. */
function aimed(one: PlanCommand, plan: Plan): PlanCommand {
  const pick = <T extends number>(from: readonly T[], n: T): T =>
    n % 7 === 0 ? n : (from[n % from.length] ?? n);
  const hosts = plan.hosts.map((each) => each.id);
  const vms = plan.vms.map((each) => each.id);
  return {
    ...one,
    ...('hostId' in one ? { hostId: pick(hosts, one.hostId) } : {}),
    ...('gpuId' in one ? { gpuId: pick(gpuIds(plan), one.gpuId) } : {}),
    ...('giId' in one && one.giId !== null ? { giId: pick(giIds(plan), one.giId) } : {}),
    ...('vmId' in one ? { vmId: pick(vms, one.vmId) } : {}),
  };
}

const seed = 20261122;
test(`no sequence of commands makes an illegal plan, loses an id or throws, seed ${seed}`, () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40, size: 'max' }), (commands) => {
      let plan = apply([host('esx-01', 2)]);
      for (const random of commands) {
        const one = aimed(random, plan);
        expect(describeCommand(one, plan)).not.toBe('');
        const next = applyCommand(plan, one);
        if (!next.ok) {
          expect(commandMessage(next.error, plan)).toMatch(/^[A-Z0-9].*\.$/);
          continue;
        }
        accepted++;
        plan = next.value;
        expect(checkPlan(plan)).toEqual([]);
        const ids = [
          ...plan.hosts.map((one) => one.id),
          ...gpuIds(plan),
          ...giIds(plan),
          ...plan.vms.map((vm) => vm.id),
        ];
        expect(new Set(ids).size).toBe(ids.length);
        expect(Math.max(...ids, 0)).toBeLessThan(plan.nextId);
      }
    }),
    { seed, numRuns: 120 },
  );
  // The property is worth something only if commands do get through.
  expect(accepted).toBeGreaterThan(500);
});

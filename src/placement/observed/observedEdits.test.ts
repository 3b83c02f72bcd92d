import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeLayout, parseLayout } from '../../formats/layout.ts';
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { planArbitrary } from '../../formats/planArbitrary.testing.ts';
import type { GpuId, HostId } from '../../model/ids.ts';
import { vmsByInstance, type Gpu, type Host, type Plan } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { describeCommand } from '../describeCommand.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { gpuDifferences } from './difference.ts';
import { commandMessage } from '../messages.ts';
import { gpuOf, planOf } from '../standing.testing.ts';

function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
  return next.value;
}

const hostIdOf = (plan: Plan): HostId => plan.hosts[0]!.id;
const layoutsOf = (gpus: readonly Gpu[] | null): string[] =>
  (gpus ?? []).map(
    (gpu) => `${gpu.index}: ${gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')}`,
  );

/** "esx-01" with these GPUs planned, these reported, and a VM of the wanted profile on each of these instances. */
function host(
  planned: readonly string[],
  observed: readonly (string | Gpu)[],
  served: readonly (readonly [gpu: number, instance: number, vm: string])[] = [],
): Plan {
  let plan = planOf(planned);
  const gpus = plan.hosts[0]!.gpus;
  for (const [gpu, instance, name] of served) {
    const gi = gpus[gpu]!.instances[instance]!;
    plan = apply(plan, {
      type: 'vm/add',
      name,
      wants: { kind: 'profile', profile: gi.profile },
      giId: gi.id,
    });
  }
  const seen = observed.map((one, index) => (typeof one === 'string' ? gpuOf(one, undefined, index) : one));
  return apply(plan, {
    type: 'host/observe',
    seen: [{ hostId: hostIdOf(plan), gpus: seen, isPlannedToo: false }],
  });
}

function adopt(plan: Plan, gpuIndexes: readonly number[] | null = null): Plan {
  return apply(plan, { type: 'host/adoptObserved', hostId: hostIdOf(plan), gpuIndexes });
}

/** "chat-a: 3g.20gb@4", or "chat-a: waits". */
function servedBy(plan: Plan): string[] {
  const places = new Map(
    plan.hosts.flatMap((one) =>
      one.gpus.flatMap((gpu) => gpu.instances.map((gi) => [gi.id, `${gpu.index}/${gi.profile}@${gi.start}`])),
    ),
  );
  return plan.vms.flatMap((vm) =>
    vm.attachments.map(({ instance }) => `${vm.name}: ${instance === null ? 'waits' : places.get(instance)}`),
  );
}

test('what is reported is kept beside the plan, which stays the very same', () => {
  const before = planOf(['3g.20gb@0 3g.20gb@4']);
  const seen = [{ hostId: hostIdOf(before), gpus: [gpuOf('1g.5gb@6')], isPlannedToo: false }];
  const after = apply(before, { type: 'host/observe', seen });
  expect(layoutsOf(after.hosts[0]!.observed)).toEqual(['0: 1g.5gb@6']);
  expect(after.hosts[0]!.gpus).toBe(before.hosts[0]!.gpus);
  expect(describeCommand({ type: 'host/observe', seen }, before)).toBe('Record as observed on esx-01');
  // The same listing again is no step.
  expect(apply(after, { type: 'host/observe', seen })).toBe(after);
});

test('what is said of the host itself is recorded, and what is known already is no step', () => {
  const before = planOf(['3g.20gb@0']);
  const told = (plan: Plan, facts: Partial<Host>, gpus: readonly Gpu[] | null = null): Plan =>
    apply(plan, {
      type: 'host/observe',
      seen: [{ hostId: hostIdOf(plan), gpus, facts, isPlannedToo: false }],
    });
  const after = told(before, { driver: '550.54.15', platform: 'kvm' });
  expect(after.hosts[0]).toEqual({ ...before.hosts[0], driver: '550.54.15', platform: 'kvm' });
  expect(told(after, { driver: '550.54.15' })).toBe(after);
  expect(told(after, {})).toBe(after);
  const seen = told(after, { driver: '550.54.15' }, [gpuOf('1g.5gb@6')]);
  expect(seen.hosts[0]).toMatchObject({ driver: '550.54.15', gpus: after.hosts[0]!.gpus });
  expect(layoutsOf(seen.hosts[0]!.observed)).toEqual(['0: 1g.5gb@6']);
  expect(told(seen, { driver: '550.54.15' }, [gpuOf('1g.5gb@6')])).toBe(seen);
});

test('marked as done, a GPU is known by what the plan says of it, and else by what was reported', () => {
  const known = { uuid: 'GPU-1', pciId: '00:1', kind: 'mirrored' } as const;
  const seen: Gpu = { ...gpuOf('1g.5gb@0'), uuid: 'GPU-2', pciId: '00:2', kind: 'straight' };
  const done = (planned: Partial<Gpu>): unknown => {
    const plan = host(['1g.5gb@6'], [seen]);
    const hosts = plan.hosts.map((one) => ({
      ...one,
      gpus: one.gpus.map((gpu) => ({ ...gpu, ...planned })),
    }));
    const after = apply(
      { ...plan, hosts },
      { type: 'host/adoptPlanned', hostId: hostIdOf(plan), gpuIndexes: null },
    );
    const { uuid, pciId, kind } = after.hosts[0]!.observed![0]!;
    return { uuid, pciId, kind };
  };
  expect(done({})).toEqual({ uuid: 'GPU-2', pciId: '00:2', kind: 'straight' });
  expect(done(known)).toEqual(known);
});

test('several hosts are recorded in one step, and one with nothing planned is filled on both sides', () => {
  const one = planOf(['3g.20gb@0']);
  const two = apply(one, { type: 'host/add', name: 'esx-02', fields: {}, gpus: null });
  const bare = gpuOf('2g.10gb@2');
  const listed: Gpu[] = [{ ...bare, instances: bare.instances.map((gi) => ({ ...gi, reportedId: 6 })) }];
  const seen = two.hosts.map((each, n) => ({ hostId: each.id, gpus: listed, isPlannedToo: n === 1 }));
  const after = apply(two, { type: 'host/observe', seen });
  expect(after.hosts.map((each) => [layoutsOf(each.gpus), layoutsOf(each.observed)])).toEqual([
    [['0: 3g.20gb@0'], ['0: 2g.10gb@2']],
    [['0: 2g.10gb@2'], ['0: 2g.10gb@2']],
  ]);
  expect(after.hosts[1]!.gpus[0]!.instances[0]!.reportedId).toBeNull();
  expect(after.hosts[1]!.observed![0]!.instances[0]!.reportedId).toBe(6);
});

test('observed made the target: what stands stays, what is new comes, and whose instance went waits', () => {
  const before = host(
    ['3g.20gb@0 3g.20gb@4', '7g.40gb@0'],
    ['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4'],
    [
      [0, 0, 'chat-a'],
      [0, 1, 'chat-b'],
      [1, 0, 'big'],
    ],
  );
  const after = adopt(before);
  expect(layoutsOf(after.hosts[0]!.gpus)).toEqual(['0: 1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4', '1: ']);
  expect(servedBy(after)).toEqual(['chat-a: waits', 'chat-b: 0/3g.20gb@4', 'big: waits']);
  expect(after.hosts[0]!.gpus[0]!.instances[3]).toBe(before.hosts[0]!.gpus[0]!.instances[1]);
  expect(adopt(after)).toBe(after);
  expect(
    describeCommand({ type: 'host/adoptObserved', hostId: hostIdOf(before), gpuIndexes: null }, before),
  ).toBe('Make esx-01 as observed');
});

test('on one GPU alone the others stay as they are planned', () => {
  const before = host(['3g.20gb@0', '7g.40gb@0'], ['2g.10gb@0', '1g.5gb@0']);
  const after = adopt(before, [1]);
  expect(layoutsOf(after.hosts[0]!.gpus)).toEqual(['0: 3g.20gb@0', '1: 1g.5gb@0']);
  expect(after.hosts[0]!.gpus[0]).toBe(before.hosts[0]!.gpus[0]);
  const refused = applyCommand(before, {
    type: 'host/adoptObserved',
    hostId: hostIdOf(before),
    gpuIndexes: [5],
  });
  expect(refused).toEqual({ ok: false, error: { code: 'not-found', what: 'gpu' } });
});

test.each<
  [what: string, planned: string, observed: string, served: readonly [number, string][], expected: string[]]
>([
  ['one that moved', '3g.20gb@0', '3g.20gb@4', [[0, 'a']], ['a: 0/3g.20gb@4']],
  [
    'two that moved',
    '1g.5gb@0 1g.5gb@1',
    '1g.5gb@5 1g.5gb@6',
    [
      [0, 'a'],
      [1, 'b'],
    ],
    ['a: 0/1g.5gb@5', 'b: 0/1g.5gb@6'],
  ],
  [
    'one of two is gone: the first keeps its own',
    '1g.5gb@0 1g.5gb@1',
    '1g.5gb@6',
    [
      [0, 'a'],
      [1, 'b'],
    ],
    ['a: 0/1g.5gb@6', 'b: waits'],
  ],
  [
    'one of two is gone, and the first had no VM',
    '1g.5gb@0 1g.5gb@1',
    '1g.5gb@6',
    [[1, 'b']],
    ['b: 0/1g.5gb@6'],
  ],
  ['another profile serves nobody', '1g.10gb@0', '2g.10gb@0', [[0, 'a']], ['a: waits']],
])('VMs follow their instance: %s', (_, planned, observed, served, expected) => {
  const plan = host(
    [planned],
    [observed],
    served.map(([instance, vm]) => [0, instance, vm] as const),
  );
  expect(servedBy(adopt(plan))).toEqual(expected);
});

test('board, UUID, PCI id, kind and MIG mode come along; a VM whose type the board has not waits', () => {
  const seen: Gpu = {
    ...gpuOf('3g.20gb@0', 'a100-sxm4-40gb'),
    ...{ uuid: 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77', pciId: '00000000:41:00.0', kind: 'mirrored' },
  };
  let before = planOf(['3g.20gb@0']);
  const giId = before.hosts[0]!.gpus[0]!.instances[0]!.id;
  before = apply(before, {
    type: 'vm/add',
    name: 'typed',
    wants: { kind: 'type', type: 'A100-3-20C' },
    giId,
  });
  const gpuId: GpuId = before.hosts[0]!.gpus[0]!.id;
  before = apply(before, {
    type: 'host/observe',
    seen: [
      {
        hostId: hostIdOf(before),
        gpus: [seen, { ...gpuOf('', undefined, 1), use: 'off' }],
        isPlannedToo: false,
      },
    ],
  });
  const [first, second] = adopt(before).hosts[0]!.gpus;
  expect(first).toMatchObject({
    id: gpuId,
    board: seen.board,
    uuid: seen.uuid,
    pciId: seen.pciId,
    kind: 'mirrored',
  });
  expect(second).toMatchObject({ index: 1, use: 'off', instances: [] });
  expect(servedBy(adopt(before))).toEqual(['typed: waits']);
  // What the listing does not say is not lost.
  const silent = host(['3g.20gb@0'], ['3g.20gb@4']);
  const known = apply(silent, {
    type: 'gpu/set',
    gpuId: silent.hosts[0]!.gpus[0]!.id,
    fields: { kind: 'straight' },
  });
  expect(adopt(known).hosts[0]!.gpus[0]!.kind).toBe('straight');
});

test('a pin, compute instances and unknown fields stay with what was moved', () => {
  const plan = host(['3g.20gb@0'], ['3g.20gb@4']);
  const gi = { ...plan.hosts[0]!.gpus[0]!.instances[0]!, pinned: true, extra: [['by', 'ops']] as const };
  const gpu = { ...plan.hosts[0]!.gpus[0]!, instances: [gi] };
  const pinned: Plan = { ...plan, hosts: [{ ...plan.hosts[0]!, gpus: [gpu] }] };
  expect(adopt(pinned).hosts[0]!.gpus[0]!.instances).toEqual([{ ...gi, start: 4 }]);
});

test('marked as done: the host counts as planned, and IDs that were printed are kept', () => {
  const seen = gpuOf('3g.20gb@4 1g.5gb@0');
  const printed: Gpu = {
    ...seen,
    instances: seen.instances.map((gi) => ({ ...gi, reportedId: gi.start === 4 ? 2 : 7 })),
  };
  const before = host(['3g.20gb@0 3g.20gb@4'], [printed]);
  const command = { type: 'host/adoptPlanned', hostId: hostIdOf(before), gpuIndexes: null } as const;
  const after = apply(before, command);
  expect(after.hosts[0]!.gpus).toBe(before.hosts[0]!.gpus);
  expect(after.hosts[0]!.observed![0]!.instances.map((gi) => [gi.start, gi.reportedId])).toEqual([
    [0, null],
    [4, 2],
  ]);
  expect(apply(after, command)).toBe(after);
  expect(describeCommand({ ...command, gpuIndexes: [0] }, before)).toBe('Mark GPU 0 on esx-01 as done');
});

test('two GPUs of one index, as an illegal plan may have them, are marked as done together', () => {
  const [empty, full] = [gpuOf('', 'a30-24gb'), gpuOf('1g.5gb@0')];
  const plan = planOf([]);
  const twice: Plan = { ...plan, hosts: [{ ...plan.hosts[0]!, gpus: [empty, full] }] };
  const done = apply(twice, { type: 'host/adoptPlanned', hostId: hostIdOf(twice), gpuIndexes: null });
  expect(done.hosts[0]!.observed!.map((gpu) => gpu.board)).toEqual([empty.board, full.board]);
});

test('forgotten is forgotten once, and what was not observed cannot be adopted', () => {
  const before = host(['3g.20gb@0'], ['3g.20gb@4']);
  const hostId = hostIdOf(before);
  const after = apply(before, { type: 'host/forgetObserved', hostId });
  expect(after.hosts[0]!.observed).toBeNull();
  expect(apply(after, { type: 'host/forgetObserved', hostId })).toBe(after);
  const refused = applyCommand(after, { type: 'host/adoptObserved', hostId, gpuIndexes: null });
  expect(refused.ok ? '' : commandMessage(refused.error, after)).toBe('Nothing was observed on esx-01 yet.');
});

const NOBODY = 99_999 as HostId;
test.each<PlanCommand>([
  { type: 'host/observe', seen: [{ hostId: NOBODY, gpus: [], isPlannedToo: false }] },
  { type: 'host/observe', seen: [{ hostId: NOBODY, gpus: [], isPlannedToo: true }] },
  { type: 'host/adoptObserved', hostId: NOBODY, gpuIndexes: null },
  { type: 'host/adoptPlanned', hostId: NOBODY, gpuIndexes: null },
  { type: 'host/forgetObserved', hostId: NOBODY },
])('$type of a host that is gone is refused', (command) => {
  expect(applyCommand(planOf(['']), command)).toEqual({
    ok: false,
    error: { code: 'not-found', what: 'host' },
  });
});

const seed = 20261302;
test(`either way nothing differs afterwards, the other side is untouched, and the second time is no step, seed ${seed}`, () => {
  let adoptions = 0;
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      for (const one of plan.hosts) {
        const after = (type: 'host/adoptObserved' | 'host/adoptPlanned'): void => {
          const command = { type, hostId: one.id, gpuIndexes: null } as const;
          if (type === 'host/adoptObserved' && one.observed === null) return;
          const next = apply(plan, command);
          const now = next.hosts.find((each) => each.id === one.id)!;
          const left = gpuDifferences(now.gpus, now.observed ?? [], vmsByInstance(next));
          expect(left.filter((each) => !each.isSame)).toEqual([]);
          if (type === 'host/adoptObserved') expect(now.observed).toBe(one.observed);
          else expect(now.gpus).toBe(one.gpus);
          expect(next.hosts.filter((each) => each !== now)).toEqual(
            plan.hosts.filter((each) => each !== one),
          );
          expect(apply(next, command)).toBe(next);
          const news = new Set(checkPlan(next).map(({ fault }) => fault.code));
          expect(news.has('instance-gone')).toBe(false);
          // Nobody comes to another GPU, and nobody gets what it had not.
          next.vms.forEach((vm, v) =>
            vm.attachments.forEach(({ instance }, a) => {
              if (instance !== null) expect(instance).toBe(plan.vms[v]!.attachments[a]!.instance);
            }),
          );
          adoptions++;
        };
        after('host/adoptObserved');
        after('host/adoptPlanned');
      }
    }),
    { seed, numRuns: seedsOf(200) },
  );
  expect(adoptions).toBeGreaterThan(seedsOf(200));
});

const oneSeed = 20261303;
test(`GPU by GPU comes to the same as all at once, seed ${oneSeed}`, () => {
  fc.assert(
    fc.property(planArbitrary({ maxHosts: 1 }), (plan) => {
      const [one] = plan.hosts;
      if (one?.observed == null) return;
      const indexes = [...new Set([...one.gpus, ...one.observed].map((gpu) => gpu.index))];
      const all = apply(plan, { type: 'host/adoptObserved', hostId: one.id, gpuIndexes: null });
      const step = indexes.reduce(
        (each, index) => apply(each, { type: 'host/adoptObserved', hostId: one.id, gpuIndexes: [index] }),
        plan,
      );
      expect(makeLayout(step)).toBe(makeLayout(all));
    }),
    { seed: oneSeed, numRuns: seedsOf(100) },
  );
});

test('the same text again is no step, after the plan was written down and read, too', () => {
  const seen = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@4');
  if (!seen.ok) throw new Error(seen.error.code);
  const gpus = seen.value.plan.hosts[0]!.gpus;
  const observe = (plan: Plan): Plan =>
    apply(plan, {
      type: 'host/observe',
      seen: [{ hostId: hostIdOf(plan), gpus, isPlannedToo: false }],
    });
  const once = observe(planOf(['3g.20gb@0']));
  expect(observe(once)).toBe(once);
  const read = parsePlanJson(makePlanJson(once));
  if (!read.ok) throw new Error(read.error.code);
  expect(observe(read.value.plan)).toBe(read.value.plan);
});

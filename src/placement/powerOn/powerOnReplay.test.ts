/** An order played under one model, the models themselves, and the search for an order: small hosts, by hand. */
import { expect, test } from 'vitest';
import type { VmId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { applyCommand } from '../commands.ts';
import { hostOf, layoutsOf, placesIn, served } from '../vms/served.testing.ts';
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import { planOfHost, type SeededHost } from './powerOn.testing.ts';
import { modelOf, runsOf, uniformModels, type PowerOnModel } from './powerOnModel.ts';
import { countElsewhere, played, powerOnOrder, stuckIn } from './powerOnOrder.ts';
import { expectedPlan, placedVgpus, replayPowerOn, type PowerOnStep } from './powerOnReplay.ts';
import { firstRuns, type Landing } from './powerOnRun.ts';
import { isDrawnAt, largestFirst, searchOrder } from './powerOnSearch.ts';

const LIST: PowerOnModel = { variant: 'list', kinds: [], vgpuOrders: [] };
const FEWEST: PowerOnModel = { variant: 'fewest-lost', kinds: [], vgpuOrders: [] };

const order = ({ vms }: Plan, ...names: number[]): VmId[] => names.map((at) => vms[at]!.id);
/** "vm-0 0:4", or "vm-0 -" where it does not start. */
const told = (steps: readonly PowerOnStep[]): string[] =>
  steps.map(
    ({ vm, landings }) =>
      `${vm.vm.name} ${landings.map(({ gpuAt, start }) => `${gpuAt}:${start}`).join('+') || '-'}`,
  );

/** The plan of a host with these VMs on A100s that are known to be straight. */
function planWith(gpus: number, vms: readonly (readonly string[])[], drawn: SeededHost['drawn']): Plan {
  return planOfHost({
    raw: {
      gpus: Array.from({ length: gpus }, () => ({ board: 'a100-pcie-40gb', kind: 'straight' as const })),
      vms,
      only: vms.map(() => null),
    },
    drawn,
    idle: [],
  });
}

test('VM by VM in the order that is given; what is no VM of the host is passed over', () => {
  const plan = served(['1g.5gb@0 2g.10gb@2 3g.20gb@4']);
  const host = hostOf(plan);
  const [a, b, c] = order(plan, 0, 1, 2) as [VmId, VmId, VmId];
  // Listed starts: 3g at 4 and then 0; 2g at 4, 0, 2; 1g at 6, 4, 5, 0.
  expect(told(replayPowerOn(plan, host, [c, b, a], LIST))).toEqual(['vm-2 0:4', 'vm-1 0:0', 'vm-0 0:2']);
  expect(told(replayPowerOn(plan, host, [a, 999 as VmId, c, b], LIST))).toEqual([
    'vm-0 0:6',
    'vm-2 0:0',
    'vm-1 0:4',
  ]);
  expect(replayPowerOn(plan, host, [], LIST)).toEqual([]);
  const [step] = replayPowerOn(plan, host, [c], LIST);
  expect(step).toMatchObject({ vm: host.vms[2], refused: null });
});

test('it ends with the first VM that does not start, and each GPU says why', () => {
  const plan = served(['1g.5gb@0 2g.10gb@2 3g.20gb@4', '7g.40gb@0']);
  const host = hostOf(plan);
  // The whole GPU has no place once both have something on them: 3g fills the second where the first has 2g and 1g.
  const [small, two, three, whole] = order(plan, 0, 1, 2, 3) as [VmId, VmId, VmId, VmId];
  expect(told(replayPowerOn(plan, host, [small, whole, two, three], LIST))).toEqual([
    'vm-0 0:6',
    'vm-3 1:0',
    'vm-1 0:4',
    'vm-2 0:0',
  ]);
  const stuck = replayPowerOn(plan, host, [whole, three, small, two], LIST);
  expect(told(stuck)).toEqual(['vm-3 0:0', 'vm-2 1:4', 'vm-0 1:0', 'vm-1 1:2']);
  const alone = hostOf(served(['1g.5gb@0 4g.20gb@0']));
  const overlapping = served(['1g.5gb@6 3g.20gb@0 4g.20gb@0']);
  const both = hostOf(overlapping);
  expect(alone.vms).toHaveLength(2);
  const steps = replayPowerOn(overlapping, both, order(overlapping, 0, 1, 2), LIST);
  expect(told(steps)).toEqual(['vm-0 0:6', 'vm-1 0:0', 'vm-2 -']);
  expect(steps[2]!.refused).toMatchObject({
    attachment: 0,
    reasons: [{ gpuId: both.gpus[0]!.gpu.id, error: { code: 'no-start-free', profile: '4g.20gb' } }],
  });
});

test('a VM takes its vGPUs in the order of the model, or as listed; what it has by then is in its own way', () => {
  const plan = planWith(1, [['2g.10gb', '3g.20gb', '4g.20gb']], [[{ gpu: 0, start: 0 }, null, null]]);
  const host = hostOf(plan);
  const [vmId] = order(plan, 0) as [VmId];
  const refusedOf = (model: PowerOnModel): unknown => {
    const [step] = replayPowerOn(plan, host, [vmId], model);
    const { attachment, reasons } = step!.refused!;
    return [
      attachment,
      reasons.map(({ error }) => ('blockedBy' in error ? error.blockedBy.length : error.code)),
    ];
  };
  // 2g at 4, 3g at 0: the 4g has them both in its way, though the VM has neither in the end.
  expect(refusedOf(LIST)).toEqual([2, [1]]);
  // 4g at 0, then 2g at 4, and the 3g has both in its way.
  const vgpuOrders = [{ vmId, attachments: [2, 0, 1] }];
  expect(refusedOf({ ...LIST, vgpuOrders })).toEqual([1, [2]]);
  expect(refusedOf({ ...LIST, vgpuOrders: [{ vmId: 999 as VmId, attachments: [2, 0, 1] }] })).toEqual([
    2,
    [1],
  ]);
});

test('what stands after the steps: what was created and nothing else, the VMs that are left waiting', () => {
  const plan = served(['1g.5gb@0 2g.10gb@2 3g.20gb@4', '1g.10gb@0'], [3]);
  const host = hostOf(plan);
  const steps = replayPowerOn(plan, host, order(plan, 2, 0), LIST);
  expect(placedVgpus(host, steps)).toEqual([
    { vmId: plan.vms[2]!.id, attachment: 0, gpuId: host.gpus[0]!.gpu.id, profile: '3g.20gb', start: 4 },
    { vmId: plan.vms[0]!.id, attachment: 0, gpuId: host.gpus[0]!.gpu.id, profile: '1g.5gb', start: 0 },
  ]);
  const then = expectedPlan(plan, host, steps);
  expect(layoutsOf(then)).toEqual(['1g.5gb@0 3g.20gb@4', '']);
  expect(placesIn(then)).toEqual(['vm-0 0/1g.5gb@0', 'vm-1 waits', 'vm-2 0/3g.20gb@4']);
  expect(layoutsOf(expectedPlan(plan, host, []))).toEqual(['', '']);
  // Landings that are on no GPU of the host are not there.
  const nowhere = { ...steps[0]!, landings: [{ ...steps[0]!.landings[0]!, gpuAt: 7 }] };
  expect(placedVgpus(host, [nowhere])).toEqual([]);
  const nothing = { ...steps[0]!, landings: [{ ...steps[0]!.landings[0]!, profileIndex: 99 }] };
  expect(placedVgpus(host, [nothing])).toEqual([]);
  // They can be drawn there.
  const whole = replayPowerOn(plan, host, order(plan, 2, 1, 0), LIST);
  const vgpus = placedVgpus(host, whole);
  expect(applyCommand(plan, { type: 'host/arrange', hostId: host.host.id, vgpus }).ok).toBe(true);
});

test('the models by name: each driver, and for the one that looks at kinds both of the GPUs that may be either', () => {
  const plan = served(['3g.20gb@0', '3g.20gb@0', '3g.20gb@0']);
  const [one, two, three] = plan.hosts[0]!.gpus;
  const known: Plan = {
    ...plan,
    hosts: [{ ...plan.hosts[0]!, gpus: [one!, { ...two!, kind: 'mirrored' }, three!] }],
  };
  const host = hostOf(known);
  expect(uniformModels(host)).toEqual([
    LIST,
    FEWEST,
    { ...FEWEST, kinds: [one!, three!].map(({ id }) => ({ gpuId: id, kind: 'mirrored' })) },
  ]);
  const straight = hostOf(planWith(2, [['3g.20gb']], [[{ gpu: 0, start: 0 }]]));
  expect(uniformModels(straight)).toEqual([LIST, FEWEST]);
  const kindsOf = (model: PowerOnModel): unknown =>
    runsOf(host, model).map(({ variant, gpus }) => [variant, gpus.map(({ kind }) => kind)]);
  expect(kindsOf(LIST)).toEqual([['list', [null, null, null]]]);
  expect(kindsOf(FEWEST)).toEqual([['fewest-lost', ['straight', 'mirrored', 'straight']]]);
  const last = { ...FEWEST, kinds: [{ gpuId: three!.id, kind: 'mirrored' as const }] };
  expect(kindsOf(last)).toEqual([['fewest-lost', ['straight', 'mirrored', 'mirrored']]]);
  // A run says of the GPUs that might be either which of them it took as mirrored, and what is known it does not say.
  const [run] = runsOf(host, last);
  expect(modelOf(host, { ...run!, vgpuOrders: [[host.vms[0]!.vm.id, [1, 0]]] })).toEqual({
    ...last,
    vgpuOrders: [{ vmId: host.vms[0]!.vm.id, attachments: [1, 0] }],
  });
  expect(modelOf(host, runsOf(host, LIST)[0]!)).toEqual(LIST);
});

test('the largest come first: by memory, then by compute, then always the same', () => {
  const vms = hostOf(
    planWith(
      1,
      [['1g.5gb'], ['1g.10gb'], ['2g.10gb'], ['4g.20gb'], ['3g.20gb'], ['1g.5gb+me']],
      [0, 1, 2, 3, 4, 5].map((start) => [{ gpu: 0, start }]),
    ),
  ).vms;
  const sorted = ['vm-3', 'vm-4', 'vm-2', 'vm-1', 'vm-0', 'vm-5'];
  expect([...vms].sort(largestFirst).map(({ vm }) => vm.name)).toEqual(sorted);
  expect(
    [...vms]
      .reverse()
      .sort(largestFirst)
      .map(({ vm }) => vm.name),
  ).toEqual(sorted);
  expect(largestFirst(vms[0]!, vms[0]!)).toBe(0);
});

test('a VM is where it is drawn when all of its vGPUs are, whichever of those that need the same has which place', () => {
  const plan = planWith(
    2,
    [['1g.5gb', '1g.5gb', '2g.10gb']],
    [[{ gpu: 0, start: 0 }, { gpu: 1, start: 4 }, null]],
  );
  const host = hostOf(plan);
  const [vm] = host.vms as [PowerOnVm];
  const land = (attachment: number, gpuAt: number, start: number): Landing => ({
    attachment,
    gpuAt,
    start,
    key: vm.vgpus[attachment]!.key,
    profileIndex: vm.vgpus[attachment]!.needs[gpuAt]!.profileIndex,
    isJoined: false,
  });
  // The third is drawn nowhere, so it is nowhere where it is drawn.
  expect(isDrawnAt(host, vm, [land(0, 0, 0), land(1, 1, 4), land(2, 0, 4)])).toBe(false);
  const two: PowerOnVm = {
    ...vm,
    vgpus: vm.vgpus.slice(0, 2).map((one) => ({ ...one, key: vm.vgpus[0]!.key })),
  };
  const on = (...places: [number, number][]): boolean =>
    isDrawnAt(
      host,
      two,
      places.map(([gpuAt, start]) => ({ ...land(0, gpuAt, start), key: two.vgpus[0]!.key })),
    );
  expect(on([0, 0], [1, 4])).toBe(true);
  expect(on([1, 4], [0, 0])).toBe(true);
  expect(on([0, 0], [0, 4])).toBe(false);
  expect(on([0, 0], [1, 5])).toBe(false);
});

/** Orders of the VMs that start them all under these runs, in the plainest way. */
function someOrder(host: PowerOnHost, plan: Plan, model: PowerOnModel): boolean {
  const enter = (done: readonly VmId[]): boolean => {
    if (done.length === host.vms.length) return true;
    return host.vms.some(({ vm: { id } }) => {
      if (done.includes(id)) return false;
      const steps = replayPowerOn(plan, host, [...done, id], model);
      return steps.at(-1)!.refused === null && enter([...done, id]);
    });
  };
  return enter([]);
}

test.each([
  ['3g.20gb@0 2g.10gb@4 1g.5gb@6'],
  ['1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4'],
  ['4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6'],
  ['1g.10gb@0 1g.10gb@2 1g.10gb@4 1g.5gb@6'],
  ['2g.10gb@0 2g.10gb@2 2g.10gb@4 1g.5gb@6'],
])('an order of %s is found under one driver where there is one', (layout) => {
  const plan = served([layout]);
  const host = hostOf(plan);
  for (const model of uniformModels(host)) {
    const runs = runsOf(host, model);
    const found = searchOrder(host, runs, { goal: 'start', effort: { left: 100_000 } });
    expect(found.kind).toBe(someOrder(host, plan, model) ? 'found' : 'none');
    const ids = found.sequence.map(({ vm }) => vm.id);
    expect(new Set(ids).size).toBe(ids.length);
    const steps = replayPowerOn(plan, host, ids, model);
    expect(steps.every(({ refused }) => refused === null)).toBe(true);
    expect(steps).toHaveLength(ids.length);
    if (found.kind === 'found') expect(ids).toHaveLength(host.vms.length);
    else expect(ids.length).toBeLessThan(host.vms.length);
  }
});

test('a search gives up when its effort is spent, and says so', () => {
  const host = hostOf(served(['3g.20gb@0 2g.10gb@4 1g.5gb@6']));
  const search = (left: number): unknown =>
    searchOrder(host, firstRuns(host), { goal: 'start', effort: { left } }).kind;
  expect(search(0)).toBe('open');
  expect(search(10_000)).toBe('found');
  expect(powerOnOrder(host, 0)).toMatchObject({ kind: 'open', order: [] });
});

test('a search for the drawing takes the VM that is drawn there, and finds none where the driver never puts one', () => {
  // 2g is listed at 4 and then at 0: whoever is drawn at 4 comes first.
  const plan = served(['2g.10gb@0 2g.10gb@4']);
  const host = hostOf(plan);
  const search = (of: PowerOnHost, goal: 'as-drawn' | 'near-drawn'): [string, string[]] => {
    const { kind, sequence } = searchOrder(of, runsOf(of, LIST), { goal, effort: { left: 10_000 } });
    return [kind, sequence.map(({ vm }) => vm.name)];
  };
  expect(search(host, 'as-drawn')).toEqual(['found', ['vm-1', 'vm-0']]);
  expect(search(host, 'near-drawn')).toEqual(['found', ['vm-1', 'vm-0']]);
  const never = hostOf(served(['2g.10gb@0']));
  expect(search(never, 'as-drawn')).toEqual(['none', []]);
  expect(search(never, 'near-drawn')).toEqual(['found', ['vm-0']]);
  // One of two lands where it is drawn.
  const half = hostOf(served(['2g.10gb@2 2g.10gb@4']));
  expect(search(half, 'as-drawn')).toEqual(['none', ['vm-1']]);
  expect(search(half, 'near-drawn')).toEqual(['found', ['vm-1', 'vm-0']]);
});

test('VMs that an order leaves out come after it where they start, and the first that does not is what it is stuck with', () => {
  const plan = served(['1g.5gb@6 3g.20gb@0 4g.20gb@0']);
  const host = hostOf(plan);
  const [small, three, four] = host.vms as [PowerOnVm, PowerOnVm, PowerOnVm];
  const play = (sequence: PowerOnVm[], left = 1000): unknown => {
    const { order: started, stuck } = played(host, runsOf(host, LIST), sequence, { left });
    return [started.map(({ vm }) => vm.vm.name), stuck?.vm.vm.name ?? null];
  };
  // 4g at 0, 3g at 4; 1g has no slice left. Largest first is what comes without an order.
  expect(play([])).toEqual([['vm-2', 'vm-1'], 'vm-0']);
  // 1g at 6 leaves 0 to 3 for one of the two.
  expect(play([small])).toEqual([['vm-0', 'vm-2'], 'vm-1']);
  expect(play([small, three])).toEqual([['vm-0', 'vm-1'], 'vm-2']);
  expect(play([four], 1)).toEqual([['vm-2'], null]);
  expect(stuckIn(host, [small, three])).toBe(null);
  expect(stuckIn(host, [small, three, four])).toMatchObject({ vm: four, attachment: 0 });
  expect(stuckIn(host, [])).toBe(null);
});

test('an order is as drawn where every model puts every VM where it is drawn; else the VMs elsewhere are counted', () => {
  const drawn = (layout: string): [boolean, number] => {
    const host = hostOf(served([layout]));
    const answer = powerOnOrder(host);
    if (answer.kind !== 'order') throw new Error(answer.kind);
    return [answer.isAsDrawn, countElsewhere(host, answer.order)];
  };
  expect(drawn('7g.40gb@0')).toEqual([true, 0]);
  expect(drawn('3g.20gb@4')).toEqual([true, 0]);
  expect(drawn('3g.20gb@0')).toEqual([false, 1]);
  expect(drawn('3g.20gb@0 3g.20gb@4')).toEqual([true, 0]);
});

test('what has no room is told before any order is looked for', () => {
  const host = hostOf(
    planWith(1, [['7g.40gb'], ['1g.5gb']], [[{ gpu: 0, start: 0 }], [{ gpu: 0, start: 0 }]]),
  );
  expect(powerOnOrder(host)).toMatchObject({
    kind: 'no-room',
    why: { code: 'too-few-slices', what: 'memory', needed: 9, total: 8 },
  });
});

import { describe, expect, test } from 'vitest';
import { IdSource } from '../../../model/ids.ts';
import type { Gpu, GpuInstance, Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { asItIs, isPowerOn, PARK_WEIGHT, placesOf, transitionOf, type Transition } from './transition.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';
const RTX = 'rtx-pro-6000-server';

const planOf = (...lines: readonly string[]): Plan => parseLayout(lines.join('\n'));

const changed = (plan: Plan, change: (gpu: Gpu) => Gpu): Plan => ({
  ...plan,
  hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map(change) })),
});

const instancesChanged = (plan: Plan, change: (gi: GpuInstance) => GpuInstance): Plan =>
  changed(plan, (gpu) => ({ ...gpu, instances: gpu.instances.map(change) }));

/** What goes, what comes and what each waits for, by their place in the lists. */
function text({ gpus, leaving, coming, problem }: Transition): { goes: string[]; comes: string[] } {
  const place = (gpuAt: number, { profile, start }: GpuInstance): string =>
    `${gpus[gpuAt]?.host}/${gpus[gpuAt]?.index} ${profile}@${start}`;
  return {
    goes: leaving.map(({ gpuAt, gi, isKept, vgpus }, at) => {
      const { needs, pool } = problem.vacates[at]!;
      const who = vgpus.map(({ vm, attachment, to }) => `${vm}.${attachment}>${to}`).join(' ');
      return `${isKept ? 'stays ' : ''}${place(gpuAt, gi)} [${who}] needs ${needs.join()} pool ${pool}`;
    }),
    comes: coming.map(({ gpuAt, gi, isKept, vgpus, expected }, at) => {
      const { waitsFor, pool } = problem.fills[at]!;
      const who = [...vgpus.map(({ vm, attachment }) => `${vm}.${attachment}`), ...expected].join(' ');
      return `${isKept ? 'stays ' : ''}${place(gpuAt, gi)} [${who}] waits ${waitsFor.join()} pool ${pool}`;
    }),
  };
}

const between = (now: Plan, then: Plan) => text(transitionOf(now, then));

test('what both plans have stays, with who is on it; the rest goes and comes', () => {
  const now = planOf(`a/0 ${A100}: 3g.20gb@0=x 2g.10gb@4=y`, `a/1 ${A100}: `);
  const then = planOf(`a/0 ${A100}: 3g.20gb@0=x`, `a/1 ${A100}: 2g.10gb@0=y`);
  const transition = transitionOf(now, then);
  expect(transition).toMatchObject({
    kept: 1,
    recuts: [],
    isAnonymous: false,
    isCautious: false,
    powerOn: [],
  });
  expect(text(transition)).toEqual({
    goes: ['a/0 2g.10gb@4 [y.0>0] needs 0 pool null'],
    comes: ['a/1 2g.10gb@0 [y.0] waits  pool null'],
  });
  expect(between(now, now)).toEqual({ goes: [], comes: [] });
});

test('what comes waits for all that stands in its room, and for nothing beside it', () => {
  const now = planOf(
    `a/0 ${A100}: 2g.10gb@0=x 1g.5gb@2=y 1g.5gb@3=z 3g.20gb@4=w`,
    `a/1 ${A100}: 3g.20gb@0=v`,
  );
  const then = planOf(`a/0 ${A100}: 3g.20gb@0=v 3g.20gb@4=w`, `a/1 ${A100}: `);
  expect(between(now, then)).toEqual({
    goes: [
      'a/0 2g.10gb@0 [x.0>null] needs  pool null',
      'a/0 1g.5gb@2 [y.0>null] needs  pool null',
      'a/0 1g.5gb@3 [z.0>null] needs  pool null',
      'a/1 3g.20gb@0 [v.0>0] needs 0 pool null',
    ],
    comes: ['a/0 3g.20gb@0 [v.0] waits 0,1,2 pool null'],
  });
});

test('one that stays waits for those that leave it, and they for where they go', () => {
  expect(
    between(planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`), planOf(`a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=x`)),
  ).toEqual({
    goes: ['stays a/0 3g.20gb@0 [x.0>1] needs 1 pool null', 'stays a/0 3g.20gb@4 [y.0>0] needs 0 pool null'],
    comes: ['stays a/0 3g.20gb@0 [y.0] waits 0 pool null', 'stays a/0 3g.20gb@4 [x.0] waits 1 pool null'],
  });
  // Into a free one that stays, and out of one for good.
  expect(
    between(planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4`), planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=x`)),
  ).toEqual({
    goes: ['stays a/0 3g.20gb@0 [x.0>0] needs 0 pool null'],
    comes: ['stays a/0 3g.20gb@4 [x.0] waits  pool null'],
  });
  expect(between(planOf(`a/0 ${A100}: 3g.20gb@0=x`), planOf(`a/0 ${A100}: 3g.20gb@0`))).toEqual({
    goes: ['stays a/0 3g.20gb@0 [x.0>null] needs  pool null'],
    comes: [],
  });
  expect(
    between(
      planOf(`a/0 ${A100}: 3g.20gb@0`, `b/0 ${A100}: 3g.20gb@0=y`),
      planOf(`a/0 ${A100}: 3g.20gb@0=x`, `b/0 ${A100}: 3g.20gb@0=y`),
    ),
  ).toEqual({
    goes: [],
    comes: ['stays a/0 3g.20gb@0 [x.0] waits  pool null'],
  });
});

test('instances that nobody is named on are a pool: of one profile, on boards of one kind', () => {
  const now = planOf(`a/0 ${A100}: 3g.20gb@0 2g.10gb@4`, `b/0 a100-sxm4-40gb: 3g.20gb@0`, `c/0 ${A100}: `);
  const then = planOf(
    `a/0 ${A100}: 3g.20gb@4=v`,
    `b/0 a100-sxm4-40gb: 3g.20gb@4`,
    `c/0 ${A100}: 3g.20gb@0 2g.10gb@4`,
  );
  expect(between(now, then)).toEqual({
    goes: [
      'a/0 3g.20gb@0 [] needs  pool 0',
      'a/0 2g.10gb@4 [] needs  pool 2',
      'b/0 3g.20gb@0 [] needs  pool 1',
    ],
    comes: [
      'a/0 3g.20gb@4 [v] waits 1 pool 0',
      'b/0 3g.20gb@4 [] waits  pool 1',
      'c/0 3g.20gb@0 [] waits  pool 0',
      'c/0 2g.10gb@4 [] waits  pool 2',
    ],
  });
  expect(transitionOf(now, then).isAnonymous).toBe(true);
});

test('to park costs by what it is: an instance, a VM, a pin', () => {
  const now = instancesChanged(planOf(`a/0 ${A100}: 3g.20gb@0=x 2g.10gb@4=y 1g.5gb@6`), (gi) => ({
    ...gi,
    pinned: gi.profile === '2g.10gb',
  }));
  const { problem, leaving } = transitionOf(now, planOf(`a/0 ${A100}: 1g.5gb@1=z`));
  const { instance, vm, pinned } = PARK_WEIGHT;
  expect(leaving.map(({ gi }) => gi.start)).toEqual([6, 0, 4]);
  expect(problem.vacates.map(({ weight }) => weight)).toEqual([
    instance,
    instance + vm,
    instance + vm + pinned,
  ]);
  expect(leaving.map(({ isPinned }) => isPinned)).toEqual([false, false, true]);
  // A pin on one that stays is no pin on one that goes.
  const swap = instancesChanged(planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`), (gi) => ({
    ...gi,
    pinned: true,
  }));
  const kept = transitionOf(swap, planOf(`a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=x`));
  expect(kept.leaving.map(({ isPinned }) => isPinned)).toEqual([false, false]);
  expect(kept.problem.vacates.map(({ weight }) => weight)).toEqual([instance + vm, instance + vm]);
});

describe('rules about sets of instances make wait what slices would not', () => {
  test.each<[string, string, string, string, string]>([
    ['the only one with media', A100, '1g.5gb+me@0=x', '1g.5gb+me@1=x', '0'],
    ['as many as there may be, and another one free', A100, '1g.5gb@0=x', '1g.5gb@1=x', ''],
    ['media of which one excludes the other', A30, '1g.6gb+me@0=x', '2g.12gb+me@2=y', '0'],
    ['media that nothing excludes', A30, '1g.6gb+me@0=x', '2g.12gb@2=y', ''],
    ['all media beside some', RTX, '1g.24gb@0=x', '1g.24gb+me.all@3=y', '0'],
    ['all media beside none', RTX, '1g.24gb-me@0=x', '1g.24gb+me.all@3=y', ''],
    ['another place in the way', A100, '2g.10gb@2=x', '3g.20gb@0=y', '0'],
    ['a place beside it', A100, '2g.10gb@4=x', '3g.20gb@0=y', ''],
  ])('%s', (_, board, before, after, waits) => {
    const { problem, isCautious } = transitionOf(
      planOf(`a/0 ${board}: ${before}`),
      planOf(`a/0 ${board}: ${after}`),
    );
    expect(problem.fills.map(({ waitsFor }) => waitsFor.join())).toEqual([waits]);
    expect(isCautious).toBe(false);
  });

  test('where engines run out what has any waits for all that have, and more than one is caution', () => {
    // Three of 1g and a 4g would have 7 decoders of 4: it waits for its room alone, which is all of them.
    const { problem, isCautious } = transitionOf(
      planOf(`a/0 ${RTX}: 1g.24gb@0=x 1g.24gb-me@3=y 2g.48gb@6=z`),
      planOf(`a/0 ${RTX}: 2g.48gb@0=v 2g.48gb@6=z`),
    );
    expect(problem.fills.map(({ waitsFor }) => waitsFor)).toEqual([[0, 1]]);
    expect(isCautious).toBe(true);
    const fits = transitionOf(
      planOf(`a/0 ${RTX}: 1g.24gb@0=x 2g.48gb@6=z`),
      planOf(`a/0 ${RTX}: 1g.24gb@3=x 2g.48gb@6=z`),
    );
    expect(fits.problem.fills.map(({ waitsFor }) => waitsFor)).toEqual([[]]);
    expect(fits.isCautious).toBe(false);
  });
});

test('another board in the same place waits for all that is on the old one', () => {
  const transition = transitionOf(
    planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`, `a/1 ${A100}: `),
    planOf(`a/0 ${A30}: 1g.6gb@0=z`, `a/1 ${A100}: 3g.20gb@0=x`),
  );
  expect(
    transition.gpus.map(({ index, board, before, after, replaces }) => [
      index,
      board,
      before !== null,
      after !== null,
      replaces,
    ]),
  ).toEqual([
    [0, A100, true, false, null],
    [0, A30, false, true, 0],
    [1, A100, true, true, null],
  ]);
  expect(text(transition)).toEqual({
    goes: ['a/0 3g.20gb@0 [x.0>1] needs 1 pool null', 'a/0 3g.20gb@4 [y.0>null] needs  pool null'],
    comes: ['a/0 1g.6gb@0 [z.0] waits 0,1 pool null', 'a/1 3g.20gb@0 [x.0] waits  pool null'],
  });
});

test('a GPU that is not in MIG mode has nothing, and one that a plan does not have has nothing either', () => {
  const full = planOf(`a/0 ${A100}: 3g.20gb@0=x`);
  const off = changed(full, (gpu) => ({ ...gpu, use: 'off' }));
  expect(transitionOf(full, off)).toMatchObject({ kept: 0, coming: [], leaving: [{ isKept: false }] });
  expect(transitionOf(off, full)).toMatchObject({ kept: 0, leaving: [], coming: [{ isKept: false }] });
  expect(transitionOf(off, off)).toMatchObject({ kept: 0, leaving: [], coming: [] });
  const gone = transitionOf(full, planOf(`b/0 ${A100}: 3g.20gb@0=x`));
  expect(gone.gpus.map(({ host, before, after }) => [host, before !== null, after !== null])).toEqual([
    ['b', false, true],
    ['a', true, false],
  ]);
  expect(text(gone)).toEqual({
    goes: ['a/0 3g.20gb@0 [x.0>0] needs 0 pool null'],
    comes: ['b/0 3g.20gb@0 [x.0] waits  pool null'],
  });
});

test('of hosts, and of VMs, with one name the first counts', () => {
  const twice = planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=x`);
  const { byGi, byKey } = placesOf(twice);
  const [low] = twice.hosts[0]!.gpus[0]!.instances;
  expect([...byGi]).toEqual([[low!.id, [{ vm: 'x', attachment: 0 }]]]);
  expect([...byKey]).toEqual([['0 x', low!.id]]);
  const one = planOf(`a/0 ${A100}: 3g.20gb@0`);
  const hosts = [...one.hosts, { ...one.hosts[0]!, id: new IdSource(900).host(), gpus: [] }];
  expect(transitionOf(one, { ...one, hosts })).toMatchObject({ kept: 1, leaving: [], coming: [] });
});

describe('compute instances', () => {
  const ci = (profile: string, start: number | null = null) => ({ profile, start, extra: [] });
  const cut = (plan: Plan, ...list: readonly ReturnType<typeof ci>[]): Plan =>
    instancesChanged(plan, (gi) => (gi.start === 0 ? { ...gi, computeInstances: list } : gi));
  const plan = planOf(`a/0 ${A100}: 3g.20gb@0=x 2g.10gb@4`);

  test.each([
    ['one that spans it is none', [ci('3g.20gb')], [], 0],
    [
      'the same, said in another order',
      [ci('1c.3g.20gb'), ci('2c.3g.20gb')],
      [ci('2c.3g.20gb'), ci('1c.3g.20gb')],
      0,
    ],
    ['others', [ci('1c.3g.20gb'), ci('2c.3g.20gb')], [], 1],
    ['fewer', [ci('1c.3g.20gb'), ci('1c.3g.20gb')], [ci('1c.3g.20gb')], 1],
    [
      'the same at the same starts',
      [ci('1c.3g.20gb', 0), ci('1c.3g.20gb', 2)],
      [ci('1c.3g.20gb', 2), ci('1c.3g.20gb', 0)],
      0,
    ],
    [
      'at other starts',
      [ci('1c.3g.20gb', 0), ci('1c.3g.20gb', 2)],
      [ci('1c.3g.20gb', 0), ci('1c.3g.20gb', 1)],
      1,
    ],
    [
      'at starts that one side does not say',
      [ci('1c.3g.20gb', 0), ci('1c.3g.20gb', 2)],
      [ci('1c.3g.20gb'), ci('1c.3g.20gb', 1)],
      0,
    ],
  ] as const)('%s', (_, before, after, recuts) => {
    const transition = transitionOf(cut(plan, ...before), cut(plan, ...after));
    expect(transition).toMatchObject({ kept: 2, leaving: [], coming: [] });
    expect(transition.recuts.map(({ gpuAt, vms }) => [gpuAt, vms])).toEqual(recuts === 0 ? [] : [[0, ['x']]]);
  });

  test('they interrupt who is there in both plans, or whom the target has where CURRENT names nobody', () => {
    const other = cut(planOf(`a/0 ${A100}: 3g.20gb@0=other 2g.10gb@4=x`), ci('1c.3g.20gb'));
    expect(transitionOf(plan, other).recuts.map(({ vms }) => vms)).toEqual([[]]);
    const nobody = planOf(`a/0 ${A100}: 3g.20gb@0 2g.10gb@4`);
    expect(transitionOf(nobody, other).recuts.map(({ vms }) => vms)).toEqual([['other']]);
  });
});

test('hosts that make instances at power-on are no part of it, whichever plan says so', () => {
  const now = planOf(`a/0 ${A100}: 3g.20gb@0=x`, `b/0 ${A100}: 3g.20gb@0`, `c/0 ${A100}: 3g.20gb@0`);
  const powerOn = (plan: Plan, ...names: readonly string[]): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      creation: names.includes(host.name) ? 'power-on' : 'pre-create',
    })),
  });
  const then = { ...now, hosts: now.hosts.slice(0, 2) };
  const transition = transitionOf(powerOn(now, 'b', 'c'), powerOn(then, 'a'));
  expect(transition.powerOn.map(({ name, current, target }) => [name, current?.name, target?.name])).toEqual([
    ['a', 'a', 'a'],
    ['c', 'c', undefined],
  ]);
  expect(transition.kept).toBe(1);
  expect(isPowerOn(null, null)).toBe(false);
});

test('what was observed of a host is what is there', () => {
  const plan = planOf(`a/0 ${A100}: 3g.20gb@0=x`, `b/0 ${A100}: 2g.10gb@0`);
  const ids = new IdSource(700);
  const seen = planOf(`a/0 ${A100}: 3g.20gb@4`).hosts[0]!.gpus.map((gpu) => ({
    ...gpu,
    id: ids.gpu(),
    instances: gpu.instances.map((gi) => ({ ...gi, id: ids.gi() })),
  }));
  const hosts = plan.hosts.map((host) => (host.name === 'a' ? { ...host, observed: seen } : host));
  const layouts = (of: Plan): string[] =>
    of.hosts.map(({ gpus }) =>
      gpus.flatMap((gpu) => gpu.instances.map((gi) => `${gi.profile}@${gi.start}`)).join(),
    );
  expect(layouts(asItIs({ ...plan, hosts }))).toEqual(['3g.20gb@4', '2g.10gb@0']);
  expect(asItIs(plan)).toBe(plan);
});

import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { seedsOf } from '../../../model/seeds.testing.ts';
import { isAccepted, type Piece, type RawBoard } from '../../oracle.testing.ts';
import { planOf } from '../../standing.testing.ts';
import { runSearch } from '../search.ts';
import { planWithVms, seededPair } from './order.testing.ts';
import { stepsBetween, type StepPlan } from './planSteps.ts';
import { replaySteps } from './replaySteps.ts';
import type { Step } from './steps.ts';

function solve(current: Plan, target: Plan): { plan: StepPlan; isProven: boolean } {
  const search = stepsBetween(current, target);
  if (!search.ok) throw new Error(search.error.code);
  const { best, isProven } = runSearch(search.value());
  if (best === null) throw new Error('no answer');
  return { plan: best, isProven };
}

/** A step in a few words. */
function words(step: Step): string {
  switch (step.kind) {
    case 'create':
    case 'destroy':
    case 'recut':
      return `${step.kind}${'isSpare' in step && step.isSpare ? ' spare' : ''} ${step.at.gpu}:${step.at.profile}@${step.at.start}`;
    case 'move':
      return `move ${step.vm} ${step.from.gpu}:${step.from.start}-${step.to.gpu}:${step.to.start}`;
    case 'stop':
      return `stop ${step.vm} until ${step.until}`;
    case 'start':
      return `start ${step.vm} ${step.to.gpu}:${step.to.start}`;
    case 'mig-on':
    case 'mig-off':
    case 'exchange':
      return `${step.kind} ${step.at.gpu}`;
    default:
      return `${step.kind} ${step.vm}`;
  }
}

const SIZE = seedsOf(50);
const BLOCKS = Array.from({ length: 4 }, (_, at) => at * 50 + 1);

describe.each(BLOCKS)(`pairs of plans of the seeds %i and the ${SIZE - 1} after it`, (first) => {
  test('every step is taken, slice by slice, and the last leads to the target', () => {
    for (let seed = first; seed < first + SIZE; seed++) {
      for (const gpus of [1, 3]) {
        const { current, target } = seededPair(seed, gpus);
        const { plan, isProven } = solve(current, target);
        const replayed = replaySteps(current, target, plan.steps, new Set());
        expect(replayed, `seed ${seed}, ${gpus} GPUs`).toEqual({
          ok: true,
          value: {
            down: plan.steps.filter((step) => step.kind === 'stop' && step.until !== null).length,
            steps: plan.steps.length,
          },
        });
        if (gpus === 1 && !current.hosts[0]!.gpus[0]!.board.startsWith('rtx')) expect(isProven).toBe(true);
        expect(solve(current, target).plan.steps, `seed ${seed}`).toEqual(plan.steps);
      }
    }
  });

  test('no order over slices stops fewer VMs, of those that name one on each instance', () => {
    for (let seed = first + 1; seed < first + SIZE; seed += 2) {
      const { current, target, board } = seededPair(seed, 2);
      const { plan, isProven } = solve(current, target);
      const least = fewestStopped(current, target, board);
      if (least === null) continue;
      if (isProven) expect({ seed, vms: plan.parkedVms }).toEqual({ seed, vms: least });
      else expect(plan.parkedVms, `seed ${seed}`).toBeGreaterThanOrEqual(least);
    }
  });
});

/**
 * Every order of making, moving and destroying, over the raw facts: the fewest VMs with a place in both plans that are ever
 * without one. Null where there are too many states.
 */
function fewestStopped(current: Plan, target: Plan, board: RawBoard): number | null {
  const pieces = (plan: Plan): (Piece & { gpu: number; vm: string | null })[] =>
    plan.hosts[0]!.gpus.flatMap((gpu) =>
      gpu.instances.map((gi) => ({
        gpu: gpu.index,
        profile: gi.profile,
        start: gi.start,
        vm: plan.vms.find((vm) => vm.attachments[0]!.instance === gi.id)?.name ?? null,
      })),
    );
  const [now, then] = [pieces(current), pieces(target)];
  const isSame = (a: Piece & { gpu: number }, b: Piece & { gpu: number }): boolean =>
    a.gpu === b.gpu && a.start === b.start && a.profile === b.profile;
  // Sites: every place of either plan, once.
  const sites = [...now, ...then.filter((one) => !now.some((other) => isSame(one, other)))];
  const siteOf = (one: Piece & { gpu: number }): number => sites.findIndex((site) => isSame(site, one));
  const isGoal = (site: number): boolean => then.some((one) => siteOf(one) === site);
  const vms = now.flatMap(({ vm }, from) => {
    const to = vm === null ? undefined : then.find((one) => one.vm === vm);
    return to === undefined ? [] : [{ from, to: siteOf(to) }];
  });
  const start = { there: now.map((_, at) => at), at: vms.map(({ from }) => from), cost: 0 };
  const open = [start];
  const seen = new Map<string, number>();
  for (let count = 0; ; count++) {
    if (count > 4000) return null;
    let best = 0;
    for (let at = 1; at < open.length; at++) if (open[at]!.cost <= open[best]!.cost) best = at;
    const [state] = open.splice(best, 1);
    if (state === undefined) throw new Error('no order at all');
    const key = `${state.there.join()} ${state.at.join()}`;
    if ((seen.get(key) ?? Infinity) <= state.cost) continue;
    seen.set(key, state.cost);
    const { there, cost } = state;
    let at = [...state.at];
    let made = [...there];
    // What costs nothing and hinders nobody is done at once: moves, destroying what is empty, making what there is room for.
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const [vm, { to }] of vms.entries()) {
        const isFree = !at.some((site, other) => other !== vm && site === to && vms[other]!.to !== to);
        if (at[vm] === to || !made.includes(to) || !isFree) continue;
        at = at.with(vm, to);
        isChanged = true;
      }
      const kept = made.filter((site) => isGoal(site) || at.includes(site));
      isChanged ||= kept.length < made.length;
      made = kept;
      for (const site of sites.keys()) {
        if (made.includes(site) || !isGoal(site)) continue;
        const beside = made
          .filter((other) => sites[other]!.gpu === sites[site]!.gpu)
          .map((other) => sites[other]!);
        if (!isAccepted(board, [...beside, sites[site]!])) continue;
        made = [...made, site].sort((a, b) => a - b);
        isChanged = true;
      }
    }
    if (vms.every(({ to }, vm) => at[vm] === to) && then.every((one) => made.includes(siteOf(one))))
      return cost;
    for (const [vm, { to }] of vms.entries()) {
      if (at[vm] === to || at[vm] === -1) continue;
      open.push({ there: made, at: at.with(vm, -1), cost: cost + 1 });
    }
  }
}

test('new before old where there is room, and each step says whom it interrupts', () => {
  const { plan, isProven } = solve(planWithVms(['3g.20gb@0=a', '']), planWithVms(['', '3g.20gb@4=a']));
  expect(plan.steps.map(words)).toEqual(['create 1:3g.20gb@4', 'move a 0:0-1:4', 'destroy 0:3g.20gb@0']);
  expect(plan.steps.map((step) => step.interrupts)).toEqual([[], ['a'], []]);
  expect({ waves: plan.waves, parked: plan.parked, isProven }).toEqual({
    waves: 1,
    parked: 0,
    isProven: true,
  });
});

test('two VMs that change places on a full GPU: one is stopped until the other has moved', () => {
  const { plan } = solve(planWithVms(['3g.20gb@0=a 3g.20gb@4=b']), planWithVms(['3g.20gb@0=b 3g.20gb@4=a']));
  expect(plan.steps.map(words)).toEqual(['stop b until 2', 'move a 0:0-0:4', 'start b 0:0']);
  expect(plan.parkedVms).toBe(1);
});

test('with a place that nobody needs, it waits there instead', () => {
  const { plan } = solve(
    planWithVms(['4g.20gb@0=a 3g.20gb@4=b', '4g.20gb@0=c']),
    planWithVms(['4g.20gb@0=c 3g.20gb@4=b', '4g.20gb@0=a']),
  );
  expect(plan.steps.map(words)).toEqual(['stop c until 2', 'move a 0:0-1:0', 'start c 0:0']);
  const three = solve(
    planWithVms(['4g.20gb@0=a 3g.20gb@4=b', '4g.20gb@0=c', '']),
    planWithVms(['4g.20gb@0=c 3g.20gb@4=b', '4g.20gb@0=a', '']),
  );
  expect(three.plan.steps.map(words)).toEqual([
    'create spare 2:4g.20gb@0',
    'move c 1:0-2:0',
    'move a 0:0-1:0',
    'move c 2:0-0:0',
    'destroy spare 2:4g.20gb@0',
  ]);
  expect(three.plan.parked).toBe(1);
});

test('a chain runs in waves, each into the room that the last has left', () => {
  const { plan } = solve(
    planWithVms(['4g.20gb@0=a', '4g.20gb@0=b', '4g.20gb@0=c', '']),
    planWithVms(['', '4g.20gb@0=a', '4g.20gb@0=b', '4g.20gb@0=c']),
  );
  expect(plan.steps.filter((step) => step.kind === 'move').map((step) => [step.wave, words(step)])).toEqual([
    [1, 'move c 2:0-3:0'],
    [2, 'move b 1:0-2:0'],
    [3, 'move a 0:0-1:0'],
  ]);
});

test('instances that nobody is named on are interchangeable: what looks like a circle is none', () => {
  const { plan } = solve(
    planOf(['3g.20gb@0', '2g.10gb@0', '3g.20gb@0', '']),
    planOf(['2g.10gb@0', '3g.20gb@0', '', '3g.20gb@0']),
  );
  expect(plan.parked).toBe(0);
  expect(plan.notes).toEqual([{ code: 'nobody-named' }]);
});

test('a pinned instance that the target does not have is said', () => {
  const current = planWithVms(['3g.20gb@0=a']);
  const [host] = current.hosts;
  const pinned: Plan = {
    ...current,
    hosts: [
      {
        ...host!,
        gpus: host!.gpus.map((gpu) => ({
          ...gpu,
          instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })),
        })),
      },
    ],
  };
  const { plan } = solve(pinned, planWithVms(['3g.20gb@4=a']));
  expect(plan.notes).toEqual([
    {
      code: 'pinned-goes',
      at: { host: 'esx-01', gpu: 0, board: 'a100-pcie-40gb', profile: '3g.20gb', start: 0 },
    },
  ]);
  expect(solve(pinned, pinned).plan).toMatchObject({ steps: [], notes: [], kept: 1 });
});

test('MIG mode, another board, other compute instances', () => {
  const base = planWithVms(['3g.20gb@0=a', '3g.20gb@0=b', '3g.20gb@0=c']);
  const [host] = base.hosts;
  const change = (index: number, fields: object): Plan => ({
    ...base,
    hosts: [{ ...host!, gpus: host!.gpus.map((gpu) => (gpu.index === index ? { ...gpu, ...fields } : gpu)) }],
  });
  const off = change(0, { use: 'off', instances: [] });
  expect(solve(base, off).plan.steps.map(words)).toEqual([
    'stop a until null',
    'destroy 0:3g.20gb@0',
    'mig-off 0',
  ]);
  expect(solve(off, base).plan.steps.map(words)).toEqual(['mig-on 0', 'create 0:3g.20gb@0', 'start a 0:0']);
  const a30 = planOf(['1g.6gb@0'], 'a30-24gb').hosts[0]!.gpus[0]!;
  const other = change(1, { board: 'a30-24gb', instances: a30.instances.map((gi) => ({ ...gi, id: 900 })) });
  expect(
    solve(base, { ...other, vms: other.vms.filter((vm) => vm.name !== 'b') }).plan.steps.map(words),
  ).toEqual(['stop b until null', 'destroy 1:3g.20gb@0', 'exchange 1', 'mig-on 1', 'create 1:1g.6gb@0']);
  const ci = (profile: string) => ({ profile, start: null, extra: [] });
  const cut = change(2, {
    instances: host!.gpus[2]!.instances.map((gi) => ({
      ...gi,
      computeInstances: [ci('2c.3g.20gb'), ci('1c.3g.20gb')],
    })),
  });
  const recut = solve(base, cut).plan;
  expect(recut.steps.map(words)).toEqual(['recut 2:3g.20gb@0']);
  expect(recut.steps[0]!.interrupts).toEqual(['c']);
  for (const [from, to] of [
    [base, off],
    [off, base],
    [base, cut],
  ] as const) {
    expect(replaySteps(from, to, solve(from, to).plan.steps, new Set()).ok).toBe(true);
  }
});

test('an illegal target is refused with what is wrong, an illegal current state is left behind', () => {
  const illegal = planOf(['3g.20gb@0 2g.10gb@2']);
  const refused = stepsBetween(planOf(['']), illegal);
  expect(refused.ok ? null : refused.error.violations.map(({ fault }) => fault.code)).toEqual(['overlap']);
  const { plan } = solve(illegal, planOf(['4g.20gb@0']));
  expect(plan.steps.map(words)).toEqual(['destroy 0:3g.20gb@0', 'destroy 0:2g.10gb@2', 'create 0:4g.20gb@0']);
});

describe('the replay refuses', () => {
  const current = planWithVms(['3g.20gb@0=a', '']);
  const target = planWithVms(['', '3g.20gb@4=a']);
  const { plan } = solve(current, target);
  const at = { host: 'esx-01', gpu: 0, board: 'a100-pcie-40gb' };
  const rest = { wave: 1, interrupts: [], until: null };
  const create = (profile: string, start: number): Step => ({
    ...rest,
    kind: 'create',
    at: { ...at, profile, start },
    computeInstances: [],
    isSpare: false,
  });
  test.each([
    ['a step left out', plan.steps.slice(0, -1), 'not-the-target'],
    ['the destroying first', [...plan.steps].reverse(), 'in-use'],
    ['the move before the instance', plan.steps.slice(1), 'no-such-instance'],
    ['slices that are taken', [create('2g.10gb', 2)], 'slice-taken'],
    ['a start that is none', [create('3g.20gb', 2)], 'not-a-start'],
    [
      'a GPU without MIG mode',
      [
        { ...rest, kind: 'mig-off', at: { ...at, gpu: 1 } },
        { ...create('3g.20gb', 4), at: { ...at, gpu: 1, profile: '3g.20gb', start: 4 } },
      ],
      'mig-mode-off',
    ],
    ['a mode change under instances', [{ ...rest, kind: 'mig-off', at }], 'in-use'],
  ] as [string, Step[], string][])('%s', (_, steps, fault) => {
    const replayed = replaySteps(current, target, steps, new Set());
    expect(replayed.ok ? null : replayed.error.fault).toBe(fault);
  });
});

import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { seedsOf } from '../../../model/seeds.testing.ts';
import { checkPlan } from '../../check.ts';
import { mulberry32 } from '../../powerOn/powerOn.testing.ts';
import { planOf } from '../../standing.testing.ts';
import { planWithVms, withVms } from '../order/order.testing.ts';
import { stepsBetween } from '../order/planSteps.ts';
import { replaySteps } from '../order/replaySteps.ts';
import { runSearch } from '../search.ts';
import { compact, retarget, type LossWeights, type Retargeted } from './retarget.ts';
import { seededRetarget, type RetargetCase } from './retarget.testing.ts';
import { fewestUsed, leastLost } from './retargetOracle.testing.ts';

function solved(plan: Plan, demand: ReadonlyMap<string, number>, weights: LossWeights = 'instances') {
  const search = retarget(plan, { demand, weights });
  if (!search.ok) throw new Error(search.error.code);
  return runSearch(search.value());
}

function compacted(plan: Plan, weights: LossWeights = 'instances') {
  const search = compact(plan, weights);
  if (!search.ok) throw new Error(search.error.code);
  return runSearch(search.value());
}

function countsOf(plan: Plan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { gpus } of plan.hosts)
    for (const { instances } of gpus)
      for (const { profile } of instances) counts[profile] = (counts[profile] ?? 0) + 1;
  return counts;
}

const places = (plan: Plan): string[] =>
  plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      gpu.instances.map((gi) => `${host.name} ${gpu.index} ${gi.profile}@${gi.start}`),
    ),
  );

/** Legal, exactly what was wanted, and the figures are those of the two plans. */
function expectTrue(before: Plan, answer: Retargeted, demand: Record<string, number>, seed: number): void {
  expect(checkPlan(answer.plan), `seed ${seed}`).toEqual([]);
  expect(countsOf(answer.plan), `seed ${seed}`).toEqual(demand);
  const [old, now] = [places(before), new Set(places(answer.plan))];
  const kept = old.filter((place) => now.has(place)).length;
  expect({ seed, kept: answer.kept, destroyed: answer.destroyed, created: answer.created }).toEqual({
    seed,
    kept,
    destroyed: old.length - kept,
    created: now.size - kept,
  });
}

interface Family {
  readonly board: string;
  readonly media: boolean;
  readonly gpus: readonly number[];
  readonly seeds: number;
}

const FAMILIES: readonly Family[] = [
  { board: 'a100-pcie-40gb', media: false, gpus: [2, 3, 4], seeds: seedsOf(20) },
  { board: 'a100-pcie-40gb', media: true, gpus: [2], seeds: seedsOf(10) },
  { board: 'a30-24gb', media: true, gpus: [2, 3, 4], seeds: seedsOf(20) },
  { board: 'rtx-pro-6000-server', media: true, gpus: [2], seeds: seedsOf(10) },
];

describe.each(FAMILIES)(
  '$board (media profiles: $media), seeds 1 to $seeds',
  ({ board, media, gpus, seeds }) => {
    test('loses as little as the best of all layouts of all GPUs, or none can hold it', () => {
      for (const count of gpus) {
        for (let seed = 1; seed <= seeds; seed++) {
          const one = seededRetarget(seed, count, board, media);
          // Now and then more is wanted than there is room for.
          const demand = new Map(one.demand);
          const [first] = demand.keys();
          if (seed % 5 === 0 && first !== undefined)
            demand.set(first, (demand.get(first) ?? 0) + 1 + (seed % 3));
          const outcome = solved(one.plan, demand);
          expect(outcome.isProven, `seed ${seed}, ${count} GPUs`).toBe(true);
          const least = leastLost({ ...one, demand });
          expect({ seed, count, lost: outcome.best?.destroyed ?? null }).toEqual({
            seed,
            count,
            lost: least,
          });
          if (outcome.best === null) continue;
          expect(outcome.bound).toBe(least);
          expectTrue(one.plan, outcome.best, Object.fromEntries(demand), seed);
        }
      }
    });

    test('compacts to as few GPUs as the best of all layouts, with as little lost', () => {
      for (const count of gpus) {
        for (let seed = 1; seed <= seeds; seed += 2) {
          const one = seededRetarget(seed, count, board, media);
          // Half of what is there, so that there is something to empty.
          const random = mulberry32(seed);
          const layouts = one.layouts.map((pieces) => pieces.filter(() => random() < 0.5));
          const plan = planOf(
            layouts.map((pieces) => pieces.map(({ profile, start }) => `${profile}@${start}`).join(' ')),
            board,
          );
          const demand = new Map(Object.entries(countsOf(plan)));
          const outcome = compacted(plan);
          const least = fewestUsed({ ...one, layouts, demand });
          expect({
            seed,
            count,
            used: outcome.best?.used,
            lost: outcome.best?.destroyed,
            isProven: outcome.isProven,
          }).toEqual({
            seed,
            count,
            used: least?.used,
            lost: least?.lost,
            isProven: true,
          });
          expectTrue(plan, outcome.best!, Object.fromEntries(demand), seed);
        }
      }
    });
  },
);

/** The same GPUs with some instances pinned, and VMs on others. */
function withPins(one: RetargetCase, seed: number) {
  const random = mulberry32(seed * 17 + 3);
  const [host] = one.plan.hosts;
  const gpus = host!.gpus.map((gpu) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => ({ ...gi, pinned: random() < 0.12 })),
  }));
  const plan = { ...one.plan, hosts: [{ ...host!, gpus }] };
  const owned = gpus.flatMap((gpu) => gpu.instances).filter(() => random() < 0.6);
  const named = withVms(
    plan,
    owned.map((gi, at) => [`vm-${at}`, gi] as const),
  );
  const layouts = gpus.map((gpu) =>
    gpu.instances.map((gi) => ({
      profile: gi.profile,
      start: gi.start,
      pinned: gi.pinned,
      weight: owned.includes(gi) ? 1 : 0,
    })),
  );
  return { plan: named, layouts };
}

test('with pins and with VMs as weights (seeds 1 to 60): as good as the best of all layouts, nothing pinned is lost', () => {
  let refused = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const one = seededRetarget(seed, 2 + (seed % 2));
    const { plan, layouts } = withPins(one, seed);
    const search = retarget(plan, { demand: one.demand, weights: 'vms' });
    const least = leastLost({ ...one, layouts });
    if (!search.ok) {
      expect(search.error.code).toBe('pins-exceed-demand');
      expect(least).toBe(null);
      refused++;
      continue;
    }
    const { best, bound, isProven } = runSearch(search.value());
    expect({ seed, isProven, bound: best === null ? null : bound }).toEqual({
      seed,
      isProven: true,
      bound: least,
    });
    if (best === null) continue;
    expectTrue(plan, best, Object.fromEntries(one.demand), seed);
    const now = new Set(places(best.plan));
    for (const [gpu, pieces] of layouts.entries()) {
      for (const { profile, start, pinned } of pieces) {
        if (pinned) expect(now.has(`esx-01 ${gpu} ${profile}@${start}`), `seed ${seed}`).toBe(true);
      }
    }
    // Who has an instance before has one after, of its profile, while there are any.
    for (const vm of best.plan.vms) {
      const { instance, wants } = vm.attachments[0]!;
      const gi = best.plan.hosts[0]!.gpus.flatMap((gpu) => gpu.instances).find(({ id }) => id === instance);
      if (instance !== null) expect(gi?.profile).toBe(wants.kind === 'profile' ? wants.profile : '');
    }
    const steps = stepsBetween(plan, best.plan);
    const order = steps.ok ? runSearch(steps.value()).best : null;
    expect(replaySteps(plan, best.plan, order!.steps, new Set()).ok, `seed ${seed}`).toBe(true);
  }
  expect(refused).toBeGreaterThan(3);
});

test('VMs of instances that stay keep them, the others go to a new one of their profile, or wait', () => {
  const plan = planWithVms(['3g.20gb@0=a', '3g.20gb@0=b']);
  const both = solved(plan, new Map(Object.entries({ '7g.40gb': 1, '3g.20gb': 2 }))).best!;
  expect(both).toMatchObject({ kept: 1, destroyed: 1, created: 2, moved: 1, waiting: 0 });
  const one = solved(plan, new Map(Object.entries({ '7g.40gb': 1, '3g.20gb': 1 }))).best!;
  expect(one).toMatchObject({ kept: 1, destroyed: 1, created: 1, moved: 0, waiting: 1 });
  const instanceOf = (of: Plan): (number | null)[] => of.vms.map((vm) => vm.attachments[0]!.instance);
  const [before, after] = [instanceOf(plan), instanceOf(one.plan)];
  expect(after.map((instance, at) => (instance === before[at] ? 'own' : instance)).sort()).toEqual([
    null,
    'own',
  ]);
});

test('contradictory pins, profiles of no board and plans without GPUs are errors; GPUs that cannot take part are said', () => {
  const plan = planOf(['3g.20gb@0']);
  const [host] = plan.hosts;
  const pin = (gpu: (typeof plan.hosts)[0]['gpus'][0]) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })),
  });
  const pinned = { ...plan, hosts: [{ ...host!, gpus: host!.gpus.map(pin) }] };
  const fault = (of: Plan, demand: readonly [string, number][]) => {
    const search = retarget(of, { demand: new Map(demand), weights: 'instances' });
    return search.ok ? null : search.error;
  };
  expect(fault(pinned, [['2g.10gb', 1]])).toEqual({
    code: 'pins-exceed-demand',
    profile: '3g.20gb',
    pinned: 1,
    wanted: 0,
  });
  expect(fault(plan, [['9g.1gb', 1]])).toEqual({ code: 'profile-not-here', profile: '9g.1gb' });
  expect(fault({ ...plan, hosts: [] }, [['2g.10gb', 1]])).toEqual({ code: 'no-gpu', gpus: 0 });
  expect(compact({ ...plan, hosts: [] }, 'instances')).toEqual({
    ok: false,
    error: { code: 'no-gpu', gpus: 0 },
  });
  const mixed = planOf(['3g.20gb@0 2g.10gb@2', '']);
  const { best } = solved(mixed, new Map([['2g.10gb', 1]]));
  expect(best!.leftOut.map(({ why, place }) => [why, place.gpu.index])).toEqual([['illegal', 0]]);
  expect(best!.plan.hosts[0]!.gpus[0]).toBe(mixed.hosts[0]!.gpus[0]);
});

test('the same plan is given back where nothing has to change, and a budget of nothing knows nothing', () => {
  const { plan } = seededRetarget(3, 8);
  const same = solved(plan, new Map(Object.entries(countsOf(plan))));
  expect(same.best).toMatchObject({ destroyed: 0, created: 0 });
  expect(same.best!.plan).toBe(plan);
  const search = retarget(plan, { demand: new Map([['2g.10gb', 1]]), weights: 'instances' });
  expect(search.ok && runSearch(search.value(), 0)).toEqual({
    best: null,
    bound: null,
    isProven: false,
    work: 0,
  });
});

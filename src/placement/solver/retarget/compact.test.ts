import { expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { checkPlan } from '../../check.ts';
import type { Outcome, Search } from '../search.ts';
import { mulberry32 } from '../seeded.ts';
import { parseLayout } from '../why.testing.ts';
import { compact, retarget, type Retargeted } from './retarget.ts';
import { seededRetarget } from './retarget.testing.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';

/** All that is said on the way, and the end. */
function outcomesOf(search: Search<Retargeted>): { way: Outcome<Retargeted>[]; end: Outcome<Retargeted> } {
  const way: Outcome<Retargeted>[] = [];
  let step = search.next();
  for (; step.done !== true; step = search.next()) way.push(step.value);
  return { way, end: step.value };
}

function compacted(plan: Plan, weights: 'instances' | 'vms' = 'instances') {
  const search = compact(plan, weights);
  if (!search.ok) throw new Error(search.error.code);
  return outcomesOf(search.value());
}

const layoutsOf = ({ hosts }: Plan): string[] =>
  hosts.flatMap(({ name, gpus }) =>
    gpus.map(({ index, instances }) =>
      `${name}/${index} ${instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')}`.trimEnd(),
    ),
  );

const countsOf = (plan: Plan): string[] =>
  plan.hosts
    .flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances.map(({ profile }) => profile)))
    .sort();

test('board by board: what is on one is not moved to the other, and the losses of both are one sum', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 3g.20gb@0=x`,
      `a/1 ${A100}: 2g.10gb@0=y 2g.10gb@2=z`,
      `a/2 ${A30}: 1g.6gb@0=u`,
      `b/0 ${A30}: 1g.6gb@0=v 2g.12gb@2=w`,
      `b/1 ${A30}: `,
    ].join('\n'),
  );
  const { end } = compacted(plan);
  expect(end).toMatchObject({ bound: 2, isProven: true });
  expect(end.best).toMatchObject({
    usedBefore: 4,
    used: 2,
    kept: 4,
    destroyed: 2,
    created: 2,
    moved: 2,
    waiting: 0,
  });
  expect(countsOf(end.best!.plan)).toEqual(countsOf(plan));
  const used = layoutsOf(end.best!.plan).filter((line) => line.includes('@'));
  expect(used).toHaveLength(2);
  expect(used.filter((line) => line.includes('g.6gb'))).toHaveLength(1);
  expect(end.work).toBeGreaterThan(0);
});

test('a VM counts once for each of its own, an instance without one for nothing', () => {
  // Three of one GPU that nobody has move sooner than one that somebody has.
  const plan = parseLayout(
    [`a/0 ${A100}: 1g.5gb@0 1g.5gb@1 1g.5gb@2`, `a/1 ${A100}: 2g.10gb@0=x`].join('\n'),
  );
  const byVms = compacted(plan, 'vms').end;
  expect(byVms).toMatchObject({ bound: 0, isProven: true, best: { used: 1, destroyed: 3, moved: 0 } });
  const byInstances = compacted(plan).end;
  expect(byInstances).toMatchObject({ bound: 1, isProven: true, best: { used: 1, destroyed: 1, moved: 1 } });
});

test('what cannot take part is left, and said of every board; with nothing to do it is the same plan', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 3g.20gb@0 2g.10gb@2`,
      `a/1 ${A100}: 3g.20gb@0`,
      `a/2 nobody-8gb: `,
      `a/3 ${A30}: 1g.6gb@0`,
    ].join('\n'),
  );
  const { end } = compacted(plan);
  expect(end.best).toMatchObject({ usedBefore: 3, used: 3, kept: 2, destroyed: 0, created: 0 });
  expect(end.best!.plan).toBe(plan);
  expect(end.best!.leftOut.map(({ place, why }) => [place.gpu.index, why])).toEqual([
    [0, 'illegal'],
    [2, 'board-unknown'],
  ]);
  const none = compact(parseLayout('a/0 nobody-8gb: \na/1 nobody-8gb: '), 'instances');
  expect(none).toEqual({ ok: false, error: { code: 'no-gpu', gpus: 2 } });
});

/** GPUs half full, of two boards. */
function halfFull(seed: number, gpus: number): Plan {
  const random = mulberry32(seed);
  const parts = [A100, A30].map((board) => seededRetarget(seed, gpus, board).plan.hosts[0]!);
  const lines = parts.flatMap((host, at) =>
    host.gpus.map(({ index, board, instances }) => {
      const kept = instances.filter(() => random() < 0.5).map((gi) => `${gi.profile}@${gi.start}`);
      return `h${at}/${index} ${board}: ${kept.join(' ')}`;
    }),
  );
  return parseLayout(lines.join('\n'));
}

test('on the way every answer is legal and has the same instances, and nothing is called proven (seeds 1 to 3)', () => {
  let said = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const plan = halfFull(seed, 60);
    const { way, end } = compacted(plan);
    expect(end.isProven, `seed ${seed}`).toBe(true);
    expect(end.bound, `seed ${seed}`).toBe(end.best!.destroyed);
    let work = 0;
    for (const outcome of way) {
      expect(outcome, `seed ${seed}`).toMatchObject({ bound: null, isProven: false });
      expect(outcome.work, `seed ${seed}`).toBeGreaterThanOrEqual(work);
      ({ work } = outcome);
      if (outcome.best === null) continue;
      said++;
      expect(checkPlan(outcome.best.plan), `seed ${seed}`).toEqual([]);
      expect(countsOf(outcome.best.plan), `seed ${seed}`).toEqual(countsOf(plan));
      expect(outcome.best.used, `seed ${seed}`).toBeGreaterThanOrEqual(end.best!.used);
      expect(outcome.best.usedBefore).toBe(end.best!.usedBefore);
    }
    expect(end.work, `seed ${seed}`).toBeGreaterThanOrEqual(work);
  }
  expect(said).toBeGreaterThan(1);
});

test('a new mix, on the way: answers hold what is wanted, and the bound is never above the end (seeds 1 to 4)', () => {
  let said = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const { plan, demand } = seededRetarget(seed, 60);
    const search = retarget(plan, { demand, weights: 'instances' });
    if (!search.ok) throw new Error(search.error.code);
    const { way, end } = outcomesOf(search.value());
    expect(end.bound, `seed ${seed}`).toBe(end.best?.destroyed ?? null);
    const wanted = [...demand]
      .flatMap(([profile, count]) => Array.from({ length: count }, () => profile))
      .sort();
    for (const { best, bound, isProven } of [...way, end]) {
      expect(bound ?? 0).toBeLessThanOrEqual(end.bound ?? Infinity);
      if (best === null) continue;
      said++;
      expect(countsOf(best.plan), `seed ${seed}`).toEqual(wanted);
      expect(isProven || best.destroyed >= end.best!.destroyed, `seed ${seed}`).toBe(true);
    }
  }
  expect(said).toBeGreaterThan(2);
});

/** Who is served by which sets, groups apart, against trying all there is. */
import { expect, test } from 'vitest';
import type { TreeQuestion } from '../verifyTree.ts';
import { runSearch, type Outcome } from './search.ts';
import { solveApart, type ApartSolution } from './solveApart.ts';
import { leastValue, seededTreeQuestion } from './treeQuestions.testing.ts';

/** What is wrong with an answer; empty when it can be dealt out to GPUs. */
function faultsOf({ kinds, asks }: TreeQuestion, { taken, served, flows, loose }: ApartSolution): string[] {
  const faults: string[] = [];
  kinds.forEach(({ most, sets }, kind) => {
    const gpus = taken[kind]!.reduce((sum, count) => sum + count, 0);
    if (gpus > most || taken[kind]!.length !== sets.length) faults.push(`${gpus} GPUs of ${most}`);
  });
  const slots = [0, 1].map((pool) =>
    kinds.reduce(
      (sum, { sets }, kind) => sum + sets.reduce((all, set, nth) => all + set[pool]! * taken[kind]![nth]!, 0),
      0,
    ),
  );
  const parts = [...flows, ...loose];
  slots.forEach((most, pool) => {
    const used = parts.reduce((sum, one) => sum + (one.pool === pool ? one.count : 0), 0);
    if (used > most) faults.push(`${used} of ${most} slots of ${pool}`);
  });
  asks.forEach(({ least, most, pools }, ask) => {
    const own = parts.filter((one) => one.ask === ask);
    const count = own.reduce((sum, one) => sum + one.count, 0);
    if (count !== served[ask]) faults.push(`ask ${ask}: ${count} and not ${served[ask]}`);
    if (count < least || count > most) faults.push(`ask ${ask}: ${count}`);
    if (own.some(({ pool, count: many }) => !pools.includes(pool) || many <= 0))
      faults.push(`ask ${ask} elsewhere`);
  });
  if (loose.some(({ ask }) => asks[ask]!.group !== null)) faults.push('a member is loose');
  kinds.forEach(({ sets, barred }, kind) =>
    sets.forEach((set, nth) => {
      const here = flows.filter((one) => one.kind === kind && one.set === nth);
      const copies = taken[kind]![nth]!;
      const byGroup = new Map<string, number>();
      for (const { ask, count } of here) {
        const { group } = asks[ask]!;
        if (group === null || barred.has(group)) faults.push(`ask ${ask} does not belong there`);
        else byGroup.set(group, (byGroup.get(group) ?? 0) + count);
      }
      for (const [group, count] of byGroup)
        if (count > copies) faults.push(`${count} of ${group} on ${copies}`);
      set.forEach((most, pool) => {
        const used = here.reduce((sum, one) => sum + (one.pool === pool ? one.count : 0), 0);
        if (used > most * copies) faults.push(`${used} in ${most * copies} slots of ${pool}`);
      });
    }),
  );
  return faults;
}

const valueOf = ({ kinds, asks }: TreeQuestion, { taken, served }: ApartSolution): number =>
  served.reduce((sum, count, ask) => sum + count * asks[ask]!.weight, 0) -
  taken.reduce((sum, own, kind) => sum + kinds[kind]!.cost * own.reduce((a, b) => a + b, 0), 0);

test.each([
  ['admission', false],
  ['admission', true],
  ['fleet', false],
  ['fleet', true],
] as const)(
  '%s, apart: %s: the best there is, proven, and it can be dealt out (seeds 1 to 100)',
  (sort, isApart) => {
    let impossible = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const question = seededTreeQuestion(seed, sort, isApart);
      const least = leastValue(question);
      const search = solveApart(question);
      let outcome: Outcome<ApartSolution>;
      let step;
      let work = 0;
      do {
        step = search.next();
        outcome = step.value;
        expect(outcome.work).toBeGreaterThanOrEqual(work);
        ({ work } = outcome);
        // On the way it is honest too.
        if (outcome.bound !== null && least !== null) expect(outcome.bound).toBeGreaterThanOrEqual(-least);
        if (outcome.best !== null) expect(faultsOf(question, outcome.best), `seed ${seed}`).toEqual([]);
      } while (step.done !== true);
      expect(outcome.isProven, `seed ${seed}`).toBe(true);
      if (least === null) {
        impossible++;
        expect(outcome.best, `seed ${seed}`).toBe(null);
        continue;
      }
      expect(outcome.bound, `seed ${seed}`).toBe(-least + 0);
      expect(valueOf(question, outcome.best!), `seed ${seed}`).toBe(-least + 0);
    }
    expect(impossible > 5).toBe(sort === 'fleet');
  },
);

test('cuts that are found on the way are added to those that were given', () => {
  // Two of one group, and GPUs with two slots: the slots would serve both on one.
  const question: TreeQuestion = {
    kinds: [{ cost: 0, most: 1, sets: [[2]], barred: new Set() }],
    asks: [{ least: 0, most: 2, weight: 5, group: 'a', pools: [0] }],
  };
  const cuts: number[][] = [];
  const outcome = runSearch(solveApart(question, cuts));
  expect(outcome).toMatchObject({ bound: 5, isProven: true, best: { taken: [[1]], served: [1] } });
  expect(outcome.best!.flows).toEqual([{ kind: 0, set: 0, ask: 0, pool: 0, count: 1 }]);
  expect(cuts).toEqual([[5]]);
  // Barred there, they are served by nobody.
  const barred = { ...question, kinds: [{ ...question.kinds[0]!, barred: new Set(['a']) }] };
  expect(runSearch(solveApart(barred))).toMatchObject({ bound: 0, isProven: true, best: { served: [0] } });
});

test('without cuts to begin with it finds those that it needs, and the same answers (seeds 1 to 80)', () => {
  let added = 0;
  let open = 0;
  for (let seed = 1; seed <= 80; seed++) {
    for (const sort of ['admission', 'fleet'] as const) {
      const question = seededTreeQuestion(seed, sort, true);
      const least = leastValue(question);
      const cuts: number[][] = [];
      const outcome = runSearch(solveApart(question, cuts));
      const name = `${sort}, seed ${seed}`;
      added += cuts.length;
      for (const cut of cuts) {
        expect(cut, name).toHaveLength(question.asks.length);
        expect(
          cut.every((price) => Number.isInteger(price) && price >= 0),
          name,
        ).toBe(true);
      }
      if (outcome.best !== null) expect(faultsOf(question, outcome.best), name).toEqual([]);
      if (!outcome.isProven) open++;
      else if (least === null) expect(outcome.best, name).toBe(null);
      else expect([outcome.bound, valueOf(question, outcome.best!)], name).toEqual([-least + 0, -least + 0]);
      if (least !== null) expect(outcome.bound!, name).toBeGreaterThanOrEqual(-least);
    }
  }
  expect(added).toBeGreaterThan(30);
  // Where no set of prices tells the two apart it says that it does not know.
  expect(open).toBeLessThan(10);
});

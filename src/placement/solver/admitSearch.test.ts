/** Groups let in within a budget: what is proven, by what, and how far the searches went; on a GPU or two, by hand. */
import { describe, expect, test } from 'vitest';
import type { PlanRequest } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import type { AdmitWish } from '../verifyAdmission.ts';
import { leavesOf } from '../verifyTree.ts';
import { admit } from './admit.ts';
import type { ApartQuestion } from './admitApart.ts';
import { answerOf, OPTIONS, request } from './admitted.testing.ts';
import { searchAdmission } from './admitPlan.ts';
import { letIn, soFar, within } from './admitSearch.ts';
import { legalGpu } from './rooms.ts';
import { runSearch, type Outcome, type Search } from './search.ts';

/** Requests, as profile, count, weight and group. */
const asked = (
  ...rows: readonly (readonly [profile: string, count: number, weight: number, group: string | null])[]
): PlanRequest[] => rows.map(([profile, count, weight, group]) => request(profile, count, { weight, group }));

/** Wishes on GPUs with these layouts. */
function questionOf(layouts: readonly string[], rows: readonly AdmitWish[]): ApartQuestion {
  const names = [...new Set(rows.map(({ profile }) => profile))];
  return {
    gpus: planOf(layouts).hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu, ...legalGpu(gpu)! }))),
    names,
    wishes: rows.map(({ profile, count, weight }) => ({ name: names.indexOf(profile), count, weight })),
    groups: rows.map(({ group }) => group ?? null),
    present: new Map(),
  };
}

function lastOf<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

describe('a search inside of another', () => {
  const outcome = (work: number): Outcome<string> => ({
    ...{ best: `at ${work}`, bound: work, isProven: false, work },
  });
  function* steps(...works: number[]): Search<string> {
    for (const work of works.slice(0, -1)) yield outcome(work);
    return { ...outcome(works.at(-1)!), isProven: true };
  }
  /** What is told on the way, as work, and the last word. */
  const told = (inner: Search<string>, budget: number, from: number): unknown => {
    const works: number[] = [];
    for (const search = within(inner, budget, from); ;) {
      const { done, value } = search.next();
      if (done === true) return [works, value.best, value.isProven];
      expect(value).toEqual(soFar(value.work));
      works.push(value.work);
    }
  };

  test('runs to its end or until its budget is done, and counts on', () => {
    expect(told(steps(1, 5, 9), Infinity, 0)).toEqual([[1, 5], 'at 9', true]);
    expect(told(steps(1, 5, 9), 6, 100)).toEqual([[101, 105], 'at 9', true]);
    expect(told(steps(1, 5, 9), 5, 100)).toEqual([[101, 105], 'at 5', false]);
    expect(told(steps(1, 5, 9), 4, 100)).toEqual([[101, 105], 'at 5', false]);
    expect(told(steps(1, 5, 9), 1, 0)).toEqual([[1], 'at 1', false]);
    expect(told(steps(1, 5, 9), 0, 0)).toEqual([[], null, false]);
  });

  test('nothing is known of what has only begun', () => {
    expect(soFar(7)).toEqual({ best: null, bound: null, isProven: false, work: 7 });
  });
});

describe('groups that are kept apart', () => {
  test('where they lose nothing by it the prices without them prove it', () => {
    // Two GPUs, two 3g on each.
    expect(answerOf(planOf(['', '']), asked(['3g.20gb', 2, 5, 'db']))).toMatchObject({
      ...{ granted: [2], value: 10, isProven: true, proof: { prices: [0] } },
    });
    // One 4g, on the empty one, and a 3g of "b" on either: the 4g is for whoever is not of "b", or the 3g stands apart.
    expect(
      answerOf(
        planOf(['', '1g.5gb@3']),
        asked(['3g.20gb', 1, 1, 'b'], ['4g.20gb', 2, 1, null], ['4g.20gb', 4, 1, 'b']),
      ),
    ).toMatchObject({ value: 2, isProven: true, proof: { prices: [0, 1], scale: 1 } });
    // All of it, once the places are found together with who gets them: one on each GPU.
    expect(
      answerOf(planOf(['', '4g.20gb@0']), asked(['1g.5gb', 1, 3, 'b'], ['2g.10gb', 1, 3, 'b'])),
    ).toMatchObject({ granted: [1, 1], value: 6, isProven: true, proof: { prices: [0, 0], scale: 1 } });
  });

  test('where they lose by it no prices prove it, and cases do', () => {
    // Six places of a 1g, four on the empty one: but one of each of three groups there, and two beside the 2g.
    const requests = ['a', 'b', 'c'].map((group) => request('1g.6gb', 2, { group }));
    const plan = planOf(['', '2g.12gb@0'], 'a30-24gb');
    const plain = answerOf(plan, requests);
    expect(plain).toMatchObject({ value: 5, bound: 5, isProven: true, proof: null, tree: null });
    const { tree } = answerOf(plan, requests, { certify: true });
    expect(leavesOf(tree ?? undefined)).toBeGreaterThan(0);
    // Where prices prove it nothing else is made.
    expect(answerOf(plan, requests.slice(1), { certify: true })).toMatchObject({ value: 4, tree: null });
  });

  // "b" a 4g on the empty one and a 1g on the other, "c" a 1g on each, and the 2g: 4 + 1 + 2 + 6.
  const four = asked(
    ['1g.5gb', 3, 1, 'b'],
    ['1g.5gb', 3, 1, 'c'],
    ['2g.10gb', 1, 6, 'a'],
    ['4g.20gb', 3, 4, 'b'],
  );
  const plan = planOf(['2g.10gb@2', '']);

  test('within a small budget what was found is an answer, and what is open stays open', () => {
    // Beside the 4g a 3g of "a" (4), and on each of the others that and a 2g of "c" (3).
    const three = planOf(['4g.20gb@0', '2g.10gb@2', '']);
    const two = asked(['3g.20gb', 5, 4, 'a'], ['2g.10gb', 3, 3, 'c'], ['2g.10gb', 3, 3, 'a']);
    expect(answerOf(three, two)).toMatchObject({ value: 18, bound: 18, isProven: true });
    const short = answerOf(three, two, { budget: 1 });
    expect(short).toMatchObject({ isProven: false, proof: null });
    expect(short.value).toBeLessThan(18);
    expect(short.bound).toBeGreaterThan(18);
    // A 2g of "a" on each (15); beside it nothing of "c" on the first, a 3g (3) on the second and a 2g (6) on the last.
    const other = planOf(['4g.20gb@0', '1g.5gb@3', '']);
    const more = asked(['3g.20gb', 5, 3, 'c'], ['2g.10gb', 3, 5, 'a'], ['2g.10gb', 1, 6, 'c']);
    expect(answerOf(other, more)).toMatchObject({ value: 24, bound: 24, isProven: true });
    const found = answerOf(other, more, { budget: 1 });
    expect(found).toMatchObject({ value: 24, isProven: false });
    expect(found.bound).toBeGreaterThan(24);
    expect(found.waiting.map(({ reason }) => reason)).not.toContain('budget');
  });

  test('where the search that keeps them apart has less by then, what fits of the one without is taken', () => {
    const layouts = ['', '4g.20gb@0'];
    const requests = asked(
      ...([
        ['2g.10gb', 2, 5, 'c'],
        ['2g.10gb', 2, 3, 'b'],
        ['4g.20gb', 2, 5, null],
      ] as const),
      ...([
        ['3g.20gb', 2, 3, 'b'],
        ['1g.10gb', 2, 1, 'a'],
      ] as const),
    );
    const found = answerOf(planOf(layouts), requests, { budget: 1 });
    expect(found).toMatchObject({ value: 15, bound: 17, isProven: false, proof: null });
    expect(found.granted.reduce((sum, count, at) => sum + count * requests[at]!.weight!, 0)).toBe(15);
    expect(answerOf(planOf(layouts), requests)).toMatchObject({ value: 17, bound: 17, isProven: true });
  });

  test('where nobody loses by it no second search is made', () => {
    const alone = (group: string | null): readonly (number | boolean)[] => {
      const rows: AdmitWish[] = [
        { profile: '3g.20gb', count: 1, weight: 1, group },
        { profile: '4g.20gb', count: 2, weight: 1, group: null },
        { profile: '4g.20gb', count: 4, weight: 1, group },
      ];
      const question = questionOf(['', '1g.5gb@3'], rows);
      const { work } = runSearch(admit(question));
      const found = lastOf(letIn(question, planOf(['', '1g.5gb@3']), new Map(), 1));
      return [found.isProven, found.isBlank, found.cuts.length, found.work - work];
    };
    expect(alone(null)).toEqual([true, false, 0, 0]);
    // Also where whoever cannot stay is followed by somebody who is worth as much.
    expect(alone('b')).toEqual([true, false, 0, 0]);
    // And of nothing that was found nobody loses.
    const nobody = lastOf(
      letIn(
        questionOf([''], [{ profile: '3g.20gb', count: 2, weight: 5, group: 'a' }]),
        planOf(['']),
        new Map(),
        0,
      ),
    );
    expect(nobody).toMatchObject({ isBlank: true, isProven: false, bound: null, cuts: [], work: 0 });
    expect(nobody.admission).toEqual({ granted: [0], value: 0, placed: [], proof: null });
  });

  test('the work of all searches is counted on', () => {
    const search = searchAdmission(plan, four, OPTIONS);
    if (!search.ok) throw new Error(search.error.code);
    const works: number[] = [];
    for (const steps = search.value(); ;) {
      const { done, value } = steps.next();
      works.push(value.work);
      if (done === true) break;
    }
    expect(works).toEqual([...works].sort((a, b) => a - b));
    expect(new Set(works).size).toBeGreaterThan(5);
  });

  test('how many more GPUs it takes is not known where the budget is done before', () => {
    // Three members each of "a" and "b", so three GPUs.
    const requests = asked(
      ['1g.5gb', 2, 1, 'a'],
      ['1g.5gb', 3, 1, 'b'],
      ['2g.10gb', 1, 1, 'c'],
      ['3g.20gb', 1, 1, 'a'],
    );
    expect(answerOf(planOf(['']), requests).extraGpus).toBe(2);
    expect(answerOf(planOf(['']), requests, { budget: 1 }).extraGpus).toBe(null);
    expect(answerOf(planOf(['']), asked(['3g.20gb', 5, 1, null])).extraGpus).toBe(2);
    // Of six 1g three go beside the 4g.
    expect(answerOf(planOf(['']), asked(['4g.20gb', 2, 1, null], ['1g.5gb', 6, 1, null])).extraGpus).toBe(1);
    expect(answerOf(planOf(['']), asked(['4g.20gb', 2, 1, null], ['1g.5gb', 7, 1, null])).extraGpus).toBe(2);
    expect(answerOf(planOf(['']), asked(['4g.20gb', 2, 1, null], ['1g.5gb', 7, 1, 'db'])).extraGpus).toBe(6);
    expect(answerOf(planOf(['']), asked(['3g.20gb', 5, 1, null]), { budget: 0 }).extraGpus).toBe(null);
  });
});

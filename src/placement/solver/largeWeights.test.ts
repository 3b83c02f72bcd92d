/** Weights of many digits: the relaxation works in floating point, and neither its end nor the proof may hang on that. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { isAccepted, allLayouts, RAW_BOARDS } from '../oracle.testing.ts';
import { admitOnto } from './admitPlan.ts';

const A100 = findBoard('a100-pcie-40gb')!;
const RAW = RAW_BOARDS.find(({ id }) => id === 'a100-pcie-40gb')!;
const NAMES = ['3g.20gb', '1g.5gb', '2g.10gb', '4g.20gb', '1g.10gb'];

/** Counts of all that a GPU can hold, without what another set has all of. */
const SETS = (() => {
  const counts = new Map<string, readonly number[]>();
  for (const layout of allLayouts(RAW, NAMES)) {
    expect(isAccepted(RAW, layout)).toBe(true);
    const own = NAMES.map((name) => layout.filter(({ profile }) => profile === name).length);
    counts.set(own.join(), own);
  }
  const all = [...counts.values()];
  return all.filter((one) => !all.some((two) => two !== one && one.every((c, i) => c <= (two[i] ?? 0))));
})();

/** The most that so many GPUs can be worth, by trying all sets on all of them. */
function mostWorth(gpus: number, counts: readonly number[], weights: readonly number[]): number {
  let most = 0;
  const add = (left: number, from: number, held: readonly number[]): void => {
    if (left === 0) {
      const worth = held.reduce((sum, c, i) => sum + Math.min(c, counts[i] ?? 0) * (weights[i] ?? 0), 0);
      most = Math.max(most, worth);
      return;
    }
    for (let at = from; at < SETS.length; at++)
      add(
        left - 1,
        at,
        held.map((c, i) => c + (SETS[at]?.[i] ?? 0)),
      );
  };
  add(
    gpus,
    0,
    NAMES.map(() => 0),
  );
  return most;
}

describe.each([5, 8, 9, 11, 13])('weights of up to %d digits, seeds 1 to 8', (digits) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %d: ends, is proven, and is right', (seed) => {
    const random = mulberry32(seed * 101 + digits);
    const weights = NAMES.map(() => Math.round((0.05 + random()) * 10 ** digits));
    const counts = NAMES.map(() => 1 + Math.floor(random() * 10));
    const requests = NAMES.map((profile, index): PlanRequest => ({
      ...{ profile, needs: null, count: counts[index] ?? 1, weight: null, group: null, extra: [] },
    }));
    const byName = new Map(NAMES.map((name, index) => [name, weights[index] ?? 0]));
    const answer = admitOnto(A100, 3, requests, { weights: byName, budget: 50_000 });
    if (!answer.ok) throw new Error(answer.error.code);
    const most = mostWorth(3, counts, weights);
    expect(answer.value).toMatchObject({ value: most, bound: most, isProven: true });
  });
});

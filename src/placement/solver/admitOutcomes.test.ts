/** Who is let in on forty GPUs: whatever the search says at a moment can be placed, and is what it says. */
import { expect, test } from 'vitest';
import { planOf } from '../standing.testing.ts';
import { admit, type Admission, type AdmitQuestion } from './admit.ts';
import { legalGpu } from './rooms.ts';
import type { Outcome } from './search.ts';
import { mulberry32 } from './seeded.ts';

const NAMES = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb'];
const LAYOUTS = ['', '1g.5gb@0', '1g.5gb@3', '2g.10gb@2', '3g.20gb@4', '1g.5gb@1 1g.5gb@5'];

function questionOf(seed: number): AdmitQuestion {
  const random = mulberry32(seed * 997);
  const below = (most: number): number => Math.floor(random() * most);
  const plan = planOf(Array.from({ length: 40 }, () => LAYOUTS[below(6)]!));
  const [host] = plan.hosts;
  return {
    gpus: host!.gpus.map((gpu) => ({ host: host!, gpu, ...legalGpu(gpu)! })),
    names: NAMES,
    wishes: NAMES.map((_, name) => ({ name, count: 1 + below(70), weight: 1 + below(100_000) })),
  };
}

/** What is wrong with an admission; empty when each GPU holds what it gets and all that is granted is placed. */
function faultsOf({ gpus, wishes }: AdmitQuestion, { granted, value, placed }: Admission): string[] {
  const faults: string[] = [];
  const counts = NAMES.map(() => 0);
  for (const { gpu, added } of placed) {
    if (added.length === 0) faults.push('nothing is added');
    let { mask } = gpu.occupancy;
    for (const position of added) {
      if ((mask & position.mask) !== 0) faults.push(`GPU ${gpu.gpu.index} is too full`);
      mask |= position.mask;
      counts[NAMES.indexOf(gpu.geometry.board.profiles[position.profileIndex]!.name)]!++;
    }
  }
  const order = placed.map(({ gpu }) => gpus.indexOf(gpu));
  if (order.some((at, index) => index > 0 && at <= order[index - 1]!))
    faults.push('not in the order of the question');
  wishes.forEach(({ count, name }, wish) => {
    if (granted[wish]! > count || granted[wish]! < 0) faults.push(`${granted[wish]} of ${count}`);
    if (counts[name] !== granted[wish]) faults.push(`${counts[name]} placed of ${granted[wish]}`);
  });
  if (value !== wishes.reduce((sum, { weight }, wish) => sum + weight * granted[wish]!, 0))
    faults.push('value');
  return faults;
}

test('12 questions by seed: every outcome holds, and values never fall nor bounds rise', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const question = questionOf(seed);
    const search = admit(question);
    const first = search.next();
    expect(first).toEqual({ done: false, value: { best: null, bound: null, isProven: false, work: 0 } });
    let before: Outcome<Admission> = { best: null, bound: null, isProven: false, work: 0 };
    for (;;) {
      const { done, value: outcome } = search.next();
      const name = `seed ${seed}, work ${outcome.work}`;
      if (outcome.best !== null) {
        expect(faultsOf(question, outcome.best), name).toEqual([]);
        expect(outcome.best.value, name).toBeGreaterThanOrEqual(before.best?.value ?? 0);
        if (outcome.bound !== null) expect(outcome.best.value, name).toBeLessThanOrEqual(outcome.bound);
      }
      if (outcome.bound !== null) expect(outcome.bound, name).toBeLessThanOrEqual(before.bound ?? Infinity);
      before = outcome;
      if (done === true) break;
      expect([outcome.isProven, outcome.best?.proof ?? null], name).toEqual([false, null]);
    }
    expect([before.isProven, before.bound]).toEqual([true, before.best!.value]);
    if (before.best!.proof !== null) expect(before.best!.proof.prices).toHaveLength(NAMES.length);
  }
});

test('profiles of which members are in groups are placed wherever they fit, for who gets which is seen later', () => {
  const plan = planOf(['', '']);
  const [host] = plan.hosts;
  const question: AdmitQuestion = {
    gpus: host!.gpus.map((gpu) => ({ host: host!, gpu, ...legalGpu(gpu)! })),
    names: ['1g.10gb', '3g.20gb'],
    wishes: [
      { name: 0, count: 2, weight: 1 },
      { name: 1, count: 1, weight: 1 },
    ],
    groups: ['a', null],
  };
  let last: Admission | null = null;
  for (const search = admit(question); ;) {
    const { done, value } = search.next();
    if (done !== true) continue;
    last = value.best;
    break;
  }
  expect(last).toMatchObject({ granted: [2, 1], value: 3 });
  const added = last!.placed.flatMap(({ gpu, added: own }) =>
    own.map(({ profileIndex }) => gpu.geometry.board.profiles[profileIndex]!.name),
  );
  // As many 3g as were granted, and all 1g.10gb that the sets have.
  expect(added.filter((name) => name === '3g.20gb')).toHaveLength(1);
  expect(added.filter((name) => name === '1g.10gb').length).toBeGreaterThanOrEqual(2);
  expect(last!.placed).toHaveLength(2);
});

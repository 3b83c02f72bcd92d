import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planArbitrary } from '../formats/planArbitrary.testing.ts';
import type { GiId } from '../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Plan } from '../model/plan.ts';
import { packPlan, unpackPlan } from './packedPlan.ts';
import { makeTemplate } from './templates.ts';

const overTheLine = (plan: Plan): Plan => unpackPlan(structuredClone(packPlan(plan)));

test('a plan comes over the line whole, seed 20261126', () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      expect(overTheLine(plan)).toEqual(plan);
    }),
    { seed: 20261126, numRuns: 300 },
  );
});

test('an empty plan stays one', () => {
  expect(overTheLine(EMPTY_PLAN)).toEqual(EMPTY_PLAN);
});

test.each([-1, 0.5, 2 ** 31, Number.MAX_SAFE_INTEGER])(
  'a start that no device has, %d, comes over too',
  (start) => {
    const plan = makeTemplate('article');
    const [host] = plan.hosts;
    const [gpu] = host?.gpus ?? [];
    if (host === undefined || gpu === undefined) throw new Error('no GPU');
    const odd = { ...gpu, instances: [makeInstance(900 as GiId, '1g.5gb', start)] };
    const hosts = [{ ...host, gpus: [odd] }];
    expect(overTheLine({ ...plan, hosts, vms: [] })).toEqual({ ...plan, hosts, vms: [] });
  },
);

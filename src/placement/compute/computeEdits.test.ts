import { expect, test } from 'vitest';
import { isUndivided } from '../../model/compute.ts';
import { findInstance, type GpuInstance, type Plan } from '../../model/plan.ts';
import { checkPlan, validatePlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { describeCommand } from '../describeCommand.ts';
import { commandMessage, violationMessage } from '../messages.ts';
import { apply, served } from '../vms/served.testing.ts';
import { planOf } from '../standing.testing.ts';
import { planWarnings, problemMessage } from '../rules/warnings.ts';

function first(plan: Plan): GpuInstance {
  const gi = plan.hosts[0]?.gpus[0]?.instances[0];
  if (gi === undefined) throw new Error('no instance');
  return gi;
}

const split = (plan: Plan, ...profiles: string[]): PlanCommand => ({
  type: 'ci/split',
  giId: first(plan).id,
  profiles,
});

const cuts = (plan: Plan): string[] =>
  first(plan).computeInstances.map(({ profile, start }) => `${profile}@${start ?? '?'}`);

/** The plan with compute instances in its first instance, as an import would have them: legal or not. */
function imported(plan: Plan, ...texts: string[]): Plan {
  const computeInstances = texts.map((text) => {
    const [profile = '', start] = text.split('@');
    return { profile, start: start === undefined ? null : Number(start), extra: [] };
  });
  const gi = { ...first(plan), computeInstances };
  const hosts = plan.hosts.map((host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((one) => (one.id === gi.id ? gi : one)),
    })),
  }));
  return { ...plan, hosts };
}

test('an instance is split in the order that is drawn, its start left to the driver, and its VM keeps it', () => {
  const plan = served(['3g.20gb@4']);
  const after = apply(plan, split(plan, '1c.3g.20gb', '2c.3g.20gb'));
  expect(cuts(after)).toEqual(['1c.3g.20gb@?', '2c.3g.20gb@?']);
  expect(after.vms).toBe(plan.vms);
  expect(validatePlan(after).ok).toBe(true);
});

test('the undivided one is kept as none at all', () => {
  const plan = planOf(['3g.20gb@4']);
  const after = apply(apply(plan, split(plan, '1c.3g.20gb', '2c.3g.20gb')), split(plan, '3g.20gb'));
  expect(first(after)).toEqual(first(plan));
  expect(apply(after, split(after))).toBe(after);
});

test('what is so already stays as it was read, with its starts', () => {
  const plan = imported(planOf(['3g.20gb@4']), '1c.3g.20gb@2', '2c.3g.20gb@0');
  expect(apply(plan, split(plan, '1c.3g.20gb', '2c.3g.20gb'))).toBe(plan);
  expect(cuts(apply(plan, split(plan, '2c.3g.20gb', '1c.3g.20gb')))).toEqual([
    '2c.3g.20gb@?',
    '1c.3g.20gb@?',
  ]);
  const whole = imported(planOf(['1g.5gb+me@0']), '1g.5gb@0');
  expect(isUndivided(first(whole))).toBe(true);
  expect(apply(whole, split(whole, '1g.5gb+me'))).toBe(whole);
});

test('a name as it is printed is kept as it is listed', () => {
  const plan = planOf(['2g.12gb+me@0'], 'a30-24gb');
  expect(cuts(apply(plan, split(plan, '1c.2g.12gb', '1c.2g.12gb')))).toEqual([
    '1c.2g.12gb+me@?',
    '1c.2g.12gb+me@?',
  ]);
});

test.each<[board: string, layout: string, profiles: string[], says: RegExp]>([
  [
    'a100-pcie-40gb',
    '4g.20gb@0',
    ['3c.4g.20gb', '1c.4g.20gb'],
    /no compute instance of 4g\.20gb, which offers/,
  ],
  ['a100-pcie-40gb', '3g.20gb@0', ['2c.3g.20gb', '2c.3g.20gb'], /at most 1 of 2c\.3g\.20gb/],
  [
    'a100-pcie-40gb',
    '3g.20gb@0',
    ['2c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'],
    /need 4 compute slices .* it has 3/,
  ],
  ['h100-sxm5-80gb', '3g.40gb@0', ['1c.3g.40gb', '2c.3g.40gb'], /H100 80GB HBM3 offers is unknown/],
  ['pg506', '3g.48gb@0', ['1c.3g.48gb'], /board pg506 is not in the catalogue/],
  ['a100-pcie-40gb', '3g.40gb@0', ['3g.40gb'], /3g\.40gb is not a profile of A100/],
])('%s: %s is not split into %j', (board, layout, profiles, says) => {
  const plan = planOf([layout], board);
  const result = applyCommand(plan, split(plan, ...profiles));
  expect(result.ok ? '' : commandMessage(result.error, plan)).toMatch(says);
});

test('an instance that is gone is not split', () => {
  const plan = planOf(['3g.20gb@0']);
  const gone = apply(plan, { type: 'gi/remove', giId: first(plan).id });
  expect(findInstance(gone, first(plan).id)).toBeUndefined();
  expect(applyCommand(gone, split(plan, '3g.20gb'))).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  });
});

test('a plan with an illegal set is kept and becomes no runbook', () => {
  const plan = imported(planOf(['3g.20gb@0 1g.5gb@4']), '2c.3g.20gb', '2c.3g.20gb');
  const found = checkPlan(plan);
  expect(found.map((one) => [one.gi?.profile, violationMessage(one, plan)])).toEqual([
    ['3g.20gb', '3g.20gb takes at most 1 of 2c.3g.20gb.'],
  ]);
  expect(validatePlan(plan).ok).toBe(false);
});

test('a split of an H100 that a text gave is no violation, and told as unknown', () => {
  const plan = imported(planOf(['3g.40gb@4'], 'h100-sxm5-80gb'), '1c.3g.40gb', '2c.3g.40gb');
  expect(checkPlan(plan)).toEqual([]);
  expect(planWarnings(plan).map((one) => problemMessage(one, plan))).toEqual([
    'Which compute instances 3g.40gb on H100 80GB HBM3 offers is unknown beyond the whole one, so 1c.3g.40gb cannot be checked.',
  ]);
});

test.each([
  [['1c.3g.20gb', '2c.3g.20gb'], 'Split 3g.20gb at slice 4 of GPU 0 on esx-01 into 1c + 2c'],
  [['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'], 'Split 3g.20gb at slice 4 of GPU 0 on esx-01 into 3 × 1c'],
  [['2c.3g.20gb'], 'Split 3g.20gb at slice 4 of GPU 0 on esx-01 into 2c'],
  [['3g.20gb'], 'Make 3g.20gb at slice 4 of GPU 0 on esx-01 one compute instance'],
])('the step into %j has a name', (profiles, name) => {
  const plan = planOf(['3g.20gb@4']);
  expect(describeCommand(split(plan, ...profiles), plan)).toBe(name);
});

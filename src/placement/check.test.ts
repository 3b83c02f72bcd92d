import { expect, test } from 'vitest';
import type { GiId, VmId } from '../model/ids.ts';
import type { Plan, Wanted } from '../model/plan.ts';
import { checkPlan, subjectOf, validatePlan } from './check.ts';
import { violationMessage } from './messages.ts';
import { planOf } from './standing.testing.ts';

function withVms(
  plan: Plan,
  rows: readonly (readonly [name: string, wants: Wanted, instance: number | null])[],
): Plan {
  return {
    ...plan,
    vms: rows.map(([name, wants, instance], index) => ({
      id: (plan.nextId + index) as VmId,
      name,
      notes: '',
      group: null,
      attachments: [{ wants, instance: instance as GiId | null, extra: [] }],
      extra: [],
    })),
    nextId: plan.nextId + rows.length,
  };
}

const three: Wanted = { kind: 'type', type: 'A100-3-20C' };

test.each([
  ['3g.20gb@0 3g.20gb@4', []],
  ['', []],
  // Of two that overlap the second is reported: the first was there.
  ['3g.20gb@0 2g.10gb@2', ['overlap']],
  ['3g.20gb@2', ['not-a-start']],
  ['1g.5gb+me@0 1g.5gb+me@1', ['maximum']],
  ['2g.20gb@0', ['not-a-profile']],
  ['4g.20gb@0 4g.20gb@0 7g.40gb@0', ['overlap', 'overlap']],
])('a GPU with %j: %j', (layout, codes) => {
  const plan = planOf([layout]);
  const violations = checkPlan(plan);
  expect(violations.map((violation) => violation.fault.code)).toEqual(codes);
  expect(validatePlan(plan).ok).toBe(codes.length === 0);
  for (const violation of violations) {
    expect(violationMessage(violation, plan)).toMatch(/^[A-Z0-9].*\.$/);
    expect(subjectOf(violation)).toBe(violation.gi?.id);
  }
});

test('an unknown board is reported even while it is empty', () => {
  expect(checkPlan(planOf([''], 'l40s')).map((v) => v.fault.code)).toEqual(['board-unknown']);
});

test('two hosts, VMs or GPUs by one name or index are reported', () => {
  const plan = planOf(['', '']);
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  const twice = withVms(
    { ...plan, hosts: [host, { ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, index: 0 })) }] },
    [
      ['a', three, null],
      ['a', three, null],
    ],
  );
  expect(checkPlan(twice).map((v) => v.fault.code)).toEqual([
    'duplicate-host-name',
    'duplicate-gpu-index',
    'duplicate-vm-name',
  ]);
});

test('VMs: waiting is fine, a wrong type, a second VM and a dangling instance are not', () => {
  const plan = planOf(['3g.20gb@0 2g.10gb@4']);
  const [three0, two4] = plan.hosts[0]?.gpus[0]?.instances ?? [];
  const all = withVms(plan, [
    ['waits', three, null],
    ['first', three, three0?.id ?? 0],
    ['second', three, three0?.id ?? 0],
    ['wrong', three, two4?.id ?? 0],
    ['gone', three, 999],
  ]);
  expect(checkPlan(all).map((v) => [v.vm?.name, v.fault.code])).toEqual([
    ['second', 'instance-full'],
    ['wrong', 'wrong-type'],
    ['gone', 'instance-gone'],
  ]);
});

/** Three hundred characters of a link can stand for this. */
const PILE = 20_000;

test('a pile of instances on one slice is told in time and in short', () => {
  const plan = planOf([Array.from({ length: PILE }, () => '1g.5gb@0').join(' ')]);
  const violations = checkPlan(plan);
  expect(violations).toHaveLength(PILE - 1);
  const longest = Math.max(...violations.map((violation) => violationMessage(violation, plan).length));
  expect(longest).toBeLessThan(400);
  expect(violationMessage(violations[PILE - 2]!, plan)).toMatch(
    / holds slice 0 and 9 more are in the way\.$/,
  );
});

test('a pile of VMs on one instance likewise: each is held against the one that is served', () => {
  const rows = Array.from({ length: PILE }, (_, n) => [`vm-${n}`, three, 3] as const);
  const plan = withVms(planOf(['3g.20gb@0']), rows);
  const violations = checkPlan(plan);
  expect(violations).toHaveLength(PILE - 1);
  expect(new Set(violations.map((violation) => violationMessage(violation, plan)))).toEqual(
    new Set(['The instance already serves vm-0, and it carries one VM.']),
  );
});

test('a reason in the words of its source ends with one full stop', () => {
  const plan = planOf(['1g.24gb+me.all@0 1g.24gb@3'], 'rtx-pro-6000-server');
  const [violation] = checkPlan(plan);
  expect(violation === undefined ? '' : violationMessage(violation, plan)).toMatch(/ profiles'\.$/);
});

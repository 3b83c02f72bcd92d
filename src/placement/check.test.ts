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

/** A plan of things that nobody knows yet: kept, told, and no runbook is made of it. */
import { expect, test } from 'vitest';
import type { VmId } from '../../model/ids.ts';
import type { Host, Plan, Vm } from '../../model/plan.ts';
import { checkPlan, validatePlan } from '../check.ts';
import { planOf } from '../standing.testing.ts';
import { planWarnings, problemMessage } from './warnings.ts';

function on(plan: Plan, fields: Partial<Host>): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, ...fields })) };
}

function waiting(type: string): Vm {
  const attachments = [{ wants: { kind: 'type', type }, instance: null, extra: [] } as const];
  return { id: 90 as VmId, name: 'vm-a', notes: '', group: null, attachments, extra: [] };
}

test.each<[platform: Host['platform'], release: string | null, isUnknown: boolean]>([
  ['esxi', '8.0 U3', false],
  ['esxi', 'ESXi 8.0 Update 1', false],
  ['esxi', null, false],
  ['esxi', '12.7 Z9', true],
  ['esxi', 'of tomorrow', true],
  ['kvm', 'vendor VFIO', false],
  ['kvm', 'vendor of tomorrow', true],
  // Rules of Kubernetes depend on no release, so any will do.
  ['kubernetes', '1.31', false],
  [null, '12.7', false],
])('release of %s %j is unknown: %j', (platform, release, isUnknown) => {
  const warnings = planWarnings(on(planOf(['3g.20gb@0']), { platform, release }));
  expect(warnings.map(({ fault }) => fault.code)).toEqual(isUnknown ? ['release-unknown'] : []);
});

test('a type that no table has is told once, and one that waits for room is not', () => {
  const plan = planOf(['']);
  const told = planWarnings({ ...plan, vms: [waiting('A100-3-21C')] });
  expect(told.map(({ fault }) => fault.code)).toEqual(['type-unknown']);
  expect(told.map((one) => problemMessage(one, plan)).join()).toContain('A100-3-21C is kept as it is');
  expect(planWarnings({ ...plan, vms: [waiting('A100-3-20C')] })).toEqual([]);
});

test.each([
  ['board-unknown', planOf(['3g.20gb@0'], 'b9-tomorrow'), /^The board b9-tomorrow is not in the catalogue/],
  ['board-unknown', planOf([''], 'NVIDIA L40S'), /^L40S has no MIG: .* MIG is on A100, /],
  ['not-a-profile', planOf(['9g.99gb@0']), /^9g\.99gb is not a profile of A100-PCIE-40GB/],
  [
    'starts-unknown',
    planOf(['1g.24gb@0'], 'rtx-pro-5000-48gb'),
    /^No public source gives the starts of 1g\.24gb/,
  ],
])('%s is told, and no runbook is made of it', (code, plan, says) => {
  const violations = checkPlan(plan);
  expect(violations.map(({ fault }) => fault.code)).toEqual([code]);
  for (const one of violations) expect(problemMessage(one, plan)).toMatch(says);
  expect(validatePlan(plan).ok).toBe(false);
});

test('a board without public starts may be in a plan while it is empty', () => {
  expect(checkPlan(planOf([''], 'rtx-pro-5000-48gb'))).toEqual([]);
});

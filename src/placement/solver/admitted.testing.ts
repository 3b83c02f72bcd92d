/** Requests let into small plans, for tests. */
import { expect } from 'vitest';
import { IdSource } from '../../model/ids.ts';
import type { Plan, PlanRequest, Vm } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { admitInto, type AdmitAnswer, type AdmitOptions } from './admitPlan.ts';

export const OPTIONS: AdmitOptions = { board: null, weights: new Map(), budget: 200_000 };

export const request = (
  profile: string | null,
  count: number,
  more: Partial<PlanRequest> = {},
): PlanRequest => ({
  ...{ profile, needs: null, count, weight: null, group: null, extra: [] },
  ...more,
});

/** The answer, of which the plan has no fault that it had not before. */
export function answerOf(
  plan: Plan,
  requests: readonly PlanRequest[],
  options: Partial<AdmitOptions> = {},
): AdmitAnswer {
  const answer = admitInto(plan, requests, { ...OPTIONS, ...options });
  if (!answer.ok) throw new Error(answer.error.code);
  const codes = (of: Plan): string[] => checkPlan(of).map(({ fault }) => fault.code);
  expect(codes(answer.value.plan)).toEqual(codes(plan));
  return answer.value;
}

/** The plan with a VM of this group on the first instance of a GPU of its first host. */
export function withMember(plan: Plan, gpu: number, group: string): Plan {
  const ids = new IdSource(plan.nextId);
  const gi = plan.hosts[0]!.gpus[gpu]!.instances[0]!;
  const vm: Vm = {
    ...{ id: ids.vm(), name: `${group}-${gpu}`, notes: '', group, extra: [] },
    attachments: [{ wants: { kind: 'profile', profile: gi.profile }, instance: gi.id, extra: [] }],
  };
  return { ...plan, vms: [...plan.vms, vm], nextId: ids.next };
}

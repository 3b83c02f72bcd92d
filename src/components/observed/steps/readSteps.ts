/** The steps of one host from what was observed to what is planned, as the page shows them. */
import type { Host, Plan } from '../../../model/plan.ts';
import { stepsBetween, type StepPlan } from '../../../placement/solver/order/planSteps.ts';
import { runSearch } from '../../../placement/solver/search.ts';
import type { Violation } from '../../../placement/check.ts';

/** Units of work: some tenths of a second for hundreds of GPUs, nothing to be seen for a host of eight. */
const BUDGET = 3_000_000;

export type StepsReading =
  | { readonly kind: 'steps'; readonly plan: StepPlan; readonly isProven: boolean }
  | { readonly kind: 'illegal'; readonly violations: readonly Violation[] };

export function readSteps(plan: Plan, host: Host): StepsReading {
  const search = stepsBetween({ ...plan, hosts: [host] }, { ...plan, hosts: [{ ...host, observed: null }] });
  if (!search.ok) return { kind: 'illegal', violations: search.error.violations };
  const { best, isProven } = runSearch(search.value(), BUDGET);
  return best === null ? { kind: 'illegal', violations: [] } : { kind: 'steps', plan: best, isProven };
}

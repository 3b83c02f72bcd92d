/** What is in doubt in the plan that is open. Apart from the other selectors, for it loads after the first paint. */
import { planWarnings, type Warning } from '../placement/rules/warnings.ts';
import type { PlanState } from './planStore.ts';
import { perPlan } from './selectors.ts';

const warningsOf = perPlan(planWarnings);

/** By rules that rest on too little to refuse; the same array until the plan changes. */
export const selectWarnings = (state: Pick<PlanState, 'plan'>): readonly Warning[] => warningsOf(state.plan);

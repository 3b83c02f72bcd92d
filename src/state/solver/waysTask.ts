/** The ways out of a refusal, as the page shows them. */
import type { Plan } from '../../model/plan.ts';
import type { Search } from '../../placement/solver/search.ts';
import { searchWays, type WayOut, type WhyQuestion } from '../../placement/solver/why.ts';
import { whyNotVm, type VmQuestion, type VmWhy } from '../../placement/solver/whyVm.ts';

export interface WaysArgs {
  readonly plan: Plan;
  readonly question: WhyQuestion;
}

export function waysFor({ plan, question }: WaysArgs): Search<readonly WayOut[]> {
  return searchWays(plan, question);
}

export interface VmWaysArgs {
  readonly plan: Plan;
  readonly question: VmQuestion;
}

/** The same for a VM, in one go. */
export function* vmWaysFor({ plan, question }: VmWaysArgs): Search<VmWhy> {
  yield { best: null, bound: null, isProven: false, work: 0 };
  const why = whyNotVm(plan, question);
  return { best: why, bound: null, isProven: why.isLegal || why.isWhole, work: 1 };
}

/** The ways out of a refusal, as the page shows them. */
import type { Plan } from '../../model/plan.ts';
import type { Search } from '../../placement/solver/search.ts';
import { searchWays, type WayOut, type WhyQuestion } from '../../placement/solver/why.ts';

export interface WaysArgs {
  readonly plan: Plan;
  readonly question: WhyQuestion;
}

export function waysFor({ plan, question }: WaysArgs): Search<readonly WayOut[]> {
  return searchWays(plan, question);
}

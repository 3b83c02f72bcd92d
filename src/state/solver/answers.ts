/**
 * Answers about a plan that were worked out to the end, as long as the plan is there: whoever undoes, or comes back to a
 * panel, has them at once. Plans never change, so an answer is never of another plan.
 */
import type { Plan } from '../../model/plan.ts';
import type { Ending } from './client.ts';

const answers = new WeakMap<Plan, Map<string, Ending<unknown>>>();

/** What was answered to the question of this name about the plan. The caller names one kind of answer by one kind of name. */
export function keptAnswer<T>(plan: Plan, name: string): Ending<T> | undefined {
  return answers.get(plan)?.get(name) as Ending<T> | undefined;
}

/** Only what has come to its end is kept. */
export function keepAnswer(plan: Plan, name: string, ending: Ending<unknown>): void {
  if (ending.how !== 'done') return;
  const own = answers.get(plan) ?? new Map<string, Ending<unknown>>();
  answers.set(plan, own.set(name, ending));
}

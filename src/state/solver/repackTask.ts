/** All instances of a plan on the fewest GPUs, as the page shows it. */
import type { Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { withCuts } from '../../placement/repackEdit.ts';
import { compact, type Retargeted, type RetargetError } from '../../placement/solver/retarget/retarget.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';
import { patchOf, type Patch } from './patch.ts';

type Figures = Pick<Retargeted, 'usedBefore' | 'used' | 'destroyed' | 'waiting' | 'leftOut'>;

export interface Repacked extends Figures {
  /** The difference to the plan that was asked about. */
  readonly patch: Patch;
}

export type RepackAnswer = Result<Repacked, RetargetError>;

export function* repackPlan({ plan }: { readonly plan: Plan }): Search<RepackAnswer> {
  const question = compact(plan, 'instances');
  if (!question.ok) return { best: err(question.error), bound: null, isProven: false, work: 1 };
  const search = question.value();
  for (;;) {
    const step = search.next();
    if (step.done === true) return repacked(plan, step.value);
    const { value } = step;
    yield {
      // An answer is a whole plan: it is made at the end, or when the search is stopped.
      get best() {
        const { best } = value;
        return best === null || best.used >= best.usedBefore ? null : repacked(plan, { ...value, best }).best;
      },
      bound: null,
      isProven: false,
      work: value.work,
    };
  }
}

function repacked(plan: Plan, { best, bound, isProven, work }: Outcome<Retargeted>): Outcome<RepackAnswer> {
  if (best === null) return { best, bound, isProven, work };
  const { usedBefore, used, destroyed, waiting, leftOut } = best;
  const patch = patchOf(plan, withCuts(plan, best.plan));
  return { best: ok({ usedBefore, used, destroyed, waiting, leftOut, patch }), bound, isProven, work };
}

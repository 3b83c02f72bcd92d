/** The steps of one host from what was observed to what is planned, as the page shows them. */
import type { HostId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { stepsBetween, type StepPlan, type StepsError } from '../../placement/solver/order/planSteps.ts';
import type { Search } from '../../placement/solver/search.ts';

export type StepsAnswer = Result<StepPlan, StepsError>;

export interface StepsArgs {
  readonly plan: Plan;
  /** One of its hosts, on which something was observed. */
  readonly hostId: HostId;
}

export function* stepsFor({ plan, hostId }: StepsArgs): Search<StepsAnswer> {
  const hosts = plan.hosts.filter(({ id }) => id === hostId);
  const target = { ...plan, hosts: hosts.map((host) => ({ ...host, observed: null })) };
  const question = stepsBetween({ ...plan, hosts }, target);
  if (!question.ok) return { best: err(question.error), bound: null, isProven: true, work: 1 };
  yield { best: null, bound: null, isProven: false, work: 0 };
  const search = question.value();
  for (;;) {
    const step = search.next();
    const { value } = step;
    if (step.done === true) {
      const { best, bound, isProven, work } = value;
      return { best: best === null ? null : ok(best), bound, isProven, work };
    }
    yield {
      // Written when the search is stopped: many answers are passed by.
      get best() {
        return value.best === null ? null : ok(value.best);
      },
      bound: value.bound,
      isProven: value.isProven,
      work: value.work,
    };
  }
}

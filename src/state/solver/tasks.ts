/** What the solver can be asked. Loaded where the work is done, never by the page's first look. */
import type { Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import type { PlanCommand } from '../../placement/commands.ts';
import type { CommandError } from '../../placement/errors.ts';
import { searchCommand } from '../../placement/searchCommand.ts';
import { searchSummary } from '../../placement/summary/searchSummary.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';
import { packRequests } from './packTask.ts';
import { admitRequests } from './admitTask.ts';
import { fleetFor } from './fleetTask.ts';
import { fitsFor } from './fitsTask.ts';
import { repackPlan } from './repackTask.ts';
import { retargetPlan } from './retargetTask.ts';
import { stepsFor } from './stepsTask.ts';
import { vmWaysFor, waysFor } from './waysTask.ts';
import { patchOf, type Patch } from './patch.ts';
import { simulatePolicies } from './simulateTask.ts';

export interface EditArgs {
  readonly plan: Plan;
  readonly command: PlanCommand;
}

/** The difference that an edit makes to the plan, or why it is refused. */
export type EditAnswer = Result<Patch, CommandError>;

function* edit({ plan, command }: EditArgs): Search<EditAnswer> {
  const search = searchCommand(plan, command);
  const answered = (outcome: Outcome<Result<Plan, CommandError>>): Outcome<EditAnswer> => {
    const { best } = outcome;
    return {
      ...outcome,
      best: best === null ? null : best.ok ? ok(patchOf(plan, best.value)) : best,
    };
  };
  for (;;) {
    const step = search.next();
    if (step.done === true) return answered(step.value);
    yield answered(step.value);
  }
}

export const TASKS = {
  edit,
  pack: packRequests,
  fleet: fleetFor,
  admit: admitRequests,
  repack: repackPlan,
  retarget: retargetPlan,
  fits: fitsFor,
  ways: waysFor,
  vmWays: vmWaysFor,
  steps: stepsFor,
  simulate: simulatePolicies,
  summary: searchSummary,
};

export type Tasks = typeof TASKS;

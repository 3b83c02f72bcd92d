/** Edits that may take long, as searches: the same command gives the same plan, a step at a time. */
import type { Plan } from '../model/plan.ts';
import { ok, type Result } from '../model/result.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import type { CommandError } from './errors.ts';
import type { Outcome, Search } from './solver/search.ts';
import { searchPlaces } from './vms/placeVms.ts';

/**
 * What `applyCommand` answers, found with a pause after each VM where many are placed. Until it ends there is no answer:
 * an edit is made whole or not at all.
 */
export function* searchCommand(plan: Plan, command: PlanCommand): Search<Result<Plan, CommandError>> {
  switch (command.type) {
    case 'vm/place':
      return yield* placed(plan, command.vmIds);
    case 'vm/addMany': {
      const added = applyCommand(plan, { ...command, place: false });
      if (!added.ok || !command.place) return answer(added);
      return yield* placed(
        added.value,
        added.value.vms.slice(plan.vms.length).map((vm) => vm.id),
      );
    }
    default:
      return answer(applyCommand(plan, command));
  }
}

function answer(result: Result<Plan, CommandError>, work = 1): Outcome<Result<Plan, CommandError>> {
  return { best: result, bound: null, isProven: false, work };
}

function* placed(...args: Parameters<typeof searchPlaces>): Search<Result<Plan, CommandError>> {
  const search = searchPlaces(...args);
  for (;;) {
    const step = search.next();
    if (step.done === true) return answer(ok(step.value.best ?? args[0]), step.value.work);
    yield { ...step.value, best: null };
  }
}

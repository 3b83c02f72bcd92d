/** Any command as a step of a store, as the page's tasks and dialogs give it (specialEdits.ts). */
import type { Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import type { CommandError } from '../placement/errors.ts';
import type { PlanStore } from './planStore.ts';

export function dispatchAny(store: PlanStore, command: PlanCommand): Result<Plan, CommandError> {
  const next = applyCommand(store.getState().plan, command);
  store.getState().settle(command, next);
  return next;
}

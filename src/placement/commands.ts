/**
 * Every edit of a plan. A command gives a new plan or an error; the old plan is never touched and untouched parts stay
 * identical. What a command does to VMs is always the same: a VM whose instance goes away waits again.
 */
import type { Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { applyEveryday, type EverydayCommand } from './everydayCommands.ts';
import { applySpecial, isSpecial, type SpecialCommand } from './specialCommands.ts';

export type PlanCommand = EverydayCommand | SpecialCommand;

/**
 * Applies one command. Pure; ids of new things continue the plan's own count. A command that changes nothing gives the same
 * plan (`===`), and so makes no step in the history.
 */
export function applyCommand(plan: Plan, command: PlanCommand): Result<Plan, CommandError> {
  return isSpecial(command) ? applySpecial(plan, command) : applyEveryday(plan, command);
}

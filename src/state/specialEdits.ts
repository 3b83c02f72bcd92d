/** Edits of tasks and dialogs as steps, and what an edit would do. Loads with them: nothing of the first look needs it. */
import type { Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { gestures, planStore } from './app.ts';

/** As `gestures.run`, for any command. */
export function runCommand(command: PlanCommand, note = ''): boolean {
  return gestures.settle(command, note, applyCommand(planStore.getState().plan, command));
}

/** What a command would do, counted before it is given. */
export interface Effect {
  readonly kept: number;
  readonly added: number;
  readonly removed: number;
  /** Names of VMs that have an instance now and would wait. */
  readonly sentToWaiting: readonly string[];
}

/** Instances are the same when their id is: commands keep the id of what they leave in its place. */
export function effectOf(plan: Plan, command: PlanCommand): Effect | null {
  const result = applyCommand(plan, command);
  if (!result.ok) return null;
  const before = instanceIds(plan);
  const after = instanceIds(result.value);
  const kept = [...before].filter((id) => after.has(id)).length;
  const waitsBefore = waitingNames(plan);
  return {
    kept,
    added: after.size - kept,
    removed: before.size - kept,
    sentToWaiting: [...waitingNames(result.value)].filter((name) => !waitsBefore.has(name)),
  };
}

function instanceIds(plan: Plan): Set<number> {
  return new Set(plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id))));
}

function waitingNames(plan: Plan): Set<string> {
  return new Set(
    plan.vms.filter((vm) => vm.attachments.some((one) => one.instance === null)).map((vm) => vm.name),
  );
}

/** Placing VMs: at once where that is quick, and by the solver where it would hold the page up. */
import type { VmCommand } from '../placement/vms/vmEdits.ts';
import { gestures, planStore } from './app.ts';
import type { Plan } from '../model/plan.ts';

/** VMs times GPUs that take about a tenth of a second: each VM may look at each GPU. */
const QUICK = 400_000;

/** How many VMs the command would place, where they are too many to be placed while the page waits; else 0. */
export function slowPlacing(plan: Plan, command: VmCommand): number {
  const count =
    command.type === 'vm/place'
      ? command.vmIds.length
      : command.type === 'vm/addMany' && command.place
        ? command.vms.length
        : 0;
  const gpus = plan.hosts.reduce((sum, host) => sum + host.gpus.length, 0);
  return count * gpus > QUICK ? count : 0;
}

/** One step, as `gestures.run`; true when it was taken. */
export async function placeMany(command: VmCommand): Promise<boolean> {
  const count = slowPlacing(planStore.getState().plan, command);
  if (count === 0) return gestures.run(command);
  const { runLargeEdit } = await import('./solver/largeEdit.ts');
  return runLargeEdit(command, count);
}

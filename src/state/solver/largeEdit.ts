/** Edits that would hold the page up, worked out by the solver and then taken as the one step that they are. */
import { ok } from '../../model/result.ts';
import { describeCommand } from '../../placement/describeCommand.ts';
import type { VmCommand } from '../../placement/vms/vmEdits.ts';
import { gestures, planStore, uiStore } from '../app.ts';
import { solverFaultMessage } from './messages.ts';
import { applyPatch } from './patch.ts';
import { solver } from './solver.ts';

/** The same step as `gestures.run`, later. True when it was taken. */
export async function runLargeEdit(command: VmCommand, vms: number): Promise<boolean> {
  const { plan } = planStore.getState();
  // One at a time: the second would be worked out for a plan that the first is about to change.
  if (uiStore.getState().work !== null) return false;
  const label = describeCommand(command, plan);
  const run = solver.start(
    'edit',
    { plan, command },
    // Each VM is looked at once or twice.
    { onProgress: ({ work }) => show(Math.min(1, work / (2 * vms))) },
  );
  const show = (share: number): void => uiStore.setState({ work: { label, share, cancel: run.cancel } });
  show(0);
  const ending = await run.ended;
  uiStore.setState({ work: null });
  if (ending.how === 'fault') {
    gestures.say(solverFaultMessage(ending.fault), 'refused');
    return false;
  }
  const { best } = ending.outcome;
  if (best === null) {
    gestures.say(`${label}: stopped. Nothing in the plan has changed.`);
    return false;
  }
  if (planStore.getState().plan !== plan) {
    gestures.say(`${label}: the plan has changed meanwhile, so nothing was done. Do it again.`, 'refused');
    return false;
  }
  return gestures.settle(command, '', best.ok ? ok(applyPatch(plan, best.value)) : best);
}

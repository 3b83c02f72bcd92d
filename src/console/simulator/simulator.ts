/** The simulated terminal, as whoever draws or prints it needs it. */
export { complete, type Completion } from './complete.ts';
export { commandsFor } from './commandsFor.ts';
export { machineOf } from './fromPlan.ts';
export { assumptions, hintMessage } from './hints.ts';
export { findVm, type Machine, type SimVm } from './machine.ts';
export { promptOf } from './prompt.ts';
export { runInVm, runLine, runLines, runWords, type CommandOutput } from './run.ts';
export { observedGpus } from './toPlan.ts';
export { powerErrorMessage, powerOff, powerOn } from './vms.ts';

/** The simulated terminal, as whoever draws or prints it needs it. */
export { complete, type Completion } from './complete.ts';
export { machineOf, type MachineOptions } from './fromPlan.ts';
export { assumptions, hintMessage, type Hint } from './hints.ts';
export { isGuest, type Machine, type SimVm } from './machine.ts';
export { promptOf } from './prompt.ts';
export { runInVm, runLine, runLines, runWords, type CommandOutput } from './run.ts';
export { observedGpus } from './toPlan.ts';
export { powerErrorMessage, powerOff, powerOn, type PowerError } from './vms.ts';

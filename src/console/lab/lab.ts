/** The article as a lab, as the page that shows it needs it. */
export { actInLab, labErrorMessage, vgpuTypesOffered, type LabAction, type LabError } from './actions.ts';
export { makeLabText, parseLabText, labTextErrorMessage, type LabTextError } from './labText.ts';
export { isLabFinished, labProgress, stepsReached, type StepProgress } from './reached.ts';
export { runInLab, runLinesInLab, type LabOutput } from './run.ts';
export { LAB_VMS, machineAt, startLab, type LabState, type LabStepId } from './state.ts';
export { LAB_STEPS, type LabDo, type LabStep } from './steps.ts';

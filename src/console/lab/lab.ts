/** The article as a lab, as the page that shows it needs it. */
export {
  actInLab,
  labActionName,
  labErrorMessage,
  vgpuOf,
  vgpuTypesOffered,
  type LabAction,
  type LabError,
} from './actions.ts';
export {
  guideOf,
  makeMarksText,
  marksAfter,
  marksWithAllOf,
  marksWithin,
  obstacleOf,
  parseMarksText,
  type LabMarks,
  type StepGuide,
} from './guide.ts';
export { makeLabText, parseLabText, labTextErrorMessage, type LabTextError } from './labText.ts';
export { isLabFinished, labProgress, stepsReached, type StepProgress } from './reached.ts';
export { labMoments } from './replay.ts';
export { runInLab, labLinesOf, runLinesInLab, type LabOutput } from './run.ts';
export { HOST, LAB_VMS, machineAt, startLab, type LabState, type LabStepId } from './state.ts';
export { LAB_STEPS, type LabDo, type LabStep } from './steps.ts';

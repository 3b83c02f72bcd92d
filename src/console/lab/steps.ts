/** The steps of the lab in our own words, in the order of the article. */
import type { Confidence } from '../../model/platform.ts';
import type { RuleSourceId } from '../../model/ruleSources.ts';
import type { LabAction } from './actions.ts';
import { HOST_STEPS } from './hostSteps.ts';
import { INSTANCE_STEPS } from './instanceSteps.ts';
import type { LabStepId } from './state.ts';
import { VM_STEPS } from './vmSteps.ts';

/** A line to type, or something to click, with what it shows. */
export type LabDo =
  | {
      readonly kind: 'line';
      /** "host", or the VM whose terminal it is typed in. */
      readonly at: string;
      readonly line: string;
      /** As the article prints it, where that differs; null where it is the same or the article leaves it out. */
      readonly asPrinted: string | null;
      /** Texts that the answer holds. */
      readonly shows: readonly string[];
      /** The exit status; other than 0 where a refusal is what is to be seen. */
      readonly status: number;
    }
  | {
      readonly kind: 'action';
      /** Where it is done, and what: "vSphere Client: ...". */
      readonly label: string;
      readonly action: LabAction;
    };

/** What is otherwise today, and how sure that is. */
export interface LabChange {
  readonly text: string;
  readonly confidence: Confidence;
  readonly source: RuleSourceId | null;
}

export interface LabStep {
  readonly id: LabStepId;
  readonly title: string;
  readonly why: string;
  readonly todo: readonly LabDo[];
  readonly lookFor: string;
  /** Empty where the article still holds as it stands. */
  readonly changed: readonly LabChange[];
  /** Where the step itself is written. */
  readonly source: RuleSourceId;
  readonly confidence: Confidence;
}

export const LAB_STEPS: readonly LabStep[] = [...HOST_STEPS, ...INSTANCE_STEPS, ...VM_STEPS];

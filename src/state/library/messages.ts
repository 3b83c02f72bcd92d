/** Sentences about keeping plans: what happened, and what would help. */
import { assertNever } from '../../model/assert.ts';
import { formatErrorMessage } from '../../formats/messages.ts';
import type { StorageFault } from './database.ts';
import type { LibraryError } from './library.ts';

/** Why the plan is not kept in this browser, in one sentence. */
export function faultMessage(fault: StorageFault): string {
  switch (fault.code) {
    case 'blocked':
      return 'This browser keeps no data for the page.';
    case 'full':
      return 'The browser’s storage for the page is full.';
    case 'older-tab':
      return 'Another tab with an older version of MIG Planner holds the plans: close it.';
    case 'newer-page':
      return 'A newer version of MIG Planner has the plans in this browser: load this page again.';
    case 'no-answer':
      return 'The browser has not answered yet whether the plan is stored.';
    case 'failed':
      return `The browser could not store the plan (${fault.detail}).`;
    default:
      return assertNever(fault);
  }
}

/** The same with what to do about it: nothing is lost as long as the page stays open. */
export function unsavedMessage(fault: StorageFault): string {
  return `Not saved. ${faultMessage(fault)} Download the plan before you leave.`;
}

/** Of a plan that was put aside for another that is only read: nothing else is opened over the two. */
export function asideMessage(name: string): string {
  return `${name} could not be saved in this browser, and would be lost: go back to it and download it first.`;
}

export const CONFLICT = 'This plan was changed in another tab as well: choose which one goes on.';

/** Why something was not done with the plan of this name. */
export function libraryErrorMessage(error: LibraryError, name: string): string {
  switch (error.code) {
    case 'storage':
      return faultMessage(error.fault);
    case 'not-there':
      return `${name} is not there any more.`;
    case 'unreadable':
      return error.error === null
        ? `${name} cannot be read: its text is gone.`
        : `${name} cannot be read. ${formatErrorMessage(error.error)} Its text can be downloaded as it is.`;
    case 'unsaved':
      if (error.aside !== null) return asideMessage(error.aside);
      return 'The plan that is open could not be saved in this browser: download it first.';
    case 'refused':
      return error.why;
    case 'changed':
      return `${name} was changed in another tab at the same moment: try again.`;
    default:
      return assertNever(error);
  }
}

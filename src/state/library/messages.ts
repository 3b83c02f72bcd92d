/** Sentences about keeping plans: what happened, and what would help. */
import { assertNever } from '../../model/assert.ts';
import type { StorageFault } from './database.ts';

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

export const CONFLICT = 'This plan was changed in another tab as well: choose which one goes on.';

/** The sentences of this room: why a plan cannot be written in a format. */
import { assertNever } from '../model/assert.ts';
import type { Plan } from '../model/plan.ts';
import { migScriptErrorMessage } from '../formats/messages.ts';
import { makeShortList } from '../placement/messages.ts';
import type { ExportError } from './exportPlan.ts';

export function exportErrorMessage(error: ExportError, plan: Plan): string {
  switch (error.code) {
    case 'plan-illegal': {
      const count = error.violations.length;
      return `The plan breaks ${count === 1 ? 'a rule' : `${count} rules`}, so no runbook can be made of it.`;
    }
    case 'host-needed':
      return plan.hosts.length === 0
        ? 'The plan has no host.'
        : `This format speaks of one host, and the plan has ${makeShortList(error.hosts)}.`;
    case 'script':
      return migScriptErrorMessage(error.error);
    default:
      return assertNever(error);
  }
}

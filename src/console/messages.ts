/** The sentences of this room: why a plan cannot be written in a format. */
import { assertNever } from '../model/assert.ts';
import type { Plan } from '../model/plan.ts';
import { migScriptErrorMessage } from '../formats/messages.ts';
import { gpuName, makeShortList } from '../placement/messages.ts';
import type { Violation } from '../placement/check.ts';
import type { ExportError } from './exports/exportDefinition.ts';

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
    case 'gpu-needed':
      return error.gpus.length === 0
        ? 'The plan has no GPU.'
        : `This format speaks of one GPU, and the plan has GPU ${makeShortList(error.gpus)}.`;
    case 'vm-needed':
      return error.vms.length === 0
        ? 'The plan has no VM.'
        : `This format speaks of one VM, and the plan has ${makeShortList(error.vms)}.`;
    case 'script':
      return migScriptErrorMessage(error.error);
    default:
      return assertNever(error);
  }
}

/** That a text is not of the whole plan: "Left out of the text, for nothing is known of it: GPU 1 on esx-01 and what VMs have there." */
export function leftOutMessage(leftOut: readonly Violation[]): string {
  const names = leftOut.map(({ fault, host, gpu, vm }) =>
    fault.code === 'wrong-type' || gpu === null || host === null
      ? (vm?.name ?? 'a VM')
      : `${gpuName({ host, gpu })} and what VMs have there`,
  );
  return `Left out of the text, for nothing is known of it: ${makeShortList([...new Set(names)])}.`;
}

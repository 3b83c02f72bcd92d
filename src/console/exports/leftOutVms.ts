/** What recipes for vGPUs say of the VMs that they leave out. */
import type { Vm } from '../../model/plan.ts';
import { makeShortList } from '../../placement/messages.ts';

export function withoutType(vms: readonly Vm[]): string {
  return `Left out, for it is not said or not public which vGPU type is meant: ${makeShortList(vms.map(({ name }) => name))}.`;
}

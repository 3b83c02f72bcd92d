/** What a vSphere admin expects: the runbook of a host, its power-on order, and vGPUs onto VMs in bulk. */
import type { GpuId } from '../../model/ids.ts';
import type { Host, Vm } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { makeList } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { vmMmio } from '../../placement/vms/vmMmio.ts';
import {
  makeEsxiRunbook,
  makePowerOnRunbook,
  type RunbookOptions,
} from '../../formats/vsphere/esxiRunbook.ts';
import { assignedVms } from '../../formats/vgpu/assignedVms.ts';
import { leftOutLines, ordersOf } from './bareMetalExports.ts';
import type { ExportDefinition, ValidContext, WriteError } from './exportDefinition.ts';
import { anyOrder, powerOnPlanOf } from './powerOnPlan.ts';

export const VSPHERE_EXPORTS = {
  'vsphere-runbook': {
    audience: 'vsphere',
    name: 'ESXi runbook',
    about: 'one host, from firmware to container',
    needsValid: true,
    scope: 'host',
    extension: 'md',
    aliases: ['esxi', 'esxi-runbook'],
    uses: [],
    carriesPlan: true,
    write: (context) => {
      const options = runbookOptions(context);
      if (!options.ok) return options;
      const { host, form } = options.value;
      return ok({ text: makeEsxiRunbook(context.plan, options.value), title: `${host.name} ${form}` });
    },
  },
  'power-on-runbook': {
    audience: 'vsphere',
    name: 'Power-on runbook',
    about: 'one host’s VMs in order, with gates',
    needsValid: true,
    scope: 'host',
    extension: 'md',
    aliases: ['power-on'],
    uses: [],
    carriesPlan: true,
    write: (context) => {
      const options = runbookOptions(context);
      if (!options.ok) return options;
      const { host, powerOn } = options.value;
      if (powerOn.rows.length === 0) return err({ code: 'no-vms', platform: 'esxi' });
      return ok({ text: makePowerOnRunbook(context.plan, options.value), title: `${host.name} power-on` });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

/** All that the runbooks print and that has to be worked out first. */
function runbookOptions({
  plan,
  whole,
  host,
  leftOut,
  sharedPlan,
}: ValidContext): Result<RunbookOptions, WriteError> {
  if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
  if (host.platform !== null && host.platform !== 'esxi') {
    return err({ code: 'other-platform', host: host.name, needs: 'esxi' });
  }
  const form = creationOf(host);
  const { assigned } = assignedVms(plan, 'esxi', host);
  return ok({
    host,
    form,
    orders: ordersOf(host),
    leftover: leftoverOf(host),
    powerOn: form === 'power-on' ? powerOnPlanOf(plan, host) : anyOrder(plan, assigned),
    mmio: new Map(assigned.map(({ vm }) => [vm.id, mmioOf(plan, vm)])),
    sharedPlan: sharedPlan(),
    leftOut: leftOutLines(whole, leftOut),
  });
}

function mmioOf(plan: ValidContext['plan'], vm: Vm): number | null {
  const mmio = vmMmio(plan, vm);
  return mmio !== null && 'sizeGiB' in mmio ? mmio.sizeGiB : null;
}

/** "3 compute slices are free and no profile can use them", GPU by GPU. */
function leftoverOf(host: Host): Map<GpuId, string> {
  const sentences = new Map<GpuId, string>();
  for (const gpu of host.gpus) {
    if (gpu.instances.length === 0) continue;
    const { strandedCompute, strandedMemory, computeUsed, computeTotal, memoryUsed, memoryTotal } =
      sliceUse(gpu);
    const parts = [
      ...(strandedCompute.length > 0 ? [`compute slice ${makeList(strandedCompute)}`] : []),
      ...(strandedMemory.length > 0 ? [`memory slice ${makeList(strandedMemory)}`] : []),
    ];
    const isFull = memoryUsed === memoryTotal || computeUsed === computeTotal;
    const limit = memoryUsed === memoryTotal ? 'memory' : 'compute';
    if (isFull) {
      sentences.set(
        gpu.id,
        `No further instance fits, for all ${limit} slices are taken${parts.length > 0 ? `; ${makeList(parts)} can be used by none` : ''}.`,
      );
    } else if (parts.length > 0) sentences.set(gpu.id, `Of the rest ${makeList(parts)} can be used by none.`);
  }
  return sentences;
}

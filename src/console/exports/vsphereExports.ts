/** What a vSphere admin expects: the runbook of a host, its power-on order, and vGPUs onto VMs in bulk. */
import type { GpuId } from '../../model/ids.ts';
import { vmsByInstance, type Creation, type Host, type ValidPlan, type Vm } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { counted, makeList, makeShortList } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { vmMmio } from '../../placement/vms/vmMmio.ts';
import {
  makeEsxiRunbook,
  makePowerOnRunbook,
  type RunbookOptions,
} from '../../formats/vsphere/esxiRunbook.ts';
import { isForAnsible, makeAnsible } from '../../formats/vsphere/ansible.ts';
import { isForGovc, isPathToGovc, makeGovc } from '../../formats/vsphere/govc.ts';
import { makePowercli, type VgpuScriptOptions } from '../../formats/vsphere/powercli.ts';
import { makeVmSettings } from '../../formats/vsphere/vmSettings.ts';
import { assignedVms, type AssignedVm } from '../../formats/vgpu/assignedVms.ts';
import { leftOutLines, ordersOf } from './bareMetalExports.ts';
import type { ExportDefinition, ValidContext, WriteError } from './exportDefinition.ts';
import { anyOrder, powerOnPlanOf } from './powerOnPlan.ts';
import { VSPHERE_ROWS } from './rows/vsphereRows.ts';

export const VSPHERE_EXPORTS = {
  'vsphere-runbook': {
    ...VSPHERE_ROWS['vsphere-runbook'],
    needsValid: true,
    write: (context) => {
      const options = runbookOptions(context);
      if (!options.ok) return options;
      const { host, form } = options.value;
      return ok({ text: makeEsxiRunbook(context.plan, options.value), title: `${host.name} ESXi ${form}` });
    },
  },
  'power-on-runbook': {
    ...VSPHERE_ROWS['power-on-runbook'],
    needsValid: true,
    write: (context) => {
      const options = runbookOptions(context);
      if (!options.ok) return options;
      const { host, powerOn } = options.value;
      if (powerOn.rows.length === 0) return err({ code: 'no-vms', platform: 'esxi' });
      return ok({ text: makePowerOnRunbook(context.plan, options.value), title: `${host.name} power-on` });
    },
  },
  powercli: {
    ...VSPHERE_ROWS.powercli,
    needsValid: true,
    write: (context) => {
      const vms = vmsFor(context, hasAllTypes, WITHOUT_TYPE);
      if (!vms.ok) return vms;
      const { named, options } = vms.value;
      return ok({
        text: makePowercli(named, options),
        title: `${context.plan.name} vGPUs`,
        remarks: options.leftOut,
      });
    },
  },
  govc: {
    ...VSPHERE_ROWS.govc,
    needsValid: true,
    write: (context) => {
      const vms = vmsFor(context, isForGovc, WITHOUT_GOVC);
      if (!vms.ok) return vms;
      const { named, options } = vms.value;
      return ok({
        text: makeGovc(named, options),
        title: `${context.plan.name} govc`,
        remarks: [...options.leftOut, 'Commands for a terminal carry no plan.'],
      });
    },
  },
  ansible: {
    ...VSPHERE_ROWS.ansible,
    needsValid: true,
    write: (context) => {
      const vms = vmsFor(context, isForAnsible, WITHOUT_ANSIBLE);
      if (!vms.ok) return vms;
      const { named, options } = vms.value;
      return ok({
        text: makeAnsible(named, options),
        title: `${context.plan.name} vGPUs`,
        remarks: options.leftOut,
      });
    },
  },
  'vm-settings': {
    ...VSPHERE_ROWS['vm-settings'],
    needsValid: true,
    write: (context) => {
      const vms = vmsFor(
        context,
        () => true,
        () => [],
      );
      if (!vms.ok) return vms;
      const { named, options } = vms.value;
      return ok({
        text: makeVmSettings(named, options),
        title: `${context.plan.name} VM settings`,
        remarks: options.leftOut,
      });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

/** Why VMs are not in a text: a sentence for each reason that some of them have. */
type WhyWithout = (unfit: readonly AssignedVm[]) => readonly string[];

const hasAllTypes = ({ vgpus }: AssignedVm): boolean => vgpus.every(({ type }) => type !== null);

function leftOutFor(why: string, vms: readonly AssignedVm[]): string[] {
  return vms.length === 0 ? [] : [`Left out, for ${why}: ${makeShortList(vms.map(({ vm }) => vm.name))}.`];
}

const WITHOUT_TYPE: WhyWithout = (unfit) =>
  leftOutFor(
    'the plan does not say which vGPU type is meant, or it is not public',
    unfit.filter((one) => !hasAllTypes(one)),
  );
const WITHOUT_GOVC: WhyWithout = (unfit) => [
  ...leftOutFor(
    'govc takes a mark in the name for a path or a pattern',
    unfit.filter((one) => isPathToGovc(one)),
  ),
  ...leftOutFor(
    'the ESXi name of a vGPU type is not public, and govc wants it whole',
    unfit.filter((one) => !isPathToGovc(one)),
  ),
];
const WITHOUT_ANSIBLE: WhyWithout = (unfit) => [
  ...WITHOUT_TYPE(unfit),
  ...leftOutFor('the module gives a VM no second vGPU of one type', unfit.filter(hasAllTypes)),
];

/** The VMs that a text for many is of, and what it says of the others. */
function vmsFor(
  { plan, sharedPlan }: ValidContext,
  isFor: (vm: AssignedVm) => boolean,
  others: WhyWithout,
): Result<{ readonly named: readonly AssignedVm[]; readonly options: VgpuScriptOptions }, WriteError> {
  const { assigned, waiting, elsewhere } = assignedVms(plan, 'esxi');
  const named = assigned.filter(isFor);
  const namesOf = (vms: readonly Vm[]): string => makeShortList(vms.map(({ name }) => name));
  const unfit = others(assigned.filter((one) => !isFor(one)));
  if (named.length === 0) {
    return err({ code: 'no-vms', platform: 'esxi', ...(unfit.length === 0 ? {} : { why: unfit.join(' ') }) });
  }
  const leftOut = [
    ...unfit,
    ...(waiting.length > 0 ? [`Left out, for they have no place in the plan yet: ${namesOf(waiting)}.`] : []),
    ...(elsewhere > 0 ? [`Left out: ${counted(elsewhere, 'VM')} on hosts of other platforms.`] : []),
  ];
  const mmio = new Map(named.map(({ vm }) => [vm.id, mmioOf(plan, vm)]));
  return ok({ named, options: { planName: plan.name, mmio, sharedPlan: sharedPlan(), leftOut } });
}

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
    leftover: leftoverOf(plan, host, form),
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

/** What no further instance can use of a GPU, and why, GPU by GPU; without names. */
function leftoverOf(plan: ValidPlan, host: Host, form: Creation): Map<GpuId, string> {
  const held = vmsByInstance(plan);
  const sentences = new Map<GpuId, string>();
  for (const gpu of host.gpus) {
    // At power-on only what a VM has comes to be, and where is not the plan's choice.
    const instances = form === 'pre-create' ? gpu.instances : gpu.instances.filter(({ id }) => held.has(id));
    if (instances.length === 0) continue;
    const use = sliceUse({ ...gpu, instances });
    const stranded =
      form === 'power-on'
        ? []
        : [
            ...(use.strandedCompute.length > 0 ? [`compute slice ${makeList(use.strandedCompute)}`] : []),
            ...(use.strandedMemory.length > 0 ? [`memory slice ${makeList(use.strandedMemory)}`] : []),
          ];
    const isFull = use.memoryUsed === use.memoryTotal || use.computeUsed === use.computeTotal;
    const limit = use.memoryUsed === use.memoryTotal ? 'memory' : 'compute';
    if (isFull) {
      const rest = stranded.length > 0 ? `; ${makeList(stranded)} can be used by no instance` : '';
      sentences.set(gpu.id, `No further instance fits, for all ${limit} slices are taken${rest}.`);
    } else if (stranded.length > 0) {
      sentences.set(gpu.id, `Of the rest ${makeList(stranded)} can be used by no instance.`);
    }
  }
  return sentences;
}

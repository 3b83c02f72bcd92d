/** The sentences of this room: why a plan cannot be written in a format. */
import { assertNever } from '../model/assert.ts';
import type { Plan, Platform } from '../model/plan.ts';
import { migScriptErrorMessage } from '../formats/messages.ts';
import { gpuName, makeShortList } from '../placement/messages.ts';
import type { LibvirtNameFault } from '../formats/encode/libvirt.ts';
import type { Violation } from '../placement/check.ts';
import type { ExportError, ExportOptions, ExportRow, StartsHeld } from './exports/exportDefinition.ts';

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
    case 'checkpoint':
      return error.error.code === 'number-unknown'
        ? `GPU ${error.error.gpuIndex}: the number that NVML has for ${error.error.profile} or for what it is cut into is not public, and a checkpoint needs it; plan another profile.`
        : migScriptErrorMessage(error.error);
    case 'made-at-power-on':
      return `The hypervisor of ${error.host} creates GPU instances itself when a VM powers on, so there is nothing to make at boot.`;
    case 'other-platform':
      return `${error.host} is no ${PLATFORM_NAMES[error.needs]} host, and this text is for one.`;
    case 'no-vms':
      if (error.why !== undefined) return `There is nothing to write. ${error.why}`;
      return `No VM has its place on a host with ${PLATFORM_NAMES[error.platform]}, so there is nothing to write.`;
    case 'libvirt-name':
      return `libvirt takes no domain called ${error.vm}, for ${LIBVIRT_FAULTS[error.fault]}; call the VM otherwise.`;
    case 'function-unknown':
      return `Which virtual function ${error.vm} gets is known only when its vGPU is made; the vendor VFIO recipe prints the element for its domain then.`;
    default:
      return assertNever(error);
  }
}

const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  esxi: 'ESXi',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'bare-metal': 'bare-metal',
};

const LIBVIRT_FAULTS: Readonly<Record<LibvirtNameFault, string>> = {
  slash: 'it makes file names of them and this one has a "/"',
  digits: 'virsh takes digits alone for the number of a running domain',
  blank: 'there is nothing to see',
};

/** That a text is not of the whole plan: "Left out of the text, for nothing is known of it: GPU 1 on esx-01 and what VMs have there." */
export function leftOutMessage(leftOut: readonly Violation[]): string {
  const names = leftOut.map(({ fault, host, gpu, vm }) =>
    fault.code === 'wrong-type' || gpu === null || host === null
      ? (vm?.name ?? 'a VM')
      : `${gpuName({ host, gpu })} and what VMs have there`,
  );
  return `Left out of the text, for nothing is known of it: ${makeShortList([...new Set(names)])}.`;
}

const STARTS_SENTENCES: Readonly<Record<StartsHeld, string>> = {
  exact: 'Says where each instance starts.',
  creation:
    'Says where each instance starts if you create them yourself; the order of power-on if the hypervisor does.',
  script: 'Holds no starts itself: the nvidia-smi script, which runs with it, does.',
  order: 'Holds the order of power-on; the hypervisor picks the starts.',
  counts: 'Counts the instances of each profile; it cannot say where they start.',
  none: 'Says who gets what, not where it is on the GPU.',
};

/** What a text carries: whether it says where instances are, and that the plan can be had back from it; that it cannot is among its remarks. */
export function carriedMessage(row: ExportRow, { starts }: Pick<ExportOptions, 'starts'>): string {
  const held =
    row.uses.includes('starts') && row.starts === 'exact' && starts === 'driver'
      ? 'Holds the order of creation; the driver picks the starts.'
      : STARTS_SENTENCES[row.starts];
  return row.carriesPlan ? `${held} Import brings the whole plan back from it.` : held;
}

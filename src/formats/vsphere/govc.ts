/**
 * govc commands that give VMs their vGPUs, one line each, for a terminal. govc takes a name for the path of an inventory with
 * patterns in it, so a VM whose name holds such a mark has no line: it would mean others.
 */
import { shellArgument, shellComment } from '../encode/shell.ts';
import { esxiTypeName, type AssignedVm } from '../vgpu/assignedVms.ts';
import type { VgpuScriptOptions } from './powercli.ts';

/** Marks that mean something in a path of govc. */
const PATH_MARK = /[*?[\]\\/]/;

/** Whether govc can be told this VM by its name, and every of its types is known by its whole name. */
export function isForGovc({ vm, vgpus }: AssignedVm): boolean {
  return !PATH_MARK.test(vm.name) && vgpus.every(({ type }) => type !== null && type.esxiName !== null);
}

/** `vms`: those for govc, at least one, VMs and hosts in the order of the plan. */
export function makeGovc(vms: readonly AssignedVm[], { mmio }: Pick<VgpuScriptOptions, 'mmio'>): string {
  const lines: string[] = [
    shellComment('VMs powered off; GOVC_URL and its credentials set. What each host offers:'),
    ...[...new Set(vms.map(({ host }) => host.name))]
      .filter((name) => !PATH_MARK.test(name))
      .map((name) => `govc gpu.host.profile.ls -host=${shellArgument(name)}`),
    shellComment('Settings, then the vGPUs. Firmware has to be EFI; adding twice gives a VM two.'),
  ];
  for (const { vm, vgpus } of vms) {
    const name = shellArgument(vm.name);
    const size = mmio.get(vm.id) ?? null;
    lines.push(
      `govc vm.change -vm=${name} -memory-pin=true -e pciPassthru.use64bitMMIO=TRUE${size === null ? '' : ` -e pciPassthru.64bitMMIOSizeGB=${size}`}`,
      ...vgpus.flatMap(({ type }) =>
        type === null ? [] : [`govc gpu.vm.add -vm=${name} -profile=${esxiTypeName(type)}`],
      ),
      `govc gpu.vm.info -vm=${name}`,
    );
  }
  lines.push(shellComment('To take them back (all vGPUs of a VM): govc gpu.vm.remove -vm=NAME'));
  return `${lines.join('\n')}\n`;
}

/**
 * govc commands that give VMs their vGPUs, one line each, for a terminal. govc takes a name for the path of an inventory with
 * patterns in it, so a VM whose name holds such a mark has no line: it would mean others.
 */
import { shellArgument, shellComment } from '../encode/shell.ts';
import { esxiTypeName, type AssignedVm } from '../vgpu/assignedVms.ts';
import type { VgpuScriptOptions } from './powercli.ts';

/** Marks that mean something in a path of govc. */
const PATH_MARK = /[*?[\]\\/]/;

/** Whether govc takes the name of this VM for a path or a pattern. */
export function isPathToGovc({ vm }: AssignedVm): boolean {
  return PATH_MARK.test(vm.name);
}

/** Whether govc can be told this VM by its name, and every of its types is known by its whole name. */
export function isForGovc(one: AssignedVm): boolean {
  return !isPathToGovc(one) && one.vgpus.every(({ type }) => type !== null && type.esxiName !== null);
}

/** `vms`: those for govc, at least one, VMs and hosts in the order of the plan. */
export function makeGovc(
  vms: readonly AssignedVm[],
  { mmio, leftOut }: Pick<VgpuScriptOptions, 'mmio' | 'leftOut'>,
): string {
  const lines: string[] = [
    ...leftOut.map(shellComment),
    shellComment(
      'GOVC_URL and its credentials are set, and the VMs are powered off. First what each host offers: every -profile below has to be listed.',
    ),
    ...[...new Set(vms.map(({ host }) => host.name))]
      .filter((name) => !PATH_MARK.test(name))
      .map((name) => `govc gpu.host.profile.ls -host=${shellArgument(name)}`),
    shellComment(
      'Then VM by VM settings, vGPUs, and what it has now. The firmware has to be EFI. Run gpu.vm.add once: a second time gives the VM a second vGPU.',
    ),
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
  lines.push(
    shellComment(
      'Roll-back, with the VM powered off; it takes all vGPUs of that VM: govc gpu.vm.remove -vm=NAME',
    ),
  );
  return `${lines.join('\n')}\n`;
}

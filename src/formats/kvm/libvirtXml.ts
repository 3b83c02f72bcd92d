/** The vGPUs of a VM as libvirt takes them: the devices of its domain, to be put into its XML. */
import type { Vm } from '../../model/plan.ts';
import { CARRIER } from '../carrier.ts';
import { encodeXml } from '../encode/xml.ts';
import type { KvmVgpu } from './kvmVgpus.ts';

/**
 * A domain with a name and its mediated devices and nothing else. `vgpus`: those of the VM. No name is in a comment, where
 * "--" would end it; the plan is in the metadata, which libvirt keeps.
 */
export function makeLibvirtXml(vm: Vm, vgpus: readonly KvmVgpu[], sharedPlan: string | null): string {
  const devices = vgpus.flatMap(({ uuid }) => [
    '    <hostdev mode="subsystem" type="mdev" managed="no" model="vfio-pci">',
    '      <source>',
    `        <address uuid="${encodeXml(uuid)}"/>`,
    '      </source>',
    '    </hostdev>',
  ]);
  return [
    '<!-- Put the <hostdev> elements into <devices> of the domain (virsh edit), and the metadata beside it. The mediated',
    '     devices have to be there before the VM starts: the mdev recipe of the same plan makes them. Whether it worked: the',
    '     VM starts, and nvidia-smi -L in its guest lists the vGPU. Back, with the VM off: the same elements out again. -->',
    '<domain type="kvm">',
    `  <name>${encodeXml(vm.name)}</name>`,
    ...(sharedPlan === null
      ? []
      : [
          '  <metadata>',
          `    <${CARRIER} xmlns="urn:mig-planner">${encodeXml(sharedPlan)}</${CARRIER}>`,
          '  </metadata>',
        ]),
    '  <devices>',
    ...devices,
    '  </devices>',
    '</domain>',
    '',
  ].join('\n');
}

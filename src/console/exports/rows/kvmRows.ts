/** vGPUs on KVM hosts: the rows of the list; what writes them is in ../kvmExports.ts. */
import type { ExportRow } from '../exportDefinition.ts';

export const KVM_ROWS = {
  'kvm-mdev': {
    audience: 'kvm',
    name: 'mdev recipe',
    about: 'makes one host’s vGPUs as mediated devices',
    scope: 'host',
    extension: 'sh',
    aliases: ['mdev'],
    uses: [],
    carriesPlan: true,
    starts: 'script',
  },
  'kvm-vfio': {
    audience: 'kvm',
    name: 'Vendor VFIO recipe',
    about: 'makes one host’s vGPUs where there is no mdev',
    scope: 'host',
    extension: 'sh',
    aliases: ['vfio', 'vendor-vfio'],
    uses: [],
    carriesPlan: true,
    starts: 'script',
  },
  'libvirt-xml': {
    audience: 'kvm',
    name: 'libvirt XML',
    about: 'the mediated devices of a VM',
    scope: 'vm',
    extension: 'xml',
    aliases: ['libvirt'],
    uses: [],
    carriesPlan: true,
    starts: 'none',
  },
} as const satisfies Record<string, ExportRow>;

/** Names of libvirt domains. As text in XML they are written by encode/xml.ts; what is no name at all is told here. */

/** Why libvirt takes a name for no domain. */
export type LibvirtNameFault = 'slash' | 'digits' | 'blank';

/**
 * Null for a name that a domain may have. `slash`: refused by libvirt, for it makes file names of it. `digits`: virsh takes
 * it for the number of a running domain. `blank`: nothing to see.
 */
export function libvirtNameFault(name: string): LibvirtNameFault | null {
  if (name.trim() === '') return 'blank';
  if (name.includes('/')) return 'slash';
  return /^[0-9]+$/.test(name) ? 'digits' : null;
}

/** What a platform and its release decide about a host. */
import type { Creation, Host } from './plan.ts';

/**
 * How GPU instances come to be on a host: what the user said, else the platform's way. The administrator creates them in
 * advance on ESXi 7 (as VMware's article shows), on KVM, in Kubernetes and on bare metal; later ESXi creates them when a
 * VM powers on (NVIDIA AI Enterprise documentation; the first such release is not public, so 8.0 is taken).
 */
export function creationOf(host: Pick<Host, 'platform' | 'release' | 'creation'>): Creation {
  if (host.creation !== null) return host.creation;
  if (host.platform !== 'esxi' || host.release === null) return 'pre-create';
  return /^\D*[1-7](?:\D|$)/.test(host.release) ? 'pre-create' : 'power-on';
}

/**
 * How GPU instances come to be on a host. Where the user has not said, the platform's default holds: an administrator
 * creates them before (ESXi 7.x, KVM and all others), or the hypervisor when a VM powers on (ESXi from 8.0 on).
 */
import type { Creation, Host } from './plan.ts';

type CreationFacts = Pick<Host, 'creation' | 'platform' | 'release'>;

/** Null where neither the user nor the platform and release say. */
export function creationOf({ creation, platform, release }: CreationFacts): Creation | null {
  if (creation !== null) return creation;
  if (platform === null) return null;
  if (platform !== 'esxi') return 'pre-create';
  const major = /^\s*v?([0-9]+)/i.exec(release ?? '')?.[1];
  if (major === undefined) return null;
  return Number(major) >= 8 ? 'power-on' : 'pre-create';
}

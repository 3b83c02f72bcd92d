/** What a node offers to pods: MIG devices by name, and which strategy of the device plugin they admit. */
import type { Host } from '../../model/plan.ts';
import { kubernetesName, type ProfileName } from '../../model/profile.ts';
import { deviceCounts } from '../parted/writeParted.ts';
import type { Strategy } from './writeOperator.ts';

/**
 * `single` where every GPU is in MIG mode and all MIG devices are of one profile, for then it is one resource; else
 * `mixed`. Null where there is no MIG device.
 */
export function strategyOf(host: Host): Strategy | null {
  const perGpu = host.gpus.map((gpu) => (gpu.use === 'mig' ? deviceCounts(gpu) : []));
  const names = new Set(perGpu.flatMap((counts) => counts.map(([name]) => name)));
  if (names.size === 0) return null;
  return names.size === 1 && perGpu.every((counts) => counts.length > 0) ? 'single' : 'mixed';
}

/** The operator has one strategy for all nodes: `mixed` as soon as one needs it. */
export function strategyOfAll(hosts: readonly Host[]): Strategy {
  const strategies = hosts.map(strategyOf).filter((one) => one !== null);
  return strategies.length > 0 && strategies.every((one) => one === 'single') ? 'single' : 'mixed';
}

/** MIG devices of a whole host, large ones first. */
export function hostDevices(host: Host): [ProfileName, number][] {
  return deviceCounts({ instances: host.gpus.flatMap((gpu) => (gpu.use === 'mig' ? gpu.instances : [])) });
}

/** What a pod asks for to have one device of that profile. */
export function resourceName(profile: ProfileName, strategy: Strategy): string {
  return strategy === 'single' ? 'nvidia.com/gpu' : kubernetesName(profile);
}

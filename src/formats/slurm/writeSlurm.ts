/** Lines for gres.conf and slurm.conf. Which device files a MIG device has only the host knows, so Slurm is told to look. */
import type { Host } from '../../model/plan.ts';
import { parseProfileName } from '../../model/profile.ts';
import { slurmComment, slurmNode } from '../encode/slurm.ts';
import { hostDevices } from '../kubernetes/strategy.ts';

/** Both files in one text, each under its name; comments are lines of their own. */
export function makeSlurm(hosts: readonly Host[], comments: readonly string[]): string {
  const taken = new Set<string>();
  const lines = [
    ...comments.map(slurmComment),
    '',
    slurmComment('gres.conf'),
    'AutoDetect=nvml',
    '',
    slurmComment('slurm.conf: add Gres= to the line that each node has there'),
    'GresTypes=gpu',
  ];
  for (const host of hosts) {
    const node = slurmNode(host.name, taken);
    taken.add(node);
    lines.push(...notesOn(host, node).map(slurmComment));
    const gres = gresOf(host);
    if (gres !== null) lines.push(`NodeName=${node} Gres=${gres}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Types as AutoDetect is said to call them; where a name has an attribute that is not known, the number alone. */
function gresOf(host: Host): string | null {
  const devices = hostDevices(host);
  if (devices.length === 0) return null;
  if (devices.every(([name]) => isPlain(name)))
    return devices.map(([name, count]) => `gpu:${name}:${count}`).join(',');
  return `gpu:${devices.reduce((sum, [, count]) => sum + count, 0)}`;
}

function isPlain(name: string): boolean {
  return parseProfileName(name)?.attributes.length === 0;
}

function notesOn(host: Host, node: string): string[] {
  const attributed = hostDevices(host).filter(([name]) => !isPlain(name));
  const empty = host.gpus.filter(({ use, instances }) => use === 'mig' && instances.length === 0);
  const whole = host.gpus.filter(({ use }) => use !== 'mig');
  return [
    ...(node === host.name
      ? []
      : [`${node} stands for ${host.name}, which is no name of a node: put the right one`]),
    ...(attributed.length === 0
      ? []
      : [
          `${node}: what Slurm calls ${attributed.map(([name]) => name).join(', ')} is not known, so the devices are only counted: see slurmd -G`,
        ]),
    ...(empty.length === 0
      ? []
      : [
          `${node}: ${gpusNamed(empty)} in MIG mode without a MIG device: slurmd ends with an error there. Create instances first, or turn MIG mode off`,
        ]),
    ...(host.platform === 'esxi' ? [`${node}: ${ON_ESXI}`] : []),
    ...(whole.length === 0
      ? []
      : [
          `${node}: ${gpusNamed(whole)} not for MIG: what AutoDetect calls a whole GPU says slurmd -G; add it by that name`,
        ]),
  ];
}

const ON_ESXI =
  'planned as ESXi, where no slurmd runs: the line is for a Linux host with these GPUs. A VM with a vGPU is a node of its own, with what slurmd -G says in it';

function gpusNamed(gpus: Host['gpus']): string {
  const indexes = gpus.map(({ index }) => index).join(', ');
  return gpus.length === 1 ? `GPU ${indexes} is` : `GPUs ${indexes} are`;
}

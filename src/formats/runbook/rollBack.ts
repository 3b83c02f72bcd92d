/** "Roll-back": the way back to empty GPUs, and what the host answers on it. */
import type { Host } from '../../model/plan.ts';
import { markdownFence } from '../encode/markdown.ts';
import { destroyedLines } from './expected.ts';
import { hasVgpus, selector, type Task } from './task.ts';

export function rollBack(host: Host, tasks: readonly Task[]): string[] {
  return [
    '### Roll-back',
    `The GPUs are empty again afterwards, as they were before step 3. ${hasVgpus(host) ? 'Power off the VMs on them first.' : 'End what runs on them first.'}`,
    ...(host.platform === 'kvm'
      ? ['Then take away their vGPUs: the vGPU recipe of this plan with `--roll-back --apply`.']
      : []),
    markdownFence(
      tasks.flatMap(({ gpu }) => [
        `nvidia-smi mig -i ${selector(gpu)} -dci`,
        `nvidia-smi mig -i ${selector(gpu)} -dgi`,
      ]),
      'sh',
    ),
    'Expected: a line for each compute instance, then for each GPU instance one like these, with the IDs that were listed:',
    markdownFence(
      tasks.flatMap(({ gpu, board, kind }) => destroyedLines(board, gpu, kind)),
      'text',
    ),
    '`In use by another client` means that a VM or a process still runs there: end it, and run both commands again.',
    'Then look:',
    markdownFence(['nvidia-smi mig -lgi'], 'sh'),
    'Expected, where no other GPU has instances:',
    markdownFence(['No GPU instances found: Not Found'], 'text'),
    ...(host.platform === 'esxi' ? ['Take the vGPUs from the VMs too, in *Edit Settings*.'] : []),
    'MIG mode stays on. Only where step 1 has switched it on, and it is to be off again:',
    markdownFence(
      tasks.map(({ gpu }) => `nvidia-smi -i ${selector(gpu)} -mig 0`),
      'sh',
    ),
    host.platform === 'esxi' && tasks.some(({ board }) => board.architecture === 'Ampere')
      ? 'On ESXi with Ampere GPUs it is off after a reboot of the host in maintenance mode. The first command of step 1 then says `Disabled`.'
      : 'The first command of step 1 then says `Disabled`.',
  ];
}

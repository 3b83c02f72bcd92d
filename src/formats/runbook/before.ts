/** "Before": what has to hold before the first step. */
import { driverAge } from '../../model/driverVersion.ts';
import type { Host } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { markdownCode } from '../encode/markdown.ts';
import { neededDriver } from '../neededDriver.ts';
import { bullets, type Task } from './task.ts';

/** The driver that the steps need, and what holds where the plan names an older one (vsphere/hostSteps.ts says why). */
function driverWords({ driver }: Host, tasks: readonly Task[]): string[] {
  const needed = neededDriver(
    tasks.map(({ board, creations }) => ({ board, profiles: creations.map(({ profile }) => profile) })),
  );
  if (needed === null) return [];
  const age = driver === null ? null : driverAge(driver, needed);
  const isOlder = age === 'older' || age === 'older-branch';
  return [
    `The driver is ${needed} or later; \`nvidia-smi\` prints its version.${
      driver !== null && isOlder
        ? ` The plan names ${markdownCode(driver)}, which is older: ${needed} holds. It is what NVIDIA's MIG User Guide gives, for bare metal.`
        : ''
    }`,
  ];
}

export function before(host: Host, tasks: readonly Task[]): string[] {
  const isPowerOn = creationOf(host) === 'power-on';
  return [
    '### Before',
    bullets([
      'Every VM and every process on these GPUs is off: a GPU in use refuses.',
      'A shell on the host itself, as root.',
      ...driverWords(host, tasks),
      'GPU instances do not survive a reboot or a reset of the GPU; on Hopper and later boards MIG mode is lost at a reboot too. After either, do this again from step 1.',
      ...(host.platform === 'kubernetes'
        ? [
            'Where the GPU Operator manages MIG on this node, change its configuration instead: it sets the GPUs by the label `nvidia.com/mig.config`, and would undo these steps.',
            'No pod uses the GPUs: the node is cordoned and drained, as in the node steps of this plan.',
          ]
        : []),
      ...(isPowerOn
        ? [
            'The hypervisor of this host creates GPU instances itself when a VM powers on, and one made by hand may take the place of one: **the power-on order of this plan is the way there.** These steps create them in advance all the same, with all VMs of these GPUs powered off.',
          ]
        : []),
      ...(host.platform === 'kvm'
        ? [
            'For VMs: the virtual functions of the GPUs are on, by the vGPU recipe of this plan with `--vfs --apply`. Switching them on later can cost the instances.',
          ]
        : []),
    ]),
  ];
}

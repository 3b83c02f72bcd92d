/**
 * A script that makes the vGPUs of one KVM host, in one of two ways that kernels and drivers know: mediated devices (mdev),
 * or virtual functions that are given a type (vendor-specific VFIO). vgpu-rules.md (c). The GPU instances come first.
 */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { shellArgument, shellComment } from '../encode/shell.ts';
import type { KvmVgpu } from './kvmVgpus.ts';
import {
  MDEV_FUNCTIONS,
  RECIPE_FUNCTIONS,
  RECIPE_HEAD,
  RECIPE_RUN,
  VFIO_FUNCTIONS,
} from './kvmRecipeShell.ts';

export type KvmWay = 'mdev' | 'vendor VFIO';

export interface KvmRecipeOptions {
  readonly way: KvmWay;
  /** At least one. */
  readonly vgpus: readonly KvmVgpu[];
  readonly sharedPlan: string | null;
  readonly leftOut: readonly string[];
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names are in comments and in quoted words only; what is run is made of numbers, types of the catalogue and UUIDs. */
export function makeKvmRecipe(plan: ValidPlan, host: Host, options: KvmRecipeOptions): string {
  const { way, vgpus, sharedPlan, leftOut } = options;
  const comments = [
    way === 'mdev'
      ? 'Makes the planned vGPUs of one KVM host as mediated devices (mdev).'
      : 'Makes the planned vGPUs of one KVM host on virtual functions (vendor-specific VFIO, without mdev).',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    ...leftOut,
    '',
    'In this order, as root on the host, VMs off:',
    '  1. sh FILE --vfs --apply           virtual functions (SR-IOV in the firmware on); the GPUs hold no instances yet',
    '  2. the nvidia-smi script of the same plan with --apply --enable-mig: MIG mode and GPU instances',
    '  3. sh FILE --apply                 the vGPUs; it may run again and makes only what is missing',
    'sh FILE alone changes nothing; sh FILE --roll-back --apply takes the vGPUs away again.',
    'None of it survives a reboot of the host: all three again, before the VMs start.',
    ...(way === 'mdev' ? MDEV_WORDS : VFIO_WORDS),
    '',
    'Exit status: 0 done; 1 something it needs is missing; 2 an argument was not understood; 3 vGPUs of others are there;',
    '  4 a vGPU was not made or not freed.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `${[
    `#!/bin/sh\n${comments.map(shellComment).join('\n')}`,
    RECIPE_HEAD,
    ['each_vgpu() {', ...vgpus.map(row), '}'].join('\n'),
    RECIPE_FUNCTIONS,
    way === 'mdev' ? MDEV_FUNCTIONS : VFIO_FUNCTIONS,
    RECIPE_RUN,
  ].join('\n\n')}\n`;
}

const MDEV_WORDS = [
  'The UUID of each is made of the names in the plan, so that "libvirt XML" of the same plan has the same one. Where the',
  'kernel or the driver knows no mdev (no mdev_supported_types), use the recipe for vendor VFIO.',
];

const VFIO_WORDS = [
  'Which virtual function a VM gets is known only then: the script prints the element for its domain. Where there is no',
  'nvidia/creatable_vgpu_types but mdev_supported_types, use the recipe for mdev.',
];

function row({ vm, vgpu, type, typeId, uuid }: KvmVgpu): string {
  const { gpu } = vgpu.place;
  const id = gpu.uuid !== null && UUID.test(gpu.uuid) ? gpu.uuid : String(gpu.index);
  return `  "$1" ${id} ${shellArgument(type)} ${typeId ?? '-'} ${uuid} ${shellArgument(vm.name)}`;
}

/**
 * A script that makes the vGPUs of one KVM host, in one of two ways that kernels and drivers know: mediated devices (mdev),
 * or virtual functions that are given a type (vendor-specific VFIO). vgpu-rules.md (c). The GPU instances come first.
 */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { shellArgument, shellComment } from '../encode/shell.ts';
import { STOP, THIS_HOST_BY_UUID, thisHost } from '../thisHost.ts';
import type { KvmVgpu } from './kvmVgpus.ts';
import { RECIPE_FUNCTIONS, RECIPE_HEAD, RECIPE_RUN } from './kvmRecipeShell.ts';
import { MDEV_FUNCTIONS } from './mdevShell.ts';
import { VFIO_FUNCTIONS } from './vfioShell.ts';

export const KVM_WAYS = ['mdev', 'vendor VFIO'] as const;
export type KvmWay = (typeof KVM_WAYS)[number];

export interface KvmRecipeOptions {
  readonly way: KvmWay;
  /** At least one. */
  readonly vgpus: readonly KvmVgpu[];
  readonly sharedPlan: string | null;
  readonly leftOut: readonly string[];
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isByUuid(vgpus: readonly KvmVgpu[]): boolean {
  return vgpus.every(({ vgpu }) => vgpu.place.gpu.uuid !== null && UUID.test(vgpu.place.gpu.uuid));
}

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
    '  4. sh FILE --verify                only looks: is every planned vGPU there?',
    'sh FILE alone changes nothing. Back, with the VMs off: sh FILE --roll-back --apply takes the vGPUs away, then',
    '--roll-back --apply of the nvidia-smi script the GPU instances. Virtual functions stay: sriov-manage -d ADDRESS',
    'switches those of a GPU off.',
    'None of it survives a reboot of the host: steps 1 to 3 again, before the VMs start. The export "systemd unit" does that.',
    ...(way === 'mdev' ? MDEV_WORDS : VFIO_WORDS),
    ...(host.release !== null && host.release !== way
      ? [`NOTE: the plan says that this host has ${host.release}.`]
      : []),
    '',
    'Exit status: 0 done; 1 something it needs is missing, or it is another host; 2 an argument was not understood;',
    '  3 others are on the GPU: instances, processes or vGPUs; 4 a vGPU was not made or not freed, those before it stay;',
    '  5 with --verify: a vGPU is not there.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `${[
    `#!/bin/sh\n${comments.map(shellComment).join('\n')}`,
    RECIPE_HEAD,
    ['each_vgpu() {', ...vgpus.map(row), '}'].join('\n'),
    STOP,
    RECIPE_FUNCTIONS,
    isByUuid(vgpus) ? THIS_HOST_BY_UUID : thisHost(host.name),
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
  'nvidia/creatable_vgpu_types but mdev_supported_types, use the recipe for mdev. Made from nothing, as at each boot, the',
  'same plan gives each VM the same function; after other vGPUs were there, compare the domains with what is printed.',
];

function row({ vm, vgpu, type, typeId, uuid }: KvmVgpu): string {
  const { gpu } = vgpu.place;
  const id = gpu.uuid !== null && UUID.test(gpu.uuid) ? gpu.uuid : String(gpu.index);
  return `  "$1" ${id} ${shellArgument(type)} ${typeId ?? '-'} ${uuid} ${shellArgument(vm.name)}`;
}

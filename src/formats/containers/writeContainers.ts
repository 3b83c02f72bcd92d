/**
 * Containers without an orchestrator: one command for each MIG device of a host. UUIDs of MIG devices exist only once they are
 * created, so devices go by GPU and MIG index, and the forms by UUID have a gap to fill.
 */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { migDevices } from '../../model/migDevices.ts';
import type { GiId } from '../../model/ids.ts';
import { vmsByInstance, type Gpu, type GpuKind, type Host, type Plan } from '../../model/plan.ts';
import { shellComment } from '../encode/shell.ts';
import { assignedVms, typeName, type AssignedVm } from '../vgpu/assignedVms.ts';

export type ContainerTool = 'docker' | 'cdi';

/** What stands for the image; the commands list the devices they have been given. */
const IMAGE = 'IMAGE';

/**
 * `host` is of `plan`. Where its GPUs go to VMs, the commands are for the guests, each of which counts its own GPUs from 0.
 */
export function makeContainers(
  plan: Plan,
  host: Host,
  tool: ContainerTool,
  comments: readonly string[],
): string {
  const guests = guestsOf(plan, host);
  const head = [...comments, '', ...FORMS[tool](host.driver), ...CHECKS];
  return `${(guests.length > 0 ? forGuests(plan, host, guests, tool, head) : forHost(plan, host, tool, head)).join('\n')}\n`;
}

const CHECKS = [
  'It takes the NVIDIA Container Toolkit, 2.5.0 or later. Each command lists the device that it was given, and no other.',
];

/** VMs with vGPUs of this host; where a hypervisor has the GPUs, containers run in those and nowhere else. */
function guestsOf(plan: Plan, { platform, ...host }: Host): readonly AssignedVm[] {
  return platform === 'esxi' || platform === 'kvm'
    ? assignedVms(plan, platform, { ...host, platform }).assigned
    : [];
}

function forGuests(
  plan: Plan,
  host: Host,
  guests: readonly AssignedVm[],
  tool: ContainerTool,
  head: readonly string[],
): string[] {
  const served = vmsByInstance(plan);
  const unused = host.gpus.flatMap(({ index, use, instances }) =>
    use === 'mig'
      ? instances
          .filter(({ id }) => !served.has(id))
          .map((gi) => `GPU ${index} ${gi.profile} at slice ${gi.start}`)
      : [],
  );
  const lines = [
    ...head,
    'The GPUs of this host go to VMs: each command is for the Linux guest of its VM, where the vGPU driver is, and not for the',
    'host. A guest counts its own GPUs, and on each its one MIG device is 0, whatever number the host has for it.',
    ...(unused.length === 0 ? [] : [`No VM has, so no container can run on: ${unused.join(', ')}`]),
  ].map(shellComment);
  for (const { vm, vgpus } of guests) {
    lines.push('', shellComment(`In the guest of ${vm.name}`));
    if (vgpus.length > 1) lines.push(shellComment(WHICH_IS_WHICH));
    for (const [at, vgpu] of vgpus.entries()) {
      const { gpu, gi } = vgpu.place;
      lines.push(
        shellComment(`${typeName(vgpu)}: on the host GPU ${gpu.index}, ${gi.profile} at slice ${gi.start}`),
        ...((vgpu.type?.maxPerInstance ?? 1) > 1 ? [shellComment(SHARED)] : []),
        commandOf(tool, `${at}:0`),
      );
    }
  }
  return lines;
}

const WHICH_IS_WHICH = 'Which of its GPUs is which is not known before: nvidia-smi -L in the guest';
const SHARED =
  'A vGPU of this type shares its instance; what its guest lists is in no public text: nvidia-smi -L there';

function forHost(plan: Plan, host: Host, tool: ContainerTool, head: readonly string[]): string[] {
  const gpus = [...host.gpus]
    .filter(({ use, instances }) => use === 'mig' && instances.length > 0)
    .sort((a, b) => a.index - b.index);
  const unsure = gpus.filter((gpu) => !isSure(gpu)).map(({ index }) => index);
  const lines = [
    ...head,
    ...(host.platform === 'esxi' ? NO_VM_ON_ESXI : []),
    ...(unsure.length === 0 ? [] : [`GPU ${unsure.join(', ')}: ${ORDER_UNSURE}`]),
  ].map(shellComment);
  const served = vmsByInstance(plan);
  for (const gpu of gpus) {
    const devices = devicesOf(gpu);
    if (devices === null) continue;
    lines.push('', shellComment(`GPU ${gpu.index}`));
    for (const { device, what, giId } of devices) {
      const users = (served.get(giId) ?? []).map(({ name }) => name).join(', ');
      lines.push(
        shellComment(users === '' ? what : `${what}, for ${users}`),
        commandOf(tool, `${gpu.index}:${device}`),
      );
    }
  }
  return lines;
}

const NO_VM_ON_ESXI = [
  'Planned as ESXi, where no container runs, and no VM of the plan has these instances: the numbers are those of a Linux host',
  'with these GPUs. In the guest of a VM with one vGPU the device is 0:0.',
];

/** Devices are counted by instance ID, and that depends on the kind of the GPU. */
const ORDER_UNSURE =
  'straight or mirrored is not known, and on a mirrored GPU the same devices may have other numbers: check the starts with nvidia-smi mig -lgi';

function commandOf(tool: ContainerTool, device: string): string {
  return tool === 'docker'
    ? `docker run --rm --gpus '"device=${device}"' ${IMAGE} nvidia-smi -L`
    : `docker run --rm --device nvidia.com/gpu=${device} ${IMAGE} nvidia-smi -L`;
}

/** By index the devices are told apart by every driver; by UUID it depends on its branch. */
const BY_UUID: Readonly<Record<'new' | 'old', readonly string[]>> = {
  new: [
    'By UUID (R470 and later), once nvidia-smi -L shows it: --gpus \'"device=MIG-UUID"\',',
    'or --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=MIG-UUID',
  ],
  old: [
    'By UUID (up to R460), once nvidia-smi -L shows it: --runtime=nvidia',
    '-e NVIDIA_VISIBLE_DEVICES=MIG-GPU-UUID/INSTANCE-ID/COMPUTE-INSTANCE-ID',
  ],
};

const FORMS: Readonly<Record<ContainerTool, (driver: string | null) => readonly string[]>> = {
  docker: (driver) => [
    `Put an image for ${IMAGE}. A device is GPU:MIG device, as nvidia-smi -L counts them.`,
    ...byUuid(driver),
  ],
  cdi: () => [
    `Put an image for ${IMAGE}. A device is nvidia.com/gpu=GPU:MIG device, as nvidia-smi -L counts them.`,
    'The specification of CDI lists the devices that were there when it was made: make it anew after every change, as root:',
    '  nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml; nvidia-ctk cdi list shows the names in it',
  ],
};

function byUuid(driver: string | null): readonly string[] {
  const age = driver === null ? null : driverAge(driver, '470');
  if (age === 'enough') return BY_UUID.new;
  if (age === 'older' || age === 'older-branch') return BY_UUID.old;
  return [...BY_UUID.new, ...BY_UUID.old];
}

interface Device {
  readonly giId: GiId;
  readonly device: number;
  readonly what: string;
}

function devicesOf(gpu: Gpu): Device[] | null {
  const board = findBoard(gpu.board);
  if (board === undefined) return null;
  const byId = new Map(gpu.instances.map((gi) => [gi.id, gi]));
  return migDevices(board, gpu, gpu.kind ?? 'straight').map(({ giId, name, device }) => {
    const gi = byId.get(giId);
    const place = `${gi?.profile ?? name} at slice ${gi?.start ?? 0}`;
    return { giId, device, what: name === gi?.profile ? place : `${name} in ${place}` };
  });
}

function isSure(gpu: Gpu): boolean {
  const board = findBoard(gpu.board);
  if (gpu.kind !== null || board === undefined) return true;
  const order = (kind: GpuKind): string =>
    migDevices(board, gpu, kind)
      .map(({ giId, ciIndex }) => `${giId}.${ciIndex}`)
      .join();
  return order('straight') === order('mirrored');
}

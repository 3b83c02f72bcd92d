/**
 * Containers without an orchestrator: one command for each MIG device of a host. UUIDs of MIG devices exist only once they are
 * created, so devices go by GPU and MIG index, and the forms by UUID have a gap to fill.
 */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { migDevices } from '../../model/migDevices.ts';
import type { Gpu, GpuKind, Host } from '../../model/plan.ts';
import { shellComment } from '../encode/shell.ts';

export type ContainerTool = 'docker' | 'cdi';

/** What stands for the image; the commands list the devices they have been given. */
const IMAGE = 'IMAGE';

export function makeContainers(host: Host, tool: ContainerTool, comments: readonly string[]): string {
  const lines = [...comments, '', ...FORMS[tool](host.driver)].map(shellComment);
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    if (gpu.use !== 'mig' || gpu.instances.length === 0) continue;
    const devices = devicesOf(gpu);
    if (devices === null) continue;
    lines.push('', shellComment(`GPU ${gpu.index}${isSure(gpu) ? '' : ORDER_UNSURE}`));
    for (const { device, name, where } of devices) {
      lines.push(shellComment(`${name}, ${where}`), commandOf(tool, `${gpu.index}:${device}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

const ORDER_UNSURE =
  ': whether it is straight or mirrored is not known, and the devices count otherwise on the other kind: check with nvidia-smi -L';

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
    'The specification of CDI lists the devices that were there when it was made: make it anew after every change.',
  ],
};

function byUuid(driver: string | null): readonly string[] {
  const age = driver === null ? null : driverAge(driver, '470');
  if (age === 'enough') return BY_UUID.new;
  if (age === 'older' || age === 'older-branch') return BY_UUID.old;
  return [...BY_UUID.new, ...BY_UUID.old];
}

interface Device {
  readonly device: number;
  readonly name: string;
  readonly where: string;
}

function devicesOf(gpu: Gpu): Device[] | null {
  const board = findBoard(gpu.board);
  if (board === undefined) return null;
  const byId = new Map(gpu.instances.map((gi) => [gi.id, gi]));
  return migDevices(board, gpu, gpu.kind ?? 'straight').map(({ giId, name, device }) => {
    const gi = byId.get(giId);
    return { device, name, where: `${gi?.profile ?? ''} at slice ${gi?.start ?? 0}` };
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

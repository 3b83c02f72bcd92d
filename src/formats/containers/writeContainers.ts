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
  const gpus = [...host.gpus]
    .filter(({ use, instances }) => use === 'mig' && instances.length > 0)
    .sort((a, b) => a.index - b.index);
  const unsure = gpus.filter((gpu) => !isSure(gpu)).map(({ index }) => index);
  const lines = [
    ...comments,
    '',
    ...FORMS[tool](host.driver),
    ...(unsure.length === 0 ? [] : [`GPU ${unsure.join(', ')}: ${ORDER_UNSURE}`]),
  ].map(shellComment);
  for (const gpu of gpus) {
    const devices = devicesOf(gpu);
    if (devices === null) continue;
    lines.push('', shellComment(`GPU ${gpu.index}`));
    for (const { device, what } of devices) {
      lines.push(shellComment(what), commandOf(tool, `${gpu.index}:${device}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

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
  readonly what: string;
}

function devicesOf(gpu: Gpu): Device[] | null {
  const board = findBoard(gpu.board);
  if (board === undefined) return null;
  const byId = new Map(gpu.instances.map((gi) => [gi.id, gi]));
  return migDevices(board, gpu, gpu.kind ?? 'straight').map(({ giId, name, device }) => {
    const gi = byId.get(giId);
    const place = `${gi?.profile ?? name} at slice ${gi?.start ?? 0}`;
    return { device, what: name === gi?.profile ? place : `${name} in ${place}` };
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

/** `nvidia-smi -L`: each GPU and below it its MIG devices, with UUIDs. */
import { hasOwnMigUuids } from './driverForm.ts';

export interface ListedGpu {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  /** In the order of the device index. */
  readonly devices: readonly ListedDevice[];
}

export interface ListedDevice {
  /** "3g.20gb", "1c.3g.20gb". */
  readonly name: string;
  readonly gi: number;
  readonly ci: number;
  /** Of drivers that give a device a UUID of its own, "MIG-...". */
  readonly uuid: string;
}

/** What a container or CUDA_VISIBLE_DEVICES takes for a MIG device: a UUID of its own, or before R470 GPU, GI and CI. */
export function migDeviceUuid(
  gpu: Pick<ListedGpu, 'uuid'>,
  { gi, ci, uuid }: ListedDevice,
  branch: number,
): string {
  return hasOwnMigUuids(branch) ? uuid : `MIG-${gpu.uuid}/${gi}/${ci}`;
}

export function makeGpuList(gpus: readonly ListedGpu[], branch: number): string[] {
  return gpus.flatMap((gpu) => [
    `GPU ${gpu.index}: ${gpu.name} (UUID: ${gpu.uuid})`,
    ...gpu.devices.map((device, index) => {
      const uuid = migDeviceUuid(gpu, device, branch);
      return hasOwnMigUuids(branch)
        ? `  MIG ${device.name.padEnd(11)} Device ${String(index).padStart(2)}: (UUID: ${uuid})`
        : `  MIG ${device.name} Device ${index}: (UUID: ${uuid})`;
    }),
  ]);
}

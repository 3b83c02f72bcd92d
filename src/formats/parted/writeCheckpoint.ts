/**
 * The state that `nvidia-mig-parted restore` takes: exact starts, by UUID. An internal file of that tool, with the field
 * names of its source, so it may change. What the plan has no UUID for says which GPU it is of, and matches none.
 */
import { profileOf, type Board, type GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import { creationsIn } from '../../model/migDevices.ts';
import { nvmlProfileId } from '../../model/nvmlProfiles.ts';
import type { Gpu, GpuInstance, Host, Json } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { encodeJson } from '../encode/json.ts';
import { uuidPlaceholder } from './placeholder.ts';

export type CheckpointError =
  | { readonly code: 'nothing-to-create'; readonly host: string }
  | { readonly code: 'bad-uuid'; readonly gpuIndex: number; readonly uuid: string }
  /** NVML's number of the instance, or of a compute instance in it, is in no public source. */
  | { readonly code: 'number-unknown'; readonly gpuIndex: number; readonly profile: ProfileName };

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Checkpoint {
  readonly text: string;
  /** GPUs for which somebody has to fill in the UUID. */
  readonly withoutUuid: readonly number[];
}

/** GPUs that are reserved are left out. */
export function makeCheckpoint(host: Host): Result<Checkpoint, CheckpointError> {
  const devices: Json[] = [];
  const withoutUuid: number[] = [];
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    if (gpu.use === 'reserved') continue;
    const device = deviceOf(gpu);
    if (!device.ok) return device;
    if (gpu.uuid === null) withoutUuid.push(gpu.index);
    devices.push(device.value);
  }
  if (devices.length === 0) return err({ code: 'nothing-to-create', host: host.name });
  return ok({ text: encodeJson({ Version: 'v1', MigState: { Devices: devices } }), withoutUuid });
}

function deviceOf(gpu: Gpu): Result<Json, CheckpointError> {
  const gpuIndex = gpu.index;
  if (gpu.uuid !== null && !UUID.test(gpu.uuid)) return err({ code: 'bad-uuid', gpuIndex, uuid: gpu.uuid });
  const board = findBoard(gpu.board);
  const instances: Json[] = [];
  for (const gi of gpu.use === 'mig' ? gpu.instances : []) {
    const instance = board === undefined ? null : instanceOf(board, gi);
    if (instance === null) return err({ code: 'number-unknown', gpuIndex, profile: gi.profile });
    instances.push(instance);
  }
  const mode = gpu.use === 'mig' ? 1 : 0;
  return ok({ UUID: gpu.uuid ?? uuidPlaceholder(gpuIndex), MigMode: mode, GpuInstances: instances });
}

function instanceOf(board: Board, gi: GpuInstance): Json | null {
  const profile = profileOf(board, gi.profile);
  const id = nvmlProfileId(board, gi.profile);
  const size = profile?.memorySlices ?? null;
  const inside = profile === undefined ? null : computeIds(profile, gi);
  if (id === null || size === null || inside === null) return null;
  return {
    ProfileID: id,
    Placement: { Start: gi.start, Size: size },
    ComputeInstances: inside.map((ci) => ({ ProfileID: ci, EngProfileID: 0 })),
  };
}

/** NVML counts compute instances by slices as -cci does. */
function computeIds(profile: GiProfile, gi: GpuInstance): number[] | null {
  const found = isUndivided(gi)
    ? [profile.computeInstances.find(({ isDefault }) => isDefault)]
    : creationsIn(gi).map(({ name }) => ciProfileOf(profile, name));
  const ids = found.map((ci) => ci?.id ?? null);
  return ids.includes(null) ? null : ids.filter((id) => id !== null);
}

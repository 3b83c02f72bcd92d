/** What has to be created on each GPU of a host, with the numbers that nvidia-smi takes; or why no script can say it. */
import { invariant } from '../../model/assert.ts';
import { profileOf, type Board, type GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { Gpu, GpuInstance, Host } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { MigScriptError, MigScriptOptions } from './migScript.ts';

/** One instance to create, with what -cgi and -lgi call it. */
export interface Creation {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
  readonly profileId: number;
  readonly size: number;
  /** What -cci takes, the widest first; null: the default compute instance. */
  readonly ciIds: readonly number[] | null;
}

/** One GPU with something to create. */
export interface GpuTask {
  readonly gpu: Gpu;
  readonly board: Board;
  /** In the order of creation. */
  readonly creations: readonly Creation[];
  readonly order: Exclude<CreationOrder, { kind: 'none' }> | null;
  /** What was observed on it, as -lgi would list it: what a roll-back leaves alone or brings back. */
  readonly before: readonly string[];
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** GPUs by index; those that are empty or not in MIG use have no task. */
export function tasksOf(host: Host, options: MigScriptOptions): Result<GpuTask[], MigScriptError> {
  const tasks: GpuTask[] = [];
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    if (gpu.use !== 'mig' || gpu.instances.length === 0) continue;
    const task = taskOf(gpu, observedBefore(host, gpu), options);
    if (!task.ok) return task;
    tasks.push(task.value);
  }
  return ok(tasks);
}

export function isByUuid(tasks: readonly GpuTask[]): boolean {
  return tasks.every(({ gpu }) => gpu.uuid !== null);
}

/** The same GPU as it was last observed: by UUID where both have one, else by index. Of another board nothing is known. */
function observedBefore(host: Host, gpu: Gpu): readonly string[] {
  const seen = host.observed?.find((one) =>
    one.uuid !== null && gpu.uuid !== null ? one.uuid === gpu.uuid : one.index === gpu.index,
  );
  const board = seen?.board === gpu.board ? findBoard(gpu.board) : undefined;
  if (seen === undefined || board === undefined) return [];
  return seen.instances
    .flatMap(({ profile, start }) => {
      const { id, memorySlices } = profileOf(board, profile) ?? {};
      return typeof id === 'number' && typeof memorySlices === 'number'
        ? [`${id}:${start}:${memorySlices}`]
        : [];
    })
    .sort(bytewise);
}

function taskOf(
  gpu: Gpu,
  before: readonly string[],
  options: MigScriptOptions,
): Result<GpuTask, MigScriptError> {
  const gpuIndex = gpu.index;
  if (gpu.uuid !== null && !UUID.test(gpu.uuid)) return err({ code: 'bad-uuid', gpuIndex, uuid: gpu.uuid });
  const board = findBoard(gpu.board);
  const creations: Creation[] = [];
  for (const gi of gpu.instances) {
    const profile = board && profileOf(board, gi.profile);
    const [profileId, size] = [profile?.id ?? null, profile?.memorySlices ?? null];
    if (profile === undefined || profileId === null || size === null) {
      return err({ code: 'profile-id-unknown', profile: gi.profile, gpuIndex });
    }
    const ciIds = ciIdsOf(gi, profile, gpuIndex);
    if (!ciIds.ok) return ciIds;
    creations.push({ gi, profile, profileId, size, ciIds: ciIds.value });
  }
  invariant(board !== undefined, 'a GPU with profiles has a board');
  // Widest first: should the driver refuse one, what is missing is small and easy to place by hand.
  if (options.starts === 'explicit') {
    const widestFirst = creations.sort((a, b) => b.size - a.size || a.gi.start - b.gi.start);
    return ok({ gpu, board, creations: widestFirst, order: null, before });
  }
  const order = options.orders.get(gpu.id);
  if (order === undefined || order.kind === 'none') {
    return err({ code: 'no-order', gpuIndex, refusedBy: order?.refusedBy ?? [] });
  }
  const byId = new Map(creations.map((creation) => [creation.gi.id, creation]));
  const ordered = order.instances.flatMap((id) => byId.get(id) ?? []);
  invariant(
    new Set(ordered).size === creations.length && ordered.length === creations.length,
    'order of all',
  );
  return ok({ gpu, board, creations: ordered, order, before });
}

/**
 * The IDs of what an instance is cut into. The widest comes first: should the order matter to a driver, of which nothing is
 * public, that is the one that works.
 */
function ciIdsOf(
  gi: GpuInstance,
  profile: GiProfile,
  gpuIndex: number,
): Result<readonly number[] | null, MigScriptError> {
  if (isUndivided(gi)) return ok(null);
  const ids: number[] = [];
  for (const { name } of creationsIn(gi)) {
    const id = ciProfileOf(profile, name)?.id ?? null;
    if (id === null) return err({ code: 'compute-id-unknown', profile: name, inside: gi.profile, gpuIndex });
    ids.push(id);
  }
  return ok(ids);
}

/** As `sort` does it in the C locale; these are ASCII. */
export function bytewise(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

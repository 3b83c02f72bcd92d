/** The GPUs of a host that a runbook works on, with all that its commands are made of. */
import { invariant } from '../../model/assert.ts';
import { profileOf, type Board, type GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import { canBeMirrored, instanceIdOf } from '../../model/instanceId.ts';
import { creationsIn } from '../../model/migDevices.ts';
import { GPU_KINDS, type Gpu, type GpuInstance, type GpuKind, type Host } from '../../model/plan.ts';

/** An instance of the catalogue at its start. */
export interface InstanceWork {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
  /** What -cgi takes: the ID, or the name where no ID is public. */
  readonly tuple: string;
  readonly size: number;
  /** What -cci takes, the widest first; null where one of them is not public. */
  readonly ciIds: readonly number[] | null;
}

export interface GpuWork {
  readonly gpu: Gpu;
  readonly board: Board;
  /** What -i takes. */
  readonly id: string;
  /** Widest first. */
  readonly instances: readonly InstanceWork[];
  /** What it may be: one where that is known or makes no difference. */
  readonly kinds: readonly GpuKind[];
  readonly order: CreationOrder | null;
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The GPUs with MIG mode in the plan whose board is known, by index. */
export function gpuWorkOf(host: Host, orders: ReadonlyMap<GpuId, CreationOrder>): GpuWork[] {
  return [...host.gpus]
    .sort((a, b) => a.index - b.index)
    .flatMap((gpu) => {
      const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
      if (board === undefined) return [];
      const instances = gpu.instances
        .map((gi) => instanceWork(board, gi))
        .sort((a, b) => b.size - a.size || a.gi.start - b.gi.start);
      const id = gpu.uuid !== null && UUID.test(gpu.uuid) ? gpu.uuid : String(gpu.index);
      const kinds = canBeMirrored(board)
        ? gpu.kind === null
          ? GPU_KINDS
          : [gpu.kind]
        : (['straight'] as const);
      return [{ gpu, board, id, instances, kinds, order: orders.get(gpu.id) ?? null }];
    });
}

function instanceWork(board: Board, gi: GpuInstance): InstanceWork {
  const profile = profileOf(board, gi.profile);
  invariant(
    profile !== undefined && profile.memorySlices !== null,
    'a valid plan has profiles of its boards',
  );
  const names = isUndivided(gi)
    ? profile.computeInstances.filter(({ isDefault }) => isDefault).map(({ id }) => id)
    : creationsIn(gi).map(({ name }) => ciProfileOf(profile, name)?.id ?? null);
  const ciIds = names.filter((id) => id !== null);
  return {
    gi,
    profile,
    tuple: String(profile.id ?? profile.name),
    size: profile.memorySlices,
    ciIds: names.length > 0 && ciIds.length === names.length ? ciIds : null,
  };
}

/** "9:4,14:2": what -cgi takes with starts. */
export function tuplesOf({ instances }: GpuWork): string {
  return instances.map(({ tuple, gi }) => `${tuple}:${gi.start}`).join(',');
}

/** "9,14" in an order in which the driver puts each where it is drawn, whatever its model; null where there is none. */
export function orderedTuples({ instances, order }: GpuWork): string | null {
  if (order?.kind !== 'as-drawn') return null;
  const byId = new Map(instances.map((one) => [one.gi.id, one.tuple]));
  return order.instances.flatMap((id) => byId.get(id) ?? []).join(',');
}

/** The GPU-instance ID on a GPU of this kind. */
export function giIdOf({ board }: GpuWork, { gi, size }: InstanceWork, kind: GpuKind): number | null {
  return instanceIdOf(board, { start: gi.start, size }, kind);
}

/** Memory and compute slices that the instances take, of how many. */
export function slicesUsed({ board, instances }: GpuWork): string {
  const memory = instances.reduce((sum, { size }) => sum + size, 0);
  const compute = instances.reduce((sum, { profile }) => sum + profile.computeSlices, 0);
  return `${memory} of ${board.memorySlices ?? '?'} memory slices and ${compute} of ${board.computeSlices} compute slices`;
}

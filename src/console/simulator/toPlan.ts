/** A machine back into what a plan records as observed on its host. */
import type { GpuId, GiId } from '../../model/ids.ts';
import type { ComputeInstance, Extra, Gpu, GpuInstance, Host } from '../../model/plan.ts';
import type { Machine, SimGi, SimGpu } from './machine.ts';

/**
 * What a plan has no field for travels as unknown fields do. In a plan an empty list of compute instances means the
 * default one, and a terminal has to tell that from none.
 */
export const NO_CIS_FIELD = 'hasNoComputeInstances';
/** The ID of a compute instance where it is not its place in the list. */
export const CI_ID_FIELD = 'reportedId';
export const PENDING_FIELD = 'isMigPending';

/**
 * The GPUs as the host reports them now, for a `host/observe` command; `host` is the one that the machine was made of, for board,
 * variant and use of GPUs that say no more than before. Ids are made anew by the command.
 */
export function observedGpus(machine: Machine, host: Pick<Host, 'gpus' | 'observed'>): Gpu[] {
  const before = [...(host.observed ?? []), ...host.gpus];
  return machine.gpus.map((gpu, at) => {
    const known = before.find(({ index }) => index === gpu.index);
    return {
      id: (at + 1) as GpuId,
      index: gpu.index,
      notes: '',
      board: gpu.board ?? known?.board ?? gpu.product,
      variant: known?.variant ?? null,
      uuid: gpu.uuid,
      pciId: gpu.pciId,
      kind: gpu.kind,
      use: gpu.mode ? 'mig' : gpu.isReserved ? 'reserved' : 'off',
      instances: gpu.gis.map((gi, index) => instanceOf(gi, index)).sort((a, b) => a.start - b.start),
      extra: pendingOf(gpu),
    };
  });
}

function pendingOf(gpu: SimGpu): Extra {
  return gpu.pending === gpu.mode ? [] : [[PENDING_FIELD, gpu.pending]];
}

function instanceOf(gi: SimGi, index: number): GpuInstance {
  const [only] = gi.cis;
  const isWhole = gi.cis.length === 1 && only?.profile === gi.profile;
  return {
    id: (index + 1) as GiId,
    profile: gi.profile,
    start: gi.start,
    pinned: false,
    reportedId: gi.id,
    computeInstances: isWhole
      ? []
      : gi.cis.map(({ id, profile, start }, at): ComputeInstance => ({
          ...{ profile, start },
          extra: id === at ? [] : [[CI_ID_FIELD, id]],
        })),
    extra: gi.cis.length === 0 ? [[NO_CIS_FIELD, true]] : [],
  };
}

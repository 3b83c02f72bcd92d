/** What is counted of GPUs: of one, of a host, of a board, of a plan. Sums add up, whichever way a plan is divided. */
import type { GiId } from '../../model/ids.ts';
import type { Gpu, Vm } from '../../model/plan.ts';
import type { SliceUse } from '../stranded.ts';

export interface SummaryFigures {
  readonly gpus: number;
  /** With an instance. */
  readonly gpusInUse: number;
  /** Without slices to count: MIG mode is not on, or no public source has the slices of the board. */
  readonly gpusUncounted: number;
  readonly instances: number;
  readonly instancesWithVm: number;
  /** Of VMs, those that have an instance here: several of one VM, and several on one instance, are several. */
  readonly vgpus: number;
  readonly computeTotal: number;
  readonly computeUsed: number;
  readonly computeStranded: number;
  readonly memoryTotal: number;
  readonly memoryUsed: number;
  readonly memoryStranded: number;
}

export const NO_FIGURES: SummaryFigures = {
  gpus: 0,
  gpusInUse: 0,
  gpusUncounted: 0,
  instances: 0,
  instancesWithVm: 0,
  vgpus: 0,
  computeTotal: 0,
  computeUsed: 0,
  computeStranded: 0,
  memoryTotal: 0,
  memoryUsed: 0,
  memoryStranded: 0,
};

const NAMES = Object.keys(NO_FIGURES) as readonly (keyof SummaryFigures)[];

export function addFigures(a: SummaryFigures, b: SummaryFigures): SummaryFigures {
  const sum: Record<keyof SummaryFigures, number> = { ...a };
  for (const name of NAMES) sum[name] += b[name];
  return sum;
}

/** Of one GPU; `use` is its own. */
export function figuresOfGpu(
  { instances }: Pick<Gpu, 'instances'>,
  use: SliceUse,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
): SummaryFigures {
  const served = instances.map(({ id }) => vms.get(id)?.length ?? 0);
  return {
    gpus: 1,
    gpusInUse: instances.length > 0 ? 1 : 0,
    gpusUncounted: use.memoryTotal === 0 ? 1 : 0,
    instances: instances.length,
    instancesWithVm: served.filter((count) => count > 0).length,
    vgpus: served.reduce((sum, count) => sum + count, 0),
    computeTotal: use.computeTotal,
    computeUsed: use.computeUsed,
    computeStranded: use.strandedCompute.length,
    memoryTotal: use.memoryTotal,
    memoryUsed: use.memoryUsed,
    memoryStranded: use.strandedMemory.length,
  };
}

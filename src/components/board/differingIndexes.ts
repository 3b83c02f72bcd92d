import type { Host } from '../../model/plan.ts';
import { gpuDifferences } from '../../placement/observed/difference.ts';

/** Whether a GPU is as planned does not depend on who uses it. */
const NO_VMS = new Map<never, never>();

/** Indexes of the GPUs that are not as they were observed; empty where nothing was. */
export function differingIndexes({ gpus, observed }: Host): ReadonlySet<number> {
  const differences = observed === null ? [] : gpuDifferences(gpus, observed, NO_VMS);
  return new Set(differences.filter((one) => !one.isSame).map((one) => one.index));
}

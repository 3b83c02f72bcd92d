import type { GpuDifference } from './difference.ts';

/** A difference in figures. */
export interface DifferenceCounts {
  readonly asPlanned: number;
  /** Where they are planned, and cut into other compute instances. */
  readonly recut: number;
  readonly moved: number;
  readonly onlyPlanned: number;
  readonly onlyObserved: number;
  /** GPUs that are not as planned. */
  readonly gpus: number;
}

export function countDifferences(differences: readonly GpuDifference[]): DifferenceCounts {
  const sum = (of: (one: GpuDifference) => number): number =>
    differences.reduce((total, one) => total + of(one), 0);
  return {
    asPlanned: sum((one) => one.asPlanned.length - one.recut.length),
    recut: sum((one) => one.recut.length),
    moved: sum((one) => one.moved.length),
    onlyPlanned: sum((one) => one.onlyPlanned.length),
    onlyObserved: sum((one) => one.onlyObserved.length),
    gpus: sum((one) => (one.isSame ? 0 : 1)),
  };
}

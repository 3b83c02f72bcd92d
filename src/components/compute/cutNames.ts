import type { GiProfile } from '../../model/board.ts';
import { ciRows } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { CutChoice } from '../../placement/compute/computeCuts.ts';

/** A line in the hand: which, and where it would lie. */
export interface Moving {
  readonly line: number;
  readonly choice: CutChoice;
}

/** What an instance is cut into, top to bottom as it is drawn; the default one by its name where nothing is written down. */
export function cutNames(gi: GpuInstance, profile: GiProfile): ProfileName[] {
  return ciRows(gi, profile.computeSlices).map((one) => one.profile);
}

/** The instance as it would be cut with the line where it is held. */
export function withCut(gi: GpuInstance, moving: Moving | null): GpuInstance {
  if (moving === null) return gi;
  const computeInstances = moving.choice.profiles.map((profile) => ({ profile, start: null, extra: [] }));
  return { ...gi, computeInstances };
}

import type { GiProfile } from '../../model/board.ts';
import { ciRows } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';

/** What an instance is cut into, top to bottom as it is drawn; the default one by its name where nothing is written down. */
export function cutNames(gi: GpuInstance, profile: GiProfile): ProfileName[] {
  return ciRows(gi, profile.computeSlices).map((one) => one.profile);
}

/** What still fits, as the plan stands now. */
import { findBoard } from '../model/catalogue/catalogue.ts';
import {
  freeStarts,
  geometryOf,
  occupancyOf,
  withPosition,
  type Geometry,
  type Occupancy,
} from '../model/geometry.ts';
import type { Gpu, Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';

/** How many more instances of `profile` alone this GPU takes now, moving nothing. */
export function fitsOnGpu(gpu: Pick<Gpu, 'board' | 'use' | 'instances'>, profile: ProfileName): number {
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  if (board === undefined) return 0;
  const geometry = geometryOf(board);
  const index = geometry.profileIndexByName.get(profile);
  return index === undefined ? 0 : mostMore(geometry, occupancyOf(geometry, gpu.instances), index);
}

/** Equal blocks on a line: taking the leftmost free one each time places the most. */
function mostMore(geometry: Geometry, occupancy: Occupancy, index: number): number {
  let count = 0;
  for (let state = occupancy; ; count++) {
    const free = freeStarts(geometry, state, index);
    const position = geometry.positions[index]?.find((one) => (free & (1 << one.start)) !== 0);
    if (position === undefined) return count;
    state = withPosition(state, position);
  }
}

/** The same over all planned GPUs. */
export function fitsInPlan(plan: Plan, profile: ProfileName): number {
  let count = 0;
  for (const host of plan.hosts) for (const gpu of host.gpus) count += fitsOnGpu(gpu, profile);
  return count;
}

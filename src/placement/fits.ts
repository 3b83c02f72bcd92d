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
import type { BoardId } from '../model/board.ts';
import { OfLayout } from '../model/layoutKey.ts';
import type { Gpu, Host, Plan, Wanted } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { isWanted } from './vms/assign.ts';
import { driverRefusal } from './rules/platformRules.ts';

/** How many more instances of `profile` alone this GPU takes now, moving nothing. Its host, for the driver there. */
export function fitsOnGpu(
  host: Pick<Host, 'driver'>,
  gpu: Pick<Gpu, 'board' | 'use' | 'instances'>,
  profile: ProfileName,
): number {
  return driverRefusal(host, gpu, profile) === null ? roomOnGpu(gpu, profile) : 0;
}

/** The same where no driver is in the way. */
function roomOnGpu(gpu: Pick<Gpu, 'board' | 'use' | 'instances'>, profile: ProfileName): number {
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  if (board === undefined) return 0;
  const geometry = geometryOf(board);
  const index = geometry.profileIndexByName.get(profile);
  if (index === undefined) return 0;
  return kept.of(gpu, profile, () => mostMore(geometry, occupancyOf(geometry, gpu.instances), index));
}

const kept = new OfLayout<number>();

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

/** By the host, and of it by profile and boards: it is the same object until something of it changes. */
const fitsOf = new WeakMap<Host, Map<string, number>>();

/**
 * The same over all planned GPUs, or over those of the named boards: one name may be two profiles ("1g.10gb" is wide on an
 * A100 40GB and narrow on an A100 80GB).
 */
export function fitsInPlan(
  plan: Plan,
  profile: ProfileName,
  boards: readonly BoardId[] | null = null,
): number {
  const key = boards === null ? profile : [profile, ...boards].join(' ');
  let count = 0;
  for (const host of plan.hosts) {
    let known = fitsOf.get(host);
    if (known === undefined) fitsOf.set(host, (known = new Map<string, number>()));
    let fits = known.get(key);
    if (fits === undefined) {
      fits = fitsOnHost(host, profile, boards);
      known.set(key, fits);
    }
    count += fits;
  }
  return count;
}

function fitsOnHost(host: Host, profile: ProfileName, boards: readonly BoardId[] | null): number {
  let fits = 0;
  // What the driver has against it is the same for GPUs of one board, and these come one after the other.
  let asked: Gpu | null = null;
  let isOpen = false;
  for (const gpu of host.gpus) {
    if (gpu.board !== asked?.board) {
      isOpen = boards?.includes(gpu.board) !== false && driverRefusal(host, gpu, profile) === null;
      asked = gpu;
    }
    if (isOpen) fits += roomOnGpu(gpu, profile);
  }
  return fits;
}

/** How many more instances that serve this want fit now: of its profile, on GPUs where that gives its type. */
export function fitsWanted(plan: Plan, wants: Wanted): number {
  let count = 0;
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      for (const profile of findBoard(gpu.board)?.profiles ?? []) {
        if (isWanted(wants, gpu, { profile: profile.name })) count += fitsOnGpu(host, gpu, profile.name);
      }
    }
  }
  return count;
}

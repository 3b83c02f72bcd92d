/**
 * What would still fit if all that may move were moved: per profile, on one GPU, on a host and in the plan. Exact: the
 * instances that move are counted per profile, and the counts and the most of one more profile are found together.
 *
 * What may move: an instance goes to any GPU of the same board and variant, on hosts of the same platform and release, whose
 * driver has its profile. What stays where it is: what is pinned, what stands on a GPU that is illegal as it is, and, where
 * it could come to another GPU, what must not come to just any: an instance of a VM of a group that is kept apart, or of a VM
 * with several vGPUs.
 */
import type { BoardId } from '../../model/board.ts';
import type { Geometry } from '../../model/geometry.ts';
import { vmsByInstance, type GpuInstance, type GpuPlace, type Plan, type Vm } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { fitsOnGpu } from '../fits.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import { roomProgram, standingValues, type RoomQuestion } from './roomProgram.ts';
import { covers, legalGpu, occupancyIfLegal, roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import { runSearch, type Search } from './search.ts';
import { closedFormOf, weightOf } from './weights.ts';
import { solveInteger } from './solveInteger.ts';

export const STAYS = ['pinned', 'group', 'several-vgpus', 'driver', 'illegal-gpu'] as const;
/** Why an instance stays where it is when all others are moved. */
export type Stays = (typeof STAYS)[number];

/** GPUs among which instances may be moved. */
interface Pool {
  readonly geometry: Geometry;
  /** With what stays on each. */
  readonly gpus: RoomGpu[];
  /** What moves from each. */
  readonly moving: GpuInstance[][];
}

/** The GPUs of a question, ready to be asked about one profile after another. */
export interface RepackRoom {
  readonly pools: readonly Pool[];
  /** GPUs that are illegal as they are: they take what they take now. */
  readonly asIs: readonly GpuPlace[];
  /** How many instances stay, and why. */
  readonly stays: Readonly<Record<Stays, number>>;
}

/** The room on these GPUs of the plan: of all, of one host's, or of a single one. */
export function repackRoom(plan: Plan, places: readonly GpuPlace[]): RepackRoom {
  const vms = vmsByInstance(plan);
  const groups = new Map<string, number>();
  for (const { group, attachments } of plan.vms) {
    if (group !== null && attachments.some(({ instance }) => instance !== null))
      groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const pools = new Map<string, Pool>();
  const asIs: GpuPlace[] = [];
  const stays = { pinned: 0, group: 0, 'several-vgpus': 0, driver: 0, 'illegal-gpu': 0 };
  for (const place of places) {
    const { host, gpu } = place;
    const legal = legalGpu(gpu);
    if (legal === null) {
      if (gpu.use === 'mig') asIs.push(place);
      stays['illegal-gpu'] += gpu.instances.length;
      continue;
    }
    const staying: GpuInstance[] = [];
    const moving: GpuInstance[] = [];
    for (const gi of gpu.instances) {
      const why = whyStays(place, gi, vms.get(gi.id) ?? [], groups, places.length === 1);
      if (why === null) moving.push(gi);
      else {
        staying.push(gi);
        stays[why]++;
      }
    }
    const key = [gpu.board, gpu.variant, host.platform, host.release].join('|');
    const pool = pools.get(key) ?? { geometry: legal.geometry, gpus: [], moving: [] };
    pools.set(key, pool);
    const occupancy = moving.length === 0 ? legal.occupancy : occupancyIfLegal(legal.geometry, staying);
    pool.gpus.push({ host, gpu, geometry: legal.geometry, occupancy: occupancy ?? legal.occupancy });
    pool.moving.push(moving);
  }
  return { pools: [...pools.values()], asIs, stays };
}

function whyStays(
  { host, gpu }: GpuPlace,
  gi: GpuInstance,
  vms: readonly Vm[],
  groups: ReadonlyMap<string, number>,
  isOneGpu: boolean,
): Stays | null {
  if (gi.pinned) return 'pinned';
  if (driverRefusal(host, gpu, gi.profile) !== null) return 'driver';
  if (isOneGpu) return null;
  if (vms.some(({ group }) => group !== null && (groups.get(group) ?? 0) > 1)) return 'group';
  return vms.some(({ attachments }) => attachments.length > 1) ? 'several-vgpus' : null;
}

export interface FitsRepacked {
  /** So many more fit, for certain. */
  readonly count: number;
  /** And no more than so many; the same where it is proven. */
  readonly bound: number;
}

/** Nothing that a plan asks takes as long; a hostile one is answered with what there is by then. */
const EFFORT = 200_000;

/**
 * How many more instances of `profile` alone fit once all that may move is moved; on the named boards only, where there are
 * some. `count` is never below what fits now.
 */
export function fitsRepacked(
  room: RepackRoom,
  profile: ProfileName,
  boards: readonly BoardId[] | null = null,
  effort = EFFORT,
): FitsRepacked {
  const { best } = runSearch(searchFitsRepacked(room, profile, boards, effort));
  if (best === null) throw new Error('what fits is always known: it is no less than what fits now');
  return best;
}

/** The same a step at a time; it keeps to `effort` by itself and always answers. */
export function* searchFitsRepacked(
  { pools, asIs }: RepackRoom,
  profile: ProfileName,
  boards: readonly BoardId[] | null = null,
  effort = EFFORT,
): Search<FitsRepacked> {
  let work = 0;
  const isMeant = (board: BoardId): boolean => boards === null || boards.includes(board);
  let [count, bound] = [0, 0];
  for (const { host, gpu } of asIs) {
    const now = isMeant(gpu.board) ? fitsOnGpu(host, gpu, profile) : 0;
    count += now;
    bound += now;
  }
  for (const pool of pools) {
    const { board, profileIndexByName } = pool.geometry;
    if (!isMeant(board.id) || !profileIndexByName.has(profile)) continue;
    const search = fitsInPool(pool, profile, effort);
    let step = search.next();
    for (; step.done !== true; step = search.next())
      yield { best: null, bound: null, isProven: false, work: work + step.value };
    work += 1;
    count += step.value.count;
    bound += step.value.bound;
  }
  return { best: { count, bound }, bound, isProven: count === bound, work: work + 1 };
}

/** Says its work every now and then. */
function* fitsInPool(pool: Pool, profile: ProfileName, effort: number): Generator<number, FitsRepacked> {
  const { gpus, moving } = pool;
  const now = gpus.map(({ host, gpu }) => fitsOnGpu(host, gpu, profile));
  const names = [...new Set([profile, ...moving.flat().map((gi) => gi.profile)])];
  const must = countsOf(names, moving.flat());
  const classes = roomClasses(gpus, names);
  const nowAll = now.reduce((sum, count) => sum + count, 0);
  yield 0;
  const bound = slicesBound(pool, must, names);
  if (bound <= nowAll) return { count: nowAll, bound: nowAll };
  const closed = byClosedForm(pool, must, names, bound);
  if (closed !== null) return exactly(closed);
  const question: RoomQuestion = { classes, must, wishes: [{ name: 0, count: bound, weight: 1 }] };
  if (classes.length === 1 && classes[0]?.gpus.length === 1) return exactly(mostOnOne(classes[0], must));
  // What stands is an answer: with it, who looks for a better one knows what to beat.
  const standing = new Map(
    gpus.map(({ gpu }, at) => {
      const [own = 0, ...others] = countsOf(names, moving[at] ?? []);
      return [gpu.id, [own + (now[at] ?? 0), ...others]] as const;
    }),
  );
  const held = classes.map((one) => one.gpus.map(({ gpu }) => standing.get(gpu.id) ?? []));
  const incumbent = standingValues(question, held, [nowAll]);
  const search = solveInteger(roomProgram(question), { incumbent });
  let step = search.next();
  for (; step.done !== true && step.value.work < effort; step = search.next()) yield step.value.work;
  const outcome = step.value;
  const count = Math.max(nowAll, outcome.best === null ? 0 : -outcome.best.cost);
  const most = outcome.isProven ? count : Math.min(bound, outcome.bound === null ? bound : -outcome.bound);
  return { count, bound: Math.max(count, most) };
}

/** Closed forms of more profiles take longer to derive than they save. */
const MAX_FORM = 6;

/** Where nothing stays and every GPU may have every profile: the board's own closed form says it. Else null. */
function byClosedForm(
  { geometry, gpus }: Pool,
  must: readonly number[],
  names: readonly ProfileName[],
  bound: number,
): number | null {
  if (names.length > MAX_FORM) return null;
  if (gpus.some(({ occupancy }) => occupancy.mask !== 0)) return null;
  const indexes = names.map((name) => geometry.profileIndexByName.get(name) ?? -1);
  // One GPU of each host: they are all of one board.
  for (const [host, gpu] of new Map(gpus.map((one) => [one.host, one.gpu] as const)))
    if (names.some((name) => driverRefusal(host, gpu, name) !== null)) return null;
  const form = closedFormOf(
    geometry.board,
    [...indexes].sort((a, b) => a - b),
  );
  if (form === null) return null;
  const counts = geometry.board.profiles.map((_, index) => must[indexes.indexOf(index)] ?? 0);
  const own = indexes[0] ?? -1;
  let most = bound;
  // Of each line: what is left of all GPUs, in instances of the profile.
  for (const { weights, capacity } of form) {
    const weight = weights[own] ?? 0;
    if (weight > 0)
      most = Math.min(most, Math.floor((capacity * gpus.length - weightOf(weights, counts)) / weight));
  }
  return most;
}

function exactly(count: number): FitsRepacked {
  return { count, bound: count };
}

/** A single GPU: the largest set with all that must be there and most of the first name. */
function mostOnOne({ vectors }: RoomClass, must: readonly number[]): number {
  return vectors.reduce(
    (most, vector) => (covers(vector, must) ? Math.max(most, (vector[0] ?? 0) - (must[0] ?? 0)) : most),
    0,
  );
}

function countsOf(names: readonly ProfileName[], instances: readonly GpuInstance[]): number[] {
  const counts = new Map<ProfileName, number>();
  for (const { profile } of instances) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  return names.map((name) => counts.get(name) ?? 0);
}

/** By memory slices alone no more than so many of the first name fit beside what must be placed. */
function slicesBound(
  { geometry, gpus }: Pool,
  must: readonly number[],
  names: readonly ProfileName[],
): number {
  const sizes = names.map(
    (name) => geometry.board.profiles[geometry.profileIndexByName.get(name) ?? -1]?.memorySlices ?? 0,
  );
  const slices = geometry.board.memorySlices ?? 0;
  let free = 0;
  for (const { occupancy } of gpus) {
    for (let slice = 0; slice < slices; slice++) if ((occupancy.mask & (1 << slice)) === 0) free++;
  }
  const left = must.reduce((sum, count, name) => sum - count * (sizes[name] ?? 0), free);
  const own = sizes[0] ?? 0;
  return own === 0 ? 0 : Math.max(0, Math.floor(left / own));
}

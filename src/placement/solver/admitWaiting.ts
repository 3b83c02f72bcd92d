/** Who waits where not all are let in, and for what: for room at all, for room in one piece, for a GPU without one of its group. */
import type { Board } from '../../model/board.ts';
import type { Gpu, Host, Plan, PlanRequest } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { fitsOnGpu } from '../fits.ts';
import { soFar, within } from './admitSearch.ts';
import type { Wishes } from './admitWishes.ts';
import { repackRoom, searchFitsRepacked } from './repack.ts';
import { legalGpu, roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import type { Outcome } from './search.ts';

/**
 * Why a request waits. `capacity`: it would not fit if everything that may move were moved; `fragmentation`: it would;
 * `group`: only beside one of its own group; `no-gpu`: no GPU has the profile and a driver for it; `budget`: nobody knows yet.
 */
export type WaitReason = 'capacity' | 'fragmentation' | 'group' | 'no-gpu' | 'budget';

export interface Waiting {
  /** Index of the request. */
  readonly request: number;
  /** Null: the request says what it needs. */
  readonly profile: ProfileName | null;
  readonly needs: PlanRequest['needs'];
  readonly count: number;
  readonly reason: WaitReason;
  /** How many of the profile, or of the best of those that satisfy it, would fit if everything that may move were moved. */
  readonly afterRepacking: number;
}

/** What was asked for, and what came of it. */
export interface LetInto {
  readonly requests: readonly PlanRequest[];
  readonly wishes: Wishes;
  readonly boards: readonly Board[];
  /** The legal GPUs of these boards, as they were before. */
  readonly gpus: readonly RoomGpu[];
  /** With what was let in. */
  readonly plan: Plan;
  /** Indexed like the requests. */
  readonly granted: readonly number[];
  /** Groups that have a member on a GPU now, by its id. */
  readonly groups: ReadonlyMap<number, ReadonlySet<string>>;
  /** Nothing was found within the budget. */
  readonly isBlank: boolean;
}

/** Every request of which not all were let in, in the order of the requests. `looks`: the work it took, counted on from `from`. */
export function* waitingOf(
  { requests, wishes, boards, gpus, plan, granted, groups, isBlank }: LetInto,
  from: number,
): Generator<Outcome<never>, { readonly waiting: readonly Waiting[]; readonly looks: number }> {
  // Without the GPUs that are left alone: who waits is not promised their room.
  const room = repackRoom(
    plan,
    plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => (legalGpu(gpu) === null ? [] : [{ host, gpu }]))),
  );
  const ids = boards.map(({ id }) => id);
  const classes = roomClasses(emptied(gpus), wishes.names);
  const fitsOf = new Map<ProfileName, number>();
  const waiting: Waiting[] = [];
  let looks = 0;
  for (const [index, request] of requests.entries()) {
    const count = request.count - (granted[index] ?? 0);
    if (count <= 0) continue;
    const names = wishes.wishes.flatMap(({ name }, wish) => (wishes.requestOf[wish] === index ? [name] : []));
    const profiles = names.map((name) => wishes.names[name] ?? '');
    let fits = 0;
    for (const profile of profiles) {
      yield soFar(from + looks);
      if (!fitsOf.has(profile)) {
        const found = yield* within(searchFitsRepacked(room, profile, ids), Infinity, from + looks);
        looks += found.work;
        fitsOf.set(profile, found.best?.count ?? 0);
      }
      fits = Math.max(fits, fitsOf.get(profile) ?? 0);
    }
    const isPossible = names.some((name) => hasAny(classes, name));
    const reason: WaitReason = !isPossible
      ? 'no-gpu'
      : isBlank
        ? 'budget'
        : isHeldByGroup(request.group, profiles, plan, gpus, groups)
          ? 'group'
          : fits > 0
            ? 'fragmentation'
            : 'capacity';
    const { profile, needs } = request;
    waiting.push({ request: index, profile, needs, count, reason, afterRepacking: Math.min(count, fits) });
  }
  return { waiting, looks };
}

/** True when there is room for one more as it is, or no GPU for it, but beside another one of its group. */
function isHeldByGroup(
  group: string | null,
  profiles: readonly ProfileName[],
  plan: Plan,
  gpus: readonly RoomGpu[],
  groups: ReadonlyMap<number, ReadonlySet<string>>,
): boolean {
  if (group === null) return false;
  const isBeside = (id: number): boolean => groups.get(id)?.has(group) === true;
  const able = gpus.filter(({ geometry }) => profiles.some((one) => geometry.profileIndexByName.has(one)));
  if (able.every(({ gpu }) => isBeside(gpu.id))) return true;
  const meant = new Set<number>(able.map(({ gpu }) => gpu.id));
  const hasRoom = (host: Host, gpu: Gpu): boolean =>
    profiles.some((profile) => fitsOnGpu(host, gpu, profile) > 0);
  return plan.hosts.some((host) =>
    host.gpus.some((gpu) => meant.has(gpu.id) && isBeside(gpu.id) && hasRoom(host, gpu)),
  );
}

/** The same GPUs as if nothing stood on them. */
function emptied(gpus: readonly RoomGpu[]): RoomGpu[] {
  return gpus.map((one) => ({
    ...one,
    occupancy: { mask: 0, counts: one.occupancy.counts.map(() => 0) },
  }));
}

function hasAny(classes: readonly RoomClass[], name: number): boolean {
  return classes.some(({ vectors }) => vectors.some((vector) => (vector[name] ?? 0) > 0));
}

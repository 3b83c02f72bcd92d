/**
 * Requests let into a plan: into the free room of its GPUs, moving nothing, or onto so many empty GPUs of a board. Who waits,
 * and for each of them whether it is room that is missing or only room in one piece; and how many more GPUs it would take.
 */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { IdSource, type GiId } from '../../model/ids.ts';
import {
  boardsOf,
  makeInstance,
  vmsByInstance,
  type Gpu,
  type GpuPlace,
  type Host,
  type Plan,
  type PlanRequest,
  type Vm,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { fitsOnGpu } from '../fits.ts';
import { byStart } from '../planParts.ts';
import { verifyAdmission } from '../verifyAdmission.ts';
import type { ProofTree } from '../verifyTree.ts';
import { admit, type Admission } from './admit.ts';
import { admitApart, extraApart, type ApartQuestion } from './admitApart.ts';
import { groupsOn, keepApart } from './admitGroups.ts';
import { admitTree, asChecked } from './admitTree.ts';
import { wishesOf, type Wishes, type WishesError } from './admitWishes.ts';
import { patternsOf } from './patterns.ts';
import { planOfPacking } from './placePacking.ts';
import type { Prices } from './prices.ts';
import { repackRoom, searchFitsRepacked } from './repack.ts';
import { roomProgram } from './roomProgram.ts';
import { legalGpu, roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import { runSearch, type Outcome, type Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';

export interface AdmitOptions {
  /** Only GPUs of this board; null: of every board that has the profile. */
  readonly board: BoardId | null;
  /** Weights by profile, in the place of those of the requests. */
  readonly weights: ReadonlyMap<ProfileName, number>;
  /** Units of work. */
  readonly budget: number;
  /**
   * Makes a proof of cases where prices alone are none; it takes as long as finding the answer once more, and that in one go. Of
   * requests by need there is none.
   */
  readonly certify?: boolean;
}

export type AdmitError =
  | WishesError
  | { readonly code: 'no-gpus' }
  | { readonly code: 'gpus-unusable'; readonly gpus: number; readonly max: number };

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

export interface AdmitAnswer {
  /** Indexed like the requests. */
  readonly granted: readonly number[];
  readonly waiting: readonly Waiting[];
  readonly value: number;
  readonly bound: number;
  readonly isProven: boolean;
  /** In terms of `names`; null where prices alone do not prove it. */
  readonly proof: Prices | null;
  /**
   * Where they do not: cases that prove it, for the question that `admitQuestion` makes of the plan and the requests, and with
   * which the checker has agreed. Null where it was not asked for or none was found: then it is the search's word alone.
   */
  readonly tree: ProofTree | null;
  readonly names: readonly ProfileName[];
  /** A unit of `proof.scale` is one of this many parts of a weight as written. */
  readonly weightScale: number;
  /** The least number of empty GPUs of the board beside these that all requests need; null where that is not asked: of several
   * boards, and of requests by need. */
  readonly extraGpus: number | null;
  /** GPUs that are illegal as they are, and were left alone. */
  readonly leftAlone: number;
  /** Members of groups, with the new instance that each of them got. */
  readonly members: readonly GroupMember[];
  readonly plan: Plan;
}

export interface GroupMember {
  readonly giId: GiId;
  readonly group: string;
}

/** GPUs of one question. */
export const MAX_ADMIT_GPUS = 10_000;

/** Onto so many empty GPUs of a board. */
export function admitOnto(
  board: Board,
  gpus: number,
  requests: readonly PlanRequest[],
  options: Omit<AdmitOptions, 'board'>,
): Result<AdmitAnswer, AdmitError> {
  if (!Number.isSafeInteger(gpus) || gpus < 1 || gpus > MAX_ADMIT_GPUS)
    return err({ code: 'gpus-unusable', gpus, max: MAX_ADMIT_GPUS });
  const groups = [{ gpus, layout: [] }];
  const proof = { weights: [], capacity: 1 };
  const plan = planOfPacking({ board, counts: [], gpus, groups, proof }, requests);
  return admitInto({ ...plan, name: 'Admission' }, requests, { ...options, board: board.id });
}

/** Into the free room of a plan; its own instances stay where they are. */
export function admitInto(
  plan: Plan,
  requests: readonly PlanRequest[],
  options: AdmitOptions,
): Result<AdmitAnswer, AdmitError> {
  const search = searchAdmission(plan, requests, options);
  if (!search.ok) return search;
  const { best } = runSearch(search.value());
  if (best === null) throw new Error('an admission keeps to its own budget and always answers');
  return ok(best);
}

/**
 * The same a step at a time. It always comes to an answer, for `options.budget` is its own: beyond that the best so far is
 * taken. The bound is that of the value.
 */
export function searchAdmission(
  plan: Plan,
  requests: readonly PlanRequest[],
  options: AdmitOptions,
): Result<() => Search<AdmitAnswer>, AdmitError> {
  const boards = boardsOf(plan.hosts).flatMap((id) =>
    options.board === null || options.board === id ? (findBoard(id) ?? []) : [],
  );
  if (boards.length === 0) return err({ code: 'no-gpus' });
  const wishes = wishesOf(boards, requests, options.weights);
  if (!wishes.ok) return wishes;
  return ok(() => search(plan, requests, boards, wishes.value, options));
}

/** What another search says, up to a budget, counted on from `from`; then its last word. */
function* within<T>(inner: Search<T>, budget: number, from: number): Generator<Outcome<never>, Outcome<T>> {
  let outcome: Outcome<T> = { best: null, bound: null, isProven: false, work: 0 };
  while (outcome.work < budget) {
    const step = inner.next();
    outcome = step.value;
    if (step.done === true) return outcome;
    yield soFar(from + outcome.work);
  }
  return outcome;
}

function soFar(work: number): Outcome<never> {
  return { best: null, bound: null, isProven: false, work };
}

function* search(
  plan: Plan,
  requests: readonly PlanRequest[],
  boards: readonly Board[],
  wishes: Wishes,
  { budget, certify = false }: AdmitOptions,
): Search<AdmitAnswer> {
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu): GpuPlace => ({ host, gpu })));
  const meant = places.filter(({ gpu }) => boards.some(({ id }) => id === gpu.board));
  const groups = wishes.requestOf.map((request) => requests[request]?.group ?? null);
  const asked = new Set(groups);
  const vms = vmsByInstance(plan);
  const present = asked.size === 1 && asked.has(null) ? new Map<number, Set<string>>() : groupsOn(plan, vms);
  const gpus = meant.flatMap((place): RoomGpu[] => {
    const legal = legalGpu(place.gpu);
    if (legal === null) return [];
    const own = [...(present.get(place.gpu.id) ?? [])].filter((group) => asked.has(group));
    return [{ ...place, ...legal, ...(own.length === 0 ? {} : { groups: own.sort() }) }];
  });
  yield soFar(0);
  const question: ApartQuestion = { gpus, ...wishes, groups, present };
  const found = yield* letIn(question, plan, vms, budget);
  let { work } = found;
  const { admission } = found;
  const made = planWith(plan, admission);
  const isToShow = certify && found.isProven && admission.proof === null && wishes.limits.length === 0;
  const tree = isToShow ? checkedTree(question, vms, found) : null;
  const most = requests.reduce((sum, { count }, index) => {
    const weight = wishes.wishes[wishes.requestOf.indexOf(index)]?.weight ?? 0;
    return sum + count * weight;
  }, 0);
  const board = boards.length === 1 && wishes.limits.length === 0 ? boards[0] : undefined;
  let extra: number | null = null;
  if (board !== undefined) {
    const more = yield* extraGpus(board, question, budget, work);
    work += more.work;
    extra = more.isProven ? more.best : null;
  }
  const granted = requests.map((_, index) =>
    admission.granted.reduce((sum, count, wish) => sum + (wishes.requestOf[wish] === index ? count : 0), 0),
  );
  // Without the GPUs that are left alone: who waits is not promised their room.
  const room = repackRoom(
    made.plan,
    made.plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => (legalGpu(gpu) === null ? [] : [{ host, gpu }])),
    ),
  );
  const ids = boards.map(({ id }) => id);
  const classes = roomClasses(emptied(gpus), wishes.names);
  const groupsAfter = groupsOn(plan, vms);
  for (const { gpu, wishes: own = [] } of admission.placed) {
    const more = own.flatMap((wish) => groups[wish] ?? []);
    if (more.length > 0)
      groupsAfter.set(gpu.gpu.id, new Set([...(groupsAfter.get(gpu.gpu.id) ?? []), ...more]));
  }
  const fitsOf = new Map<ProfileName, number>();
  const waiting: Waiting[] = [];
  for (const [index, request] of requests.entries()) {
    const count = request.count - (granted[index] ?? 0);
    if (count <= 0) continue;
    const names = wishes.wishes.flatMap(({ name }, wish) => (wishes.requestOf[wish] === index ? [name] : []));
    const profiles = names.map((name) => wishes.names[name] ?? '');
    let fits = 0;
    for (const profile of profiles) {
      yield soFar(work);
      if (!fitsOf.has(profile)) {
        const found = yield* within(searchFitsRepacked(room, profile, ids), Infinity, work);
        work += found.work;
        fitsOf.set(profile, found.best?.count ?? 0);
      }
      fits = Math.max(fits, fitsOf.get(profile) ?? 0);
    }
    const isPossible = names.some((name) => hasAny(classes, name));
    const reason: WaitReason = !isPossible
      ? 'no-gpu'
      : found.isBlank
        ? 'budget'
        : isHeldByGroup(request.group, profiles, made.plan, gpus, groupsAfter)
          ? 'group'
          : fits > 0
            ? 'fragmentation'
            : 'capacity';
    const { profile, needs } = request;
    waiting.push({ request: index, profile, needs, count, reason, afterRepacking: Math.min(count, fits) });
  }
  // Where a profile was passed over, nothing is known of what it would have added.
  const bound = wishes.isWhole ? Math.min(most, found.bound ?? most) : most;
  const answer: AdmitAnswer = {
    ...{ granted, value: admission.value / wishes.scale, bound: bound / wishes.scale },
    ...{ isProven: found.isProven && wishes.isWhole, proof: admission.proof, tree },
    ...{ names: wishes.names, weightScale: wishes.scale, waiting, extraGpus: extra },
    leftAlone: meant.filter(({ gpu }) => gpu.use === 'mig' && legalGpu(gpu) === null).length,
    members: membersOf(made.added, wishes, requests),
    plan: made.plan,
  };
  return { best: answer, bound: answer.bound, isProven: answer.isProven, work };
}

/** Units of work for groups at the most, each of which costs more than without: what is open then stays open. */
const MAX_APART = 100_000;

interface LetIn {
  readonly admission: Admission;
  readonly bound: number | null;
  readonly isProven: boolean;
  /** Nothing was found within the budget. */
  readonly isBlank: boolean;
  readonly cuts: readonly (readonly number[])[];
  readonly work: number;
}

/** The most valuable that can be let in; groups apart, where there are any. */
function* letIn(
  question: ApartQuestion,
  plan: Plan,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  budget: number,
): Generator<Outcome<never>, LetIn> {
  const outcome = yield* within(admit(question), budget, 0);
  const { bound, isProven, work } = outcome;
  const none: Admission = { granted: question.wishes.map(() => 0), value: 0, placed: [], proof: null };
  const loose = outcome.best ?? none;
  const isBlank = outcome.best === null;
  const asked = question.groups.map((group) => ({ group }));
  const { admission, dropped } = keepApart(question, loose, asked, vms, plan);
  yield soFar(work);
  // What is worth as much as if they need not be kept apart is worth the most with them, too.
  if (dropped.every((count) => count === 0) || admission.value === loose.value)
    return { admission, bound, isProven, isBlank, cuts: [], work };
  const apart = yield* within(admitApart(question), Math.min(budget, MAX_APART), work);
  const best = apart.best?.admission ?? null;
  const isBetter = best !== null && best.value >= admission.value;
  const chosen = isBetter ? best : { ...admission, proof: null };
  const both = [bound, apart.bound].flatMap((one) => one ?? []);
  return {
    admission: chosen,
    bound: both.length === 0 ? null : Math.min(...both),
    isProven: both.includes(chosen.value),
    ...{ isBlank: isBlank && best === null, cuts: apart.best?.cuts ?? [], work: work + apart.work },
  };
}

/** A tree of cases with which the checker agrees, and with the answer that it is about. Each wish is a request of its own. */
function checkedTree(
  question: ApartQuestion,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  { admission, cuts }: LetIn,
): ProofTree | null {
  const { granted, value } = admission;
  const checked = asChecked(question, admission, question.groups, vms);
  const tree = admitTree(checked, value, cuts);
  if (tree === null) return null;
  const claim = { granted, value, bound: value, isProven: true, prices: null, scale: 1, tree };
  return verifyAdmission(checked.sites, checked.wishes, claim).length === 0 ? tree : null;
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

/** Who of a group got which of the new instances. */
function membersOf(
  added: readonly { readonly id: GiId; readonly wish: number | undefined }[],
  { requestOf }: Wishes,
  requests: readonly PlanRequest[],
): GroupMember[] {
  return added.flatMap(({ id, wish }) => {
    const group = wish === undefined ? null : (requests[requestOf[wish] ?? -1]?.group ?? null);
    return group === null ? [] : [{ giId: id, group }];
  });
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

interface Made {
  readonly plan: Plan;
  /** What is new, with the wish that it is for where that is known. */
  readonly added: readonly { readonly id: GiId; readonly wish: number | undefined }[];
}

/** The plan with what is let in. */
function planWith(plan: Plan, { placed }: Admission): Made {
  if (placed.length === 0) return { plan, added: [] };
  const fresh: { id: GiId; wish: number | undefined }[] = [];
  const ids = new IdSource(plan.nextId);
  const added = new Map(placed.map((one) => [one.gpu.gpu.id, one]));
  const hosts = plan.hosts.map((host) => {
    if (!host.gpus.some(({ id }) => added.has(id))) return host;
    const gpus = host.gpus.map((gpu): Gpu => {
      const one = added.get(gpu.id);
      if (one === undefined) return gpu;
      const { profiles } = one.gpu.geometry.board;
      const more = one.added.map(({ profileIndex, start }, at) => {
        const gi = makeInstance(ids.gi(), profiles[profileIndex]?.name ?? '', start);
        fresh.push({ id: gi.id, wish: one.wishes?.[at] });
        return gi;
      });
      return { ...gpu, instances: [...gpu.instances, ...more].sort(byStart) };
    });
    return { ...host, gpus };
  });
  return { plan: { ...plan, hosts, nextId: ids.next }, added: fresh };
}

/** The least number of empty GPUs beside these with which everything that is wished for can be placed. */
function* extraGpus(
  board: Board,
  question: ApartQuestion,
  budget: number,
  from: number,
): Generator<Outcome<never>, Outcome<number>> {
  const { gpus, names, wishes, groups } = question;
  const indexes = names.map((name) => board.profiles.findIndex((profile) => profile.name === name));
  const empty = patternsOf(
    board,
    [...indexes].sort((a, b) => a - b),
  ).best.map(({ counts }) => indexes.map((index) => counts[index] ?? 0));
  if (groups.some((group) => group !== null))
    return yield* within(extraApart(question, empty), Math.min(budget, MAX_APART), from);
  const must = names.map((_, name) =>
    wishes.reduce((sum, wish) => sum + (wish.name === name ? wish.count : 0), 0),
  );
  const classes = roomClasses(gpus, names);
  const { rows, columns } = roomProgram({ classes, must, wishes: [] });
  const more = empty.map((counts) => ({
    cost: 1,
    entries: counts.flatMap((count, name): [number, number][] =>
      count > 0 ? [[classes.length + name, count]] : [],
    ),
    high: Infinity,
  }));
  const outcome = yield* within(solveInteger({ rows, columns: [...columns, ...more] }), budget, from);
  return { ...outcome, best: outcome.best?.cost ?? null };
}

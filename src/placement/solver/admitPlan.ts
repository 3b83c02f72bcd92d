/**
 * Requests let into a plan: into the free room of its GPUs, moving nothing, or onto so many empty GPUs of a board. Who waits,
 * and for each of them whether it is room that is missing or only room in one piece; and how many more GPUs it would take.
 */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardsOf, vmsByInstance, type GpuPlace, type Plan, type PlanRequest } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ProofTree } from '../verifyTree.ts';
import type { ApartQuestion } from './admitApart.ts';
import { groupsOn } from './admitGroups.ts';
import { checkedTree, extraGpus, letIn, soFar } from './admitSearch.ts';
import { waitingOf, type Waiting } from './admitWaiting.ts';
import { wishesOf, type Wishes, type WishesError } from './admitWishes.ts';
import { groupsWith, membersOf, planWith, type GroupMember } from './admittedPlan.ts';
import { planOfPacking } from './placePacking.ts';
import type { Prices } from './prices.ts';
import { legalGpu, type RoomGpu } from './rooms.ts';
import { runSearch, type Search } from './search.ts';

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
  const plan = planOfPacking({ board, gpus, groups: [{ gpus, layout: [] }] }, requests);
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
  const named = new Set(groups);
  const vms = vmsByInstance(plan);
  const present = named.size === 1 && named.has(null) ? new Map<number, Set<string>>() : groupsOn(plan, vms);
  const gpus = meant.flatMap((place): RoomGpu[] => {
    const legal = legalGpu(place.gpu);
    if (legal === null) return [];
    const own = [...(present.get(place.gpu.id) ?? [])].filter((group) => named.has(group));
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
  const after = groupsWith(present, groups, admission);
  const into = { requests, wishes, boards, gpus, plan: made.plan, granted, groups: after };
  const { waiting, looks } = yield* waitingOf({ ...into, isBlank: found.isBlank }, work);
  work += looks;
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

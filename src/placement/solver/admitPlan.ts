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
  type Plan,
  type PlanRequest,
  type Vm,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { byStart } from '../planParts.ts';
import { fitsOnGpu } from '../fits.ts';
import { verifyAdmission } from '../verifyAdmission.ts';
import type { ProofTree } from '../verifyTree.ts';
import { admit, type Admission, type AdmitQuestion } from './admit.ts';
import { admitApart, extraApart } from './admitApart.ts';
import { groupsOn, keepApart } from './admitGroups.ts';
import { admitTree, asChecked } from './admitTree.ts';
import { checkCount, checkRequest, MAX_TOTAL_REQUESTED, type DemandError } from './demand.ts';
import { patternsOf } from './patterns.ts';
import { planOfPacking } from './placePacking.ts';
import type { Prices } from './prices.ts';
import { fitsRepacked, repackRoom } from './repack.ts';
import { roomProgram, type Wish } from './roomProgram.ts';
import { legalGpu, roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import { runSearch } from './search.ts';
import { solveInteger } from './solveInteger.ts';

export interface AdmitOptions {
  /** Only GPUs of this board; null: of every board that has the profile. */
  readonly board: BoardId | null;
  /** Weights by profile, in the place of those of the requests. */
  readonly weights: ReadonlyMap<ProfileName, number>;
  /** Units of work. */
  readonly budget: number;
  /** Makes a proof of cases where prices alone are none; it takes as long as finding the answer once more. */
  readonly certify?: boolean;
}

export type AdmitError =
  | DemandError
  | { readonly code: 'no-gpus' }
  | { readonly code: 'gpus-unusable'; readonly gpus: number; readonly max: number }
  /** Weights of so many digits, times the counts, are more than can be added up exactly. */
  | { readonly code: 'weights-too-fine' };

/**
 * Why a request waits. `capacity`: it would not fit if everything that may move were moved; `fragmentation`: it would;
 * `group`: only beside one of its own group; `no-gpu`: no GPU has the profile and a driver for it; `budget`: nobody knows yet.
 */
export type WaitReason = 'capacity' | 'fragmentation' | 'group' | 'no-gpu' | 'budget';

export interface Waiting {
  /** Index of the request. */
  readonly request: number;
  readonly profile: ProfileName;
  readonly count: number;
  readonly reason: WaitReason;
  /** How many of the profile would fit if everything that may move were moved. */
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
  /** The least number of empty GPUs of the board beside these that all requests need; null where there are several boards. */
  readonly extraGpus: number | null;
  /** GPUs that are illegal as they are, and were left alone. */
  readonly leftAlone: number;
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
  const boards = boardsOf(plan.hosts).flatMap((id) =>
    options.board === null || options.board === id ? (findBoard(id) ?? []) : [],
  );
  const [board] = boards;
  if (board === undefined) return err({ code: 'no-gpus' });
  const fault = faultOf(boards, requests);
  if (fault !== null) return err(fault);
  const wishes = wishesOf(requests, options.weights);
  if (wishes === null) return err({ code: 'weights-too-fine' });
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu): GpuPlace => ({ host, gpu })));
  const meant = places.filter(({ gpu }) => boards.some(({ id }) => id === gpu.board));
  const gpus = meant.flatMap((place): RoomGpu[] => {
    const legal = legalGpu(place.gpu);
    return legal === null ? [] : [{ ...place, ...legal }];
  });
  const question: AdmitQuestion = { gpus, ...wishes };
  const vms = vmsByInstance(plan);
  const found = letIn(question, requests, plan, vms, options.budget);
  const { admission } = found;
  const after = planWith(plan, admission);
  const most = wishes.wishes.reduce((sum, { count, weight }) => sum + count * weight, 0);
  const isToShow = options.certify === true && found.isProven && admission.proof === null;
  const answer = {
    ...{ granted: admission.granted, value: admission.value / wishes.scale },
    bound: Math.min(most, found.bound ?? most) / wishes.scale,
    isProven: found.isProven,
    ...{ proof: admission.proof, names: wishes.names, weightScale: wishes.scale, plan: after },
    tree: isToShow ? checkedTree(question, requests, vms, found) : null,
    leftAlone: meant.filter(({ gpu }) => gpu.use === 'mig' && legalGpu(gpu) === null).length,
    extraGpus: boards.length === 1 ? extraGpus(board, question, requests, plan, vms, options.budget) : null,
  };
  // Without the GPUs that are left alone: who waits is not promised their room.
  const room = repackRoom(
    after,
    after.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => (legalGpu(gpu) === null ? [] : [{ host, gpu }])),
    ),
  );
  const ids = boards.map(({ id }) => id);
  const classes = roomClasses(emptied(gpus), wishes.names);
  const groupsAfter = groupsOn(plan, vms);
  for (const { gpu, wishes: own = [] } of admission.placed)
    for (const group of own.flatMap((wish) => requests[wish]?.group ?? []))
      groupsAfter.set(gpu.gpu.id, new Set([...(groupsAfter.get(gpu.gpu.id) ?? []), group]));
  const waiting = requests.flatMap((request, index): Waiting[] => {
    const count = request.count - (answer.granted[index] ?? 0);
    if (count <= 0 || request.profile === null) return [];
    const { profile } = request;
    const fits = fitsRepacked(room, profile, ids).count;
    const isPossible = hasAny(classes, wishes.names.indexOf(profile));
    const reason: WaitReason = !isPossible
      ? 'no-gpu'
      : found.isBlank
        ? 'budget'
        : isHeldByGroup(request, after, gpus, groupsAfter)
          ? 'group'
          : fits > 0
            ? 'fragmentation'
            : 'capacity';
    return [{ request: index, profile, count, reason, afterRepacking: Math.min(count, fits) }];
  });
  return ok({ ...answer, waiting });
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
}

/** The most valuable that can be let in; groups apart, where there are any. */
function letIn(
  question: AdmitQuestion,
  requests: readonly PlanRequest[],
  plan: Plan,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  budget: number,
): LetIn {
  const outcome = runSearch(admit(question), budget);
  const { bound, isProven } = outcome;
  const none: Admission = { granted: question.wishes.map(() => 0), value: 0, placed: [], proof: null };
  const loose = outcome.best ?? none;
  const isBlank = outcome.best === null;
  const { admission, dropped } = keepApart(question, loose, requests, vms, plan);
  // What is worth as much as if there were no groups is worth the most with them, too.
  if (dropped.every((count) => count === 0) || admission.value === loose.value)
    return { admission, bound, isProven, isBlank, cuts: [] };
  const groups = requests.map(({ group }) => group);
  const effort = Math.min(budget, MAX_APART);
  const apart = runSearch(admitApart({ ...question, groups, present: groupsOn(plan, vms) }), effort);
  const best = apart.best?.admission ?? null;
  const isBetter = best !== null && best.value >= admission.value;
  const chosen = isBetter ? best : { ...admission, proof: null };
  const both = [bound, apart.bound].flatMap((one) => one ?? []);
  return {
    admission: chosen,
    bound: both.length === 0 ? null : Math.min(...both),
    isProven: both.includes(chosen.value),
    ...{ isBlank: isBlank && best === null, cuts: apart.best?.cuts ?? [] },
  };
}

/** A tree of cases with which the checker agrees, and with the answer that it is about. */
function checkedTree(
  question: AdmitQuestion,
  requests: readonly PlanRequest[],
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  { admission, cuts }: LetIn,
): ProofTree | null {
  const { granted, value } = admission;
  const groups = requests.map(({ group }) => group);
  const checked = asChecked(question, admission, groups, vms);
  const tree = admitTree(checked, value, cuts);
  if (tree === null) return null;
  const claim = { granted, value, bound: value, isProven: true, prices: null, scale: 1, tree };
  return verifyAdmission(checked.sites, checked.wishes, claim).length === 0 ? tree : null;
}

/** True when there is room for one more as it is, or no GPU for it, but beside another one of its group. */
function isHeldByGroup(
  { profile, group }: PlanRequest,
  plan: Plan,
  gpus: readonly RoomGpu[],
  groups: ReadonlyMap<number, ReadonlySet<string>>,
): boolean {
  if (group === null || profile === null) return false;
  const isBeside = (id: number): boolean => groups.get(id)?.has(group) === true;
  const able = gpus.filter(({ geometry }) => geometry.profileIndexByName.has(profile));
  if (able.every(({ gpu }) => isBeside(gpu.id))) return true;
  const meant = new Set<number>(able.map(({ gpu }) => gpu.id));
  return plan.hosts.some((host) =>
    host.gpus.some((gpu) => meant.has(gpu.id) && isBeside(gpu.id) && fitsOnGpu(host, gpu, profile) > 0),
  );
}

function faultOf(boards: readonly Board[], requests: readonly PlanRequest[]): DemandError | null {
  let total = 0;
  for (const [index, request] of requests.entries()) {
    const fault = checkCount(request, index);
    if (fault !== null) return fault;
    const faults = boards.map((board) => checkRequest(board, request, index));
    const [first] = faults;
    if (first != null && !faults.includes(null)) return first;
    total += request.count;
  }
  if (total === 0) return { code: 'nothing-requested' };
  if (total > MAX_TOTAL_REQUESTED)
    return { code: 'too-many-requested', count: total, max: MAX_TOTAL_REQUESTED };
  return null;
}

/** Decimals of a weight that are looked at. */
const MAX_DECIMALS = 6;
const MOST_EXACT = 2 ** 50;

/** The requests as wishes with whole weights; null where these would be too large to be added up exactly. */
function wishesOf(
  requests: readonly PlanRequest[],
  weights: ReadonlyMap<ProfileName, number>,
): { readonly names: ProfileName[]; readonly wishes: Wish[]; readonly scale: number } | null {
  const names = [...new Set(requests.flatMap(({ profile }) => profile ?? []))];
  const written = requests.map(({ profile, weight }) => weights.get(profile ?? '') ?? weight ?? 1);
  let scale = 1;
  const isWhole = (weight: number): boolean => Math.abs(weight * scale - Math.round(weight * scale)) < 1e-9;
  for (let decimals = 0; decimals < MAX_DECIMALS && !written.every(isWhole); decimals++) scale *= 10;
  if (!written.every((weight) => isWhole(weight) && weight >= 0)) return null;
  const wishes = requests.map((request, index): Wish => ({
    name: names.indexOf(request.profile ?? ''),
    count: request.count,
    weight: Math.round((written[index] ?? 1) * scale),
  }));
  const most = wishes.reduce((sum, { count, weight }) => sum + count * weight, 0);
  return most > MOST_EXACT ? null : { names, wishes, scale };
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

/** The plan with what is let in; the requests that it answers are its own, or these where it had none. */
function planWith(plan: Plan, { placed }: Admission): Plan {
  if (placed.length === 0) return plan;
  const ids = new IdSource(plan.nextId);
  const added = new Map(placed.map((one) => [one.gpu.gpu.id, one]));
  const hosts = plan.hosts.map((host) => {
    if (!host.gpus.some(({ id }) => added.has(id))) return host;
    const gpus = host.gpus.map((gpu): Gpu => {
      const one = added.get(gpu.id);
      if (one === undefined) return gpu;
      const { profiles } = one.gpu.geometry.board;
      const more = one.added.map(({ profileIndex, start }) =>
        makeInstance(ids.gi(), profiles[profileIndex]?.name ?? '', start),
      );
      return { ...gpu, instances: [...gpu.instances, ...more].sort(byStart) };
    });
    return { ...host, gpus };
  });
  return { ...plan, hosts, nextId: ids.next };
}

/** The least number of empty GPUs beside these with which everything that is wished for can be placed. */
function extraGpus(
  board: Board,
  question: AdmitQuestion,
  requests: readonly PlanRequest[],
  plan: Plan,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  budget: number,
): number | null {
  const { gpus, names, wishes } = question;
  const indexes = names.map((name) => board.profiles.findIndex((profile) => profile.name === name));
  const empty = patternsOf(
    board,
    [...indexes].sort((a, b) => a - b),
  ).best.map(({ counts }) => indexes.map((index) => counts[index] ?? 0));
  if (requests.some(({ group }) => group !== null)) {
    const groups = requests.map(({ group }) => group);
    return extraApart(
      { ...question, groups, present: groupsOn(plan, vms) },
      empty,
      Math.min(budget, MAX_APART),
    );
  }
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
  const outcome = runSearch(solveInteger({ rows, columns: [...columns, ...more] }), budget);
  return outcome.isProven && outcome.best !== null ? outcome.best.cost : null;
}

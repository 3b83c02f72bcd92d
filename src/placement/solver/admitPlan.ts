/**
 * Requests let into a plan: into the free room of its GPUs, moving nothing, or onto so many empty GPUs of a board. Who waits,
 * and for each of them whether it is room that is missing or only room in one piece; and how many more GPUs it would take.
 */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { IdSource } from '../../model/ids.ts';
import {
  boardsOf,
  makeInstance,
  vmsByInstance,
  type Gpu,
  type GpuPlace,
  type Plan,
  type PlanRequest,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { byStart } from '../planParts.ts';
import { admit, type Admission, type AdmitQuestion } from './admit.ts';
import { keepApart } from './admitGroups.ts';
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
  /** In terms of `names`; null where it was proven by trying what was left, or not proven. */
  readonly proof: Prices | null;
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
  const outcome = runSearch(admit(question), options.budget);
  const none: Admission = { granted: wishes.wishes.map(() => 0), value: 0, placed: [], proof: null };
  const best = outcome.best ?? none;
  const apart = keepApart(question, best, requests, vmsByInstance(plan), plan);
  const after = planWith(plan, apart.admission);
  const most = wishes.wishes.reduce((sum, { count, weight }) => sum + count * weight, 0);
  const answer = {
    ...{ granted: apart.admission.granted, value: apart.admission.value / wishes.scale },
    bound: Math.min(most, outcome.bound ?? most) / wishes.scale,
    isProven: outcome.isProven && apart.dropped.every((count) => count === 0),
    ...{ proof: apart.admission.proof, names: wishes.names, weightScale: wishes.scale, plan: after },
    leftAlone: meant.filter(({ gpu }) => gpu.use === 'mig' && legalGpu(gpu) === null).length,
    extraGpus: boards.length === 1 ? extraGpus(board, question, options.budget) : null,
  };
  const room = repackRoom(
    after,
    after.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu }))),
  );
  const ids = boards.map(({ id }) => id);
  const classes = roomClasses(emptied(gpus), wishes.names);
  const waiting = requests.flatMap((request, index): Waiting[] => {
    const count = request.count - (answer.granted[index] ?? 0);
    if (count <= 0 || request.profile === null) return [];
    const { profile } = request;
    const fits = fitsRepacked(room, profile, ids).count;
    const isPossible = hasAny(classes, wishes.names.indexOf(profile));
    const reason: WaitReason = !isPossible
      ? 'no-gpu'
      : outcome.best === null
        ? 'budget'
        : (apart.dropped[index] ?? 0) > 0
          ? 'group'
          : fits > 0
            ? 'fragmentation'
            : 'capacity';
    return [{ request: index, profile, count, reason, afterRepacking: Math.min(count, fits) }];
  });
  return ok({ ...answer, waiting });
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
function extraGpus(board: Board, { gpus, names, wishes }: AdmitQuestion, budget: number): number | null {
  const must = names.map((_, name) =>
    wishes.reduce((sum, wish) => sum + (wish.name === name ? wish.count : 0), 0),
  );
  const classes = roomClasses(gpus, names);
  const { rows, columns } = roomProgram({ classes, must, wishes: [] });
  const indexes = names.map((name) => board.profiles.findIndex((profile) => profile.name === name));
  const empty = patternsOf(
    board,
    [...indexes].sort((a, b) => a - b),
  ).best.map(({ counts }) => ({
    cost: 1,
    entries: indexes.flatMap((index, name): [number, number][] =>
      (counts[index] ?? 0) > 0 ? [[classes.length + name, counts[index] ?? 0]] : [],
    ),
    high: Infinity,
  }));
  const outcome = runSearch(solveInteger({ rows, columns: [...columns, ...empty] }), budget);
  return outcome.isProven && outcome.best !== null ? outcome.best.cost : null;
}

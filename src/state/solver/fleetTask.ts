/** The cheapest GPUs of several boards for requests that may go to any profile that satisfies them, as the page shows it. */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { parseProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { MAX_NEW_GPUS, type Cut } from '../../placement/newHosts.ts';
import {
  makeFlexibleQuestion,
  searchFlexible,
  type FlexibleAnswer,
  type FlexibleError,
  type FlexibleQuestion,
} from '../../placement/solver/flexible.ts';
import { fleetWords, flexibleBecause } from '../../placement/solver/flexibleMessages.ts';
import { flexiblePlan } from '../../placement/solver/flexiblePlan.ts';
import type { BinOf } from '../../placement/solver/flexibleProgram.ts';
import { priceProof, type PriceProof } from '../../placement/solver/flexibleProof.ts';
import { fleetTree } from '../../placement/solver/fleetTree.ts';
import { costedFleet, type FleetError } from '../../placement/solver/fleetCosts.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';
import { verifyFleet } from '../../placement/verifyFleet.ts';
import type { ProofTree } from '../../placement/verifyTree.ts';

/** A board that may be had. */
export interface OfferedBoard {
  readonly board: BoardId;
  /** Of one GPU, in the user's own unit. */
  readonly cost: number;
  /** GPUs to be had at the most; null where it is not limited. */
  readonly count: number | null;
  readonly gpusPerHost: number | null;
}

export interface FleetArgs {
  readonly boards: readonly OfferedBoard[];
  readonly requests: readonly PlanRequest[];
  /** What members of a group do not share. */
  readonly apart: BinOf;
}

export interface BoughtBoard {
  readonly board: BoardId;
  readonly gpus: number;
  readonly cuts: readonly Cut[];
}

export interface FoundFleet {
  /** "12 x A100-PCIE-40GB and 3 x A30". */
  readonly words: string;
  /** In the user's own unit. */
  readonly cost: number;
  readonly gpus: number;
  /** Those of which there are any, in the order of the question. */
  readonly boards: readonly BoughtBoard[];
  /** The hosts, and a VM for each member of a group; null where there are more GPUs than are placed at once. */
  readonly plan: Plan | null;
}

export interface Fleeted {
  /** Null: nothing was found; where that is proven, what may be had does not suffice. */
  readonly found: FoundFleet | null;
  /** Why it cannot cost less, or how far that is known, in one sentence. */
  readonly because: string;
}

export type FleetAnswer = Result<Fleeted, FlexibleError | FleetError>;

/**
 * The cheapest fleet, or what is wrong with the question; bounds are in the user's unit of cost. A fleet is called proven
 * only when the checker agrees with it and with the prices, or with the cases where these leave a gap; where there are none,
 * what the search ruled out beyond the prices is the search's word, and the sentence says so.
 */
export function* fleetFor({ boards, requests, apart }: FleetArgs): Search<FleetAnswer> {
  const priced = costedFleet(boards.map((one) => ({ ...one, board: boardOf(one.board) })));
  if (!priced.ok) return { best: err(priced.error), bound: null, isProven: false, work: 1 };
  const { fleet, unitsPerCost } = priced.value;
  const question = makeFlexibleQuestion(fleet, requests);
  if (!question.ok) return { best: err(question.error), bound: null, isProven: false, work: 1 };
  const proof = priceProof(question.value);
  const told = (
    outcome: Outcome<FlexibleAnswer>,
    found: FoundFleet | null,
    tree: ProofTree | null = null,
  ): Outcome<FleetAnswer> => {
    const { bound, isProven, work } = outcome;
    return {
      best: ok({ found, because: flexibleBecause(outcome, proof, unitsPerCost, tree) }),
      bound: bound === null ? null : bound / unitsPerCost,
      isProven,
      work,
    };
  };
  const search = searchFlexible(question.value, { apart });
  let seen: FlexibleAnswer | null = null;
  let found: FoundFleet | null = null;
  for (;;) {
    const step = search.next();
    const { best } = step.value;
    // A better one is found a few times, and told many times.
    if (best !== seen) {
      seen = best;
      found = best === null ? null : foundFleet(question.value, best, unitsPerCost);
    }
    if (step.done !== true) yield told(step.value, found);
    else {
      const isOpen = step.value.isProven && best !== null && proof.bound < best.cost;
      const tree = isOpen ? fleetTree(question.value, apart, best.cost) : null;
      const isProven =
        step.value.isProven && (best === null || isChecked(question.value, apart, best, proof, tree));
      return told({ ...step.value, isProven }, found, tree);
    }
  }
}

function boardOf(id: BoardId): Board {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board is called ${id}`);
  return board;
}

function foundFleet(question: FlexibleQuestion, answer: FlexibleAnswer, unitsPerCost: number): FoundFleet {
  const gpus = answer.placed.length;
  return {
    words: fleetWords(question, answer.gpus),
    cost: answer.cost / unitsPerCost,
    gpus,
    boards: question.fleet.flatMap(({ board }, index) => {
      const count = answer.gpus[index] ?? 0;
      return count === 0 ? [] : [{ board: board.id, gpus: count, cuts: cutsOf(board, index, answer) }];
    }),
    plan: gpus > MAX_NEW_GPUS ? null : flexiblePlan(question, answer),
  };
}

const nameIn = (board: Board, profile: number): string => board.profiles[profile]?.name ?? '';

/** GPUs of a board that are cut alike as one cut, in the order of their first. */
function cutsOf(board: Board, fleet: number, { placed }: FlexibleAnswer): Cut[] {
  const cuts = new Map<string, { layout: Cut['layout']; gpus: number }>();
  for (const gpu of placed) {
    if (gpu.fleet !== fleet) continue;
    const layout = gpu.instances.map(({ profile, start }) => ({ profile: nameIn(board, profile), start }));
    const key = layout.map(({ profile, start }) => `${profile}@${start}`).join();
    const cut = cuts.get(key) ?? { layout, gpus: 0 };
    cut.gpus += 1;
    cuts.set(key, cut);
  }
  return [...cuts.values()];
}

function isChecked(
  { fleet, requests }: FlexibleQuestion,
  apart: BinOf,
  { cost, placed }: FlexibleAnswer,
  { prices, scale, step, bound }: PriceProof,
  tree: ProofTree | null,
): boolean {
  const demand = requests.map((request) => ({
    count: request.count,
    group: request.group,
    isServedBy: (board: Board, profile: string) => serves(board, profile, request),
  }));
  const gpus = placed.map(({ fleet: at, host, instances }) => {
    const own = fleet[at];
    return {
      fleet: at,
      host,
      instances: instances.map(({ profile, start, request }) => ({
        profile: own === undefined ? '' : nameIn(own.board, profile),
        start,
        request,
      })),
    };
  });
  const shown = tree === null ? bound : cost;
  const claim = { cost, bound: shown, gpus, prices, scale, step, tree };
  return verifyFleet(fleet, demand, apart, claim).length === 0;
}

/** Whether a profile has what is asked for: read from the board once more, and not from what the search took for granted. */
function serves(board: Board, name: string, { profile, needs }: PlanRequest): boolean {
  if (profile !== null) return name === profile;
  const found = board.profiles.find((one) => one.name === name);
  if (found === undefined || typeof needs !== 'object' || needs === null) return false;
  const has = new Map<string, number | null>([
    ['memoryGB', parseProfileName(name)?.memoryGB ?? null],
    ['computeSlices', found.computeSlices],
    ['sm', found.sm],
    ...Object.entries(found.engines),
  ]);
  return Object.entries(needs).every(
    ([need, least]) => typeof least === 'number' && (least === 0 || (has.get(need) ?? 0) >= least),
  );
}

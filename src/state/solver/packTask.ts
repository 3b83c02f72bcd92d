/** How many GPUs requests take, as the page shows it. */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Cut } from '../../placement/newHosts.ts';
import { demandOf, type DemandError } from '../../placement/solver/demand.ts';
import { pack, type Packing } from '../../placement/solver/pack.ts';
import { packReason } from '../../placement/solver/packMessages.ts';
import { costedFleet } from '../../placement/solver/fleetCosts.ts';
import {
  makeFlexibleQuestion,
  searchFlexible,
  type FlexibleAnswer,
  type FlexibleError,
} from '../../placement/solver/flexible.ts';
import { flexibleBecause } from '../../placement/solver/flexibleMessages.ts';
import { priceProof } from '../../placement/solver/flexibleProof.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';
import { verifyPacking } from '../../placement/verify.ts';

export interface PackArgs {
  /** A board whose starts are public. */
  readonly board: BoardId;
  readonly requests: readonly PlanRequest[];
}

export interface Packed {
  readonly gpus: number;
  /** Why it cannot be fewer, in one sentence. */
  readonly because: string;
  readonly cuts: readonly Cut[];
}

/** Where requests name needs or groups, the error is of those; each has its own sentence. */
export type PackAnswer = Result<Packed, DemandError | FlexibleError>;

/** The packing of the requests, or what is wrong with them. It is called proven only when the checker agrees. */
export function* packRequests({ board: id, requests }: PackArgs): Search<PackAnswer> {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board is called ${id}`);
  // Groups that are kept apart and needs are a question of their own.
  if (requests.some(({ group, needs }) => group !== null || needs !== null))
    return yield* packFlexible(board, requests);
  const counts = demandOf(board, requests);
  if (!counts.ok) return { best: err(counts.error), bound: null, isProven: false, work: 1 };
  const search = pack(board, counts.value);
  for (;;) {
    const step = search.next();
    const outcome = step.value;
    const answer = { ...outcome, best: packed(board, outcome) };
    if (step.done === true) return { ...answer, isProven: isChecked(board, outcome) };
    yield { ...answer, isProven: false };
  }
}

const nameIn = (board: Board, profileIndex: number): string => board.profiles[profileIndex]?.name ?? '';

function packed(board: Board, { best, bound }: Outcome<Packing>): PackAnswer | null {
  if (best === null) return null;
  const reason = bound === null ? '' : packReason(best, bound);
  return ok({
    gpus: best.gpus,
    because: reason,
    cuts: best.groups.map(({ gpus, layout }) => ({ gpus, layout: piecesOf(board, layout) })),
  });
}

function piecesOf(board: Board, layout: Packing['groups'][number]['layout']): Cut['layout'] {
  return layout.map(({ profileIndex, start }) => ({ profile: nameIn(board, profileIndex), start }));
}

function isChecked(board: Board, { best, bound, isProven }: Outcome<Packing>): boolean {
  if (best === null || bound === null || !isProven) return false;
  const byName = (values: readonly number[]): Map<string, number> =>
    new Map(values.map((value, index) => [nameIn(board, index), value]));
  const faults = verifyPacking(board, byName(best.counts), {
    gpus: best.gpus,
    bound,
    isProven,
    weights: byName(best.proof.weights),
    capacity: best.proof.capacity,
    groups: best.groups.map(({ gpus, layout }) => ({ gpus, layout: piecesOf(board, layout) })),
  });
  return faults.length === 0;
}

function* packFlexible(board: Board, requests: readonly PlanRequest[]): Search<PackAnswer> {
  const fleet = costedFleet([{ board, cost: 1, count: null, gpusPerHost: null }]);
  if (!fleet.ok) throw new Error(fleet.error.code);
  const question = makeFlexibleQuestion(fleet.value.fleet, requests);
  if (!question.ok) return { best: err(question.error), bound: null, isProven: false, work: 1 };
  const { unitsPerCost } = fleet.value;
  const search = searchFlexible(question.value, { apart: 'gpu' });
  for (;;) {
    const step = search.next();
    const { best, bound, isProven, work } = step.value;
    const inGpus = bound === null ? null : Math.ceil(bound / unitsPerCost);
    if (step.done !== true) {
      yield { best: null, bound: inGpus, isProven: false, work };
      continue;
    }
    if (best === null) return { best: null, bound: inGpus, isProven, work };
    const because = flexibleBecause(step.value, priceProof(question.value), unitsPerCost);
    const answer = ok({ gpus: best.placed.length, because, cuts: cutsOf(board, best) });
    return { best: answer, bound: inGpus, isProven, work };
  }
}

/** GPUs that are cut alike as one cut, in the order of their first. */
function cutsOf(board: Board, { placed }: FlexibleAnswer): Cut[] {
  const cuts = new Map<string, { layout: Cut['layout']; gpus: number }>();
  for (const { instances } of placed) {
    const layout = instances.map(({ profile, start }) => ({ profile: nameIn(board, profile), start }));
    const key = layout.map(({ profile, start }) => `${profile}@${start}`).join();
    const cut = cuts.get(key) ?? { layout, gpus: 0 };
    cut.gpus += 1;
    cuts.set(key, cut);
  }
  return [...cuts.values()];
}

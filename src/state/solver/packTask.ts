/** How many GPUs requests take that name profiles of one board and no group, as the page shows it; others: fleetTask.ts. */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Cut } from '../../placement/newHosts.ts';
import { demandOf, type DemandError } from '../../placement/solver/demand.ts';
import { pack, type Packing } from '../../placement/solver/pack.ts';
import { packReason } from '../../placement/solver/packMessages.ts';
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

export type PackAnswer = Result<Packed, DemandError>;

/** The packing of the requests, or what is wrong with them. It is called proven only when the checker agrees. */
export function* packRequests({ board: id, requests }: PackArgs): Search<PackAnswer> {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board is called ${id}`);
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

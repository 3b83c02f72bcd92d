/**
 * The fewest GPUs of one board where members of a group must not share a GPU: the question of a fleet of this board alone, at a
 * cost of one for each GPU. What proves it is the plainest there is: the instances themselves, the largest group, or the search.
 */
import type { Board } from '../../model/board.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { demandOf, type DemandError } from './demand.ts';
import {
  MAX_FLEXIBLE,
  makeFlexibleQuestion,
  searchFlexible,
  type FlexibleAnswer,
  type FlexibleQuestion,
} from './flexible.ts';
import { pack, type Packing } from './pack.ts';
import { runSearch, type Outcome, type Search } from './search.ts';

/** The largest group, each of whose members needs a GPU to itself as far as the group goes. */
export interface LargestGroup {
  readonly group: string;
  readonly members: number;
}

export interface ApartQuestion {
  readonly fleet: FlexibleQuestion;
  readonly largest: LargestGroup;
  /** The same without groups: its bound holds here as well. */
  readonly plain: Outcome<Packing>;
}

/** The largest group with two members or more; null where nobody has to be kept from anybody. */
export function largestGroup(requests: readonly PlanRequest[]): LargestGroup | null {
  const sizes = new Map<string, number>();
  for (const { group, count } of requests)
    if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + count);
  let largest: LargestGroup | null = null;
  for (const [group, members] of sizes)
    if (members > 1 && members > (largest?.members ?? 0)) largest = { group, members };
  return largest;
}

/**
 * The question, for requests of which some are kept apart; null where none is, and `pack` answers. Errors: as `demandOf`, and
 * `too-many-requested` for more than are placed one by one.
 */
export function makeApartQuestion(
  board: Board,
  requests: readonly PlanRequest[],
): Result<ApartQuestion | null, DemandError> {
  const counts = demandOf(board, requests);
  if (!counts.ok) return counts;
  const largest = largestGroup(requests);
  if (largest === null) return ok(null);
  const count = counts.value.reduce((sum, one) => sum + one, 0);
  if (count > MAX_FLEXIBLE) return err({ code: 'too-many-requested', count, max: MAX_FLEXIBLE });
  const fleet = makeFlexibleQuestion([{ board, cost: 1, count: null, gpusPerHost: null }], requests);
  // Each request names a profile of the board with public starts, so something satisfies it.
  if (!fleet.ok) throw new Error(fleet.error.code);
  return ok({ fleet: fleet.value, largest, plain: runSearch(pack(board, counts.value)) });
}

/** The GPUs and who is on each. `bound` is the best of the search, the plain packing and the largest group. */
export function* packApart({ fleet, largest, plain }: ApartQuestion): Search<FlexibleAnswer> {
  const search = searchFlexible(fleet, { apart: 'gpu' });
  for (;;) {
    const step = search.next();
    const { best, work } = step.value;
    const bound = Math.max(step.value.bound ?? 0, plain.bound ?? 0, largest.members);
    const outcome = { best, bound, isProven: best?.cost === bound, work };
    if (step.done === true || outcome.isProven) return outcome;
    yield outcome;
  }
}

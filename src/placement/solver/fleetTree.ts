/** The proof that no fleet costs less, where prices alone leave a gap: a tree of cases for the checker. */
import type { Board } from '../../model/board.ts';
import { fleetQuestion } from '../verifyFleet.ts';
import type { ProofTree } from '../verifyTree.ts';
import { certify } from './certify.ts';
import type { FlexibleQuestion } from './flexible.ts';
import type { BinOf } from './flexibleProgram.ts';
import { groupCuts } from './groupCuts.ts';
import { runSearch } from './search.ts';
import { solveApart } from './solveApart.ts';

/** Units of work for cuts. */
const EFFORT = 20_000;
/** Cases. Of hosts that keep groups apart the checker's question knows nothing: what it can show is shown soon. */
const MAX_CASES: Readonly<Record<BinOf, number>> = { gpu: 2000, host: 200 };

/** Null where none was found: then it is the search's word that nothing costs less. */
export function fleetTree(
  { fleet, requests, candidates }: FlexibleQuestion,
  apart: BinOf,
  cost: number,
): ProofTree | null {
  const demand = requests.map(({ count, group }, index) => ({
    ...{ count, group },
    isServedBy: (board: Board, name: string): boolean =>
      (candidates[index] ?? []).some(
        ({ fleet: at, profile }) => fleet[at]?.board === board && board.profiles[profile]?.name === name,
      ),
  }));
  const question = fleetQuestion(fleet, demand, apart);
  const cuts = groupCuts(question);
  // With groups the cuts that show it are found on the way to an answer.
  if (cuts.length > 0) runSearch(solveApart(question, cuts), EFFORT);
  return certify(question, cost, { cuts, maxCases: MAX_CASES[apart] });
}

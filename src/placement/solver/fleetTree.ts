/** The proof that no fleet costs less, where prices alone leave a gap: a tree of cases for the checker. */
import { fleetQuestion } from '../verifyFleet.ts';
import type { ProofTree } from '../verifyTree.ts';
import { certify } from './certify.ts';
import type { FlexibleQuestion } from './flexible.ts';
import type { BinOf } from './flexibleProgram.ts';
import { groupCuts } from './groupCuts.ts';

/** Null where none was found: then it is the search's word that nothing costs less. */
export function fleetTree(
  { fleet, requests, candidates }: FlexibleQuestion,
  apart: BinOf,
  cost: number,
): ProofTree | null {
  const demand = requests.map(({ count, group }, index) => {
    const serving = new Set(
      (candidates[index] ?? []).map(({ fleet: at, profile }) => {
        const board = fleet[at]?.board;
        return `${board?.id ?? ''} ${board?.profiles[profile]?.name ?? ''}`;
      }),
    );
    return {
      count,
      group,
      isServedBy: (board: { readonly id: string }, profile: string) => serving.has(`${board.id} ${profile}`),
    };
  });
  const question = fleetQuestion(fleet, demand, apart);
  return certify(question, cost, { cuts: groupCuts(question) });
}

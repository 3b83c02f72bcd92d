import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardsOf, type Plan } from '../../model/plan.ts';

/** The board of the templates. */
const USUAL: BoardId = 'a100-pcie-40gb';

/** The board that suits the requests: of those in the plan the one with most of their profiles, else the usual one. */
export function boardFor(plan: Plan): BoardId {
  const known = (id: BoardId): number => {
    const names = new Set(findBoard(id)?.profiles.map(({ name }) => name));
    return plan.requests.filter(({ profile }) => profile !== null && names.has(profile)).length;
  };
  return (
    boardsOf(plan.hosts).reduce<BoardId | null>(
      (best, id) => (best === null || known(id) > known(best) ? id : best),
      null,
    ) ?? USUAL
  );
}

/** What of each profile fits after repacking, for the palette. */
import type { BoardId } from '../../model/board.ts';
import type { Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { placesOfPlan } from '../../placement/solver/fitsTable.ts';
import { repackRoom, searchFitsRepacked, type FitsRepacked } from '../../placement/solver/repack.ts';
import type { Search } from '../../placement/solver/search.ts';
import { selectPalette } from '../selectors.ts';

/** A profile as the palette lists it: by the first board of its section. */
export type FitsRow = readonly [board: BoardId, profile: ProfileName, fits: FitsRepacked];

export function* fitsFor({ plan }: { readonly plan: Plan }): Search<readonly FitsRow[]> {
  const rows: FitsRow[] = [];
  let work = 0;
  const told = (isProven: boolean) => ({ best: rows, bound: null, isProven, work });
  yield told(false);
  const room = repackRoom(plan, placesOfPlan(plan));
  for (const { board, boards, profiles } of selectPalette({ plan })) {
    for (const { name, starts } of profiles) {
      if (starts === null) continue;
      yield told(false);
      const search = searchFitsRepacked(room, name, boards);
      let step = search.next();
      for (; step.done !== true; step = search.next()) yield told(false);
      work += step.value.work;
      if (step.value.best !== null) rows.push([board.id, name, step.value.best]);
    }
  }
  return told(true);
}

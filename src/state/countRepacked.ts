/** Counting what fits after repacking, profile by profile, so that the page can do something else in between. Loaded later. */
import type { Plan } from '../model/plan.ts';
import { placesOfPlan } from '../placement/solver/fitsTable.ts';
import { fitsRepacked, repackRoom, type FitsRepacked } from '../placement/solver/repack.ts';
import { repackedKey } from './repacked.ts';
import { selectPalette } from './selectors.ts';

export function* countRepacked(plan: Plan): Generator<readonly [key: string, fits: FitsRepacked]> {
  const room = repackRoom(plan, placesOfPlan(plan));
  for (const { board, boards, profiles } of selectPalette({ plan })) {
    for (const { name, starts } of profiles) {
      if (starts !== null) yield [repackedKey(board.id, name), fitsRepacked(room, name, boards)];
    }
  }
}

/** What the GPUs that can be cut otherwise hold now: where a question about another mix starts from. */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../../model/board.ts';
import type { Plan } from '../../../model/plan.ts';
import type { ProfileName } from '../../../model/profile.ts';
import { placesOf } from './fleet.ts';

export interface PresentMix {
  readonly board: BoardId;
  readonly gpus: number;
  /** All profiles with public starts, in the order of the board; 0 where there are none. */
  readonly counts: readonly (readonly [profile: ProfileName, count: number])[];
  /** How many of a profile are pinned: fewer cannot be asked for. */
  readonly pinned: ReadonlyMap<ProfileName, number>;
}

/** By board, in the order of the plan. GPUs out of MIG mode, unknown or illegal are not counted: they stay as they are. */
export function presentMix(plan: Plan): PresentMix[] {
  const { places } = placesOf(plan);
  const boards = [...new Set(places.map(({ gpu }) => gpu.board))];
  return boards.map((board) => {
    const own = places.filter(({ gpu }) => gpu.board === board);
    const counts = new Map<ProfileName, number>();
    const pinned = new Map<ProfileName, number>();
    for (const { gpu } of own) {
      for (const gi of gpu.instances) {
        counts.set(gi.profile, (counts.get(gi.profile) ?? 0) + 1);
        if (gi.pinned) pinned.set(gi.profile, (pinned.get(gi.profile) ?? 0) + 1);
      }
    }
    const profiles = (findBoard(board)?.profiles ?? []).filter(({ starts }) => starts !== null);
    return {
      board,
      gpus: own.length,
      counts: profiles.map(({ name }) => [name, counts.get(name) ?? 0] as const),
      pinned,
    };
  });
}

/** GPUs that a driver could show, for property tests: instances at legal starts beside each other. */
import fc from 'fast-check';
import type { BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import {
  emptyOccupancy,
  freeStarts,
  geometryOf,
  positionAt,
  slicesIn,
  withPosition,
} from '../model/geometry.ts';
import type { ProfileName } from '../model/profile.ts';

export interface LegalGpu {
  readonly board: BoardId;
  /** Sorted by start. */
  readonly instances: readonly { readonly profile: ProfileName; readonly start: number }[];
}

/** Legal GPUs of the boards named, with at least `minWishes` attempts to place something. */
export function legalGpuArbitrary(boards: readonly BoardId[], minWishes = 0): fc.Arbitrary<LegalGpu> {
  const wish = fc.tuple(fc.nat(), fc.nat());
  return fc
    .record({
      board: fc.constantFrom(...boards),
      wishes: fc.array(wish, { minLength: minWishes, maxLength: 8 }),
    })
    .map(({ board, wishes }) => ({ board, instances: placed(board, wishes) }));
}

/** Each wish is a profile and one of its free starts, by number; one without a free start is dropped. */
function placed(boardId: BoardId, wishes: readonly (readonly [number, number])[]): LegalGpu['instances'] {
  const board = findBoard(boardId)!;
  const geometry = geometryOf(board);
  let occupancy = emptyOccupancy(geometry);
  const instances: { profile: ProfileName; start: number }[] = [];
  for (const [which, where] of wishes) {
    const profileIndex = which % board.profiles.length;
    const starts = slicesIn(freeStarts(geometry, occupancy, profileIndex));
    const start = starts[where % Math.max(1, starts.length)];
    const profile = board.profiles[profileIndex]!.name;
    if (start === undefined) continue;
    occupancy = withPosition(occupancy, positionAt(geometry, profile, start)!);
    instances.push({ profile, start });
  }
  return instances.sort((a, b) => a.start - b.start);
}

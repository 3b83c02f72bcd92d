/** The driver that what is planned needs at the least. */
import type { Board, GiProfile } from '../model/board.ts';
import { driverOfSet } from '../model/driverOfSet.ts';

/**
 * The highest of the drivers that boards, profiles and sets of profiles need, as digits and dots: "450.80.02", "525". Null
 * when none of them is known.
 */
export function neededDriver(
  gpus: readonly { readonly board: Board; readonly profiles: readonly GiProfile[] }[],
): string | null {
  const minima = gpus
    .flatMap(({ board, profiles }) => [
      board.minDriver,
      ...profiles.map(({ minDriver }) => minDriver),
      driverOfSet(
        board,
        profiles.map(({ name }) => name),
      )?.needs ?? null,
    ])
    .flatMap((text) => /^R?([0-9]+(?:\.[0-9]+)*)$/.exec(text ?? '')?.[1] ?? []);
  return minima.sort((a, b) => compareVersions(b, a))[0] ?? null;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

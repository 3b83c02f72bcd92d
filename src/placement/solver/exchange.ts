/** The sets of profiles that one GPU holds, and where one profile can always stand in for another. */
import type { Board } from '../../model/board.ts';
import { legalLayouts, type Layout } from '../layouts/layouts.ts';

interface Sets {
  /** Every set of profiles that one GPU holds, as counts joined by commas, indexed like `board.profiles`. */
  readonly layouts: ReadonlyMap<string, Layout>;
  readonly counts: readonly (readonly number[])[];
  readonly known: Map<string, boolean>;
}

const kept = new WeakMap<Board, Sets>();

/**
 * True when on every GPU of the board that holds one more of `wanted`, one more of `other` can be had in its stead, all
 * else on the GPU being what it was. Both are indexes of `board.profiles`.
 */
export function isExchangeable(board: Board, wanted: number, other: number): boolean {
  const sets = setsOf(board);
  const key = `${wanted} ${other}`;
  const known = sets.known.get(key);
  if (known !== undefined) return known;
  const answer = sets.counts.every((counts) => {
    if ((counts[wanted] ?? 0) === 0) return true;
    const instead = [...counts];
    instead[wanted] = (instead[wanted] ?? 0) - 1;
    instead[other] = (instead[other] ?? 0) + 1;
    return sets.layouts.has(instead.join(','));
  });
  sets.known.set(key, answer);
  return answer;
}

/** Every set of profiles that one GPU of the board holds, as counts indexed like `board.profiles`; the empty one not. */
export function gpuSets(board: Board): readonly (readonly number[])[] {
  return setsOf(board).counts;
}

/** One layout with exactly these counts; undefined where no GPU holds them. */
export function layoutWith(board: Board, counts: readonly number[]): Layout | undefined {
  return setsOf(board).layouts.get(counts.join(','));
}

function setsOf(board: Board): Sets {
  const known = kept.get(board);
  if (known !== undefined) return known;
  const indexes = new Map(board.profiles.map(({ name }, index) => [name, index]));
  const counts: number[][] = [];
  const layouts = new Map<string, Layout>();
  for (const layout of legalLayouts(board, { sets: true })) {
    const one = board.profiles.map(() => 0);
    for (const { profile } of layout) {
      const index = indexes.get(profile);
      if (index !== undefined) one[index] = (one[index] ?? 0) + 1;
    }
    counts.push(one);
    layouts.set(one.join(','), layout);
  }
  const sets = { layouts, counts, known: new Map<string, boolean>() };
  kept.set(board, sets);
  return sets;
}

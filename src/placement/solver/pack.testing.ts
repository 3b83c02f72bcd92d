/** Packings as the checker and the oracle take them. */
import type { Board } from '../../model/board.ts';
import type { PackClaim } from '../verify.ts';
import type { IntegerProgram } from './integerProgram.ts';
import type { Packing } from './pack.ts';
import { patternsOf } from './patterns.ts';
import type { Outcome } from './search.ts';

export function demandMap(board: Board, counts: readonly number[]): Map<string, number> {
  return new Map(
    board.profiles.flatMap(({ name }, index) => (counts[index]! > 0 ? [[name, counts[index]!]] : [])),
  );
}

export function claimOf(
  { bound, isProven }: Outcome<Packing>,
  { board, gpus, groups, proof }: Packing,
): PackClaim {
  const nameOf = (index: number): string => board.profiles[index]!.name;
  return {
    gpus,
    bound: bound ?? 0,
    isProven,
    weights: new Map(proof.weights.flatMap((weight, index) => (weight > 0 ? [[nameOf(index), weight]] : []))),
    capacity: proof.capacity,
    groups: groups.map((group) => ({
      gpus: group.gpus,
      layout: group.layout.map(({ profileIndex, start }) => ({ profile: nameOf(profileIndex), start })),
    })),
  };
}

/** The pattern form of packing, for another solver: all maximal patterns of all profiles. */
export function patternProgram(board: Board, counts: readonly number[]): IntegerProgram {
  const rows = board.profiles.flatMap((_, index) => (counts[index]! > 0 ? [index] : []));
  return {
    rows: rows.map((profile) => ({ low: counts[profile]!, high: Infinity })),
    columns: patternsOf(board, rows).best.map((pattern) => ({
      cost: 1,
      entries: rows.flatMap((profile, row): [number, number][] =>
        pattern.counts[profile]! > 0 ? [[row, pattern.counts[profile]!]] : [],
      ),
      high: Infinity,
    })),
  };
}

/** What boards cost, as the solver counts: in whole units, so that no sum of costs is rounded. */
import { isDrawable, type Board } from '../../model/board.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { FleetBoard } from './flexibleProgram.ts';

export const MAX_COST = 1_000_000;
const MAX_DECIMALS = 4;
const MAX_COUNT = 1_000_000;
const MAX_PER_HOST = 64;

/** A board with what it costs in the user's own units. */
export interface PricedBoard {
  readonly board: Board;
  readonly cost: number;
  readonly count: number | null;
  readonly gpusPerHost: number | null;
}

/** `entry`: its index in the list. */
export type FleetError =
  | { readonly code: 'board-without-starts' | 'board-twice'; readonly entry: number; readonly board: string }
  | { readonly code: 'cost-unusable'; readonly entry: number; readonly field: 'cost'; readonly cost: number }
  | {
      readonly code: 'gpus-unusable';
      readonly entry: number;
      readonly field: 'count' | 'gpusPerHost';
      readonly value: number;
      readonly max: number;
    };

export interface CostedFleet {
  readonly fleet: readonly FleetBoard[];
  /** Whole units that make one of the user's. */
  readonly unitsPerCost: number;
}

/** The fleet in whole units of cost, or the first entry that makes no sense. */
export function costedFleet(entries: readonly PricedBoard[]): Result<CostedFleet, FleetError> {
  const seen = new Set<string>();
  for (const [entry, { board, cost, count, gpusPerHost }] of entries.entries()) {
    if (!isDrawable(board)) return err({ code: 'board-without-starts', entry, board: board.id });
    if (seen.has(board.id)) return err({ code: 'board-twice', entry, board: board.id });
    seen.add(board.id);
    if (!(cost >= 0 && cost <= MAX_COST) || decimalsOf(cost) > MAX_DECIMALS)
      return err({ code: 'cost-unusable', entry, field: 'cost', cost });
    for (const [field, value, max] of [
      ['count', count, MAX_COUNT],
      ['gpusPerHost', gpusPerHost, MAX_PER_HOST],
    ] as const) {
      if (value !== null && !(Number.isInteger(value) && value >= 1 && value <= max))
        return err({ code: 'gpus-unusable', entry, field, value, max });
    }
  }
  const unitsPerCost = 10 ** Math.max(0, ...entries.map(({ cost }) => decimalsOf(cost)));
  const fleet = entries.map((one) => ({ ...one, cost: Math.round(one.cost * unitsPerCost) }));
  return ok({ fleet, unitsPerCost });
}

function decimalsOf(cost: number): number {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
    const units = cost * 10 ** decimals;
    // What is written with so many decimals is stored a hair beside it.
    if (Math.abs(units - Math.round(units)) < 1e-7) return decimals;
  }
  return MAX_DECIMALS + 1;
}

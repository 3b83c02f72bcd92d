/**
 * Where the next instance should go so that most others still fit. For every state of a GPU and every profile it is worked
 * out beforehand what each start would cost: of every profile, how many more would have fitted before and do not fit
 * after, each weighed by its slices (the fragmentation gradient with uniform weights). An arrival then looks up which of
 * the states that occur is the cheapest; that takes no longer on a thousand GPUs than on ten.
 */
import { NO_STATE, stateAfter, type StateTable } from './states.ts';

export interface ArrivalTable {
  readonly states: StateTable;
  /** By state: what the places that are left in it are worth; an instance costs what of it goes. */
  readonly values: Float64Array;
  /** By state x spots + spot: what an instance there costs, or Infinity where it is not legal. Less is better. */
  readonly costs: Float64Array;
  /** By state x kinds + kind: the cheapest start, as a spot; NO_STATE where there is none. */
  readonly best: Int32Array;
  /** By kind: the states in which it fits, the best one to put it on first. */
  readonly order: readonly Int32Array[];
}

/** What one more instance of each kind is worth; by kind. */
export type Weights = readonly number[];

const tables = new WeakMap<StateTable, ArrivalTable>();

/** The table with uniform weights, made once for each table of states. */
export function arrivalTable(states: StateTable): ArrivalTable {
  const known = tables.get(states);
  if (known !== undefined) return known;
  const table = makeArrivalTable(states, sizesOf(states));
  tables.set(states, table);
  return table;
}

/** Memory slices of each kind. */
export function sizesOf({ geometry, profiles }: StateTable): Weights {
  return profiles.map((index) => geometry.board.profiles[index]?.memorySlices ?? 0);
}

/** The table for these weights: of one lost place for each kind. */
export function makeArrivalTable(states: StateTable, weights: Weights): ArrivalTable {
  const { size, spots, spotsOf } = states;
  const kinds = spotsOf.length;
  const value = (state: number): number =>
    weights.reduce((sum, weight, kind) => sum + weight * (states.room[state * kinds + kind] ?? 0), 0);
  const values = Float64Array.from({ length: size }, (_, state) => value(state));
  const costs = new Float64Array(size * spots.length).fill(Infinity);
  const best = new Int32Array(size * kinds).fill(NO_STATE);
  for (let state = 0; state < size; state++) {
    spots.forEach((spot, index) => {
      const then = stateAfter(states, state, index);
      if (then === NO_STATE) return;
      const cost = (values[state] ?? 0) - (values[then] ?? 0);
      costs[state * spots.length + index] = cost;
      const at = state * kinds + spot.kind;
      const before = best[at] ?? NO_STATE;
      // On a tie the higher start, where a driver goes first too: the lower ones are those that large profiles need.
      if (before === NO_STATE || cost <= (costs[state * spots.length + before] ?? Infinity)) best[at] = index;
    });
  }
  const costOf = (state: number, kind: number): number =>
    costs[state * spots.length + (best[state * kinds + kind] ?? 0)] ?? Infinity;
  const order = spotsOf.map((_, kind) => {
    const fitting = Array.from({ length: size }, (__, state) => state).filter(
      (state) => best[state * kinds + kind] !== NO_STATE,
    );
    // On a tie the fuller GPU, so that empty ones stay empty.
    fitting.sort(
      (a, b) => costOf(a, kind) - costOf(b, kind) || (states.free[a] ?? 0) - (states.free[b] ?? 0) || a - b,
    );
    return Int32Array.from(fitting);
  });
  return { states, values, costs, best, order };
}

import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { arrivalTable, makeArrivalTable, sizesOf } from './arrival.ts';
import { NO_STATE, spotAt, stateAfter, stateTable, type StateTable } from './states.ts';

const tableOf = (id: string): StateTable => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return stateTable(board);
};

const IDS = ['a100-pcie-40gb', 'h100-sxm5-80gb', 'a30-24gb', 'rtx-pro-6000-server'];

/** What an instance costs, worked out from nothing but what is legal: for each profile places lost x slices. */
function costOf(states: StateTable, before: number, after: number): number {
  const most = (state: number, kind: number): number =>
    Math.max(
      0,
      ...(states.spotsOf[kind] ?? []).map((spot) => {
        const then = stateAfter(states, state, spot);
        return then === NO_STATE ? 0 : 1 + most(then, kind);
      }),
    );
  return states.profiles.reduce((sum, index, kind) => {
    const size = states.geometry.board.profiles[index]?.memorySlices ?? 0;
    return sum + size * (most(before, kind) - most(after, kind));
  }, 0);
}

test.each(IDS)('%s: the start of every state and profile is the cheapest there is', (id) => {
  const states = tableOf(id);
  const { best } = arrivalTable(states);
  const kinds = states.spotsOf.length;
  // Every fifth state is enough for the slow way round.
  for (let state = 0; state < states.size; state += 5) {
    states.spotsOf.forEach((spots, kind) => {
      const costs = spots.flatMap((spot) => {
        const then = stateAfter(states, state, spot);
        return then === NO_STATE ? [] : [{ spot, cost: costOf(states, state, then) }];
      });
      const chosen = best[state * kinds + kind];
      if (costs.length === 0) expect(chosen).toBe(NO_STATE);
      else
        expect(costs.find(({ spot }) => spot === chosen)?.cost).toBe(
          Math.min(...costs.map(({ cost }) => cost)),
        );
    });
  }
});

test.each(IDS)('%s: every state in which a profile fits is in its order once, the cheapest first', (id) => {
  const states = tableOf(id);
  const { best, costs, order } = makeArrivalTable(states, sizesOf(states));
  const kinds = states.spotsOf.length;
  expect(order).toHaveLength(kinds);
  order.forEach((list, kind) => {
    const fitting = Array.from({ length: states.size }, (_, state) => state).filter(
      (state) => (states.room[state * kinds + kind] ?? 0) > 0,
    );
    expect([...list].sort((a, b) => a - b)).toEqual(fitting);
    const priced = [...list].map(
      (state) => costs[state * states.spots.length + (best[state * kinds + kind] ?? 0)] ?? 0,
    );
    expect(priced).toEqual([...priced].sort((a, b) => a - b));
    // Of those that cost as much the fuller first, so that empty GPUs stay empty; then by their number.
    const ranks = [...list].map((state, at) => [priced[at]!, states.free[state]!, state] as const);
    expect(ranks).toEqual([...ranks].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]));
  });
});

test.each(['a30-24gb', 'rtx-pro-6000-server'])(
  '%s: a start costs what of the worth of a state goes; of as cheap ones the highest is taken',
  (id) => {
    const states = tableOf(id);
    const kinds = states.spotsOf.length;
    // Weights that nothing comes of by itself.
    const weights = states.profiles.map((_, kind) => 1 + ((kind * 7) % 5));
    const { values, costs, best } = makeArrivalTable(states, weights);
    for (let state = 0; state < states.size; state++) {
      const rooms = weights.map((_, kind) => states.room[state * kinds + kind]!);
      expect(values[state]).toBe(weights.reduce((sum, weight, kind) => sum + weight * rooms[kind]!, 0));
      const own = states.spots.map((_, spot) => costs[state * states.spots.length + spot]!);
      own.forEach((cost, spot) => {
        const then = stateAfter(states, state, spot);
        expect(cost).toBe(then === NO_STATE ? Infinity : values[state]! - values[then]!);
      });
      states.spotsOf.forEach((spots, kind) => {
        const least = Math.min(...spots.map((spot) => own[spot]!));
        const cheapest = spots.filter((spot) => own[spot] === least);
        expect(best[state * kinds + kind]).toBe(least === Infinity ? NO_STATE : cheapest.at(-1));
      });
    }
    expect([values.length, costs.length, best.length]).toEqual(
      [1, states.spots.length, kinds].map((by) => by * states.size),
    );
  },
);

test('the table with slices for weights is made once', () => {
  const states = tableOf('a30-24gb');
  expect(sizesOf(states)).toEqual([1, 1, 2, 2, 4]);
  const table = arrivalTable(states);
  expect(arrivalTable(states)).toBe(table);
  expect(table).toEqual(makeArrivalTable(states, [1, 1, 2, 2, 4]));
});

test('on an empty A100 the 3g goes to the half that loses it nothing, and small ones keep out of the 4g', () => {
  const states = tableOf('a100-pcie-40gb');
  const { best } = arrivalTable(states);
  const startOf = (profile: string): number | undefined =>
    states.spots[best[states.spots[spotAt(states, profile, 0)]?.kind ?? 0] ?? -1]?.start;
  expect(['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.10gb', '1g.5gb'].map(startOf)).toEqual([
    0, 0, 4, 4, 6, 6,
  ]);
});

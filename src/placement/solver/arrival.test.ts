import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { arrivalTable } from './arrival.ts';
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
  const { best, costs, order } = arrivalTable(states);
  const kinds = states.spotsOf.length;
  order.forEach((list, kind) => {
    const fitting = Array.from({ length: states.size }, (_, state) => state).filter(
      (state) => (states.room[state * kinds + kind] ?? 0) > 0,
    );
    expect([...list].sort((a, b) => a - b)).toEqual(fitting);
    const priced = [...list].map(
      (state) => costs[state * states.spots.length + (best[state * kinds + kind] ?? 0)] ?? 0,
    );
    expect(priced).toEqual([...priced].sort((a, b) => a - b));
  });
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

import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import { chooserOf, MOVES_OF, POLICIES, type PolicyName } from './policies.ts';
import { mulberry32 } from './seeded.ts';
import { StateFleet } from './stateFleet.ts';
import { NO_STATE, spotAt, stateAfter, stateOfSpots, stateTable, type StateTable } from './states.ts';

/** A place that may be taken, and what is looked at in it. */
interface Place {
  readonly gpu: number;
  readonly spot: number;
  readonly start: number;
  /** Memory slices that are free on the GPU before. */
  readonly free: number;
  /** By memory slices of a profile, the largest first: places that go, of all profiles of this size. */
  readonly lost: readonly number[];
  /** All of them, each times its slices. */
  readonly lostSlices: number;
  readonly isDriverStart: boolean;
}

function sizeOf({ geometry, profiles }: StateTable, kind: number): number {
  return geometry.board.profiles[profiles[kind] ?? -1]?.memorySlices ?? 0;
}

/** Every legal place of the kind, worked out from the layouts one by one. */
function placesFor(table: StateTable, fleet: StateFleet, kind: number): Place[] {
  const kinds = table.spotsOf.length;
  const sizes = table.spotsOf.map((_, one) => sizeOf(table, one));
  const room = (state: number): number[] => sizes.map((_, one) => table.room[state * kinds + one] ?? 0);
  const places: Place[] = [];
  for (let gpu = 0; gpu < fleet.count; gpu++) {
    const { spots } = fleet.layout(gpu);
    const state = stateOfSpots(table, spots);
    const occupancy = table.occupancies[state];
    const index = table.profiles[kind];
    if (occupancy === undefined || index === undefined) throw new Error('no state');
    const { board } = table.geometry;
    const driver = driverStart(board, occupancy, index, { variant: 'fewest-lost', kind: 'straight' });
    for (const spot of table.spotsOf[kind] ?? []) {
      const then = spots.includes(spot) ? NO_STATE : stateOfSpots(table, [...spots, spot]);
      if (then === NO_STATE) continue;
      const [before, after] = [room(state), room(then)];
      const gone = before.map((count, one) => count - (after[one] ?? 0));
      const start = table.spots[spot]?.start ?? -1;
      places.push({
        ...{ gpu, spot, start, free: table.free[state] ?? 0, isDriverStart: start === driver },
        lost: [...new Set(sizes)]
          .sort((a, b) => b - a)
          .map((size) => gone.reduce((sum, count, one) => sum + (sizes[one] === size ? count : 0), 0)),
        lostSlices: gone.reduce((sum, count, one) => sum + count * (sizes[one] ?? 0), 0),
      });
    }
  }
  return places;
}

/** Those of which nobody is better. */
function best(places: readonly Place[], compare: (a: Place, b: Place) => number): Place[] {
  return places.filter((one) => places.every((other) => compare(one, other) <= 0));
}

function lexical(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const OUGHT: Readonly<
  Record<Exclude<PolicyName, 'migration' | 'ours-1' | 'ours-2'>, (places: readonly Place[]) => Place[]>
> = {
  'first-fit': (places) => best(places, (a, b) => a.gpu - b.gpu || a.start - b.start),
  'first-fit-driver': (places) =>
    best(
      places.filter(({ isDriverStart }) => isDriverStart),
      (a, b) => a.gpu - b.gpu,
    ),
  'best-fit': (places) =>
    best(
      places.filter(({ isDriverStart }) => isDriverStart),
      (a, b) => a.free - b.free,
    ),
  'worst-fit': (places) =>
    best(
      places.filter(({ isDriverStart }) => isDriverStart),
      (a, b) => b.free - a.free,
    ),
  structural: (places) => best(places, (a, b) => lexical(a.lost, b.lost) || a.free - b.free),
  'ours-0': (places) => best(places, (a, b) => a.lostSlices - b.lostSlices || a.free - b.free),
};

/** From hardly anything on them, with the first seeds, to full. */
const GPUS = 6;

test.each([
  ['a100-pcie-40gb', 14],
  ['a30-24gb', 12],
])(
  '%s: each policy takes a place that is best in its terms, and none where there is none (seeds 1 to %i)',
  (id, seeds) => {
    const board = findBoard(id);
    if (board === undefined) throw new Error(id);
    const table = stateTable(board);
    const choosers = Object.entries(OUGHT).map(([policy, ought]) => ({
      ...{ policy, ought },
      choose: chooserOf(table, policy as keyof typeof OUGHT),
    }));
    let [full, free] = [0, 0];
    for (let seed = 1; seed <= seeds; seed++) {
      const random = mulberry32(seed * 101);
      const fleet = new StateFleet(table, GPUS);
      for (let tries = 0; tries < 6 * seed; tries++) {
        const gpu = Math.floor(random() * GPUS);
        const spot = Math.floor(random() * table.spots.length);
        const { spots, state } = fleet.layout(gpu);
        // What a state leads to is legal, and what is there may go again.
        if (spots.includes(spot)) {
          if (random() < 0.4) fleet.remove(gpu, spot);
        } else if (stateAfter(table, state, spot) !== NO_STATE) fleet.add(gpu, spot);
      }
      for (let kind = 0; kind < table.spotsOf.length; kind++) {
        const places = placesFor(table, fleet, kind);
        if (places.length === 0) full++;
        else free++;
        for (const { policy, ought, choose } of choosers) {
          const found = choose(fleet, kind);
          const right = ought(places).map(({ gpu, spot }) => `GPU ${gpu}, spot ${spot}`);
          const said = found === null ? null : `GPU ${found.gpu}, spot ${found.spot}`;
          if (right.length === 0) expect(said, `${policy}, seed ${seed}, kind ${kind}`).toBe(null);
          else expect(right, `${policy}, seed ${seed}, kind ${kind}`).toContain(said);
        }
      }
    }
    expect(Math.min(full, free)).toBeGreaterThan(0);
  },
);

test('only those that repair make moves, and as many as they are called after', () => {
  expect(POLICIES.filter((policy) => MOVES_OF[policy] > 0)).toEqual(['ours-1', 'ours-2']);
  expect([MOVES_OF['ours-0'], MOVES_OF['ours-1'], MOVES_OF['ours-2']]).toEqual([0, 1, 2]);
  const board = findBoard('a30-24gb');
  if (board === undefined) throw new Error('no board');
  const table = stateTable(board);
  const fleet = new StateFleet(table, 2);
  const [first, ...others] = (['ours-0', 'ours-1', 'ours-2'] as const).map((policy) =>
    chooserOf(table, policy)(fleet, 0),
  );
  expect(first).not.toBe(null);
  expect(others).toEqual([first, first]);
});

test('whole GPUs and halves are spared first, where the suggested place weighs all that is lost', () => {
  const board = findBoard('rtx-pro-6000-server')!;
  const table = stateTable(board);
  const spot = (name: string, start: number): number => spotAt(table, name, start);
  const fleet = new StateFleet(table, 2);
  // Beside "all media engines" hardly anything may stand: the half that is free there is worth little, but it is a half.
  fleet.add(0, spot('1g.24gb+me.all', 0));
  fleet.add(0, spot('1g.24gb-me', 3));
  // Here a quarter is free beside what stands, and the other half stays whole.
  fleet.add(1, spot('1g.24gb', 0));
  const kind = table.profiles.findIndex((index) => board.profiles[index]!.name === '1g.24gb-me');
  expect(chooserOf(table, 'structural')(fleet, kind)).toEqual({ gpu: 1, spot: spot('1g.24gb-me', 3) });
  expect(chooserOf(table, 'ours-0')(fleet, kind)).toEqual({ gpu: 0, spot: spot('1g.24gb-me', 9) });
});

/**
 * Ways to choose where an arriving instance goes, as they are compared by the simulator. All but first fit look at the
 * states that occur and not at GPUs; which of the GPUs of one state it is makes no difference to what fits now.
 */
import { driverStart } from '../../model/driverStart.ts';
import { arrivalTable, makeArrivalTable, sizesOf, type ArrivalTable } from './arrival.ts';
import type { FleetSpot } from './repair.ts';
import type { StateFleet } from './stateFleet.ts';
import { NO_STATE, stateAfter, type StateTable } from './states.ts';

/** From the plainest to the one that may do anything: the order in which they are shown. */
export const POLICIES = [
  'worst-fit',
  'first-fit',
  'first-fit-driver',
  'best-fit',
  'structural',
  'ours-0',
  'ours-1',
  'ours-2',
  'migration',
] as const;
export type PolicyName = (typeof POLICIES)[number];

/** Moves that a policy may make for one instance that is refused. */
export const MOVES_OF: Readonly<Record<PolicyName, 0 | 1 | 2>> = {
  'worst-fit': 0,
  'first-fit': 0,
  'first-fit-driver': 0,
  'best-fit': 0,
  structural: 0,
  'ours-0': 0,
  'ours-1': 1,
  'ours-2': 2,
  migration: 0,
};

/** Where one more of a kind goes, or null when there is no place. */
export type Choose = (fleet: StateFleet, kind: number) => FleetSpot | null;

/** The policies that place where there is room; `migration` is not one of them, for it packs all anew. */
export function chooserOf(table: StateTable, policy: Exclude<PolicyName, 'migration'>): Choose {
  switch (policy) {
    case 'first-fit':
      return firstFit(lowestStarts(table));
    case 'first-fit-driver':
      return firstFit(driverStarts(table));
    case 'best-fit':
      return byState(table, driverStarts(table), (state) => table.free[state] ?? 0);
    case 'worst-fit':
      return byState(table, driverStarts(table), (state) => -(table.free[state] ?? 0));
    case 'structural':
      return byTable(makeArrivalTable(table, structuralWeights(table)));
    case 'ours-0':
    case 'ours-1':
    case 'ours-2':
      return byTable(arrivalTable(table));
  }
}

/** The cheapest place of a table. */
export function byTable(table: ArrivalTable): Choose {
  const kinds = table.states.spotsOf.length;
  return (fleet, kind) => {
    for (const state of table.order[kind] ?? []) {
      const gpu = fleet.members[state]?.at(-1);
      if (gpu !== undefined) return { gpu, spot: table.best[state * kinds + kind] ?? NO_STATE };
    }
    return null;
  };
}

/**
 * Spare whole GPUs before halves, halves before smaller blocks: a lost place of one size outweighs any number of lost
 * places of the sizes below it.
 */
function structuralWeights(table: StateTable): number[] {
  const sizes = sizesOf(table);
  const ranks = [...new Set(sizes)].sort((a, b) => a - b);
  const most = 1 + Math.max(0, ...table.room);
  return sizes.map((size) => (most * sizes.length) ** ranks.indexOf(size));
}

/** By state x kinds + kind: the lowest legal start as a spot, or NO_STATE. */
function lowestStarts(table: StateTable): Int32Array {
  return Int32Array.from(
    table.occupancies.flatMap((_, state) =>
      table.spotsOf.map((own) => own.find((spot) => stateAfter(table, state, spot) !== NO_STATE) ?? NO_STATE),
    ),
  );
}

/** The same for the start that the driver is modelled to pick when none is given. */
function driverStarts({
  geometry: { board },
  occupancies,
  profiles,
  spots,
  spotsOf,
}: StateTable): Int32Array {
  return Int32Array.from(
    occupancies.flatMap((occupancy) =>
      profiles.map((index, kind) => {
        const start = driverStart(board, occupancy, index, { variant: 'fewest-lost', kind: 'straight' });
        return spotsOf[kind]?.find((spot) => spots[spot]?.start === start) ?? NO_STATE;
      }),
    ),
  );
}

function firstFit(starts: Int32Array): Choose {
  return (fleet, kind) => {
    const kinds = fleet.table.spotsOf.length;
    for (let gpu = 0; gpu < fleet.count; gpu++) {
      const spot = starts[(fleet.stateOf[gpu] ?? 0) * kinds + kind] ?? NO_STATE;
      if (spot !== NO_STATE) return { gpu, spot };
    }
    return null;
  };
}

function byState(table: StateTable, starts: Int32Array, rank: (state: number) => number): Choose {
  const kinds = table.spotsOf.length;
  const orders = table.spotsOf.map((_, kind) =>
    Array.from({ length: table.size }, (__, state) => state)
      .filter((state) => starts[state * kinds + kind] !== NO_STATE)
      .sort((a, b) => rank(a) - rank(b) || a - b),
  );
  return (fleet, kind) => {
    for (const state of orders[kind] ?? []) {
      const gpu = fleet.members[state]?.at(-1);
      if (gpu !== undefined) return { gpu, spot: starts[state * kinds + kind] ?? NO_STATE };
    }
    return null;
  };
}

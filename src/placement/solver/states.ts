/**
 * Every state that a GPU of a board can be in, as far as it matters for what may come: two layouts are one state when they
 * leave the same starts legal now and after whatever is added. On the A100 with its six everyday profiles these are 192,
 * the masks of memory slices taken; maxima, exclusions and engines of a board split them further where they bind.
 */
import type { Board } from '../../model/board.ts';
import {
  emptyOccupancy,
  freeStarts,
  geometryOf,
  withPosition,
  type Geometry,
  type Occupancy,
  type Position,
} from '../../model/geometry.ts';
import type { GpuInstance } from '../../model/plan.ts';

/** No such state: the layout is illegal, or the step is. */
export const NO_STATE = -1;

export interface StateTable {
  readonly geometry: Geometry;
  /** The profiles that it is about, by their index in `board.profiles`, ascending; a "kind" is an index in here. */
  readonly profiles: readonly number[];
  /** Every start of every one of them: by kind, then by start. A "spot" is an index in here. */
  readonly spots: readonly Spot[];
  /** Spots of each kind, ascending by start. */
  readonly spotsOf: readonly (readonly number[])[];
  /** How many states there are. State 0 is the empty GPU. */
  readonly size: number;
  /** By state x spots + spot: the state after an instance came there, or NO_STATE where that is not legal. */
  readonly next: Int32Array;
  /** By state x kinds + kind: how many of that profile alone still fit. */
  readonly room: Int32Array;
  /** By state: memory slices that are free. */
  readonly free: Int32Array;
  /** By state: one of the layouts that are in it, as what it takes. */
  readonly occupancies: readonly Occupancy[];
}

/** A profile at one of its starts. */
export interface Spot extends Position {
  readonly kind: number;
}

const tables = new WeakMap<Board, Map<string, StateTable>>();

/**
 * The states of a board with these profiles (indexes in `board.profiles`; all with public starts unless given). Made once
 * for each board and set of profiles.
 */
export function stateTable(board: Board, profiles?: readonly number[]): StateTable {
  const { positions } = geometryOf(board);
  const asked = profiles ?? positions.map((_, index) => index);
  const kept = [...new Set(asked)]
    .filter((index) => (positions[index]?.length ?? 0) > 0)
    .sort((a, b) => a - b);
  const known = tables.get(board) ?? new Map<string, StateTable>();
  tables.set(board, known);
  const key = kept.join(',');
  const table = known.get(key) ?? makeTable(board, kept);
  known.set(key, table);
  return table;
}

function makeTable(board: Board, profiles: readonly number[]): StateTable {
  const geometry = geometryOf(board);
  const spots = profiles.flatMap((index, kind) =>
    (geometry.positions[index] ?? []).map((position): Spot => ({ ...position, kind })),
  );
  const states: Occupancy[] = [];
  const ids = new Map<string, number>();
  const idOf = (occupancy: Occupancy): number => {
    const key = keyOf(geometry, profiles, occupancy);
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, states.length);
    return states.push(occupancy) - 1;
  };
  idOf(emptyOccupancy(geometry));
  const next: number[] = [];
  for (let state = 0; state < states.length; state++) {
    const occupancy = states[state] ?? emptyOccupancy(geometry);
    const starts = profiles.map((index) => freeStarts(geometry, occupancy, index));
    for (const spot of spots) {
      const isFree = ((starts[spot.kind] ?? 0) & (1 << spot.start)) !== 0;
      next.push(isFree ? idOf(withPosition(occupancy, spot)) : NO_STATE);
    }
  }
  const spotsOf = profiles.map((_, kind) =>
    spots.flatMap((spot, index) => (spot.kind === kind ? [index] : [])),
  );
  const table = { geometry, profiles, spots, spotsOf, size: states.length, next: Int32Array.from(next) };
  const slices = board.memorySlices ?? 0;
  return {
    ...table,
    room: roomOf(table),
    free: Int32Array.from(states, ({ mask }) => slices - bitCount(mask)),
    occupancies: states,
  };
}

/**
 * What the future depends on: the slices taken, and of each limit of the board what is left of it - but nothing where what
 * is left is more than could ever be used.
 */
function keyOf(geometry: Geometry, profiles: readonly number[], { mask, counts }: Occupancy): string {
  const { board, positions, excludedBy, engineTotals, engines } = geometry;
  const open = profiles.map(
    (index) => (positions[index] ?? []).filter((position) => (position.mask & mask) === 0).length,
  );
  const parts: (number | string)[] = [mask];
  profiles.forEach((index, kind) => {
    const most = open[kind] ?? 0;
    if (most === 0) return;
    const left = (board.profiles[index]?.maxInstances ?? 0) - (counts[index] ?? 0);
    const isShut = (excludedBy[index] ?? []).some((other) => (counts[other] ?? 0) > 0);
    if (isShut || left < most) parts.push(`${kind}:${isShut ? 0 : Math.max(left, 0)}`);
  });
  engineTotals?.forEach((total, engine) => {
    let left = total;
    counts.forEach((count, index) => (left -= count * (engines[index]?.[engine] ?? 0)));
    let wanted = 0;
    profiles.forEach((index, kind) => (wanted += (open[kind] ?? 0) * (engines[index]?.[engine] ?? 0)));
    if (left < wanted) parts.push(`e${engine}:${left}`);
  });
  return parts.join(' ');
}

/** Blocks of one profile do not overlap each other, so it is a matter of taking one after the other, wherever. */
function roomOf({
  size,
  profiles,
  spots,
  spotsOf,
  next,
}: Pick<StateTable, 'size' | 'profiles' | 'spots' | 'spotsOf' | 'next'>): Int32Array {
  const room = new Int32Array(size * profiles.length);
  for (let state = 0; state < size; state++) {
    spotsOf.forEach((own, kind) => {
      let at = state;
      for (const spot of own) {
        const then = next[at * spots.length + spot] ?? NO_STATE;
        if (then === NO_STATE) continue;
        at = then;
        room[state * profiles.length + kind] = (room[state * profiles.length + kind] ?? 0) + 1;
      }
    });
  }
  return room;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The state after one more instance, or NO_STATE. */
export function stateAfter(table: StateTable, state: number, spot: number): number {
  return table.next[state * table.spots.length + spot] ?? NO_STATE;
}

/** The spot of a profile (by name) at a start; -1 where there is none. */
export function spotAt(table: StateTable, profile: string, start: number): number {
  const { geometry, profiles, spots, spotsOf } = table;
  const kind = profiles.indexOf(geometry.profileIndexByName.get(profile) ?? -1);
  return (spotsOf[kind] ?? []).find((spot) => spots[spot]?.start === start) ?? -1;
}

/** The state that these spots make together. NO_STATE where they are not legal together; their order is nothing to it. */
export function stateOfSpots(table: StateTable, spots: readonly number[]): number {
  let state = 0;
  for (const spot of spots) {
    state = state === NO_STATE || spot < 0 ? NO_STATE : stateAfter(table, state, spot);
  }
  return state;
}

/** The state of a GPU; NO_STATE where its layout is illegal, for nothing may come there. */
export function stateOf(
  table: StateTable,
  instances: readonly Pick<GpuInstance, 'profile' | 'start'>[],
): number {
  return stateOfSpots(
    table,
    instances.map((gi) => spotAt(table, gi.profile, gi.start)),
  );
}

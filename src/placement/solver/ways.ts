/**
 * What can be done within one GPU so that one more of a kind comes onto it: one instance makes way, or two do, to other
 * places on it or to elsewhere. It depends on the layout alone, so it is worked out once for each layout that occurs; of
 * ways that ask the same of elsewhere only the cheapest is kept.
 */
import type { ArrivalTable } from './arrival.ts';
import { NO_STATE, stateAfter, stateOfSpots } from './states.ts';

/** One instance makes way. */
export interface OneWay {
  readonly leaves: number;
  /** Where the new one comes. */
  readonly comes: number;
  /** What it costs on this GPU. */
  readonly cost: number;
}

/** One instance makes way to another place on its GPU. */
export interface Shift extends OneWay {
  readonly to: number;
}

/** One instance makes way, and the GPU then takes one from elsewhere, which comes before that leaves. */
export interface Exchange extends OneWay {
  readonly takes: number;
}

/** Two instances make way to elsewhere. */
export interface TwoWay {
  readonly leave: readonly [number, number];
  readonly comes: number;
  readonly cost: number;
}

/** Two make way on their GPU, in this order. */
export interface TwoShifts {
  readonly shifts: readonly (readonly [leaves: number, to: number])[];
  readonly comes: number;
  readonly cost: number;
}

/** The cheapest way of each sort. Spots of the table of states throughout; none where there is no such way. */
export interface Ways {
  /** By kind that has to go elsewhere. */
  readonly out: readonly (OneWay | undefined)[];
  readonly shift: Shift | undefined;
  /** By kinds that have to go elsewhere: the lower x kinds + the higher. */
  readonly bothOut: readonly (TwoWay | undefined)[];
  /** One shifts; by kind of the other, which has to go elsewhere, and goes first. */
  readonly shiftAndOut: readonly ((Shift & { readonly out: number }) | undefined)[];
  readonly bothShift: TwoShifts | undefined;
  /** By kind that has to go elsewhere x kinds + kind that is taken from there. */
  readonly exchange: readonly (Exchange | undefined)[];
}

/** The ways for one more of `kind` onto a GPU with these spots, of which only some may move. */
export function waysFor(
  table: ArrivalTable,
  layout: readonly number[],
  movable: readonly number[],
  kind: number,
): Ways {
  const { states, values } = table;
  const { spots, spotsOf } = states;
  const kinds = spotsOf.length;
  const start = stateOfSpots(states, layout);
  const out: (OneWay | undefined)[] = [];
  const bothOut: (TwoWay | undefined)[] = [];
  const shiftAndOut: ((Shift & { out: number }) | undefined)[] = [];
  const exchange: (Exchange | undefined)[] = [];
  let shift: Shift | undefined;
  let bothShift: TwoShifts | undefined;
  const kindOf = (spot: number): number => spots[spot]?.kind ?? 0;
  const lost = (state: number): number => (values[start] ?? 0) - (values[state] ?? 0);
  const without = (...gone: number[]): number =>
    stateOfSpots(
      states,
      layout.filter((spot) => !gone.includes(spot)),
    );
  const overlap = (a: number, b: number): boolean => ((spots[a]?.mask ?? 0) & (spots[b]?.mask ?? 0)) !== 0;
  /** Every spot of the kind that is legal in the state, with the state after it. */
  const legal = (state: number, of: number): (readonly [spot: number, then: number])[] =>
    (spotsOf[of] ?? []).flatMap((spot) => {
      const then = stateAfter(states, state, spot);
      return then === NO_STATE ? [] : [[spot, then] as const];
    });

  for (const [index, leaves] of movable.entries()) {
    for (const [comes, then] of legal(without(leaves), kind)) {
      const one = { leaves, comes, cost: lost(then) };
      out[kindOf(leaves)] = cheaper(out[kindOf(leaves)], one);
      for (const [to, end] of legal(then, kindOf(leaves)))
        shift = cheaper(shift, { ...one, to, cost: lost(end) });
      for (let taken = 0; taken < kinds; taken++) {
        for (const [takes, end] of legal(then, taken)) {
          // It comes first: beside the one that is still there.
          if (stateAfter(states, start, takes) === NO_STATE) continue;
          const at = kindOf(leaves) * kinds + taken;
          exchange[at] = cheaper(exchange[at], { ...one, takes, cost: lost(end) });
        }
      }
    }
    for (const other of movable.slice(index + 1)) {
      for (const [comes, then] of legal(without(leaves, other), kind)) {
        const [low, high] =
          kindOf(leaves) <= kindOf(other) ? ([leaves, other] as const) : ([other, leaves] as const);
        const at = kindOf(low) * kinds + kindOf(high);
        bothOut[at] = cheaper(bothOut[at], { leave: [low, high], comes, cost: lost(then) });
        for (const [stays, goes] of [[leaves, other] as const, [other, leaves] as const]) {
          for (const [to, end] of legal(then, kindOf(stays))) {
            const both = { leaves: stays, comes, to, out: goes, cost: lost(end) };
            shiftAndOut[kindOf(goes)] = cheaper(shiftAndOut[kindOf(goes)], both);
          }
        }
        for (const [to, middle] of legal(then, kindOf(leaves))) {
          for (const [otherTo, end] of legal(middle, kindOf(other))) {
            const first = [leaves, to] as const;
            const second = [other, otherTo] as const;
            const shifts = !overlap(to, other)
              ? [first, second]
              : !overlap(otherTo, leaves)
                ? [second, first]
                : null;
            if (shifts !== null) bothShift = cheaper(bothShift, { shifts, comes, cost: lost(end) });
          }
        }
      }
    }
  }
  return { out, shift, bothOut, shiftAndOut, bothShift, exchange };
}

/** The first on a tie. */
function cheaper<T extends { readonly cost: number }>(known: T | undefined, found: T): T {
  return known === undefined || found.cost < known.cost ? found : known;
}

/** One policy through the arrivals of one seed. */
import { arrivalTable, sizesOf, type ArrivalTable } from './arrival.ts';
import { DepartureQueue } from './departureQueue.ts';
import { Fluid } from './fluid.ts';
import { chooserOf, MOVES_OF, type Choose, type PolicyName } from './policies.ts';
import { Repairs, type FleetSpot, type Repair } from './repair.ts';
import { greatestQuotient } from './pack.ts';
import { mulberry32 } from './seeded.ts';
import type { SimulationOptions } from './simulate.ts';
import { StateFleet } from './stateFleet.ts';
import { stateTable, type StateTable } from './states.ts';
import { closedFormOf } from './weights.ts';

/** What was counted, by index in `board.profiles` where it is by profile. */
export interface Tally {
  readonly offered: readonly number[];
  readonly accepted: readonly number[];
  readonly offeredSlices: number;
  readonly acceptedSlices: number;
  readonly moves: number;
  readonly refused: number;
  /** Refused, and would have fitted if all were packed anew. */
  readonly fragmented: number;
}

/** What all runs of a simulation share. */
export interface SetUp {
  readonly options: SimulationOptions;
  readonly table: StateTable;
  readonly arrivals: ArrivalTable;
  /** The kinds that arrive, with the share of all arrivals that are of this kind or one before it. */
  readonly kinds: readonly { readonly kind: number; readonly upTo: number }[];
  readonly fluid: Fluid;
  /** The lines whose greatest is the fewest GPUs; null where the board has none for these profiles. */
  readonly form: ReturnType<typeof closedFormOf>;
  /** Arrivals in a unit of time, which is how long an instance stays on average. */
  readonly rate: number;
  /** Memory slices by kind. */
  readonly sizes: readonly number[];
}

export function setUpOf(options: SimulationOptions): SetUp {
  const { board, mix, gpus, load } = options;
  // Every profile that the board can make, also those that do not arrive: what is worth room is not known beforehand.
  const table = stateTable(board);
  const shares = table.profiles.map((index) => mix[index] ?? 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const arriving = shares.flatMap((share, kind) => (share > 0 ? [kind] : []));
  const fluid = new Fluid(
    board,
    arriving.map((kind) => table.profiles[kind] ?? 0),
  );
  let upTo = 0;
  return {
    options,
    table,
    arrivals: arrivalTable(table),
    kinds: arriving.map((kind) => ({ kind, upTo: (upTo += (shares[kind] ?? 0) / total) })),
    fluid,
    form: closedFormOf(
      board,
      arriving.map((kind) => table.profiles[kind] ?? 0),
    ),
    rate: (load * gpus) / fluid.gpus(arriving.map((kind) => (shares[kind] ?? 0) / total)),
    sizes: sizesOf(table),
  };
}

/** The part of the arrivals that fills the fleet. */
const FILLING = 0.2;

/**
 * What moves have to win: slices of the instance that comes in, for each instance that is moved, as a share of the board.
 * Without it small instances, which find a place soon anyway, cause most of the moves and win the fewest slices.
 */
export const LEAST_WON_PER_MOVE = 0.5;

export class SimulatedRun {
  readonly policy: PolicyName;
  readonly #setUp: SetUp;
  readonly #random: () => number;
  readonly #fleet: StateFleet;
  readonly #choose: Choose | null;
  readonly #repairs: Repairs | null;
  readonly #departures = new DepartureQueue();
  /** By instance, which keeps its number while it is here. */
  readonly #where: (FleetSpot | undefined)[] = [];
  readonly #kindOf: number[] = [];
  readonly #unused: number[] = [];
  /** By GPU x spots + spot. */
  readonly #standing: Int32Array;
  /** What is here, as the kinds that arrive are counted. */
  readonly #counts: number[];
  readonly #tally;
  #time = 0;
  #arrived = 0;

  constructor(setUp: SetUp, policy: PolicyName, seed: number) {
    const { table, options, kinds, arrivals } = setUp;
    this.policy = policy;
    this.#setUp = setUp;
    this.#random = mulberry32(seed);
    this.#fleet = new StateFleet(table, options.gpus);
    this.#choose = policy === 'migration' ? null : chooserOf(table, policy);
    this.#repairs = MOVES_OF[policy] === 0 ? null : new Repairs(this.#fleet, arrivals);
    this.#standing = new Int32Array(options.gpus * table.spots.length);
    this.#counts = kinds.map(() => 0);
    const none = (): number[] => options.board.profiles.map(() => 0);
    this.#tally = {
      offered: none(),
      accepted: none(),
      offeredSlices: 0,
      acceptedSlices: 0,
      moves: 0,
      refused: 0,
      fragmented: 0,
    };
  }

  get tally(): Tally {
    return this.#tally;
  }

  /** The next so many arrivals. */
  go(count: number): void {
    for (let index = 0; index < count; index++) this.#arrive();
  }

  #arrive(): void {
    const { kinds, rate, sizes, table, options } = this.#setUp;
    // Three draws for each arrival, whatever becomes of it: the next one is the same for every policy.
    this.#time += exponential(this.#random()) / rate;
    const drawn = this.#random();
    const stays = exponential(this.#random());
    const at = Math.max(
      0,
      kinds.findIndex(({ upTo }) => drawn < upTo),
    );
    const kind = kinds[at]?.kind ?? 0;
    this.#depart();
    const isCounted = this.#arrived++ >= options.arrivals * FILLING;
    const accepted = this.#place(at, kind, isCounted);
    if (accepted !== null) {
      const instance = this.#unused.pop() ?? this.#where.length;
      this.#counts[at] = (this.#counts[at] ?? 0) + 1;
      this.#kindOf[instance] = at;
      this.#where[instance] = accepted;
      this.#standing[accepted.gpu * table.spots.length + accepted.spot] = instance;
      this.#departures.add(this.#time + stays, instance);
    }
    if (!isCounted) return;
    const profile = table.profiles[kind] ?? 0;
    const size = sizes[kind] ?? 0;
    const tally = this.#tally;
    tally.offered[profile] = (tally.offered[profile] ?? 0) + 1;
    tally.offeredSlices += size;
    if (accepted === null) {
      tally.refused++;
      return;
    }
    tally.accepted[profile] = (tally.accepted[profile] ?? 0) + 1;
    tally.acceptedSlices += size;
  }

  #depart(): void {
    for (;;) {
      const instance = this.#departures.takeUntil(this.#time);
      if (instance === null) return;
      const place = this.#where[instance];
      const at = this.#kindOf[instance] ?? 0;
      this.#counts[at] = (this.#counts[at] ?? 0) - 1;
      this.#where[instance] = undefined;
      this.#unused.push(instance);
      if (place !== undefined && this.#choose !== null) this.#fleet.remove(place.gpu, place.spot);
    }
  }

  /** Where it comes; null when it is refused. `at` counts the kinds that arrive. */
  #place(at: number, kind: number, isCounted: boolean): FleetSpot | null {
    if (this.#choose === null) return this.#fits(at) ? { gpu: 0, spot: 0 } : null;
    const found = this.#choose(this.#fleet, kind);
    if (found === null) return this.#placeByMoves(at, kind, isCounted);
    this.#fleet.add(found.gpu, found.spot);
    return found;
  }

  #placeByMoves(at: number, kind: number, isCounted: boolean): FleetSpot | null {
    const { table, sizes } = this.#setUp;
    const fits = this.#fits(at);
    const size = (sizes[kind] ?? 0) / (table.geometry.board.memorySlices ?? 1);
    const moves = Math.min(MOVES_OF[this.policy], Math.floor(size / LEAST_WON_PER_MOVE));
    const repair =
      fits && (moves === 1 || moves === 2) ? (this.#repairs?.find(kind, { moves }) ?? null) : null;
    if (repair === null) {
      if (fits && isCounted) this.#tally.fragmented++;
      return null;
    }
    this.#make(repair);
    if (isCounted) this.#tally.moves += repair.moves.length;
    return repair.at;
  }

  #make({ moves, at }: Repair): void {
    const width = this.#setUp.table.spots.length;
    for (const { from, to } of moves) {
      const instance = this.#standing[from.gpu * width + from.spot] ?? 0;
      this.#fleet.remove(from.gpu, from.spot);
      this.#fleet.add(to.gpu, to.spot);
      this.#where[instance] = to;
      this.#standing[to.gpu * width + to.spot] = instance;
    }
    this.#fleet.add(at.gpu, at.spot);
  }

  /** Whether all that is here and one more would fit, packed anew. */
  #fits(at: number): boolean {
    const { fluid, form, table, kinds, options } = this.#setUp;
    const counts = this.#counts.map((count, index) => (index === at ? count + 1 : count));
    // Where the board has no closed form, what no packing can do better than.
    if (form === null) return Math.ceil(fluid.gpus(counts) - 1e-6) <= options.gpus;
    const byProfile = options.board.profiles.map(() => 0);
    counts.forEach((count, index) => (byProfile[table.profiles[kinds[index]?.kind ?? 0] ?? 0] = count));
    return greatestQuotient(form, byProfile) <= options.gpus;
  }
}

/** Exponential with mean 1, from a number in [0, 1). */
function exponential(drawn: number): number {
  return -Math.log(1 - drawn);
}

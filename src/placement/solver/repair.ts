/**
 * Making room by hand: for an instance that finds no place although it might if all were packed anew. The search is exact:
 * when there is a way with one move, or with two, it is found, and of those with the fewest moves the one that costs the
 * others least (in the terms of `arrival.ts`). Moves come one after the other, each to a place that is free when its turn
 * comes. GPUs in one layout are looked at once, so the effort goes with the layouts and not with the GPUs.
 */
import type { ArrivalTable } from './arrival.ts';
import type { StateFleet } from './stateFleet.ts';
import { NO_STATE, stateAfter } from './states.ts';
import { waysFor, type Ways } from './ways.ts';

/** A spot of the table of states on a GPU of the fleet, by its number. */
export interface FleetSpot {
  readonly gpu: number;
  readonly spot: number;
}

/** One instance goes from one place to another, perhaps on its own GPU. */
export interface Move {
  readonly from: FleetSpot;
  readonly to: FleetSpot;
}

export interface Repair {
  /** In the order in which they are made. */
  readonly moves: readonly Move[];
  /** Where the new instance comes afterwards. */
  readonly at: FleetSpot;
  /** What all of it costs the others: less is better, and it may be a gain (negative). */
  readonly cost: number;
}

export interface RepairOptions {
  /** So many moves at the most. */
  readonly moves: 1 | 2;
  /** True where the instance has to stay. */
  readonly isPinned?: (gpu: number, spot: number) => boolean;
}

/** GPUs that are alike in what stands on them and what of it may move. */
interface Group {
  readonly gpus: number[];
  /** For one more of this kind. */
  readonly ways: (kind: number) => Ways;
}

/** Room for one instance. */
interface Target extends FleetSpot {
  readonly cost: number;
}

/** Room for two on one GPU. */
interface PairTarget {
  readonly gpu: number;
  readonly spots: readonly [number, number];
  readonly cost: number;
}

/** An instance makes way on this GPU for one that comes from another. */
interface Link {
  readonly gpu: number;
  readonly leaves: number;
  readonly comes: number;
  /** Where on its GPU that which leaves goes; NO_STATE where it goes elsewhere. */
  readonly to: number;
  readonly cost: number;
}

/** With two moves so many GPUs may be in each other's way: of so many, and one more, one is free. */
const OTHERS = 2;

/** Finds repairs in a fleet. What it learns of layouts it keeps, so that one of these serves a whole run. */
export class Repairs {
  readonly #fleet: StateFleet;
  readonly #table: ArrivalTable;
  readonly #kinds: number;
  readonly #ways = new Map<string, (Ways | undefined)[]>();
  readonly #free: (Ways | undefined)[][] = [];
  // Of one search:
  #groups: readonly Group[] = [];
  #targets: (readonly Target[] | undefined)[] = [];
  #pairs: (readonly PairTarget[] | undefined)[] = [];
  #best: Repair | null = null;

  constructor(fleet: StateFleet, table: ArrivalTable) {
    this.#fleet = fleet;
    this.#table = table;
    this.#kinds = table.states.spotsOf.length;
  }

  /** The cheapest way to place one more of this kind with as few moves as possible; null when there is none with so many. */
  find(kind: number, { moves, isPinned }: RepairOptions): Repair | null {
    this.#groups = this.#grouped(isPinned ?? null);
    this.#targets = [];
    this.#pairs = [];
    this.#best = null;
    for (const group of this.#groups) this.#oneMove(group, kind);
    if (this.#found() === null && moves === 2) {
      for (const group of this.#groups) this.#twoFrom(group, kind);
      this.#chains(kind);
    }
    return this.#found();
  }

  #found(): Repair | null {
    return this.#best;
  }

  /** One instance makes way, on its own GPU or to another. */
  #oneMove({ gpus: [gpu = 0], ways }: Group, kind: number): void {
    const { out, shift } = ways(kind);
    if (shift !== undefined && this.#isBetter(shift.cost)) {
      const { leaves, to, comes, cost } = shift;
      this.#best = { moves: [move(gpu, leaves, gpu, to)], at: { gpu, spot: comes }, cost };
    }
    out.forEach((way, leaving) => {
      if (way === undefined || !this.#isBetter(way.cost)) return;
      const target = this.#target(leaving, gpu);
      if (target === null || !this.#isBetter(way.cost + target.cost)) return;
      this.#best = {
        moves: [move(gpu, way.leaves, target.gpu, target.spot)],
        at: { gpu, spot: way.comes },
        cost: way.cost + target.cost,
      };
    });
  }

  /** Two instances of one GPU make way. */
  #twoFrom({ gpus: [gpu = 0], ways }: Group, kind: number): void {
    const { bothOut, shiftAndOut, bothShift } = ways(kind);
    if (bothShift !== undefined && this.#isBetter(bothShift.cost)) {
      const { shifts, comes, cost } = bothShift;
      const moves = shifts.map(([leaves, to]) => move(gpu, leaves, gpu, to));
      this.#best = { moves, at: { gpu, spot: comes }, cost };
    }
    shiftAndOut.forEach((way, leaving) => {
      if (way === undefined || !this.#isBetter(way.cost)) return;
      const target = this.#target(leaving, gpu);
      if (target === null || !this.#isBetter(way.cost + target.cost)) return;
      this.#best = {
        moves: [move(gpu, way.out, target.gpu, target.spot), move(gpu, way.leaves, gpu, way.to)],
        at: { gpu, spot: way.comes },
        cost: way.cost + target.cost,
      };
    });
    bothOut.forEach((way, pair) => {
      if (way === undefined || !this.#isBetter(way.cost)) return;
      const [first, second] = way.leave;
      const target = this.#targetOfTwo(pair, gpu);
      if (target === null || !this.#isBetter(way.cost + target.cost)) return;
      const [to, other] = target.to;
      this.#best = {
        moves: [move(gpu, first, to.gpu, to.spot), move(gpu, second, other.gpu, other.spot)],
        at: { gpu, spot: way.comes },
        cost: way.cost + target.cost,
      };
    });
  }

  /** One makes way to a GPU on which another makes way for it. */
  #chains(kind: number): void {
    const links: (readonly (readonly Link[])[] | undefined)[] = [];
    for (const { gpus, ways } of this.#groups) {
      const [gpu = 0] = gpus;
      const { out, exchange } = ways(kind);
      out.forEach((way, second) => {
        if (way === undefined || !this.#isBetter(way.cost)) return;
        const rows = (links[second] ??= this.#linksFor(second));
        rows.forEach((row, third) => {
          for (const link of row) {
            if (link.gpu === gpu) continue;
            this.#chain(gpu, way, link, third);
            const swap = exchange[second * this.#kinds + third];
            if (swap === undefined || link.to !== NO_STATE || !this.#isBetter(swap.cost + link.cost))
              continue;
            this.#best = {
              moves: [
                move(link.gpu, link.leaves, gpu, swap.takes),
                move(gpu, swap.leaves, link.gpu, link.comes),
              ],
              at: { gpu, spot: swap.comes },
              cost: swap.cost + link.cost,
            };
          }
        });
      });
    }
  }

  #chain(
    gpu: number,
    way: { readonly leaves: number; readonly comes: number; readonly cost: number },
    link: Link,
    kind: number,
  ): void {
    if (!this.#isBetter(way.cost + link.cost)) return;
    const target =
      link.to === NO_STATE ? this.#target(kind, gpu, link.gpu) : { gpu: link.gpu, spot: link.to, cost: 0 };
    if (target === null || !this.#isBetter(way.cost + link.cost + target.cost)) return;
    this.#best = {
      moves: [
        move(link.gpu, link.leaves, target.gpu, target.spot),
        move(gpu, way.leaves, link.gpu, link.comes),
      ],
      at: { gpu, spot: way.comes },
      cost: way.cost + link.cost + target.cost,
    };
  }

  /**
   * Where one of this kind could come if one other made way: by kind of that one, and in a last row those where it finds
   * another place on its GPU. Of each the cheapest, on as many GPUs as may be ruled out and one more.
   */
  #linksFor(kind: number): Link[][] {
    const rows = Array.from({ length: this.#kinds + 1 }, (): Link[] => []);
    const add = (row: Link[] | undefined, gpus: readonly number[], link: Omit<Link, 'gpu'>): void => {
      if (row === undefined) return;
      for (const gpu of gpus.slice(0, OTHERS + 1)) {
        if (row.length > OTHERS && link.cost >= (row[OTHERS]?.cost ?? Infinity)) return;
        row.push({ ...link, gpu });
        row.sort((a, b) => a.cost - b.cost);
        row.length = Math.min(row.length, OTHERS + 1);
      }
    };
    for (const { gpus, ways } of this.#groups) {
      const { out, shift } = ways(kind);
      out.forEach((way, leaving) => {
        if (way !== undefined) add(rows[leaving], gpus, { ...way, to: NO_STATE });
      });
      if (shift !== undefined) add(rows[this.#kinds], gpus, shift);
    }
    return rows;
  }

  /** The cheapest place for one of this kind as things stand, on none of the GPUs named. */
  #target(kind: number, without: number, nor = without): Target | null {
    const targets = (this.#targets[kind] ??= this.#targetsFor(kind));
    return targets.find(({ gpu }) => gpu !== without && gpu !== nor) ?? null;
  }

  #targetsFor(kind: number): Target[] {
    const { states, best, costs, order } = this.#table;
    const targets: Target[] = [];
    for (const state of order[kind] ?? []) {
      const spot = best[state * this.#kinds + kind] ?? NO_STATE;
      const cost = costs[state * states.spots.length + spot] ?? Infinity;
      for (const gpu of this.#fleet.members[state] ?? []) {
        targets.push({ gpu, spot, cost });
        if (targets.length > OTHERS) return targets;
      }
    }
    return targets;
  }

  /** Places for two: on two GPUs, or on one. `pair` is the first kind x kinds + the second. */
  #targetOfTwo(
    pair: number,
    without: number,
  ): { readonly to: readonly [FleetSpot, FleetSpot]; readonly cost: number } | null {
    const first = Math.floor(pair / this.#kinds);
    const second = pair % this.#kinds;
    const pairs = (this.#pairs[pair] ??= this.#pairsFor(first, second));
    const together = pairs.find(({ gpu }) => gpu !== without);
    let best: { to: readonly [FleetSpot, FleetSpot]; cost: number } | null = null;
    if (together !== undefined) {
      const { gpu, spots, cost } = together;
      best = {
        to: [
          { gpu, spot: spots[0] },
          { gpu, spot: spots[1] },
        ],
        cost,
      };
    }
    const consider = (one: Target | null, other: Target | null): void => {
      if (one === null || other === null || one.cost + other.cost >= (best?.cost ?? Infinity)) return;
      best = { to: [one, other], cost: one.cost + other.cost };
    };
    const one = this.#target(first, without);
    const other = this.#target(second, without);
    if (one === null || other === null) return best;
    if (one.gpu !== other.gpu) {
      consider(one, other);
    } else {
      consider(one, this.#target(second, without, one.gpu));
      consider(this.#target(first, without, other.gpu), other);
    }
    return best;
  }

  /** The cheapest GPUs that take both: two of them, for one may be ruled out. */
  #pairsFor(first: number, second: number): PairTarget[] {
    const pairs: PairTarget[] = [];
    for (const state of this.#table.order[first] ?? []) {
      const gpus = (this.#fleet.members[state] ?? []).slice(0, OTHERS);
      const pair = gpus.length === 0 ? null : this.#pairIn(state, first, second);
      if (pair !== null) pairs.push(...gpus.map((gpu) => ({ ...pair, gpu })));
    }
    return pairs.sort((a, b) => a.cost - b.cost).slice(0, OTHERS);
  }

  #pairIn(state: number, first: number, second: number): Omit<PairTarget, 'gpu'> | null {
    const { states, values } = this.#table;
    let best: Omit<PairTarget, 'gpu'> | null = null;
    for (const one of states.spotsOf[first] ?? []) {
      const middle = stateAfter(states, state, one);
      if (middle === NO_STATE) continue;
      for (const other of states.spotsOf[second] ?? []) {
        const end = stateAfter(states, middle, other);
        if (end === NO_STATE) continue;
        const cost = (values[state] ?? 0) - (values[end] ?? 0);
        if (best === null || cost < best.cost) best = { spots: [one, other], cost };
      }
    }
    return best;
  }

  #isBetter(cost: number): boolean {
    return this.#best === null || cost < this.#best.cost;
  }

  #grouped(isPinned: RepairOptions['isPinned'] | null): Group[] {
    const fleet = this.#fleet;
    const groups = new Map<string | number, Group>();
    for (let gpu = 0; gpu < fleet.count; gpu++) {
      if (fleet.stateOf[gpu] === NO_STATE) continue;
      const layout = fleet.layoutOf[gpu] ?? 0;
      const { spots } = fleet.layout(gpu);
      const pinned = isPinned == null ? [] : spots.filter((spot) => isPinned(gpu, spot));
      const key = pinned.length === 0 ? layout : `${layout} ${pinned.join(',')}`;
      const known = groups.get(key);
      if (known !== undefined) {
        known.gpus.push(gpu);
        continue;
      }
      const movable = pinned.length === 0 ? spots : spots.filter((spot) => !pinned.includes(spot));
      if (movable.length === 0) continue;
      const kept = this.#kept(key);
      const ways = (kind: number): Ways => (kept[kind] ??= waysFor(this.#table, spots, movable, kind));
      groups.set(key, { gpus: [gpu], ways });
    }
    return [...groups.values()];
  }

  /** By kind: what is known of GPUs like these. */
  #kept(key: string | number): (Ways | undefined)[] {
    if (typeof key === 'number') return (this.#free[key] ??= []);
    const known = this.#ways.get(key) ?? [];
    this.#ways.set(key, known);
    return known;
  }
}

function move(fromGpu: number, fromSpot: number, toGpu: number, toSpot: number): Move {
  return { from: { gpu: fromGpu, spot: fromSpot }, to: { gpu: toGpu, spot: toSpot } };
}

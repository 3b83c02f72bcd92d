/**
 * Exact solutions of small integer programs: a linear relaxation gives a bound, proven in whole numbers; rounding and diving
 * give solutions; branch and bound closes what is left between them.
 */
import { arraysOf, type Arrays } from './integer/arrays.ts';
import { Branching, type Choice } from './integer/branching.ts';
import { ExactBound } from './integer/exactBound.ts';
import { Incumbent } from './integer/incumbent.ts';
import { OpenNodes, type Node } from './integer/openNodes.ts';
import { Simplex, type LpStatus } from './integer/simplex.ts';
import type { IntegerProgram, IntegerSolution } from './integerProgram.ts';
import type { Outcome, Search } from './search.ts';

export interface SolveOptions {
  /** Values that may be a solution: a start, if they are one. */
  readonly incumbent?: readonly number[];
  /** Columns from this one on are branched on before the others: those that many others stand behind. */
  readonly first?: number;
}

/** Pivots, and nodes, between two outcomes; of a large program fewer: each takes as long as the program is large. */
const PIVOTS_AT_ONCE = 100;
/** The simplex method gives up a basis that goes wrong four times in one run: a run is never shorter. */
const LEAST_AT_ONCE = 5;
/** Figures that are looked at between two outcomes: some hundredths of a second. */
const FIGURES_AT_ONCE = 2_000_000;
/** Pivots that a dive takes for one step. */
const PIVOTS_OF_A_DIVE = 600;
/** A dive from every so many nodes. */
const DIVE_EVERY = 40;

/**
 * Solves an integer program: whole costs and coefficients, sums of which stay below 2^53. The bound is what no solution
 * costs less than, proven without floating point. Proven and null: there is no solution. Not proven, and neither answer nor
 * bound at the end: the cost has no end. Work is counted in pivots and nodes.
 */
export function* solveInteger(program: IntegerProgram, options: SolveOptions = {}): Search<IntegerSolution> {
  const arrays = arraysOf(program);
  const incumbent = new Incumbent(arrays, program);
  if (options.incumbent !== undefined) incumbent.offer(options.incumbent);
  if (arrays.isInfeasible) return { best: null, bound: null, isProven: true, work: 1 };
  const outcome = yield* new Tree(arrays, incumbent, options.first ?? null).search();
  arrays.room.free();
  return outcome;
}

class Tree {
  readonly #arrays: Arrays;
  readonly #incumbent: Incumbent;
  readonly #lp: Simplex;
  readonly #exact: ExactBound;
  readonly #open = new OpenNodes();
  readonly #branching: Branching;
  readonly #first: number | null;
  /** Bounds that hold for all that is still looked for. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** Bounds of the node at hand. */
  readonly #nodeLow: Float64Array;
  readonly #nodeHigh: Float64Array;
  /** Bounds of a dive, once there was one. */
  #dives: readonly [Float64Array, Float64Array] | null = null;
  #rootBound = -Infinity;
  /** Scaled reduced costs of the root, to fix columns by, or null. */
  #root: { readonly reduced: Float64Array; readonly total: number; readonly scale: number } | null = null;
  #current: Node | null = null;
  #nodes = 0;
  /** Relaxations begun: each looks at the whole program, also where it needs no pivot. */
  #turns = 0;
  #saidAt = 0;
  readonly #atOnce: number;

  constructor(arrays: Arrays, incumbent: Incumbent, first: number | null) {
    this.#arrays = arrays;
    this.#first = first;
    this.#incumbent = incumbent;
    this.#low = arrays.room.copy(arrays.low);
    this.#high = arrays.room.copy(arrays.high);
    this.#nodeLow = arrays.room.copy(arrays.low);
    this.#nodeHigh = arrays.room.copy(arrays.high);
    this.#lp = new Simplex(arrays);
    this.#exact = new ExactBound(arrays);
    this.#branching = new Branching(arrays);
    const { rows, columns } = arrays;
    const figures = rows * rows + (arrays.columnStart[columns] ?? 0) + 4 * (rows + columns);
    this.#atOnce = Math.max(LEAST_AT_ONCE, Math.min(PIVOTS_AT_ONCE, Math.floor(FIGURES_AT_ONCE / figures)));
  }

  /** An outcome, where the last one is some work ago. */
  *#say(): Generator<Outcome<IntegerSolution>, void> {
    const done = this.#lp.pivots + this.#turns;
    if (done < this.#saidAt + this.#atOnce) return;
    this.#saidAt = done;
    yield this.#soFar();
  }

  *search(): Search<IntegerSolution> {
    let node: Node | undefined = {
      parent: null,
      column: -1,
      isHigh: false,
      value: 0,
      depth: 0,
      bound: -Infinity,
      parentCost: 0,
      distance: 0,
    };
    while (node !== undefined) {
      if (node.bound < this.#incumbent.cost) {
        this.#current = node;
        const children: readonly Node[] | 'endless' = yield* this.#look(node);
        this.#current = null;
        if (children === 'endless') return { best: null, bound: null, isProven: false, work: this.#work() };
        const next: Node | undefined = children[0];
        const other: Node | undefined = children[1];
        if (other !== undefined) this.#open.push(other);
        if (next !== undefined && next.bound < this.#incumbent.cost) {
          node = next;
          continue;
        }
      }
      node = this.#open.leastBound < this.#incumbent.cost ? this.#open.pop() : undefined;
    }
    const { values, cost } = this.#incumbent;
    const best = values === null ? null : { values: Array.from(values), cost };
    return { best, bound: best === null ? null : cost, isProven: true, work: this.#work() };
  }

  /** Solves a node: the nodes it leaves, the more promising one first. */
  *#look(node: Node): Generator<Outcome<IntegerSolution>, readonly Node[] | 'endless'> {
    const { columns } = this.#arrays;
    const lp = this.#lp;
    const low = this.#nodeLow;
    const high = this.#nodeHigh;
    const incumbent = this.#incumbent;
    this.#nodes++;
    if (!this.#enter(node)) return [];
    yield* this.#say();
    this.#turns++;
    lp.setBounds(low, high);
    let status = yield* this.#relax(this.#cutoff());
    if (status === 'cutoff') {
      if (this.#exact.cost(lp.reduced, columns, low, high) >= incumbent.cost) return [];
      status = yield* this.#relax(Infinity);
    }
    if (status === 'infeasible' && this.#exact.isInfeasible(lp.ray, low, high)) return [];
    if (status !== 'optimal') return this.#split(node, node.bound);

    if (lp.leansOnBox(high)) return 'endless';
    const bound = Math.max(node.bound, this.#proven());
    if (node.parent === null) this.#keepRoot(bound);
    else this.#branching.learn(node, lp.objective());
    if (bound >= incumbent.cost) return [];
    if (incumbent.offerRounded(lp.x, low, high)) this.#fixByCost();
    if (bound >= incumbent.cost) return [];
    const isWhole = Incumbent.isWhole(lp.x, columns);
    const choice = isWhole ? null : this.#choose();
    const parentCost = lp.objective();
    if (choice === null) return this.#split(node, bound);
    if (this.#nodes % DIVE_EVERY === 1) {
      yield* this.#dive();
      if (bound >= incumbent.cost) return [];
    }
    const { column, value, isUpFirst } = choice;
    const down: Node = {
      parent: node,
      column,
      isHigh: true,
      value: Math.floor(value),
      depth: node.depth + 1,
      bound,
      parentCost,
      distance: value - Math.floor(value),
    };
    const up: Node = { ...down, isHigh: false, value: Math.floor(value) + 1, distance: 1 - down.distance };
    return isUpFirst ? [up, down] : [down, up];
  }

  #choose(): Choice | null {
    const { columns } = this.#arrays;
    const { x } = this.#lp;
    const choice = this.#first === null ? null : this.#branching.choose(x, columns, this.#first);
    return choice ?? this.#branching.choose(x, columns);
  }

  /** Bounds of a node into `nodeLow` and `nodeHigh`; false when they cross. */
  #enter(node: Node): boolean {
    this.#nodeLow.set(this.#low);
    this.#nodeHigh.set(this.#high);
    for (let at: Node | null = node; at !== null && at.column >= 0; at = at.parent) {
      const { column, isHigh, value } = at;
      if (isHigh) this.#nodeHigh[column] = Math.min(this.#nodeHigh[column]!, value);
      else this.#nodeLow[column] = Math.max(this.#nodeLow[column]!, value);
      if (this.#nodeLow[column]! > this.#nodeHigh[column]!) return false;
    }
    return true;
  }

  /** The cost that a solution worth finding does not pass; without end where none is known. */
  #cutoff(): number {
    return this.#incumbent.cost - this.#arrays.costStep + 1e-6;
  }

  /** Runs the relaxation, with an outcome now and then; once more from nothing when it lost its way. */
  *#relax(cutoff: number): Generator<Outcome<IntegerSolution>, LpStatus> {
    const lp = this.#lp;
    for (let tries = 0; ;) {
      const status = lp.run(cutoff, this.#atOnce);
      if (status === 'paused') yield* this.#say();
      else if (status === 'lost' && tries++ === 0) {
        lp.reset();
        lp.setBounds(this.#nodeLow, this.#nodeHigh);
      } else return status;
    }
  }

  /** What the optimal relaxation proves. */
  #proven(): number {
    const { columns, costStep } = this.#arrays;
    const lp = this.#lp;
    const low = this.#nodeLow;
    const high = this.#nodeHigh;
    const bound = this.#exact.cost(lp.reduced, columns, low, high);
    if (bound > lp.objective() - costStep + 1e-6) return bound;
    // Rounding the multipliers cost a step; with more digits it need not.
    const { isFloat } = this.#exact;
    const finer = this.#exact.costFinely(lp.reduced, columns, low, high);
    if (finer <= bound) this.#exact.isFloat = isFloat;
    return Math.max(bound, finer);
  }

  #keepRoot(bound: number): void {
    this.#rootBound = bound;
    const { isFloat, total, scale, reduced } = this.#exact;
    if (isFloat && total !== -Infinity)
      this.#root = { reduced: this.#arrays.room.copy(reduced), total, scale };
    this.#fixByCost();
  }

  /** A column that cannot leave its bound by so much without costing more than what is known stays nearer to it. */
  #fixByCost(): void {
    if (this.#root === null) return;
    const { reduced, total, scale } = this.#root;
    const most = (this.#incumbent.cost - this.#arrays.costStep) * scale;
    const room = most - total;
    // Beyond those whole numbers a column might be fixed by what was rounded; and so it is where nothing is known yet.
    if (room < 0 || !Number.isSafeInteger(most)) return;
    const { low, high } = this.#arrays;
    for (let j = 0; j < reduced.length; j++) {
      const r = reduced[j]!;
      if (r === 0) continue;
      const steps = Math.floor(room / Math.abs(r));
      if (r > 0) this.#high[j] = Math.min(this.#high[j]!, low[j]! + steps);
      else this.#low[j] = Math.max(this.#low[j]!, high[j]! - steps);
    }
  }

  /** Without a fraction to branch on: any column that is not fixed yet, cut in the middle. */
  #split(node: Node, bound: number): readonly Node[] {
    const { columns } = this.#arrays;
    const low = this.#nodeLow;
    const high = this.#nodeHigh;
    for (let column = 0; column < columns; column++) {
      if (low[column] === high[column]) continue;
      const value =
        high[column] === Infinity ? 2 * low[column]! + 1 : Math.floor((low[column]! + high[column]!) / 2);
      const shared = { parent: node, column, depth: node.depth + 1, bound, parentCost: 0, distance: 0 };
      return [
        { ...shared, isHigh: true, value },
        { ...shared, isHigh: false, value: value + 1 },
      ];
    }
    if (this.#incumbent.offer(low)) this.#fixByCost();
    return [];
  }

  /** Follows the relaxation down, fixing what is nearly whole, until it is a solution or there is none this way. */
  *#dive(): Generator<Outcome<IntegerSolution>, void> {
    const { columns } = this.#arrays;
    const lp = this.#lp;
    this.#dives ??= [this.#arrays.room.copy(this.#nodeLow), this.#arrays.room.copy(this.#nodeHigh)];
    const low = this.#dives[0];
    const high = this.#dives[1];
    low.set(this.#nodeLow);
    high.set(this.#nodeHigh);
    let turns = 3;
    for (let steps = 2 * this.#arrays.rows + 20; steps > 0; steps--) {
      const pick = Branching.nearest(lp.x, columns);
      if (pick < 0) return;
      const v = lp.x[pick]!;
      const to = Math.round(v);
      const isUp = to > v;
      for (let j = 0; j < columns; j++) {
        const w = lp.x[j]!;
        const near = Math.round(w);
        const gap = Math.abs(w - near);
        if (j === pick || (gap > 1e-6 && gap < 0.05)) {
          if (near > w) low[j] = Math.max(low[j]!, near);
          else high[j] = Math.min(high[j]!, near);
        }
      }
      lp.setBounds(low, high);
      let status = yield* this.#relaxDive();
      if (status !== 'optimal') {
        if (--turns < 0) return;
        if (isUp) {
          low[pick] = this.#nodeLow[pick]!;
          high[pick] = to - 1;
        } else {
          high[pick] = this.#nodeHigh[pick]!;
          low[pick] = to + 1;
        }
        if (low[pick] > high[pick]) return;
        lp.setBounds(low, high);
        status = yield* this.#relaxDive();
        if (status !== 'optimal') return;
      }
      if (this.#incumbent.offerRounded(lp.x, low, high)) {
        this.#fixByCost();
        if (this.#incumbent.cost <= this.#bound()) return;
      }
    }
  }

  *#relaxDive(): Generator<Outcome<IntegerSolution>, LpStatus> {
    const end = this.#lp.pivots + PIVOTS_OF_A_DIVE;
    this.#turns++;
    for (;;) {
      const left = Math.min(this.#atOnce, end - this.#lp.pivots);
      const status = this.#lp.run(this.#cutoff(), Math.max(0, left));
      yield* this.#say();
      if (status !== 'paused' || left <= 0) return status;
    }
  }

  /** What is proven of all that is still open. */
  #bound(): number {
    return Math.max(this.#rootBound, Math.min(this.#open.leastBound, this.#current?.bound ?? Infinity));
  }

  #work(): number {
    return this.#lp.pivots + this.#nodes;
  }

  #soFar(): Outcome<IntegerSolution> {
    const { values, cost } = this.#incumbent;
    const bound = Math.min(this.#bound(), cost);
    return {
      best: values === null ? null : { values: Array.from(values), cost },
      bound: Number.isFinite(bound) ? bound : null,
      isProven: false,
      work: this.#work(),
    };
  }
}

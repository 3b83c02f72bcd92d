/**
 * Which of several interchangeable instances goes when one of its kind has come: the freedom that costs nothing, used first.
 * Played forward: whatever can come comes, whatever has its replacement goes; what is left to choose is a list of vacates.
 */
import { standsIn, surplusOf, type OrderProblem, type OrderSolution } from './orderProblem.ts';

/** What is to be chosen next: one of these goes, for a fill of its pool is there, or one of these is parked. */
export type Choice =
  | { readonly kind: 'goes'; readonly pool: number; readonly of: readonly number[] }
  | { readonly kind: 'parks' };

/** A state of the game. Coming is always right, and so is going when the replacement is there; which one goes is a choice. */
export class Play {
  readonly #problem: OrderProblem;
  readonly #blocks: readonly (readonly number[])[];
  readonly #needers: readonly (readonly number[])[];
  readonly #members: ReadonlyMap<number, readonly number[]>;
  readonly #ready: number[] = [];
  /** By fill: how many still stand in its room. */
  readonly #waiting: number[];
  /** By vacate: named fills that are not there yet. */
  readonly #missing: number[];
  /** By pool: fills that came and that nobody has used, with what may go for nothing. */
  readonly #balance: Map<number, number>;
  readonly #parked = new Map<number, number>();
  readonly isGone: boolean[];
  /** Fills in the order in which they came. */
  readonly arrived: number[] = [];
  left: number;

  constructor(problem: OrderProblem) {
    this.#problem = problem;
    this.#blocks = standsIn(problem);
    this.#waiting = problem.fills.map(({ waitsFor }) => waitsFor.length);
    this.#missing = problem.vacates.map(({ needs }) => needs.length);
    this.#balance = surplusOf(problem);
    this.isGone = problem.vacates.map(() => false);
    this.left = problem.vacates.length;
    const needers = problem.fills.map((): number[] => []);
    const members = new Map<number, number[]>();
    for (const [v, { needs, pool }] of problem.vacates.entries()) {
      for (const f of needs) needers[f]?.push(v);
      if (pool === null) continue;
      const others = members.get(pool);
      if (others === undefined) members.set(pool, [v]);
      else others.push(v);
    }
    this.#needers = needers;
    this.#members = members;
    for (const [f, count] of this.#waiting.entries()) if (count === 0) this.#ready.push(f);
    for (const [v, { pool, needs }] of problem.vacates.entries()) {
      if (pool === null && needs.length === 0) this.#leave(v);
    }
    this.#settle();
  }

  /** Null when everything is done. */
  choice(): Choice | null {
    if (this.left === 0) return null;
    for (const [pool, all] of this.#members) {
      if ((this.#balance.get(pool) ?? 0) <= 0) continue;
      const of = all.filter((v) => this.isGone[v] !== true);
      if (of.length > 0) return { kind: 'goes', pool, of };
    }
    return { kind: 'parks' };
  }

  /** True when all of a pool that are left may go, so that it does not matter which is first. */
  isPlenty({ pool, of }: Choice & { kind: 'goes' }): boolean {
    return (this.#balance.get(pool) ?? 0) >= of.length;
  }

  /** One that is parked uses no fill: it gets what is over in the end, however long that takes. */
  take(v: number, isParked: boolean): void {
    const pool = this.#problem.vacates[v]?.pool ?? null;
    if (pool !== null) {
      const by = isParked ? this.#parked : this.#balance;
      by.set(pool, (by.get(pool) ?? 0) + (isParked ? 1 : -1));
    }
    this.#leave(v);
    this.#settle();
  }

  /** Equal for states from which the same can follow. */
  key(): string {
    const gone = this.isGone.map((isGone) => (isGone ? '1' : '0')).join('');
    return `${gone} ${[...this.#members.keys()].map((pool) => this.#parked.get(pool) ?? 0).join()}`;
  }

  /** The fewest that wait with it for one place: 1 when a fill comes as soon as it is gone. */
  waitingBehind(v: number): number {
    let least = Infinity;
    for (const f of this.#blocks[v] ?? []) least = Math.min(least, this.#waiting[f] ?? Infinity);
    return least;
  }

  #leave(v: number): void {
    if (this.isGone[v] === true) return;
    this.isGone[v] = true;
    this.left--;
    for (const f of this.#blocks[v] ?? []) {
      const still = (this.#waiting[f] ?? 1) - 1;
      this.#waiting[f] = still;
      if (still === 0) this.#ready.push(f);
    }
  }

  /** Everything that follows without a choice. */
  #settle(): void {
    for (let f = this.#ready.pop(); f !== undefined; f = this.#ready.pop()) {
      this.arrived.push(f);
      const pool = this.#problem.fills[f]?.pool ?? null;
      if (pool !== null) this.#balance.set(pool, (this.#balance.get(pool) ?? 0) + 1);
      for (const v of this.#needers[f] ?? []) {
        const missing = (this.#missing[v] ?? 1) - 1;
        this.#missing[v] = missing;
        if (missing === 0) this.#leave(v);
      }
    }
  }
}

/**
 * A good solution at once: what stands most in the way goes first, and something is parked only when nothing else is
 * possible, what costs least and opens most. `script` gives the choices instead, one after the other.
 */
export function dealPools(problem: OrderProblem, script: readonly number[] | null = null): OrderSolution {
  const { vacates, fills } = problem;
  const play = new Play(problem);
  const ledger = new Ledger(problem);
  const parked: number[] = [];
  ledger.note(play, fills);
  for (let turn = 0; ; turn++) {
    const choice = play.choice();
    if (choice === null) break;
    const v =
      script === null
        ? choice.kind === 'goes'
          ? mostInTheWay(play, choice.of)
          : cheapestToPark(play, problem)
        : script[turn];
    if (v === undefined) break;
    if (choice.kind === 'goes') ledger.goes(v, choice.pool);
    else {
      parked.push(v);
      ledger.parks(v, vacates[v]?.pool ?? null);
    }
    play.take(v, choice.kind === 'parks');
    ledger.note(play, fills);
  }
  ledger.settle();
  parked.sort((a, b) => a - b);
  return { needs: ledger.needs, parked, cost: parked.reduce((sum, v) => sum + (vacates[v]?.weight ?? 0), 0) };
}

/** Which fill stands for which vacate of a pool: it follows from the time at which each came and went. */
class Ledger {
  readonly needs: number[][];
  #seen = 0;
  /** By pool: fills that stand for nobody yet, and the parked that nothing stands for yet. */
  readonly #unused = new Map<number, number[]>();
  readonly #owed = new Map<number, number[]>();

  constructor({ vacates }: OrderProblem) {
    this.needs = vacates.map(({ needs }) => [...needs]);
  }

  note(play: Play, fills: OrderProblem['fills']): void {
    for (; this.#seen < play.arrived.length; this.#seen++) {
      const f = play.arrived[this.#seen] ?? -1;
      const pool = fills[f]?.pool ?? null;
      if (pool !== null) push(this.#unused, pool, f);
    }
  }

  /** Nothing unused: it is one of those that go for nothing. */
  goes(v: number, pool: number): void {
    const f = this.#unused.get(pool)?.shift();
    if (f !== undefined) this.needs[v]?.push(f);
  }

  parks(v: number, pool: number | null): void {
    if (pool !== null) push(this.#owed, pool, v);
  }

  /** What is over goes to those that were parked, first to first. */
  settle(): void {
    for (const [pool, parked] of this.#owed) for (const v of parked) this.goes(v, pool);
  }
}

function push(lists: Map<number, number[]>, key: number, item: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function mostInTheWay(play: Play, members: readonly number[]): number | undefined {
  let best: number | undefined;
  let bestScore = Infinity;
  for (const v of members) {
    const score = Math.min(play.waitingBehind(v), 1000);
    if (score < bestScore) [best, bestScore] = [v, score];
    if (score === 1) break;
  }
  return best;
}

function cheapestToPark(play: Play, { vacates }: OrderProblem): number | undefined {
  let best: number | undefined;
  let bestScore = Infinity;
  for (const [v, { weight }] of vacates.entries()) {
    if (play.isGone[v] === true) continue;
    const score = weight * 1000 + Math.min(play.waitingBehind(v), 999);
    if (score < bestScore) [best, bestScore] = [v, score];
  }
  return best;
}

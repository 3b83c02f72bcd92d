/**
 * How many GPUs a mix takes when instances may be cut in parts: the least fluid number, and with that the lower bound of
 * every packing. A linear program over the ways to fill one GPU, solved from its dual side: what each profile is worth
 * when no filling of a GPU may be worth more than 1.
 */
import type { Board } from '../../model/board.ts';
import { patternsOf } from './patterns.ts';

/** Amounts smaller than this are rounding. */
const EPSILON = 1e-9;

/** After so many exchanges of the tableau it is set up anew, so that rounding does not add up. */
const MAX_EXCHANGES = 1000;

interface Tableau {
  /** By filling, in terms of what is free: coefficients, and last what is left of its worth. */
  readonly rows: readonly Float64Array[];
  /** What each row gives, and what each column stands for: a kind, or after those the slack of a filling. */
  readonly basis: number[];
  readonly free: number[];
  exchanges: number;
}

/** Nothing is worth anything yet. */
function firstTableau(fillings: readonly (readonly number[])[], kinds: number): Tableau {
  return {
    rows: fillings.map((filling) => Float64Array.from([...filling, 1])),
    basis: fillings.map((_, row) => kinds + row),
    free: Array.from({ length: kinds }, (_, kind) => kind),
    exchanges: 0,
  };
}

export class Fluid {
  /** Instances of each kind in each filling that no other contains. */
  readonly #fillings: readonly (readonly number[])[];
  readonly #kinds: number;
  #tableau: Tableau;

  /** For these profiles of the board, by index; kinds are counted in their order. */
  constructor(board: Board, profiles: readonly number[]) {
    const { best } = patternsOf(board, profiles);
    this.#fillings = best.map(({ counts }) => profiles.map((index) => counts[index] ?? 0));
    this.#kinds = profiles.length;
    this.#tableau = firstTableau(this.#fillings, this.#kinds);
  }

  /**
   * The fewest GPUs, in parts of GPUs, for so many of each kind; Infinity where one of them has no start. No packing takes
   * fewer. Quick when the amounts are much like those of the last time, for it goes on from there.
   */
  gpus(amounts: readonly number[]): number {
    if (this.#tableau.exchanges >= MAX_EXCHANGES) this.#tableau = firstTableau(this.#fillings, this.#kinds);
    const { free } = this.#tableau;
    const goal = this.#goalFor(amounts);
    for (;;) {
      // The lowest name first, on both sides, so that it comes to an end.
      let [column, lowest] = [-1, Infinity];
      for (const [index, name] of free.entries())
        if ((goal[index] ?? 0) > EPSILON && name < lowest) [column, lowest] = [index, name];
      if (column === -1) return Math.max(0, -(goal[this.#kinds] ?? 0));
      const row = this.#leaving(column);
      // A kind that no filling holds has no bound: no number of GPUs is enough.
      if (row === null) return Infinity;
      this.#exchange(row, column, goal);
    }
  }

  /** What is to be made most of, in terms of what is free; last, less what it comes to now. */
  #goalFor(amounts: readonly number[]): Float64Array {
    const { rows, basis, free } = this.#tableau;
    const goal = new Float64Array(this.#kinds + 1);
    // Of a slack there is no amount.
    free.forEach((name, column) => (goal[column] = amounts[name] ?? 0));
    basis.forEach((name, row) => {
      const amount = amounts[name] ?? 0;
      if (amount === 0) return;
      const terms = rows[row] ?? [];
      for (let index = 0; index <= this.#kinds; index++)
        goal[index] = (goal[index] ?? 0) - amount * (terms[index] ?? 0);
    });
    return goal;
  }

  #leaving(column: number): number | null {
    const { rows, basis } = this.#tableau;
    let leaving: number | null = null;
    let [least, lowest] = [Infinity, Infinity];
    for (const [index, name] of basis.entries()) {
      const row = rows[index];
      const slope = row?.[column] ?? 0;
      if (slope <= EPSILON) continue;
      const ratio = (row?.[this.#kinds] ?? 0) / slope;
      const isTie = Math.abs(ratio - least) <= EPSILON;
      if (isTie ? name >= lowest : ratio > least) continue;
      leaving = index;
      lowest = name;
      least = Math.min(ratio, least);
    }
    return leaving;
  }

  #exchange(pivot: number, column: number, goal: Float64Array): void {
    const { rows, basis, free } = this.#tableau;
    const row = rows[pivot] ?? goal;
    const slope = row[column] ?? 1;
    for (let index = 0; index <= this.#kinds; index++) row[index] = (row[index] ?? 0) / slope;
    row[column] = 1 / slope;
    for (const other of [...rows, goal]) {
      const factor = other[column] ?? 0;
      if (other === row || factor === 0) continue;
      for (let index = 0; index <= this.#kinds; index++)
        other[index] = (other[index] ?? 0) - factor * (row[index] ?? 0);
      other[column] = -factor / slope;
    }
    const name = basis[pivot] ?? 0;
    basis[pivot] = free[column] ?? 0;
    free[column] = name;
    this.#tableau.exchanges++;
  }
}

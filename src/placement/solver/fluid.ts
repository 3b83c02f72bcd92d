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

export class Fluid {
  /** Instances of each kind in each filling that no other contains. */
  readonly #fillings: readonly (readonly number[])[];
  readonly #kinds: number;
  /** By filling, in terms of what is free: coefficients, and last what is left of its worth. */
  #rows: Float64Array[] = [];
  /** What each row gives, and what each column stands for: a kind, or after those the slack of a filling. */
  #basis: number[] = [];
  #free: number[] = [];
  #exchanges = MAX_EXCHANGES;

  /** For these profiles of the board, by index; kinds are counted in their order. */
  constructor(board: Board, profiles: readonly number[]) {
    const { best } = patternsOf(board, profiles);
    this.#fillings = best.map(({ counts }) => profiles.map((index) => counts[index] ?? 0));
    this.#kinds = profiles.length;
  }

  /**
   * The fewest GPUs, in parts of GPUs, for so many of each kind; Infinity where one of them has no start. No packing takes
   * fewer. Quick when the amounts are much like those of the last time, for it goes on from there.
   */
  gpus(amounts: readonly number[]): number {
    if (this.#exchanges >= MAX_EXCHANGES) this.#setUp();
    const goal = this.#goalFor(amounts);
    for (;;) {
      // The lowest name first, on both sides, so that it comes to an end.
      let column = -1;
      for (let index = 0; index < this.#kinds; index++) {
        const isFirst = column === -1 || (this.#free[index] ?? 0) < (this.#free[column] ?? 0);
        if ((goal[index] ?? 0) > EPSILON && isFirst) column = index;
      }
      if (column === -1) return Math.max(0, -(goal[this.#kinds] ?? 0));
      const row = this.#leaving(column);
      // A kind that no filling holds has no bound: no number of GPUs is enough.
      if (row === null) return Infinity;
      this.#exchange(row, column, goal);
    }
  }

  #setUp(): void {
    this.#rows = this.#fillings.map((filling) => Float64Array.from([...filling, 1]));
    this.#basis = this.#rows.map((_, row) => this.#kinds + row);
    this.#free = Array.from({ length: this.#kinds }, (_, kind) => kind);
    this.#exchanges = 0;
  }

  /** What is to be made most of, in terms of what is free; last, less what it comes to now. */
  #goalFor(amounts: readonly number[]): Float64Array {
    const goal = new Float64Array(this.#kinds + 1);
    // Of a slack there is no amount.
    this.#free.forEach((name, column) => (goal[column] = amounts[name] ?? 0));
    this.#basis.forEach((name, row) => {
      const amount = amounts[name] ?? 0;
      if (amount === 0) return;
      const terms = this.#rows[row] ?? [];
      for (let index = 0; index <= this.#kinds; index++)
        goal[index] = (goal[index] ?? 0) - amount * (terms[index] ?? 0);
    });
    return goal;
  }

  #leaving(column: number): number | null {
    let leaving: number | null = null;
    let least = Infinity;
    for (const [index, row] of this.#rows.entries()) {
      const slope = row[column] ?? 0;
      if (slope <= EPSILON) continue;
      const ratio = (row[this.#kinds] ?? 0) / slope;
      const isTie = Math.abs(ratio - least) <= EPSILON;
      if (isTie ? (this.#basis[index] ?? 0) >= (this.#basis[leaving ?? 0] ?? 0) : ratio > least) continue;
      leaving = index;
      least = Math.min(ratio, least);
    }
    return leaving;
  }

  #exchange(pivot: number, column: number, goal: Float64Array): void {
    const row = this.#rows[pivot] ?? goal;
    const slope = row[column] ?? 1;
    for (let index = 0; index <= this.#kinds; index++) row[index] = (row[index] ?? 0) / slope;
    row[column] = 1 / slope;
    for (const other of [...this.#rows, goal]) {
      const factor = other[column] ?? 0;
      if (other === row || factor === 0) continue;
      for (let index = 0; index <= this.#kinds; index++)
        other[index] = (other[index] ?? 0) - factor * (row[index] ?? 0);
      other[column] = -factor / slope;
    }
    const name = this.#basis[pivot] ?? 0;
    this.#basis[pivot] = this.#free[column] ?? 0;
    this.#free[column] = name;
    this.#exchanges++;
  }
}

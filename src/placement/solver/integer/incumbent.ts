/** The best solution so far, and small ways to a better one: rounding, repair, and one column at a time. */
import type { IntegerProgram } from '../integerProgram.ts';
import type { Arrays } from './arrays.ts';

const WHOLE = 1e-6;

export class Incumbent {
  cost = Infinity;
  values: Float64Array | null = null;
  readonly #arrays: Arrays;
  readonly #ends: Float64Array;
  readonly #trial: Float64Array;
  readonly #activity: Float64Array;

  constructor(arrays: Arrays, { columns }: IntegerProgram) {
    this.#arrays = arrays;
    this.#ends = Float64Array.from(columns, ({ high }) => high);
    this.#trial = new Float64Array(arrays.columns);
    this.#activity = new Float64Array(arrays.rows);
  }

  /** Takes values if they are a solution that costs less. Exact. */
  offer(values: ArrayLike<number>): boolean {
    for (let j = 0; j < this.#arrays.columns; j++) {
      const v = values[j]!;
      if (!Number.isSafeInteger(v) || v < 0 || v > this.#ends[j]!) return false;
      this.#trial[j] = v;
    }
    this.#measure();
    return this.#violated() < 0 && this.#take();
  }

  /** True when every column is whole, give or take what floating point leaves. */
  static isWhole(x: Float64Array, columns: number): boolean {
    for (let j = 0; j < columns; j++) if (Math.abs(x[j]! - Math.round(x[j]!)) > WHOLE) return false;
    return true;
  }

  /** Rounds, repairs what that broke where it can, improves it column by column, and takes it if it is better. */
  offerRounded(x: Float64Array, low: Float64Array, high: Float64Array): boolean {
    const { columns } = this.#arrays;
    for (let j = 0; j < columns; j++)
      this.#trial[j] = Math.max(low[j]!, Math.min(high[j]!, Math.round(x[j]!))) + 0;
    this.#measure();
    if (!this.#repair(x, low, high)) return false;
    this.#improve(low, high);
    return this.#take();
  }

  #take(): boolean {
    const { columns, cost } = this.#arrays;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += cost[j]! * this.#trial[j]!;
    if (sum >= this.cost) return false;
    this.cost = sum;
    this.values = this.#trial.slice();
    return true;
  }

  #measure(): void {
    const { columns, columnStart, columnRow, columnValue } = this.#arrays;
    this.#activity.fill(0);
    for (let j = 0; j < columns; j++) {
      const v = this.#trial[j]!;
      if (v === 0) continue;
      for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++)
        this.#activity[columnRow[e]!]! += v * columnValue[e]!;
    }
  }

  /** How far a row is from its bounds at this activity: above 0 too much, below 0 too little. */
  #excess(row: number, activity: number): number {
    const { rowLow, rowHigh } = this.#arrays;
    if (activity > rowHigh[row]!) return activity - rowHigh[row]!;
    return activity < rowLow[row]! ? activity - rowLow[row]! : 0;
  }

  /** The row that is broken most, or -1. */
  #violated(): number {
    let worst = 0;
    let row = -1;
    for (let i = 0; i < this.#arrays.rows; i++) {
      const out = Math.abs(this.#excess(i, this.#activity[i]!));
      if (out > worst) {
        worst = out;
        row = i;
      }
    }
    return row;
  }

  #shift(column: number, by: number): void {
    const { columnStart, columnRow, columnValue } = this.#arrays;
    this.#trial[column]! += by;
    for (let e = columnStart[column]!; e < columnStart[column + 1]!; e++)
      this.#activity[columnRow[e]!]! += by * columnValue[e]!;
  }

  /** Moves columns so that broken rows hold, each time the one that breaks and costs least; false when it runs out of steps. */
  #repair(x: Float64Array, low: Float64Array, high: Float64Array): boolean {
    const { rows, cost, rowStart, rowColumn, rowValue, columnStart, columnRow, columnValue } = this.#arrays;
    for (let steps = 3 * rows + 10; ; steps--) {
      const row = this.#violated();
      if (row < 0) return true;
      if (steps === 0) return false;
      const excess = this.#excess(row, this.#activity[row]!);
      let best = Infinity;
      let column = -1;
      let by = 0;
      for (let e = rowStart[row]!; e < rowStart[row + 1]!; e++) {
        const j = rowColumn[e]!;
        const a = rowValue[e]!;
        let move = -excess / a;
        move = move > 0 ? Math.ceil(move) : Math.floor(move);
        const to = Math.max(low[j]!, Math.min(high[j]!, this.#trial[j]! + move));
        move = to - this.#trial[j]!;
        if (move === 0) continue;
        // What stays or becomes broken counts far more than the cost; among equals, the one that was rounded the wrong way.
        let broken = 0;
        for (let f = columnStart[j]!; f < columnStart[j + 1]!; f++) {
          const i = columnRow[f]!;
          const now = this.#activity[i]!;
          broken += Math.abs(this.#excess(i, now + move * columnValue[f]!)) - Math.abs(this.#excess(i, now));
        }
        if (broken >= 0) continue;
        const score = (cost[j]! * move + 0.01 * Math.abs(to - x[j]!)) / -broken;
        if (score < best) {
          best = score;
          column = j;
          by = move;
        }
      }
      if (column < 0) return false;
      this.#shift(column, by);
    }
  }

  /** Takes columns to where they cost less, as far as the rows let each alone. */
  #improve(low: Float64Array, high: Float64Array): void {
    const { columns, cost, columnStart, columnRow, columnValue, rowLow, rowHigh } = this.#arrays;
    for (let j = 0; j < columns; j++) {
      const c = cost[j]!;
      if (c === 0) continue;
      const up = c < 0;
      let room = up ? high[j]! - this.#trial[j]! : this.#trial[j]! - low[j]!;
      for (let e = columnStart[j]!; e < columnStart[j + 1]! && room > 0; e++) {
        const i = columnRow[e]!;
        const a = up ? columnValue[e]! : -columnValue[e]!;
        const free = a > 0 ? (rowHigh[i]! - this.#activity[i]!) / a : (rowLow[i]! - this.#activity[i]!) / a;
        room = Math.min(room, Math.floor(free));
      }
      if (room > 0 && room !== Infinity) this.#shift(j, up ? room : -room);
    }
  }
}

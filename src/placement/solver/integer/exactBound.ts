/**
 * What multipliers of the rows prove, in whole numbers. For any multipliers y, the cost of every solution is at least the sum
 * over the columns of the least that (cost - y A) x comes to within their bounds, plus the sum over the rows of the least
 * that y r comes to within theirs. So floating point may find y, and cannot make the bound wrong: y is taken times a
 * whole number and rounded, and from there on every figure is a whole number, held exactly or not used.
 */
import type { Arrays } from './arrays.ts';

const EXACT = 2 ** 53;
const MAX_SCALE = 2 ** 20;
const FINE = 2 ** 44;
/** Denominators looked for; those of our programs are small, for so are their coefficients. */
const MAX_DENOMINATOR = 60;
/** How far a multiplier may be from what it is meant to be: in all, and as a part of it. */
const NOISE = 1e-7;
const DIGITS = 2 ** -46;

export class ExactBound {
  /** What the last call proved, times `scale`: -Infinity for nothing. */
  total = -Infinity;
  scale = 1;
  /** Reduced costs of the last call times `scale`; of use only while `isFloat`. */
  readonly reduced: Float64Array;
  /** False when the last call had to use big integers, and `total` is good only for what it returned. */
  isFloat = true;
  readonly #arrays: Arrays;
  readonly #y: Float64Array;

  constructor(arrays: Arrays) {
    this.#arrays = arrays;
    this.#y = arrays.room.floats(arrays.rows);
    this.reduced = arrays.room.floats(arrays.columns);
  }

  /**
   * The least multiple of `costStep` that no solution within the bounds is below; -Infinity when the multipliers prove
   * nothing. `multipliers[offset + i]` is that of row i.
   */
  cost(multipliers: Float64Array, offset: number, low: Float64Array, high: Float64Array): number {
    return this.#prove(multipliers, offset, 1, low, high);
  }

  /** The same from the multipliers as they are to twelve more digits: slower, and closer where no small scale fits. */
  costFinely(multipliers: Float64Array, offset: number, low: Float64Array, high: Float64Array): number {
    for (let i = 0; i < this.#arrays.rows; i++) this.#y[i] = Math.round(multipliers[offset + i]! * FINE);
    this.#dropOpenRows();
    this.isFloat = false;
    return this.#inBigInts(FINE, 1, low, high);
  }

  /** True when the multipliers prove that there is no solution within the bounds: nothing would cost more than nothing. */
  isInfeasible(ray: Float64Array, low: Float64Array, high: Float64Array): boolean {
    return this.#prove(ray, 0, 0, low, high) > 0;
  }

  #prove(from: Float64Array, offset: number, costs: 0 | 1, low: Float64Array, high: Float64Array): number {
    const { rows } = this.#arrays;
    const small = this.#smallScale(from, offset);
    let isOpen = true;
    for (const scale of small > 0 ? [small, 2 ** 24] : [2 ** 24]) {
      for (let i = 0; i < rows; i++) this.#y[i] = Math.round(from[offset + i]! * scale);
      this.#dropOpenRows();
      this.scale = scale;
      this.isFloat = this.#inFloats(scale, costs, low, high);
      if (!this.isFloat) return this.#inBigInts(scale, costs, low, high);
      isOpen = this.total === -Infinity;
      if (!isOpen) break;
    }
    return isOpen ? -Infinity : ceilToStep(this.total, this.scale, costs === 1 ? this.#arrays.costStep : 1);
  }

  /** A number that makes whole numbers of all multipliers, or 0 where none is small. */
  #smallScale(from: Float64Array, offset: number): number {
    let scale = 1;
    for (let i = 0; i < this.#arrays.rows; i++) {
      const v = from[offset + i]! * scale;
      // Of a large multiplier the last digits are noise.
      const noise = Math.max(NOISE, Math.abs(v) * DIGITS);
      if (Math.abs(v - Math.round(v)) < noise) continue;
      let factor = 2;
      for (; factor <= MAX_DENOMINATOR; factor++) {
        const w = v * factor;
        if (Math.abs(w - Math.round(w)) < noise * factor) break;
      }
      scale *= factor;
      if (factor > MAX_DENOMINATOR || scale > MAX_SCALE) return 0;
    }
    return scale;
  }

  /** A multiplier that leans on a side of its row that is open proves nothing. */
  #dropOpenRows(): void {
    const { rows, rowLow, rowHigh } = this.#arrays;
    for (let i = 0; i < rows; i++) {
      const y = this.#y[i]!;
      if ((y > 0 && rowLow[i] === -Infinity) || (y < 0 && rowHigh[i] === Infinity)) this.#y[i] = 0;
    }
  }

  /** False when a figure may have left the range in which all whole numbers are exact. */
  #inFloats(scale: number, costs: 0 | 1, low: Float64Array, high: Float64Array): boolean {
    const { rows, columns, cost, columnStart, columnRow, columnValue, rowLow, rowHigh } = this.#arrays;
    const y = this.#y;
    let total = 0;
    let size = 0;
    for (let i = 0; i < rows; i++) {
      const v = y[i]!;
      if (v === 0) continue;
      const part = v * (v > 0 ? rowLow[i]! : rowHigh[i]!);
      total += part;
      size += Math.abs(part);
    }
    for (let j = 0; j < columns; j++) {
      let r = costs * scale * cost[j]!;
      let reach = Math.abs(r);
      const end = columnStart[j + 1]!;
      for (let e = columnStart[j]!; e < end; e++) {
        const part = y[columnRow[e]!]! * columnValue[e]!;
        r -= part;
        reach += Math.abs(part);
      }
      if (reach >= EXACT) return false;
      this.reduced[j] = r;
      if (r === 0) continue;
      const bound = r > 0 ? low[j]! : high[j]!;
      if (bound === Infinity) {
        total = -Infinity;
        continue;
      }
      const part = r * bound;
      total += part;
      size += Math.abs(part);
    }
    this.total = total;
    return size < EXACT;
  }

  #inBigInts(scale: number, costs: 0 | 1, low: Float64Array, high: Float64Array): number {
    const { rows, columns, cost, columnStart, columnRow, columnValue, rowLow, rowHigh, costStep } =
      this.#arrays;
    const y = Array.from(this.#y, (v) => BigInt(v));
    let total = 0n;
    for (let i = 0; i < rows; i++) {
      const v = y[i]!;
      if (v !== 0n) total += v * BigInt(v > 0n ? rowLow[i]! : rowHigh[i]!);
    }
    for (let j = 0; j < columns; j++) {
      let r = costs === 0 ? 0n : BigInt(scale) * BigInt(cost[j]!);
      for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++)
        r -= y[columnRow[e]!]! * BigInt(columnValue[e]!);
      if (r === 0n) continue;
      const bound = r > 0n ? low[j]! : high[j]!;
      if (bound === Infinity) return -Infinity;
      total += r * BigInt(bound);
    }
    const step = BigInt(scale) * BigInt(costs === 1 ? costStep : 1);
    const whole = total / step;
    const bound = (whole * step < total ? whole + 1n : whole) * BigInt(costs === 1 ? costStep : 1);
    return Number(bound);
  }
}

/** The least multiple of `step` that is not below `total / scale`. All whole numbers, exactly held. */
function ceilToStep(total: number, scale: number, step: number): number {
  const unit = scale * step;
  const over = total % unit;
  return ((total - over) / unit + (over > 0 ? 1 : 0)) * step + 0;
}

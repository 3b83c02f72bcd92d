/**
 * The dual simplex method with bounds on every variable, for programs of tens of rows: the inverse of the basis is kept
 * whole, the leaving row is chosen by steepest edge, and the ratio test passes over variables that may as well go to
 * their other bound. In floating point, so nothing it says is taken on trust: see exactBound.ts.
 *
 * Each row is a variable too, its activity, with the row's bounds: A x - r = 0. Since every variable is bounded (what is
 * not gets a box), any basis is dual feasible once each variable outside it stands at the right bound. So bounds may be
 * moved at will between two runs, and the next one goes on from where this one ended.
 */
import type { Arrays } from './arrays.ts';

/** Stands for a bound that is not there. Nothing real comes near it. */
const BOX = 2 ** 36;
const FEASIBLE = 1e-7;
/** Reduced costs this near to 0 are taken to be it. */
const DUAL = 1e-9;
const PIVOT = 1e-8;
/** More than rounding takes away. */
const HAIR = 1 + 2 ** -46;
/** Pivots between two inversions of the basis from nothing. */
const REFRESH = 100;

/** `cutoff`: no solution is below the cutoff. `paused`: out of pivots. `lost`: the figures no longer hold together. */
export type LpStatus = 'optimal' | 'infeasible' | 'cutoff' | 'paused' | 'lost';

export class Simplex {
  /** Values of the columns, then activities of the rows. */
  readonly x: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Reduced costs of the columns, then those of the rows: their multipliers. */
  readonly reduced: Float64Array;
  /** When infeasible: the multipliers of the rows that show it. */
  readonly ray: Float64Array;
  pivots = 0;
  readonly #arrays: Arrays;
  readonly #cost: Float64Array;
  readonly #head: Int32Array;
  /** Row of the basis that a variable is in, or -1. */
  readonly #where: Int32Array;
  readonly #atHigh: Uint8Array;
  /** Row after row. */
  readonly #inverse: Float64Array;
  /** Squared lengths of the rows of the inverse. */
  readonly #weight: Float64Array;
  /** The tableau's row of the leaving variable, and its column of the entering one. */
  readonly #alpha: Float64Array;
  readonly #column: Float64Array;
  readonly #work: Float64Array;
  readonly #spots: Int32Array;
  readonly #candidates: Int32Array;
  #sinceRefresh = 0;
  #isShifted = false;

  constructor(arrays: Arrays) {
    const { room, rows: m, columns: n, rowLow, rowHigh } = arrays;
    const all = n + m;
    this.#arrays = arrays;
    this.x = room.floats(all);
    this.low = room.floats(all);
    this.high = room.floats(all);
    this.reduced = room.floats(all);
    this.ray = room.floats(m);
    this.#cost = room.floats(all);
    this.#head = room.ints(m);
    this.#where = room.ints(all);
    this.#atHigh = room.bytes(all);
    this.#inverse = room.floats(m * m);
    this.#weight = room.floats(m);
    this.#alpha = room.floats(all);
    this.#column = room.floats(m);
    this.#work = room.floats(m);
    this.#spots = room.ints(m);
    this.#candidates = room.ints(all);
    for (let i = 0; i < m; i++) {
      this.low[n + i] = Math.max(rowLow[i]!, -BOX);
      this.high[n + i] = Math.min(rowHigh[i]!, BOX);
    }
    this.reset();
  }

  /** Back to the basis of all rows. */
  reset(): void {
    const { rows: m, columns: n, cost } = this.#arrays;
    this.#where.fill(-1);
    this.#inverse.fill(0);
    this.#weight.fill(1);
    for (let i = 0; i < m; i++) {
      this.#head[i] = n + i;
      this.#where[n + i] = i;
      this.#inverse[i * m + i] = -1;
    }
    this.#cost.fill(0);
    this.#cost.set(cost);
    this.reduced.set(this.#cost);
    this.#isShifted = false;
    this.#sinceRefresh = 0;
  }

  /** Takes over bounds of the columns and puts every variable where it then belongs. */
  setBounds(low: Float64Array, high: Float64Array): void {
    for (let j = 0; j < low.length; j++) {
      this.low[j] = low[j]!;
      this.high[j] = Math.min(high[j]!, BOX);
    }
    this.#settle();
  }

  /** True when the solution leans on a bound that is not there: the program has no end. */
  leansOnBox(high: Float64Array): boolean {
    for (let j = 0; j < high.length; j++) if (high[j] === Infinity && this.x[j]! > BOX / 4) return true;
    return false;
  }

  /** The cost of where it stands. During a run, and at its end, no solution within the bounds costs less. */
  objective(): number {
    const { columns, cost } = this.#arrays;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += cost[j]! * this.x[j]!;
    return sum;
  }

  /** Goes on until the end, until the cost passes `cutoff`, or for so many pivots. */
  run(cutoff: number, maxPivots: number): LpStatus {
    const { rows: m, columns: n } = this.#arrays;
    const all = n + m;
    const { x, low, high, reduced } = this;
    const head = this.#head;
    const where = this.#where;
    const atHigh = this.#atHigh;
    const inverse = this.#inverse;
    const weight = this.#weight;
    const alpha = this.#alpha;
    const column = this.#column;
    const candidates = this.#candidates;
    const stallLimit = 100 + 2 * all;
    let stalls = 0;
    let faults = 0;
    let shifts = 0;
    for (let left = maxPivots; ; left--) {
      // The row whose variable is farthest out of its bounds.
      let leaving = -1;
      let best = 0;
      for (let i = 0; i < m; i++) {
        const p = head[i]!;
        const v = x[p]!;
        const out = v < low[p]! ? low[p]! - v : v - high[p]!;
        if (out <= FEASIBLE) continue;
        const score = (out * out) / weight[i]!;
        if (score > best) {
          best = score;
          leaving = i;
        }
      }
      if (leaving < 0) {
        if (!this.#isShifted) return 'optimal';
        // Costs were shifted to get out of a circle; with the true ones this may not be the end.
        if (!this.#refresh(false)) return 'lost';
        continue;
      }
      if (cutoff !== Infinity && this.objective() > cutoff) return 'cutoff';
      if (left <= 0) return 'paused';
      const p = head[leaving]!;
      const isBelow = x[p]! < low[p]!;

      const spots = this.#rowOf(leaving);
      const sign = isBelow ? -1 : 1;
      let count = 0;
      for (let j = 0; j < all; j++) {
        const a = sign * alpha[j]!;
        if (a === 0 || where[j]! >= 0 || low[j]! >= high[j]!) continue;
        if (atHigh[j] === 0 ? a > PIVOT : a < -PIVOT) candidates[count++] = j;
      }
      const entering = this.#ratioTest(count, isBelow ? low[p]! - x[p]! : x[p]! - high[p]!);
      if (entering < 0) {
        for (let k = 0; k < m; k++) this.ray[k] = sign * inverse[leaving * m + k]!;
        return 'infeasible';
      }
      this.#columnOf(entering);
      const pivot = column[leaving]!;
      if (Math.abs(pivot - alpha[entering]!) > 1e-7 * (1 + Math.abs(pivot)) || Math.abs(pivot) < PIVOT / 2) {
        if (++faults > 3 || !this.#refresh(this.#isShifted)) return 'lost';
        continue;
      }

      const bound = isBelow ? low[p]! : high[p]!;
      const step = (x[p]! - bound) / pivot;
      x[entering]! += step;
      for (let i = 0; i < m; i++) {
        const c = column[i]!;
        if (c !== 0) x[head[i]!]! -= step * c;
      }
      x[p] = bound;
      const dual = reduced[entering]! / pivot;
      if (dual !== 0) {
        for (let j = 0; j < all; j++) {
          const a = alpha[j]!;
          if (a === 0 || where[j]! >= 0) continue;
          const r = reduced[j]! - dual * a;
          // Rounding may carry one past 0; it may not change sides.
          reduced[j] = atHigh[j] === 0 ? (r < 0 && r > -DUAL ? 0 : r) : r > 0 && r < DUAL ? 0 : r;
        }
      }
      reduced[p] = -dual;
      reduced[entering] = 0;
      this.#pivot(leaving, spots);
      head[leaving] = entering;
      where[entering] = leaving;
      where[p] = -1;
      atHigh[p] = isBelow ? 0 : 1;
      this.pivots++;
      if (++this.#sinceRefresh >= REFRESH && !this.#refresh(this.#isShifted)) return 'lost';
      if (Math.abs(dual) < 1e-11 && ++stalls > stallLimit) {
        if (++shifts > 2) return 'lost';
        stalls = 0;
        this.#shiftCosts();
      }
    }
  }

  /** The tableau's row of what is in row `leaving`, into `alpha`; how many entries of the inverse there are not 0, in `spots`. */
  #rowOf(leaving: number): number {
    const { rows: m, columns: n, rowStart, rowColumn, rowValue } = this.#arrays;
    const alpha = this.#alpha;
    const inverse = this.#inverse;
    const spots = this.#spots;
    alpha.fill(0);
    let count = 0;
    for (let k = 0; k < m; k++) {
      const v = inverse[leaving * m + k]!;
      if (v === 0) continue;
      spots[count++] = k;
      alpha[n + k] = -v;
      const end = rowStart[k + 1]!;
      for (let e = rowStart[k]!; e < end; e++) alpha[rowColumn[e]!]! += v * rowValue[e]!;
    }
    return count;
  }

  /** The column of a variable in the present basis, into `column`. */
  #columnOf(variable: number): void {
    const { rows: m, columns: n, columnStart, columnRow, columnValue } = this.#arrays;
    const column = this.#column;
    const inverse = this.#inverse;
    if (variable >= n) {
      const k = variable - n;
      for (let i = 0; i < m; i++) column[i] = -inverse[i * m + k]!;
      return;
    }
    column.fill(0);
    const end = columnStart[variable + 1]!;
    for (let e = columnStart[variable]!; e < end; e++) {
      const k = columnRow[e]!;
      const v = columnValue[e]!;
      for (let i = 0; i < m; i++) column[i]! += v * inverse[i * m + k]!;
    }
    for (let i = 0; i < m; i++) if (Math.abs(column[i]!) < 1e-12) column[i] = 0;
  }

  /**
   * Of the first `count` candidates the one that enters, or -1 when all together cannot bring the leaving variable back.
   * As long as it would stay out of its bounds, those that are passed go to their other bound.
   */
  #ratioTest(count: number, infeasibility: number): number {
    const { low, high, reduced } = this;
    const alpha = this.#alpha;
    const candidates = this.#candidates;
    let slope = infeasibility;
    let entering = -1;
    let rest = count;
    while (rest > 0) {
      let least = Infinity;
      for (let c = 0; c < rest; c++) {
        const j = candidates[c]!;
        // A hair more than it is, so that the least passes its own test whatever is rounded: large costs swallow DUAL.
        const ratio = (Math.abs(reduced[j]!) * HAIR + DUAL) / Math.abs(alpha[j]!);
        if (ratio < least) least = ratio;
      }
      // Those that come to 0 together go behind the others; of them, the one with the largest pivot is the safest.
      let kept = 0;
      let falls = 0;
      let widest = 0;
      for (let c = 0; c < rest; c++) {
        const j = candidates[c]!;
        const size = Math.abs(alpha[j]!);
        if (Math.abs(reduced[j]!) > least * size) {
          candidates[c] = candidates[kept]!;
          candidates[kept++] = j;
          continue;
        }
        falls += size * (high[j]! - low[j]!);
        if (size > widest) {
          widest = size;
          // oxlint-disable-next-line no-useless-assignment -- read after the loop, which a break may end
          entering = j;
        }
      }
      slope -= falls;
      if (slope < 0) break;
      if (kept === 0) {
        if (slope > FEASIBLE) return -1;
        break;
      }
      rest = kept;
      entering = -1;
    }
    if (entering >= 0 && rest < count) this.#flip(rest, count);
    return entering;
  }

  /** Sends candidates to their other bounds and the basis along. */
  #flip(from: number, to: number): void {
    const { rows: m, columns: n, columnStart, columnRow, columnValue } = this.#arrays;
    const { x, low, high } = this;
    const work = this.#work.fill(0);
    for (let c = from; c < to; c++) {
      const j = this.#candidates[c]!;
      const isHigh = this.#atHigh[j] === 0;
      const change = isHigh ? high[j]! - low[j]! : low[j]! - high[j]!;
      x[j] = isHigh ? high[j]! : low[j]!;
      this.#atHigh[j] = isHigh ? 1 : 0;
      if (j >= n) work[j - n]! -= change;
      else
        for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++)
          work[columnRow[e]!]! += change * columnValue[e]!;
    }
    for (let k = 0; k < m; k++) {
      const w = work[k]!;
      if (w !== 0) for (let i = 0; i < m; i++) x[this.#head[i]!]! -= w * this.#inverse[i * m + k]!;
    }
  }

  /** Brings the inverse to the basis in which the variable of `column` is in row `leaving`. */
  #pivot(leaving: number, spots: number): void {
    const m = this.#arrays.rows;
    const inverse = this.#inverse;
    const column = this.#column;
    const weight = this.#weight;
    const at = this.#spots;
    const row = leaving * m;
    const pivot = column[leaving]!;
    let norm = 0;
    for (let s = 0; s < spots; s++) {
      const k = row + at[s]!;
      const v = inverse[k]! / pivot;
      inverse[k] = v;
      norm += v * v;
    }
    weight[leaving] = Math.max(norm, 1e-6);
    for (let i = 0; i < m; i++) {
      const c = column[i]!;
      if (c === 0 || i === leaving) continue;
      const to = i * m;
      let change = 0;
      for (let s = 0; s < spots; s++) {
        const k = at[s]!;
        const old = inverse[to + k]!;
        const v = old - c * inverse[row + k]!;
        const now = v < 1e-13 && v > -1e-13 ? 0 : v;
        inverse[to + k] = now;
        change += now * now - old * old;
      }
      weight[i] = Math.max(weight[i]! + change, 1e-6);
    }
  }

  /** Inverts the basis from nothing; false when it has no inverse any more. */
  #refresh(keepsShift: boolean): boolean {
    const { rows: m, columns: n, cost } = this.#arrays;
    const head = this.#head;
    const where = this.#where;
    const inverse = this.#inverse;
    if (!keepsShift) {
      this.#cost.fill(0, n);
      this.#cost.set(cost);
      this.#isShifted = false;
    }
    this.#sinceRefresh = 0;
    const columns = [...head].filter((variable) => variable < n);
    inverse.fill(0);
    this.#weight.fill(1);
    // Rows whose activity leaves are taken by the columns, one after the other, where the pivot is largest.
    const isFree = new Uint8Array(m);
    for (let i = 0; i < m; i++) {
      inverse[i * m + i] = -1;
      if (where[n + i]! < 0) isFree[i] = 1;
      else {
        head[i] = n + i;
        where[n + i] = i;
      }
    }
    for (const variable of columns) {
      this.#columnOf(variable);
      let row = -1;
      let widest = 1e-9;
      for (let i = 0; i < m; i++) {
        if (isFree[i] === 1 && Math.abs(this.#column[i]!) > widest) {
          widest = Math.abs(this.#column[i]!);
          row = i;
        }
      }
      if (row < 0) return false;
      let spots = 0;
      for (let k = 0; k < m; k++) if (inverse[row * m + k] !== 0) this.#spots[spots++] = k;
      this.#pivot(row, spots);
      isFree[row] = 0;
      head[row] = variable;
      where[variable] = row;
    }
    this.#price();
    this.#settle();
    return true;
  }

  /** Reduced costs from the costs and the inverse. */
  #price(): void {
    const { rows: m, columns: n, columnStart, columnRow, columnValue } = this.#arrays;
    const { reduced } = this;
    const cost = this.#cost;
    const work = this.#work.fill(0);
    const inverse = this.#inverse;
    for (let i = 0; i < m; i++) {
      const c = cost[this.#head[i]!]!;
      if (c !== 0) for (let k = 0; k < m; k++) work[k]! += c * inverse[i * m + k]!;
    }
    for (let j = 0; j < n; j++) {
      let sum = cost[j]!;
      for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++)
        sum -= work[columnRow[e]!]! * columnValue[e]!;
      reduced[j] = this.#where[j]! >= 0 || Math.abs(sum) < DUAL ? 0 : sum;
    }
    for (let k = 0; k < m; k++) {
      reduced[n + k] = this.#where[n + k]! >= 0 ? 0 : cost[n + k]! + work[k]!;
    }
  }

  /** Every variable outside the basis to the bound where its reduced cost wants it, and the basis after them. */
  #settle(): void {
    if (this.#isShifted) {
      this.#cost.fill(0, this.#arrays.columns);
      this.#cost.set(this.#arrays.cost);
      this.#isShifted = false;
      this.#price();
    }
    const { rows: m, columns: n, columnStart, columnRow, columnValue } = this.#arrays;
    const { x, low, high, reduced } = this;
    const where = this.#where;
    const atHigh = this.#atHigh;
    const head = this.#head;
    const inverse = this.#inverse;
    const work = this.#work.fill(0);
    for (let j = 0; j < n + m; j++) {
      if (where[j]! >= 0) continue;
      const r = reduced[j]!;
      if (r > DUAL) atHigh[j] = 0;
      else if (r < -DUAL) atHigh[j] = 1;
      // Where the cost does not say, a bound that is there goes before one that is not.
      else if (high[j] === BOX) atHigh[j] = 0;
      else if (low[j] === -BOX) atHigh[j] = 1;
      const v = atHigh[j] === 1 ? high[j]! : low[j]!;
      x[j] = v;
      if (v === 0) continue;
      if (j >= n) work[j - n]! -= v;
      else
        for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++)
          work[columnRow[e]!]! += v * columnValue[e]!;
    }
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum -= inverse[i * m + k]! * work[k]!;
      x[head[i]!] = sum;
    }
  }

  /** Sets costs apart from each other a little, the same little every time, so that no step has length 0. */
  #shiftCosts(): void {
    const all = this.#cost.length;
    for (let j = 0; j < all; j++) {
      if (this.#where[j]! >= 0) continue;
      const spread = 0.5 + ((Math.imul(j + 1, 0x9e3779b1) >>> 0) / 2 ** 32) * 0.5;
      const shift = (this.#atHigh[j] === 1 ? -1 : 1) * spread * 1e-6 * (1 + Math.abs(this.#cost[j]!));
      this.#cost[j]! += shift;
      this.reduced[j]! += shift;
    }
    this.#isShifted = true;
  }
}

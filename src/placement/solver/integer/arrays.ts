/**
 * An integer program in flat arrays, its bounds drawn as tight as its rows say. Every figure is a whole number below 2^53
 * (or infinite), so sums of them are exact as long as they stay there.
 */
import type { IntegerProgram } from '../integerProgram.ts';
import { Room } from './room.ts';
import { greatestDivisor } from '../greatestDivisor.ts';

export interface Arrays {
  /** Where these arrays are, and all that solving them takes. */
  readonly room: Room;
  readonly rows: number;
  readonly columns: number;
  readonly cost: Float64Array;
  /** By column: entries `columnStart[j]` up to `columnStart[j + 1]`. */
  readonly columnStart: Int32Array;
  readonly columnRow: Int32Array;
  readonly columnValue: Float64Array;
  /** By row, likewise. */
  readonly rowStart: Int32Array;
  readonly rowColumn: Int32Array;
  readonly rowValue: Float64Array;
  readonly rowLow: Float64Array;
  readonly rowHigh: Float64Array;
  /** Bounds of the columns; some optimum, where there is one, lies within. `high` may be infinite. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Every cost is a multiple of it, so every objective is. At least 1. */
  costStep: number;
  /** True when the bounds alone rule out every solution. */
  isInfeasible: boolean;
}

const PASSES = 4;

export function arraysOf({ rows, columns }: IntegerProgram): Arrays {
  const m = rows.length;
  const n = columns.length;
  let size = 0;
  for (const column of columns) size += column.entries.length;
  // All that solving takes: the arrays below, the relaxation and its inverse, bounds and trials.
  const room = new Room(8 * (24 * (n + m) + m * m + 3 * size + 64));
  const arrays: Arrays = {
    room,
    rows: m,
    columns: n,
    cost: room.floats(n),
    columnStart: room.ints(n + 1),
    columnRow: room.ints(size),
    columnValue: room.floats(size),
    rowStart: room.ints(m + 1),
    rowColumn: room.ints(size),
    rowValue: room.floats(size),
    rowLow: room.floats(m),
    rowHigh: room.floats(m),
    low: room.floats(n),
    high: room.floats(n),
    costStep: 1,
    isInfeasible: false,
  };
  const { columnStart, columnRow, columnValue, rowStart, rowColumn, rowValue } = arrays;
  let at = 0;
  let step = 0;
  for (let j = 0; j < n; j++) {
    const { cost, entries, high } = columns[j]!;
    arrays.cost[j] = cost;
    arrays.high[j] = Math.floor(high);
    step = greatestDivisor(step, Math.abs(cost));
    columnStart[j] = at;
    for (let e = 0; e < entries.length; e++) {
      const entry = entries[e]!;
      const row = entry[0];
      const value = entry[1];
      if (value === 0) continue;
      columnRow[at] = row;
      columnValue[at++] = value;
      rowStart[row + 1]!++;
    }
  }
  columnStart[n] = at;
  for (let i = 0; i < m; i++) {
    rowStart[i + 1]! += rowStart[i]!;
    arrays.rowLow[i] = Math.ceil(rows[i]!.low);
    arrays.rowHigh[i] = Math.floor(rows[i]!.high);
  }
  const next = room.ints(m + 1);
  next.set(rowStart);
  for (let j = 0; j < n; j++) {
    for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++) {
      const to = next[columnRow[e]!]!++;
      rowColumn[to] = j;
      rowValue[to] = columnValue[e]!;
    }
  }
  arrays.costStep = Math.max(1, step);
  roundRows(arrays);
  for (let pass = 0; pass < PASSES && tighten(arrays, arrays.low, arrays.high); pass++);
  boundCovers(arrays);
  return arrays;
}

/** A row whose coefficients are all multiples of one number takes only such multiples. */
function roundRows(arrays: Arrays): void {
  const { rows, rowStart, rowValue, rowLow, rowHigh } = arrays;
  for (let i = 0; i < rows; i++) {
    let step = 0;
    for (let e = rowStart[i]!; e < rowStart[i + 1]! && step !== 1; e++)
      step = greatestDivisor(step, Math.abs(rowValue[e]!));
    if (step > 1) {
      rowLow[i] = Math.ceil(rowLow[i]! / step) * step;
      rowHigh[i] = Math.floor(rowHigh[i]! / step) * step;
    }
    if (rowLow[i]! > rowHigh[i]!) arrays.isInfeasible = true;
  }
}

/**
 * Draws bounds of columns closer where a row, given the bounds of the others, leaves no more; false when nothing moved.
 * Notes where nothing is left.
 */
export function tighten(arrays: Arrays, low: Float64Array, high: Float64Array): boolean {
  const { rows, rowStart, rowColumn, rowValue, rowLow, rowHigh } = arrays;
  let moved = false;
  for (let i = 0; i < rows; i++) {
    // The least and the most that the row can come to, and how many of its parts are without end.
    let least = 0;
    let most = 0;
    let leastOpen = 0;
    let mostOpen = 0;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const a = rowValue[e]!;
      const j = rowColumn[e]!;
      const up = high[j]!;
      if (a > 0) {
        least += a * low[j]!;
        if (up === Infinity) mostOpen++;
        else most += a * up;
      } else {
        most += a * low[j]!;
        if (up === Infinity) leastOpen++;
        else least += a * up;
      }
    }
    const rowMin = rowLow[i]!;
    const rowMax = rowHigh[i]!;
    if ((leastOpen === 0 && least > rowMax) || (mostOpen === 0 && most < rowMin)) {
      arrays.isInfeasible = true;
      return false;
    }
    const tooMuch = rowMax !== Infinity && leastOpen <= 1 && (mostOpen > 0 || most > rowMax);
    const tooLittle = rowMin !== -Infinity && mostOpen <= 1 && (leastOpen > 0 || least < rowMin);
    if (!tooMuch && !tooLittle) continue;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const a = rowValue[e]!;
      const j = rowColumn[e]!;
      // The sums stay those of the bounds before this row: others that were drawn closer only leave less.
      const lo = low[j]!;
      const up = high[j]!;
      if (lo === up) continue;
      const isOpen = up === Infinity;
      let from = lo;
      let to = up;
      if (tooMuch && leastOpen === (a < 0 && isOpen ? 1 : 0)) {
        const left = rowMax - (a > 0 ? least - a * lo : isOpen ? least : least - a * up);
        if (a > 0) to = Math.min(to, Math.floor(left / a));
        else from = Math.max(from, Math.ceil(left / a));
      }
      if (tooLittle && mostOpen === (a > 0 && isOpen ? 1 : 0)) {
        const needed = rowMin - (a < 0 ? most - a * lo : isOpen ? most : most - a * up);
        if (a > 0) from = Math.max(from, Math.ceil(needed / a));
        else to = Math.min(to, Math.floor(needed / a));
      }
      if (from > to) {
        arrays.isInfeasible = true;
        return false;
      }
      if (from === lo && to === up) continue;
      low[j] = from;
      high[j] = to;
      moved = true;
    }
  }
  return moved;
}

/**
 * A column without end that costs something, or nothing, is never worth more than the rows can make use of, whatever the
 * others are: beyond that, less of it is as good.
 */
function boundCovers(arrays: Arrays): void {
  const { room, rows, columns, cost, low, high, columnStart, columnRow, columnValue, rowLow, rowHigh } =
    arrays;
  // What each row comes to at the least and at the most; bounds that move below only leave less between the two.
  const least = room.floats(rows);
  const most = room.floats(rows);
  for (let j = 0; j < columns; j++) {
    for (let e = columnStart[j]!; e < columnStart[j + 1]!; e++) {
      const a = columnValue[e]!;
      least[columnRow[e]!]! += a * (a > 0 ? low[j]! : high[j]!);
      most[columnRow[e]!]! += a * (a > 0 ? high[j]! : low[j]!);
    }
  }
  for (let j = 0; j < columns; j++) {
    if (high[j] !== Infinity || cost[j]! < 0) continue;
    let enough = low[j]!;
    for (let e = columnStart[j]!; e < columnStart[j + 1]! && enough !== Infinity; e++) {
      const a = columnValue[e]!;
      const i = columnRow[e]!;
      // Only the side of the row that less of this column could break; its own part is taken out of the sum.
      if (a > 0 ? rowLow[i] === -Infinity : rowHigh[i] === Infinity) continue;
      const needed = a > 0 ? rowLow[i]! - least[i]! + a * low[j]! : most[i]! - a * low[j]! - rowHigh[i]!;
      enough = Math.max(enough, Math.ceil(needed / Math.abs(a)));
    }
    high[j] = enough;
  }
}

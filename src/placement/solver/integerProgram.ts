/**
 * The form in which every exact question of the solver is put: minimise a cost over whole numbers under linear rows. Small
 * by construction (tens of rows, some hundred columns), whatever the size of the fleet.
 */

/** low <= sum of coefficient x value <= high. Equal where a row must be met exactly; Infinity where a side is open. */
export interface Row {
  readonly low: number;
  readonly high: number;
}

export interface Column {
  /** A whole number: what one unit costs. May be negative. */
  readonly cost: number;
  /** Whole numbers, each row at most once. */
  readonly entries: readonly (readonly [row: number, coefficient: number])[];
  /** At most so many; Infinity where only the rows limit it. At least 0, always. */
  readonly high: number;
}

export interface IntegerProgram {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

export interface IntegerSolution {
  /** Indexed like the columns. */
  readonly values: readonly number[];
  /** The cost of `values`, exactly. */
  readonly cost: number;
}

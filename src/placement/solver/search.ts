/**
 * How long computations run: as generators that say every now and then what they have, so that whoever asks may show it,
 * stop, or hold them to a budget - in a worker, at the command line and in a test alike. No clock is below `state`:
 * effort is counted in units of work, the same on every machine.
 */

/** What is known at some moment, and at the end. */
export interface Outcome<T> {
  /** The best answer so far; null while there is none, or where there can be none. */
  readonly best: T | null;
  /** No answer is better than this: at least so many GPUs, at most such a value. Null while nothing is known. */
  readonly bound: number | null;
  /** True when `best` is proven best, or proven not to exist where it is null. */
  readonly isProven: boolean;
  /** Units of work done so far. */
  readonly work: number;
}

/** Yields what it has so far, and returns the last word. */
export type Search<T> = Generator<Outcome<T>, Outcome<T>>;

/**
 * Runs a search to its end or until it has done `budget` units of work (looked at between two yields, so a little more may
 * be done). What it had by then is the answer; a budget of nothing gives an answer that knows nothing.
 */
export function runSearch<T>(search: Search<T>, budget = Infinity): Outcome<T> {
  let outcome: Outcome<T> = { best: null, bound: null, isProven: false, work: 0 };
  while (outcome.work < budget) {
    const step = search.next();
    outcome = step.value;
    if (step.done === true) return outcome;
  }
  return outcome;
}

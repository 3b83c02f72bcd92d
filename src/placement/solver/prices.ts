/**
 * Prices that prove a value: give each profile a price. A GPU cannot hold what is worth more than the dearest set it can
 * take, and a wish is worth at most its price, and what its weight is above it. Added up over all GPUs and wishes, nothing
 * can be worth more, whatever the prices; the multipliers of the relaxation are those that show the least.
 */
import { arraysOf } from './integer/arrays.ts';
import { Simplex } from './integer/simplex.ts';
import type { IntegerProgram } from './integerProgram.ts';
import type { RoomQuestion } from './roomProgram.ts';

export interface Prices {
  /** Whole numbers from 0, indexed like the names; a unit of value is `scale` of them. */
  readonly prices: readonly number[];
  readonly scale: number;
}

/** The value that these prices show to be the most, rounded down to a whole number; Infinity where a figure is not exact. */
export function provenBy({ prices, scale }: Prices, { classes, wishes }: RoomQuestion): number {
  let most = 0;
  for (const { vectors, gpus } of classes) {
    let dearest = 0;
    for (const vector of vectors) {
      const worth = vector.reduce((sum, count, name) => sum + count * (prices[name] ?? 0), 0);
      if (worth > dearest) dearest = worth;
    }
    most += dearest * gpus.length;
  }
  for (const { name, count, weight } of wishes) {
    if (!Number.isSafeInteger(weight * scale)) return Infinity;
    most += count * Math.max(0, weight * scale - (prices[name] ?? 0));
  }
  return Number.isSafeInteger(most) ? Math.floor(most / scale) : Infinity;
}

/** A whole number of these parts makes whole prices of all multipliers we know; the last is as fine as need be. */
const SCALES = [1, 2, 3, 4, 6, 5, 7, 8, 12, 24, 60, 420, 5040, 2 ** 20];

/** Prices that show that no value is above `value`; null where none of the relaxation do. Of such the plainest. */
export function pricesOf(program: IntegerProgram, question: RoomQuestion, value: number): Prices | null {
  const arrays = arraysOf(program);
  const lp = new Simplex(arrays);
  lp.setBounds(arrays.low, arrays.high);
  if (lp.run(Infinity, 10_000) !== 'optimal') return null;
  const { classes, must } = question;
  const multipliers = must.map((_, name) => lp.reduced[arrays.columns + classes.length + name] ?? 0);
  for (const scale of SCALES) {
    const prices = multipliers.map((one) => Math.max(0, Math.round(one * scale)));
    const proof = { prices, scale };
    if (provenBy(proof, question) === value) return proof;
  }
  return null;
}

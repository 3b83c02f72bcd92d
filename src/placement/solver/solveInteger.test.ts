import { expect, test } from 'vitest';
import { solveWithHighs } from './highs.testing.ts';
import type { IntegerProgram } from './integerProgram.ts';
import { FAMILIES, programOf } from './programs.testing.ts';
import { runSearch } from './search.ts';
import { solveInteger } from './solveInteger.ts';

/** The cost of values that keep every bound; null where one is broken. By plain sums, apart from the solver. */
function costOf({ rows, columns }: IntegerProgram, values: readonly number[]): number | null {
  const sums = rows.map(() => 0);
  let cost = 0;
  for (const [j, column] of columns.entries()) {
    const value = values[j]!;
    if (!Number.isInteger(value) || value < 0 || value > column.high) return null;
    cost += value * column.cost;
    for (const [row, coefficient] of column.entries) sums[row]! += value * coefficient;
  }
  return rows.every(({ low, high }, i) => low <= sums[i]! && sums[i]! <= high) ? cost : null;
}

const SEEDS = 60;

for (const family of FAMILIES) {
  test(`${family}: ${SEEDS} programs, seeds 1 to ${SEEDS}, against HiGHS`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const program = programOf(family, seed);
      const outcome = runSearch(solveInteger(program));
      const oracle = solveWithHighs(program);
      const name = `${family}, seed ${seed}`;
      if (oracle.status === 'unbounded') {
        expect(outcome, name).toMatchObject({ best: null, bound: null, isProven: false });
      } else if (oracle.status !== 'optimal') {
        expect(outcome, name).toMatchObject({ best: null, isProven: true });
      } else {
        expect(outcome, name).toMatchObject({
          isProven: true,
          bound: oracle.cost,
          best: { cost: oracle.cost },
        });
        expect(costOf(program, outcome.best!.values), name).toBe(oracle.cost);
      }
    }
  });
}

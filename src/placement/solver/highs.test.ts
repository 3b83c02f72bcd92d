import { expect, test } from 'vitest';
import { createHighsRun, solveWithHighs } from './highs.testing.ts';
import type { IntegerProgram } from './integerProgram.ts';

const knapsack: IntegerProgram = {
  rows: [{ low: -Infinity, high: 10 }],
  columns: [
    { cost: -5, entries: [[0, 4]], high: Infinity },
    { cost: -4, entries: [[0, 3]], high: 2 },
  ],
};

test('the oracle answers a knapsack, an impossible program and one without end', () => {
  expect(solveWithHighs(knapsack)).toEqual({ status: 'optimal', cost: -13, values: [1, 2] });
  const impossible = { ...knapsack, rows: [{ low: 1, high: 2 }] };
  expect(solveWithHighs(impossible)).toEqual({ status: 'infeasible' });
  const endless = { ...knapsack, rows: [{ low: 1, high: Infinity }] };
  expect(solveWithHighs(endless)).toEqual({ status: 'unbounded' });
});

test('a parsed program is solved anew by each run', () => {
  const { run, dispose } = createHighsRun(knapsack);
  expect([run(), run()]).toEqual([-13, -13]);
  dispose();
});

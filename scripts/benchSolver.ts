/**
 * The figures of the solver: `npm run bench -- solver`, or `-- solver pack` for one matter. What was reached stands beside what
 * is to be reached; a shortfall is printed like anything else. Not a test: nothing fails here.
 */
import { admitRows } from './benchSolver/admit.ts';
import { flexibleRows } from './benchSolver/flexible.ts';
import { onlineRows } from './benchSolver/online.ts';
import { packRows } from './benchSolver/pack.ts';
import { retargetRows } from './benchSolver/retarget.ts';
import type { BenchRow } from './benchSolver/measure.ts';

/** Each matter in a file of its own. */
const CASES: Readonly<Record<string, () => readonly BenchRow[]>> = {
  pack: packRows,
  admit: admitRows,
  flexible: flexibleRows,
  retarget: () => retargetRows(),
  online: onlineRows,
};

const [only] = process.argv.slice(2);
const rows = Object.entries(CASES).flatMap(([name, run]) =>
  only === undefined || only === name ? run() : [],
);
const width = (what: 'case' | 'reach'): number =>
  Math.max(...rows.map((row) => row[what].length), what.length);
const line = (row: BenchRow): string =>
  `${row.case.padEnd(width('case'))}   ${row.reach.padEnd(width('reach'))}   ${row.reached}\n`;
process.stdout.write(line({ case: 'case', reach: 'reach', reached: 'reached' }));
for (const row of rows) process.stdout.write(line(row));

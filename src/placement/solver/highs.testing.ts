/** HiGHS as the oracle of the solver's tests: another program, by other people, of the same questions. */
import loadHighs from 'highs';
import type { IntegerProgram } from './integerProgram.ts';

export type OracleAnswer =
  | { readonly status: 'optimal'; readonly cost: number; readonly values: readonly number[] }
  | { readonly status: 'infeasible' | 'unbounded' };

const highs = await loadHighs();

/** No gap is good enough, so that its optimum is the optimum. */
const EXACT = { mip_rel_gap: 0, mip_abs_gap: 0, output_flag: false } as const;

/** Without a heuristic that takes three quarters of the time of a small program: for tests, not to be measured against. */
const QUICK = { ...EXACT, mip_heuristic_run_feasibility_jump: false } as const;

/**
 * Solves a program to its optimum. HiGHS computes in floating point: costs and values are rounded. `plain`: as it comes, for
 * who measures it.
 */
export function solveWithHighs(program: IntegerProgram, how: 'quick' | 'plain' = 'quick'): OracleAnswer {
  return solveLp(lpText(program), program.columns.length, how);
}

/** The same of a program that is text already: `columns` is how many it has. */
export function solveLp(text: string, columns: number, how: 'quick' | 'plain' = 'quick'): OracleAnswer {
  const solution = highs.solve(text, how === 'quick' ? QUICK : EXACT);
  switch (solution.Status) {
    case 'Optimal':
      break;
    case 'Infeasible':
      return { status: 'infeasible' };
    case 'Unbounded':
    case 'Primal infeasible or unbounded':
      return { status: 'unbounded' };
    default:
      throw new Error(`HiGHS: ${solution.Status}`);
  }
  const values = Array.from({ length: columns }, (_, column) => {
    const one = solution.Columns[`x${column}`];
    return one === undefined || !('Primal' in one) ? 0 : Math.round(one.Primal);
  });
  return { status: 'optimal', cost: Math.round(solution.ObjectiveValue), values };
}

/** A program parsed by HiGHS once and solved again and again: each call solves it from nothing, and gives the cost. */
export function createHighsRun(program: IntegerProgram): { run: () => number; dispose: () => void } {
  const model = highs.createModel({ format: 'lp', data: lpText(program) });
  for (const [name, value] of Object.entries(EXACT)) model.options.set(name, value);
  return {
    run: () => {
      model.clearSolver();
      model.run();
      return Math.round(Number(model.info.get('objective_function_value')));
    },
    dispose: () => model.dispose(),
  };
}

/** The program in the LP format, columns named x0, x1 ... */
export function lpText({ rows, columns }: IntegerProgram): string {
  const terms = rows.map((): string[] => []);
  columns.forEach(({ entries }, column) => {
    for (const [row, coefficient] of entries) terms[row]?.push(term(coefficient, column));
  });
  const lines = ['Minimize', ` obj: ${sum(columns.map(({ cost }, column) => term(cost, column)))}`];
  lines.push('Subject To');
  rows.forEach(({ low, high }, row) => {
    const left = sum(terms[row] ?? []);
    if (low === high) lines.push(` r${row}: ${left} = ${low}`);
    else {
      if (low !== -Infinity) lines.push(` l${row}: ${left} >= ${low}`);
      if (high !== Infinity) lines.push(` h${row}: ${left} <= ${high}`);
    }
  });
  lines.push('Bounds');
  columns.forEach(({ high }, column) => {
    lines.push(high === Infinity ? ` x${column} >= 0` : ` 0 <= x${column} <= ${high}`);
  });
  lines.push('General', ...columns.map((_, column) => ` x${column}`), 'End', '');
  return lines.join('\n');
}

const term = (coefficient: number, column: number): string =>
  `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} x${column}`;

/** Terms in lines of a length that any reader of the format takes. */
function sum(terms: readonly string[]): string {
  if (terms.length === 0) return '0 x0';
  return terms.map((one, index) => (index % 10 === 9 ? `${one}\n ` : one)).join(' ');
}

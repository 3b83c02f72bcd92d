/** The sentences about the solver itself. */
import type { SolverFault } from './client.ts';

export function solverFaultMessage({ code, text }: SolverFault): string {
  const said = text === '' ? '' : ` (${text})`;
  return code === 'broken'
    ? `The solver stopped working${said}. Nothing in the plan has changed; try it again, or try it with less.`
    : `The solver could not be started in this browser${said}. Everything else works without it.`;
}

/** What policies admit of a mix, as the page asks for it. */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';
import {
  checkSimulation,
  simulate,
  type Simulation,
  type SimulationError,
  type SimulationOptions,
} from '../../placement/solver/simulate.ts';

/** As `SimulationOptions`, with a board of the catalogue by its id. */
export type SimulateArgs = Omit<SimulationOptions, 'board'> & { readonly board: BoardId };

export type SimulateAnswer = Result<Simulation, SimulationError>;

export function* simulatePolicies({ board: id, ...rest }: SimulateArgs): Search<SimulateAnswer> {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board is called ${id}`);
  const options = checkSimulation({ ...rest, board });
  if (!options.ok) return { best: err(options.error), bound: null, isProven: false, work: 1 };
  const answered = (outcome: Outcome<Simulation>): Outcome<SimulateAnswer> => ({
    ...outcome,
    best: outcome.best === null ? null : ok(outcome.best),
  });
  const search = simulate(options.value);
  for (;;) {
    const step = search.next();
    if (step.done === true) return answered(step.value);
    yield answered(step.value);
  }
}

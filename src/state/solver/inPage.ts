/** A solver without a worker, in slices short enough that the page goes on answering. Loaded where no worker can be had. */
import type { FromSolver, ToSolver } from './protocol.ts';
import { createServer } from './serve.ts';
import { TASKS } from './tasks.ts';

export function serveInPage(post: (message: FromSolver) => void): (message: ToSolver) => void {
  return createServer({
    tasks: TASKS,
    post,
    now: () => performance.now(),
    rest: () => new Promise((resume) => setTimeout(resume)),
    sliceMs: 8,
    sayMs: 100,
  });
}

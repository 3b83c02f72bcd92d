/** Reading without a worker: a page that was opened from a file gets none. */
import type { FromSolver, ToSolver } from '../solver/protocol.ts';
import { createServer } from '../solver/serve.ts';
import { READ_TASKS } from './readTask.ts';

export function serveInPage(post: (message: FromSolver) => void): (message: ToSolver) => void {
  return createServer({
    tasks: READ_TASKS,
    post,
    now: () => performance.now(),
    rest: () => new Promise((resume) => setTimeout(resume)),
    sliceMs: 8,
    sayMs: 100,
  });
}

/** Entry of the solver's worker. */
import { createServer } from './serve.ts';
import { TASKS } from './tasks.ts';
import type { FromSolver, ToSolver } from './protocol.ts';

const post = (message: FromSolver): void => self.postMessage(message);

const receive = createServer({
  tasks: TASKS,
  post,
  now: () => performance.now(),
  // A macrotask, so that messages get in.
  rest: () => new Promise((resume) => setTimeout(resume)),
  sliceMs: 50,
  sayMs: 100,
});

self.onmessage = (event: MessageEvent<ToSolver>) => receive(event.data);
post({ type: 'ready' });

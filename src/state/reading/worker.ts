/** Entry of the worker that reads texts. */
import { createServer } from '../solver/serve.ts';
import type { FromSolver, ToSolver } from '../solver/protocol.ts';
import { READ_TASKS } from './readTask.ts';

const post = (message: FromSolver): void => self.postMessage(message);

const receive = createServer({
  tasks: READ_TASKS,
  post,
  now: () => performance.now(),
  rest: () => new Promise((resume) => setTimeout(resume)),
  sliceMs: 50,
  sayMs: 100,
});

self.onmessage = (event: MessageEvent<ToSolver>) => receive(event.data);
post({ type: 'ready' });

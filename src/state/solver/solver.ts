/** The page's own solver: made with the first question, and shared by all that ask. */
import { createSolver } from './client.ts';
import type { Connect, ToSolver } from './protocol.ts';
import type { Tasks } from './tasks.ts';

const inWorker: Connect = ({ onMessage, onFailure }) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Parameters<typeof onMessage>[0]>) => onMessage(data);
  worker.onmessageerror = () => onFailure('a message could not be read');
  worker.onerror = (event) => {
    // It is told as a value; the console need not hear of it too.
    event.preventDefault();
    worker.terminate();
    onFailure(event.message || 'the worker could not be loaded');
  };
  return {
    post: (message) => worker.postMessage(message),
    close: () => worker.terminate(),
  };
};

const inPage: Connect = ({ onMessage, onFailure }) => {
  const asked = new Set<number>();
  let isClosed = false;
  const served = import('./inPage.ts').then(({ serveInPage }) => {
    onMessage({ type: 'ready' });
    return serveInPage((message) => {
      if (!isClosed) onMessage(message);
    });
  });
  served.catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)));
  const post = (message: ToSolver): void => {
    asked.add(message.id);
    void served.then((receive) => receive(message)).catch(() => undefined);
  };
  return {
    post,
    close: () => {
      isClosed = true;
      for (const id of asked) post({ type: 'cancel', id });
    },
  };
};

/** A solver that is deep in one step hears nothing; this long it may be. */
const GRACE_MS = 1000;

export const solver = createSolver<Tasks>({
  ways: [inWorker, inPage],
  afterGrace: (then) => setTimeout(then, GRACE_MS),
});

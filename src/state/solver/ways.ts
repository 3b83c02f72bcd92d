/** The two ways to have work done: in a worker, and where none can be made in the page itself. */
import type { Connect, FromSolver, ToSolver } from './protocol.ts';

/** `makeWorker` names the file itself: only so does the build find it. */
export function workerWay(makeWorker: () => Worker): Connect {
  return ({ onMessage, onFailure }) => {
    const worker = makeWorker();
    worker.onmessage = ({ data }: MessageEvent<FromSolver>) => onMessage(data);
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
}

export type ServeInPage = (post: (message: FromSolver) => void) => (message: ToSolver) => void;

export function pageWay(load: () => Promise<ServeInPage>): Connect {
  return ({ onMessage, onFailure }) => {
    const asked = new Set<number>();
    let isClosed = false;
    const served = load().then((serveInPage) => {
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
}

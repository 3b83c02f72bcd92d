/** Who reads texts for the page: a worker of its own, so that a megabyte never holds up the typing, nor a search the reading. */
import { createSolver } from '../solver/client.ts';
import { pageWay, workerWay } from '../solver/ways.ts';
import type { ReadTasks } from './readTask.ts';

/** What is read when its dialog is closed is not waited for longer. */
const GRACE_MS = 1000;

export const reader = createSolver<ReadTasks>({
  ways: [
    workerWay(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    pageWay(async () => (await import('./inPage.ts')).serveInPage),
  ],
  afterGrace: (then) => setTimeout(then, GRACE_MS),
});

/** The page's own solver: made with the first question, and shared by all that ask. */
import { createSolver } from './client.ts';
import type { Tasks } from './tasks.ts';
import { pageWay, workerWay } from './ways.ts';

/** A solver that is deep in one step hears nothing; this long it may be. */
const GRACE_MS = 1000;

export const solver = createSolver<Tasks>({
  ways: [
    workerWay(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    pageWay(async () => (await import('./inPage.ts')).serveInPage),
  ],
  afterGrace: (then) => setTimeout(then, GRACE_MS),
});

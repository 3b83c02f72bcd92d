/** Long work done on the page itself without holding it up: a piece at a time. */
import { textPieces } from '../formats/planText.ts';
import type { Plan } from '../model/plan.ts';

/** Work between two looks at what else there is to do. */
const SLICE_MS = 8;

/** Does all pieces of a work, a slice at a time; `breathe` lets the page do what else there is to do. */
export async function inSlices(pieces: Iterable<unknown>, breathe: () => Promise<void>): Promise<void> {
  let from = performance.now();
  for (const _ of pieces) {
    if (performance.now() - from < SLICE_MS) continue;
    await breathe();
    from = performance.now();
  }
}

/** Makes what `makePlanJson` puts together, where no worker makes it. */
export async function makePiecemeal(plan: Plan, breathe: () => Promise<void>): Promise<void> {
  await inSlices(textPieces(plan), breathe);
}

/** The text of a large plan made on the page itself, where no worker makes it, without holding the page up. */
import { textPieces } from '../formats/planText.ts';
import type { Plan } from '../model/plan.ts';

/** Work between two looks at what else there is to do. */
const SLICE_MS = 8;

/** Makes what `makePlanJson` puts together, a slice at a time; `breathe` lets the page do what else there is to do. */
export async function makePiecemeal(plan: Plan, breathe: () => Promise<void>): Promise<void> {
  let from = performance.now();
  for (const _ of textPieces(plan)) {
    if (performance.now() - from < SLICE_MS) continue;
    await breathe();
    from = performance.now();
  }
}

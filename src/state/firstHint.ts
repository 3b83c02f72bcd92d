/** The hint that leaves by itself: shown until something was placed once, or until it was waved away. It never comes again. */
import type { KeyValueStore } from './persist.ts';

const KEY = 'mig-planner.first-hint';
const LEFT = 'left';

/** Where nothing can be stored, it has left until the page is loaded again. */
let hasLeft = false;

/** Whether nobody has placed anything in this browser yet, nor waved the hint away. */
export function isHintDue(storage: KeyValueStore | null): boolean {
  try {
    return !hasLeft && storage?.getItem(KEY) !== LEFT;
  } catch {
    return !hasLeft;
  }
}

export function leaveHint(storage: KeyValueStore | null): void {
  hasLeft = true;
  try {
    storage?.setItem(KEY, LEFT);
  } catch {
    // It is back after the next load, which is no loss worth a message.
  }
}

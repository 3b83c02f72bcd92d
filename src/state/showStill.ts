/** A script of its own, before the first paint (scripts/still.ts). It asks for the storage itself: persist.ts brings the page's stores along. */
import { showStill } from './still.ts';

let storage: Storage | null = null;
try {
  storage = window.localStorage;
} catch {
  // Forbidden.
}
showStill(storage);

/** A script of its own, before the first paint (scripts/still.ts). */
import { showStill } from './still.ts';

let storage: Storage | null = null;
try {
  storage = window.localStorage;
} catch {
  // Forbidden.
}
showStill(storage);

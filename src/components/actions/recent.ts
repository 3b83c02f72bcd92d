/** The actions that were done last, kept in the browser: they begin the list of commands. */
import { browserStorage, type KeyValueStore } from '../../state/persist.ts';

const KEY = 'mig-planner.recent-actions';
/** Enough to come back to, and no second list. */
const MOST = 5;

/** Ids, the last one first; none where the browser keeps nothing, or something else stands there. */
export function recentActions(storage: KeyValueStore | null = browserStorage()): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function noteAction(id: string, storage: KeyValueStore | null = browserStorage()): void {
  const ids = [id, ...recentActions(storage).filter((one) => one !== id)].slice(0, MOST);
  try {
    storage?.setItem(KEY, JSON.stringify(ids));
  } catch {
    // Full or forbidden: then the list begins as it does the first time.
  }
}

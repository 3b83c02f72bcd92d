/** The page's own library, over the browser's storage. Loads after the first paint; tests make theirs of the same parts. */
import { ok } from '../../model/result.ts';
import { gestures, planStore, uiStore } from '../app.ts';
import { browserSessionStorage, browserStorage } from '../persist.ts';
import { whenIdle } from '../repacked.ts';
import { planDatabase } from './database.ts';
import { createJournal } from './journal.ts';
import { createLibrary } from './library.ts';
import { askBeforeLeaving } from './leaving.ts';
import { libraryStore } from './libraryStore.ts';
import type { SessionParts } from './openPlan.ts';
import { createSession } from './session.ts';
import { createShelf } from './shelf.ts';
import { openLibrary } from './start.ts';
import { otherTabs } from './tabs.ts';

/**
 * The name of this tab, left for its next self when it goes. Not there while it is alive: a tab that is duplicated must not
 * be taken for the former self of its copy.
 */
const TAB_KEY = 'mig-planner.tab';
/** Which plan is open: of this tab, and of whichever tab was last. */
const OPEN_KEY = 'mig-planner.open';

/** Not randomUUID, which pages without https do not have. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

const now = (): number => Date.now();
const storage = browserStorage();
const tabStorage = browserSessionStorage();

function take(from: Pick<Storage, 'getItem'> | null, key: string): string | null {
  try {
    return from?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function put(into: Pick<Storage, 'setItem'> | null, key: string, value: string): void {
  try {
    into?.setItem(key, value);
  } catch {
    // Only what a reload shows depends on it.
  }
}

function forget(where: Pick<Storage, 'removeItem'> | null, key: string): void {
  try {
    where?.removeItem(key);
  } catch {
    // Storage that is forbidden holds nothing.
  }
}

const formerTabId = take(tabStorage, TAB_KEY);
forget(tabStorage, TAB_KEY);
// A new name each time: a tab that was duplicated brings the name of the other along.
const tabId = newId();
const lastOpen = take(tabStorage, OPEN_KEY) ?? take(storage, OPEN_KEY);

/** By the worker that reads texts. What it cannot do, for it could not be loaded, the page does itself. */
const beside: SessionParts['beside'] = {
  write: async (plan) => {
    // What was just opened is drawn first: the two would be in each other's way.
    await new Promise<void>((resolve) => void whenIdle(resolve));
    const reader = await readerOrNull();
    return reader === null ? null : (await reader.start('write', { plan }).ended).outcome.best;
  },
  read: async (text) => {
    const reader = await readerOrNull();
    if (reader === null) return null;
    const { best } = (await reader.start('plan', { text }).ended).outcome;
    if (best?.ok !== true) return best;
    const { unpackPlan } = await import('../packedPlan.ts');
    return ok(unpackPlan(best.value));
  },
};

async function readerOrNull() {
  try {
    return (await import('../reading/reader.ts')).reader;
  } catch {
    return null;
  }
}

const parts = {
  planStore,
  uiStore,
  gestures,
  libraryStore,
  shelf: createShelf(planDatabase()),
  journal: createJournal(storage, tabId),
  tabs: otherTabs(),
  now,
  newId,
  later: (work: () => void, ms: number): void => void setTimeout(work, ms),
  beside,
  breathe: (): Promise<void> => new Promise((resolve) => setTimeout(resolve)),
  remember: (planId: string | null): void => {
    put(tabStorage, OPEN_KEY, planId ?? '');
    if (planId !== null) put(storage, OPEN_KEY, planId);
  },
};

export const session = createSession(parts);
export const library = createLibrary(parts, session);

const LOCK = 'mig-planner.tab.';

/** Holds a lock as long as this tab lives, and tells whose are held. Null where there are no locks: pages without https. */
async function livingTabs(): Promise<ReadonlySet<string> | null> {
  // Not on every page, whatever the types say.
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks === undefined) return null;
  try {
    void locks.request(LOCK + tabId, () => new Promise(() => undefined)).catch(() => undefined);
    const { held = [], pending = [] } = await locks.query();
    return new Set([...held, ...pending].flatMap(({ name }) => name?.slice(LOCK.length) ?? []));
  } catch {
    return null;
  }
}

/** Opens what was open last, and keeps it saved from then on. */
export async function startLibrary(): Promise<void> {
  askBeforeLeaving(libraryStore, window);
  await openLibrary({ ...parts, storage, formerTabId, living: await livingTabs(), lastOpen }, session);
  window.addEventListener('pagehide', () => {
    put(tabStorage, TAB_KEY, tabId);
    session.leave();
  });
  // Shown again as it was, from the browser's cache of pages.
  window.addEventListener('pageshow', () => forget(tabStorage, TAB_KEY));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') session.leave();
    // Where there is no channel between tabs, this is when one hears of the other.
    else void session.follow();
  });
}

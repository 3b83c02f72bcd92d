/** Tabs of one browser, for tests: each with stores of its own over one database, one storage and one channel. */
import 'fake-indexeddb/auto';
import { createGestures } from '../gestures.ts';
import { createPlanStore } from '../planStore.ts';
import { createUiStore } from '../uiStore.ts';
import { planDatabase, type PlanDatabase } from './database.ts';
import { createJournal } from './journal.ts';
import { createLibrary } from './library.ts';
import { createLibraryStore } from './libraryStore.ts';
import type { SessionParts } from './openPlan.ts';
import { createSession } from './session.ts';
import { createShelf } from './shelf.ts';
import { openLibrary } from './start.ts';
import type { TabMessage } from './tabs.ts';

export function memoryStorage() {
  const data = new Map<string, string>();
  const storage = {
    data,
    isFull: false,
    get length() {
      return data.size;
    },
    key: (n: number) => [...data.keys()][n] ?? null,
    getItem: (key: string) => data.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (storage.isFull) throw new DOMException('full', 'QuotaExceededError');
      data.set(key, value);
    },
    removeItem: (key: string) => void data.delete(key),
  };
  return storage;
}

let browsers = 0;

/** A browser with nothing in it. Its clock stands until it is told to go on. */
export function createBrowser({ hasChannel = true } = {}) {
  const name = `test-${++browsers}`;
  const storage = memoryStorage();
  const listeners = new Map<string, (message: TabMessage) => void>();
  const clock = { now: 1_000_000 };
  let ids = 0;

  const openTab = (
    id: string,
    {
      database = planDatabase(name),
      formerTabId = null as string | null,
      living = null as ReadonlySet<string> | null,
      beside = undefined as SessionParts['beside'],
    } = {},
  ) => {
    const planStore = createPlanStore(undefined, { isFrozen: true });
    const uiStore = createUiStore();
    const said: string[] = [];
    uiStore.subscribe(({ message }, before) => {
      if (message !== before.message) said.push(message.text);
    });
    const waiting: { work: () => void; ms: number }[] = [];
    const memory = { lastOpen: null as string | null };
    const parts = {
      planStore,
      uiStore,
      gestures: createGestures({ planStore, uiStore }),
      libraryStore: createLibraryStore(),
      shelf: createShelf(database),
      journal: createJournal(storage, id),
      tabs: {
        tell: (message: TabMessage) => {
          if (!hasChannel) return;
          for (const [other, listener] of listeners) if (other !== id) listener(message);
        },
        onTold: (listener: (message: TabMessage) => void) => void listeners.set(id, listener),
      },
      now: () => clock.now,
      newId: () => `plan-${++ids}`,
      // Saving is asked for by the test: what has not been asked for is what a killed tab loses.
      later: (work: () => void, ms: number) => void waiting.push({ work, ms }),
      remember: (planId: string | null) => void (memory.lastOpen = planId),
      ...(beside === undefined ? {} : { beside }),
    };
    const session = createSession(parts);
    const library = createLibrary(parts, session);
    return {
      ...parts,
      session,
      library,
      said,
      waiting,
      memory,
      start: (lastOpen: string | null = null) =>
        openLibrary({ ...parts, storage, formerTabId, living, lastOpen }, session),
      plan: () => planStore.getState().plan,
      saving: () => parts.libraryStore.getState().saving,
      planId: () => parts.libraryStore.getState().planId ?? 'none',
      rename: (to: string) => parts.gestures.run({ type: 'plan/rename', name: to }),
      addHost: (host: string) => parts.gestures.run({ type: 'host/add', name: host, fields: {}, gpus: null }),
      /** The tab is gone, with whatever it had not saved. */
      kill: () => {
        listeners.delete(id);
        database.close();
      },
    };
  };

  return { name, storage, clock, openTab };
}

export type Tab = ReturnType<ReturnType<typeof createBrowser>['openTab']>;

/** A database that fails as it is told to, and otherwise is the one it is made of. */
export function failing(database: PlanDatabase, fault: () => DOMException | null): PlanDatabase {
  return {
    ...database,
    change: (stores, work) =>
      database.change(stores, async (transaction) => {
        const error = fault();
        if (error !== null && stores.length > 2) throw error;
        return work(transaction);
      }),
  };
}

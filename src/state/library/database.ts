/** The browser's database: opening it, and every way in which it refuses, as a value. The only user of IndexedDB. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { err, ok, type Result } from '../../model/result.ts';

/** Why nothing could be read or written. */
export type StorageFault =
  /** The browser has no database for this page, or does not let it have one. */
  | { readonly code: 'blocked' }
  | { readonly code: 'full' }
  /** A tab with an older version of the page is open and holds the database. */
  | { readonly code: 'older-tab' }
  /** The database belongs to a newer version of the page than this one. */
  | { readonly code: 'newer-page' }
  /** The browser has neither done it nor refused it, for so long that one should know. */
  | { readonly code: 'no-answer' }
  | { readonly code: 'failed'; readonly detail: string };

const NAME = 'mig-planner';
const VERSION = 1;

/** Values are what the browser hands back: nothing says that they are still what was put there. */
interface Schema extends DBSchema {
  plans: { key: string; value: unknown };
  texts: { key: string; value: unknown };
  /** By plan, revision and part, so that the oldest of a plan comes first. */
  versions: { key: [string, number, number]; value: unknown };
  histories: { key: string; value: unknown };
}

const KEYS = {
  plans: 'id',
  texts: 'id',
  versions: ['planId', 'revision', 'part'],
  histories: 'planId',
} as const;

export type StoreName = StoreNames<Schema>;
export type Transaction = IDBPTransaction<Schema, StoreName[], 'readwrite'>;

export interface PlanDatabase {
  /** Runs `work` in one transaction: all of it is kept, or nothing. `work` may await nothing but the transaction. */
  readonly change: <T>(
    stores: StoreName[],
    work: (transaction: Transaction) => Promise<T>,
  ) => Promise<Result<T, StorageFault>>;
  readonly close: () => void;
}

/** Opens nothing yet: each use tries, so that what was refused once may work later. */
export function planDatabase(name = NAME, version = VERSION): PlanDatabase {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  let inTheWay: StorageFault | null = null;

  const open = (): Promise<IDBPDatabase<Schema>> => {
    if (opened !== null) return opened;
    if (typeof indexedDB === 'undefined') return Promise.reject(new Refused({ code: 'blocked' }));
    const opening = new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
      openDB<Schema>(name, version, {
        upgrade: (db) => {
          for (const [store, keyPath] of Object.entries(KEYS)) {
            if (!db.objectStoreNames.contains(store as StoreName)) {
              db.createObjectStore(store as StoreName, { keyPath: keyPath as string | string[] });
            }
          }
        },
        blocked: () => {
          inTheWay = { code: 'older-tab' };
          // The opening goes on by itself when the other tab lets go: whoever tries then finds it open.
          reject(new Refused(inTheWay));
        },
        // A newer page wants to change the database: it must not have to wait for this one.
        blocking: (_current, _wanted, { target }) => {
          inTheWay = { code: 'newer-page' };
          (target as IDBDatabase).close();
        },
        terminated: () => {
          opened = null;
        },
      }).then((db) => {
        if (inTheWay?.code === 'older-tab') inTheWay = null;
        opened = Promise.resolve(db);
        resolve(db);
      }, reject);
    });
    opened = opening;
    opening.catch(() => {
      if (opened === opening && inTheWay === null) opened = null;
    });
    return opening;
  };

  const begin = async (stores: StoreName[]): Promise<Transaction> => {
    try {
      return (await open()).transaction(stores, 'readwrite');
    } catch (error) {
      // The browser may have closed the connection without a word: a new one is tried, once.
      const wasOpen = await opened?.then(
        () => true,
        () => false,
      );
      if (wasOpen !== true || inTheWay !== null) throw error;
      opened = null;
      return (await open()).transaction(stores, 'readwrite');
    }
  };

  return {
    change: async (stores, work) => {
      if (inTheWay !== null) return err(inTheWay);
      try {
        const transaction = await begin(stores);
        // Heard at once: a transaction that fails while `work` still waits must not count as unheard.
        const done = transaction.done.then(
          () => null,
          (error: unknown) => ({ error }),
        );
        let value;
        try {
          value = await work(transaction);
          transaction.commit();
        } catch (error) {
          try {
            transaction.abort();
          } catch {
            // It has ended by itself, for the same reason.
          }
          const ended = await done;
          // Of requests that were still under way one hears only that they were aborted; why, the transaction says.
          throw isAbort(error) && ended !== null ? ended.error : error;
        }
        const failed = await done;
        return failed === null ? ok(value) : err(faultOf(failed.error));
      } catch (error) {
        return err(faultOf(error));
      }
    },
    close: () => {
      void opened?.then(
        (db) => db.close(),
        () => undefined,
      );
      opened = null;
    },
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

class Refused extends Error {
  readonly fault: StorageFault;
  constructor(fault: StorageFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** What the browser threw, sorted by what the user can do about it. */
function faultOf(error: unknown): StorageFault {
  if (error instanceof Refused) return error.fault;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const detail = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  switch (name) {
    case 'QuotaExceededError':
      return { code: 'full' };
    case 'VersionError':
      return { code: 'newer-page' };
    // No indexedDB at all, or one that answers "not here": private windows, blocked site data.
    case 'ReferenceError':
    case 'SecurityError':
    case 'InvalidStateError':
    case 'NotAllowedError':
      return { code: 'blocked' };
    default:
      return { code: 'failed', detail: [name, detail].filter(Boolean).join(': ') };
  }
}

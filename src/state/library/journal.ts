/**
 * A copy of what is not in the database yet, in the storage that answers at once: a tab that is killed between an edit and
 * the end of its save loses nothing, and a browser without a database still has its plan after a reload.
 */
import type { KeyValueStore } from '../persist.ts';

export interface Unsaved {
  readonly planId: string;
  /** The revision that it is a change of; 0: of none. */
  readonly base: number;
  readonly text: string;
  /** How it came from that revision: so many steps undone, then these done, each with the plan after it. */
  readonly undone: number;
  readonly steps: readonly UnsavedStep[];
  /** What can be redone then, the next first, each with the plan after it; null: what that leaves to be redone by itself. */
  readonly ahead: readonly UnsavedStep[] | null;
  readonly at: number;
  /** Of a large plan, whose text finds no room here and is ''; else null. */
  readonly change: UnsavedChange | null;
}

/** How a large plan differs from what is stored, in the ids that are kept with its history: a `Change` as JSON. */
export interface UnsavedChange {
  readonly fromBase: unknown;
  /** The stamp of what is stored: by it the base is known among the steps of who saved over it. Null: it was not told. */
  readonly base: string | null;
  /** A save that was under way: by the mark of its text one can tell whether it came to its end. */
  readonly saving: { readonly mark: string; readonly from: unknown } | null;
  /** Nothing was done: it is what is stored with so many steps undone. */
  readonly isUndone: boolean;
  /** `ahead` as differences, each to the one before it. */
  readonly ahead: readonly unknown[] | null;
}

export interface UnsavedStep {
  readonly label: string;
  readonly text: string;
}

const PREFIX = 'mig-planner.unsaved.';
/** Where one cannot tell which tabs are alive: a copy that has not been touched for so long is of a tab that is gone. */
const DEAD_AFTER_MS = 60_000;

export interface Journal {
  /** False where it is not kept: there is no such storage, or no room in it. */
  readonly write: (unsaved: Unsaved) => boolean;
  readonly clear: () => void;
}

export interface FoundUnsaved {
  readonly key: string;
  readonly unsaved: Unsaved;
}

export function createJournal(storage: KeyValueStore | null, tabId: string): Journal {
  const key = PREFIX + tabId;
  return {
    write: (unsaved) => {
      try {
        storage?.setItem(key, JSON.stringify(unsaved));
        return storage !== null;
      } catch {
        // An older copy would be taken for what is unsaved.
        remove(storage, key);
        return false;
      }
    },
    clear: () => remove(storage, key),
  };
}

export interface TabsNow {
  /** The name that this tab had before it was loaded again. */
  readonly formerTabId: string | null;
  /** Names of tabs that are at work; null where the browser does not tell. */
  readonly living: ReadonlySet<string> | null;
  readonly now: number;
}

/** What tabs that are gone had not saved. What a living tab is about to save is its own business. */
export function findUnsaved(
  storage: (KeyValueStore & Pick<Storage, 'key' | 'length'>) | null,
  { formerTabId, living, now }: TabsNow,
): FoundUnsaved[] {
  if (storage === null) return [];
  try {
    const keys = Array.from({ length: storage.length }, (_, n) => storage.key(n) ?? '');
    return keys
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key): FoundUnsaved[] => {
        const unsaved = parse(storage.getItem(key));
        if (unsaved === null) return [];
        const tabId = key.slice(PREFIX.length);
        // Either way: the clock may have been set back since.
        const isOld = Math.abs(now - unsaved.at) > DEAD_AFTER_MS;
        const isDead = living === null ? isOld : !living.has(tabId);
        return isDead || tabId === formerTabId ? [{ key, unsaved }] : [];
      });
  } catch {
    return [];
  }
}

export function forgetUnsaved(storage: KeyValueStore | null, { key }: FoundUnsaved): void {
  remove(storage, key);
}

function remove(storage: KeyValueStore | null, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // Storage that is forbidden holds nothing that could be taken for unsaved.
  }
}

function parse(json: string | null): Unsaved | null {
  try {
    const value = JSON.parse(json ?? 'null') as Readonly<Record<keyof Unsaved, unknown>> | null;
    if (typeof value?.planId !== 'string' || typeof value.text !== 'string') return null;
    const { planId, text, steps, ahead, change } = value;
    if (text === '' && !isChange(change)) return null;
    return {
      planId,
      text,
      base: countIn(value.base),
      at: countIn(value.at),
      undone: countIn(value.undone),
      steps: Array.isArray(steps) ? steps.filter(isStep) : [],
      ahead: Array.isArray(ahead) ? ahead.filter(isStep) : null,
      change: isChange(change)
        ? {
            ...change,
            base: typeof change.base === 'string' ? change.base : null,
            ahead: Array.isArray(change.ahead) ? change.ahead : null,
          }
        : null,
    };
  } catch {
    return null;
  }
}

/** An older version of the page wrote less, and the text alone is worth keeping. */
function countIn(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(0, value as number) : 0;
}

function isStep(value: unknown): value is UnsavedStep {
  const step = value as Partial<UnsavedStep> | null;
  return typeof step?.label === 'string' && typeof step.text === 'string';
}

function isChange(value: unknown): value is UnsavedChange {
  const change = value as Partial<UnsavedChange> | null | undefined;
  if (typeof change !== 'object' || change === null || change.fromBase === undefined) return false;
  return change.saving === null || typeof change.saving?.mark === 'string';
}

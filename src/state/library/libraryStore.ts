/** What the page has to know of the library at any time: whether it has been read, and whether the plan is kept. */
import { createStore, useStore } from 'zustand';
import type { StorageFault } from './database.ts';

export type Saving =
  | { readonly kind: 'saved' }
  /** It soon will be, and until then a crash of the tab would lose it: it is too large to be kept at once. */
  | { readonly kind: 'saving' }
  /** What was changed since is in this tab alone. */
  | { readonly kind: 'unsaved'; readonly fault: StorageFault }
  /** Another tab has changed the plan too, in another way: the user has to say which of them goes on. */
  | { readonly kind: 'conflict' };

export interface LibraryState {
  /** False while it is still being found out what to show. */
  readonly isReady: boolean;
  /** The open plan's record; null while there is nothing of it to keep. */
  readonly planId: string | null;
  readonly saving: Saving;
  /** False where what is not saved is in this tab alone, and not even in the journal: it goes with the tab. */
  readonly isNoted: boolean;
  /** How many there are; deleted ones not counted. */
  readonly plans: number;
  /** Goes up when the list of plans may be another one. */
  readonly changes: number;
}

export function createLibraryStore() {
  return createStore<LibraryState>()(() => ({
    isReady: false,
    planId: null,
    saving: { kind: 'saved' },
    isNoted: true,
    plans: 0,
    changes: 0,
  }));
}

export type LibraryStore = ReturnType<typeof createLibraryStore>;

export const libraryStore = createLibraryStore();

export function useLibrary<T>(selector: (state: LibraryState) => T): T {
  return useStore(libraryStore, selector);
}

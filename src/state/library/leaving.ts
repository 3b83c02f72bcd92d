import type { LibraryState, LibraryStore } from './libraryStore.ts';

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/**
 * While a plan is being saved that a closed tab would lose, or cannot be saved and has no room in the journal, the browser asks before it
 * closes it. Not heard of otherwise: a page that listens is kept by fewer browsers for the way back.
 */
export function askBeforeLeaving(libraryStore: LibraryStore, page: Page): void {
  const ask = (event: Event): void => event.preventDefault();
  const isLost = ({ saving, isNoted }: LibraryState): boolean => saving.kind === 'saving' || !isNoted;
  libraryStore.subscribe((now, before) => {
    if (isLost(now) === isLost(before)) return;
    if (isLost(now)) page.addEventListener('beforeunload', ask);
    else page.removeEventListener('beforeunload', ask);
  });
}

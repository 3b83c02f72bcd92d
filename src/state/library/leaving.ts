import type { LibraryStore } from './libraryStore.ts';

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/**
 * While a plan is being saved that a closed tab would lose, the browser asks before it closes it. Not heard of otherwise: a page that
 * listens is kept by fewer browsers for the way back.
 */
export function askBeforeLeaving(libraryStore: LibraryStore, page: Page): void {
  const ask = (event: Event): void => event.preventDefault();
  libraryStore.subscribe(({ saving }, before) => {
    const isSaving = saving.kind === 'saving';
    if (isSaving === (before.saving.kind === 'saving')) return;
    if (isSaving) page.addEventListener('beforeunload', ask);
    else page.removeEventListener('beforeunload', ask);
  });
}

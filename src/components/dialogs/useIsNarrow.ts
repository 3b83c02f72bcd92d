import { useSyncExternalStore } from 'react';

/** The width below which a dialog is a full sheet; ui/Dialog has the same. */
const NARROW = '(max-width: 30rem)';

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** True on a phone, and on any page zoomed to a phone's width. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
}

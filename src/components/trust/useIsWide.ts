import { useSyncExternalStore } from 'react';

/** The width from which the page has its panes side by side; the breakpoint `wide` of the style sheet. */
const WIDE = '(min-width: 56rem)';

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** True where a list fits beside what it chooses. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
}

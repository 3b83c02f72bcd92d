import { useEffect } from 'react';
import { gestures, uiStore } from '../../state/app.ts';

/** Fields have an undo of their own. */
const TYPING = 'input:not([type=radio], [type=checkbox]), textarea, [contenteditable=true]';

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || uiStore.getState().dialog !== null) return;
  if (event.target instanceof Element && event.target.closest(TYPING) !== null) return;
  const key = event.key.toLowerCase();
  if (key === 'z') {
    event.preventDefault();
    if (event.shiftKey) gestures.redo();
    else gestures.undo();
  } else if (key === 'y' && !event.shiftKey) {
    event.preventDefault();
    gestures.redo();
  }
}

/** Ctrl or Cmd with Z takes back, with Shift and Z or with Y does again. */
export function useHistoryKeys(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

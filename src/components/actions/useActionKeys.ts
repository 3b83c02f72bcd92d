import { useLayoutEffect } from 'react';
import { uiStore } from '../../state/app.ts';
import { BAR } from './barActions.ts';
import { areSignsOff, isPressed, isSign } from './keys.ts';

/** Where a sign is a letter, and fields have an undo of their own. */
const TYPING = 'input:not([type=radio], [type=checkbox]), textarea, [contenteditable=true]';

const KEYED = [BAR.commands, BAR.search, BAR.keys, BAR.undo, BAR.redo];

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || uiStore.getState().dialog !== null) return;
  const action = KEYED.find(({ keys }) => isPressed(event, keys));
  if (action === undefined) return;
  const isSigned = action.keys.every(isSign);
  // A letter chooses an option of a select.
  const ownUse = isSigned ? `${TYPING}, select` : TYPING;
  const isTyping = event.target instanceof Element && event.target.closest(ownUse) !== null;
  if ((isTyping && action !== BAR.commands) || (isSigned && areSignsOff())) return;
  event.preventDefault();
  action.run();
}

/** The keys that mean the same wherever the focus is. */
export function useActionKeys(): void {
  // Before the page is painted: who sees it presses a key.
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

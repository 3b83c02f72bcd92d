import { useLayoutEffect } from 'react';
import { uiStore } from '../../state/app.ts';
import { BAR } from '../actions/barActions.ts';
import { isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';

/**
 * While a part of the plan is not drawn, the key of the browser's find leads to our search, which knows all of it. From there
 * the same key is the browser's again.
 */
export function useFindKey(isInPart: boolean): void {
  useLayoutEffect(() => {
    if (!isInPart) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || uiStore.getState().dialog !== null) return;
      if (!isPressed(event, LATER_KEYS.find) || document.activeElement?.closest('[role=search]')) return;
      event.preventDefault();
      BAR.search.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isInPart]);
}

/** F6 goes from pane to pane, as in other programs with panes: a full board has more than a hundred stops for Tab. */
import { useEffect } from 'react';
import { uiStore } from '../../state/app.ts';
import { isPressed, KEYS } from '../actions/keys.ts';

const PANES = '.top-bar, main:not(.planner, .lab), [data-pane]';
const STOPS =
  'button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), textarea, [tabindex="0"]';

/** Where the focus last was in each pane. */
const left = new WeakMap<Element, HTMLElement>();

function stopIn(pane: Element): HTMLElement | null {
  const before = left.get(pane);
  // One that is hidden since (a console behind a sheet) takes no focus.
  if (before?.isConnected === true && before.offsetParent !== null && before.matches(STOPS)) return before;
  return (
    [...pane.querySelectorAll<HTMLElement>(STOPS)].find(
      (stop) => stop.tabIndex >= 0 && stop.offsetParent !== null,
    ) ?? null
  );
}

function onKeyDown(event: KeyboardEvent): void {
  const isBack = isPressed(event, KEYS.previousPane);
  if (!isBack && !isPressed(event, KEYS.nextPane)) return;
  const { dialog, lifted } = uiStore.getState();
  if (dialog !== null || lifted !== null || document.querySelector('dialog:modal') !== null) return;
  event.preventDefault();
  goToPane(isBack ? -1 : 1);
}

/** The focus to the next pane, or to the one before: where it was there last. */
export function goToPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll(PANES)].filter((pane) => stopIn(pane) !== null);
  // The last one that has it is the innermost: the console is a pane in the pane of the board.
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  if (here !== -1 && document.activeElement instanceof HTMLElement) {
    const pane = panes[here];
    if (pane !== undefined) left.set(pane, document.activeElement);
  }
  const next =
    here === -1 ? (step === -1 ? panes.length - 1 : 0) : (here + step + panes.length) % panes.length;
  const pane = panes[next];
  if (pane !== undefined) stopIn(pane)?.focus();
}

/** F6 to the next pane, with Shift to the one before; each gives the focus back where it was. */
export function usePaneKeys(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** The keyboard's way of dragging, in one listener: Space lifts, arrows step, Space or Enter places, Escape puts back. */
import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import type { Step } from '../../state/targets.ts';
import { findInstance } from '../../model/plan.ts';
import type { GiId } from '../../model/ids.ts';
import { isPressed, KEYS } from '../actions/keys.ts';
import { parseLift } from './liftable.ts';
import { showStarts, showTarget } from './showTarget.ts';

/** Keys that are meant for something else: for a field, and for a dialog that a part of the page has opened by itself. */
const ELSEWHERE =
  'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], dialog';

const STEPS: readonly (readonly [Step, readonly string[]])[] = [
  ['next', KEYS.next],
  ['previous', KEYS.previous],
  ['next-gpu', KEYS.nextGpu],
  ['previous-gpu', KEYS.previousGpu],
];

function stepOf(event: KeyboardEvent): Step | null {
  return STEPS.find(([, keys]) => isPressed(event, keys))?.[0] ?? null;
}

/**
 * Focus follows a moved instance to its new place; a profile's button keeps it for the next one. Drawn and focused with
 * the key itself: a frame later it would be taken from wherever the next key has led.
 */
function dropByKeys(): void {
  const { lifted } = uiStore.getState();
  if (!flushSync(gestures.dropOnTarget) || lifted?.kind !== 'instance') return;
  document.querySelector<HTMLElement>(`[data-gi-id="${lifted.giId}"]`)?.focus();
}

function removeInstance(element: HTMLElement): void {
  const giId = Number(element.dataset['giId']) as GiId;
  const place = findInstance(planStore.getState().plan, giId);
  if (place === undefined || !flushSync(() => gestures.run({ type: 'gi/remove', giId }))) return;
  document.querySelector<HTMLElement>(`[data-gpu-id="${place.gpu.id}"] [data-gpu-head]`)?.focus();
}

function onKeyDown(event: KeyboardEvent): void {
  const { lifted, liftedBy, dialog, selection, view } = uiStore.getState();
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (dialog !== null || event.altKey || target.closest(ELSEWHERE) !== null) return;

  if (isPressed(event, KEYS.putBack)) {
    if (gestures.putBack()) return;
    if (view !== null) gestures.closeView();
    else if (selection !== null) gestures.select(null);
    return;
  }
  if (lifted !== null && liftedBy !== 'pointer') {
    const step = stepOf(event);
    if (step !== null) {
      event.preventDefault();
      // Drawn with the key: a GPU of a fleet may not have been on the page before.
      showTarget(flushSync(() => gestures.step(step)));
      return;
    }
    // A choice becomes a lift by keys with the first arrow. Another button that has the focus keeps its own Space and Enter: a start, Undo.
    const isElsewhere = target.closest('button, summary') !== null && target.ariaPressed !== 'true';
    if (liftedBy === 'keys' && isPressed(event, KEYS.place) && !isElsewhere) {
      event.preventDefault();
      if (!event.repeat) dropByKeys();
      return;
    }
  }
  if (event.ctrlKey || event.metaKey) return;
  const liftable = target.closest<HTMLElement>('button[data-lift]');
  if (isPressed(event, KEYS.lift) && liftable !== null) {
    const next = parseLift(liftable.dataset['lift'] ?? '');
    event.preventDefault();
    if (next !== null && !event.repeat) gestures.lift(next, 'keys');
    return;
  }
  const instance = target.closest<HTMLElement>('[data-gi-id]');
  if (isPressed(event, KEYS.remove) && instance !== null) {
    event.preventDefault();
    removeInstance(instance);
  }
}

/** Firefox clicks a button when Space comes up, whatever happened when it went down. */
function onKeyUp(event: KeyboardEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.key === ' ' && target?.closest('button[data-lift]') != null) event.preventDefault();
}

export function useKeyGestures(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('keyup', onKeyUp);
    const stop = uiStore.subscribe((ui, before) => {
      if (ui.lifted !== before.lifted && ui.liftedBy !== 'pointer') showStarts();
    });
    return () => {
      stop();
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keyup', onKeyUp);
    };
  }, []);
}

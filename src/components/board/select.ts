import { gestures, uiStore } from '../../state/app.ts';
import type { Selection } from '../../state/uiStore.ts';

/** Shows something in the inspector. Whoever looks at something else is done placing. */
export function select(selection: Selection, isNotesAsked = false): void {
  if (uiStore.getState().lifted !== null) gestures.putBack();
  gestures.select(selection, isNotesAsked);
}

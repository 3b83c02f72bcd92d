/**
 * The plan and the theme in the browser's own storage. Storage may be full, blocked or damaged by others; none of that
 * loses the plan that is open, and none of it is passed over in silence.
 */
import type { FormatError, Reading } from '../formats/reading.ts';
import { makePlanJson, parsePlanJson } from '../formats/planJson.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanStore } from './planStore.ts';
import { THEMES, type Theme } from './uiStore.ts';

const PLAN_KEY = 'mig-planner.plan';
/** Where a stored plan that could not be read is put aside, so that the next save does not write over it. */
const ASIDE_KEY = 'mig-planner.plan.unreadable';
const THEME_KEY = 'mig-planner.theme';

/** The part of the browser's Storage that is used here. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type Stored =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'plan'; readonly reading: Reading }
  | { readonly kind: 'unreadable'; readonly error: FormatError }
  | { readonly kind: 'blocked' };

/** The browser's storage, or null where it is forbidden (even asking may throw). */
export function browserStorage(): KeyValueStore | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The plan of the last visit. One that cannot be read is put aside under another key, never thrown away. */
export function loadPlan(storage: KeyValueStore | null): Stored {
  if (storage === null) return { kind: 'blocked' };
  try {
    const text = storage.getItem(PLAN_KEY);
    if (text === null) return { kind: 'nothing' };
    const reading = parsePlanJson(text);
    if (reading.ok) return { kind: 'plan', reading: reading.value };
    storage.setItem(ASIDE_KEY, text);
    storage.removeItem(PLAN_KEY);
    return { kind: 'unreadable', error: reading.error };
  } catch {
    return { kind: 'blocked' };
  }
}

/** True when the plan was written. */
export function savePlan(storage: KeyValueStore | null, plan: Plan): boolean {
  try {
    storage?.setItem(PLAN_KEY, makePlanJson(plan));
    return storage !== null;
  } catch {
    return false;
  }
}

/**
 * Saves the plan at every change from now on. `onChange` hears when saving stops working and when it works again, not
 * at every save. Returns the function that ends it.
 */
export function keepSaved(
  planStore: PlanStore,
  storage: KeyValueStore | null,
  onChange: (isSaving: boolean) => void,
): () => void {
  let isSaving = true;
  return planStore.subscribe((state, before) => {
    if (state.plan === before.plan) return;
    const saved = savePlan(storage, state.plan);
    if (saved !== isSaving) onChange(saved);
    isSaving = saved;
  });
}

export function loadTheme(storage: KeyValueStore | null): Theme {
  try {
    const text = storage?.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === text) ?? 'system';
  } catch {
    return 'system';
  }
}

export function saveTheme(storage: KeyValueStore | null, theme: Theme): void {
  try {
    storage?.setItem(THEME_KEY, theme);
  } catch {
    // A theme that is not remembered is no loss worth a message.
  }
}

/** The browser's small storage, which may be forbidden, and the theme in it. Plans are kept by library/. */
import { THEMES, type Theme } from './uiStore.ts';

const THEME_KEY = 'mig-planner.theme';

/** The part of the browser's Storage that is used here. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The browser's storage, or null where it is forbidden (even asking may throw). */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The same for what belongs to this tab alone and survives a reload. */
export function browserSessionStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
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

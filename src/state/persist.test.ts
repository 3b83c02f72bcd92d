import { expect, test } from 'vitest';
import { loadTheme, saveTheme, type KeyValueStore } from './persist.ts';

function memory(): KeyValueStore & { readonly data: Map<string, string> } {
  const data = new Map<string, string>();
  return {
    data,
    getItem: (key) => data.get(key) ?? null,
    setItem: (key, value) => void data.set(key, value),
    removeItem: (key) => void data.delete(key),
  };
}

test('a theme is remembered, and anything else is the system theme', () => {
  const storage = memory();
  expect(loadTheme(storage)).toBe('system');
  saveTheme(storage, 'dark');
  expect(loadTheme(storage)).toBe('dark');
  storage.data.set('mig-planner.theme', 'plaid');
  expect(loadTheme(storage)).toBe('system');
});

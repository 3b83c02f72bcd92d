import { afterEach, expect, test, vi } from 'vitest';
import { isFirstVisit } from './firstVisit.ts';

/** A browser's storage as far as it is asked: its keys are its own properties. */
const storageOf = (...keys: string[]): Storage =>
  Object.fromEntries(keys.map((key) => [key, ''])) as unknown as Storage;

const at = (hash: string): void => {
  vi.stubGlobal('window', { location: { hash } });
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('where nothing of the planner is kept, whatever other pages of the host have there', () => {
  at('');
  expect(isFirstVisit(storageOf())).toBe(true);
  expect(isFirstVisit(storageOf('theme', 'other.mig-planner.plan'))).toBe(true);
  expect(isFirstVisit(storageOf('theme', 'mig-planner.theme'))).toBe(false);
});

test('not with a plan in the address, nor in a frame of somebody else', () => {
  at('#p=2.abc');
  expect(isFirstVisit(storageOf())).toBe(false);
  at('#p%3D2.abc');
  expect(isFirstVisit(storageOf())).toBe(false);
  at('#x&view=embed');
  expect(isFirstVisit(storageOf())).toBe(false);
  at('#elsewhere');
  expect(isFirstVisit(storageOf())).toBe(true);
});

test('a browser that gives no storage, or does not say what is in it, is taken to hold plans', () => {
  at('');
  expect(isFirstVisit(null)).toBe(false);
  const silent = new Proxy({} as unknown as Storage, {
    ownKeys: () => {
      throw new Error('denied');
    },
  });
  expect(isFirstVisit(silent)).toBe(false);
});

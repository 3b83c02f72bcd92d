import { beforeEach, expect, test, vi } from 'vitest';

const stored = new Map<string, string>();
const STORAGE = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};
const FORBIDDEN = {
  getItem: (): string => {
    throw new DOMException('forbidden', 'SecurityError');
  },
  setItem: (): void => {
    throw new DOMException('forbidden', 'SecurityError');
  },
  removeItem: (): void => undefined,
};

/** The page, loaded anew. */
async function load() {
  vi.resetModules();
  return await import('./firstHint.ts');
}

beforeEach(() => stored.clear());

test('the hint is due until it has left, also after the page was loaded again', async () => {
  const first = await load();
  expect(first.isHintDue(STORAGE)).toBe(true);
  first.leaveHint(STORAGE);
  expect(first.isHintDue(STORAGE)).toBe(false);
  const second = await load();
  expect(second.isHintDue(STORAGE)).toBe(false);
});

test.each([
  ['storage that throws', FORBIDDEN],
  ['no storage', null],
])('%s: it leaves until the page is loaded again', async (_, storage) => {
  const page = await load();
  expect(page.isHintDue(storage)).toBe(true);
  page.leaveHint(storage);
  expect(page.isHintDue(storage)).toBe(false);
});

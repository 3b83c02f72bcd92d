import { afterEach, expect, test, vi } from 'vitest';
import { sharedFragment } from './url.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ['#p=1.2.3.abc', true],
  ['#p%3D1.2.3.abc', true],
  ['#p%3d1.2.3.abc', true],
  ['', false],
  ['#plan', false],
])('the fragment %j is a shared plan: %s', (hash, isShared) => {
  vi.stubGlobal('window', { location: { hash } });
  expect(sharedFragment()).toBe(isShared ? hash : null);
});

import { expect, test } from 'vitest';
import {
  dropOlder,
  isNewestAskedFor,
  keepVersion,
  keptAddress,
  keptAnswer,
  noteAskedFor,
  renewPage,
  type OfflineList,
  type OfflineParts,
} from './keptPage.ts';

const SCOPE = 'https://host.example/deep/planner/';

const listOf = (version: string, files: readonly string[]): OfflineList => ({
  version,
  entry: files[0] ?? '',
  files,
  loose: { 'favicon.svg': 'sha256-' },
});

/** A browser's caches as a Map of Maps, and a host that has these files. */
function browser(host: Record<string, string>) {
  const kept = new Map<string, Map<string, Response>>();
  const asked: string[] = [];
  const cacheOf = (entries: Map<string, Response>) =>
    ({
      match: (address: string) => Promise.resolve(entries.get(address)?.clone()),
      put: (address: string, response: Response) => Promise.resolve(void entries.set(address, response)),
    }) as unknown as Cache;
  const parts: OfflineParts = {
    scope: SCOPE,
    caches: {
      open: (name) => {
        const entries = kept.get(name) ?? new Map<string, Response>();
        kept.set(name, entries);
        return Promise.resolve(cacheOf(entries));
      },
      keys: () => Promise.resolve([...kept.keys()]),
      delete: (name) => Promise.resolve(kept.delete(name)),
    },
    fetch: ({ url }) => {
      asked.push(url.slice(SCOPE.length));
      const body = host[url.slice(SCOPE.length)];
      const type = url === SCOPE || body === 'a page' ? 'text/html' : 'text/plain';
      return Promise.resolve(
        new Response(body, { status: body === undefined ? 404 : 200, headers: { 'content-type': type } }),
      );
    },
  };
  return { parts, kept, asked, host };
}

const ONE = listOf('one', ['assets/first-1.js', 'assets/dialog-1.js']);
const TWO = listOf('two', ['assets/first-2.js', 'assets/dialog-1.js']);
const HOST = {
  '': '<script src="./assets/first-1.js">',
  'assets/first-1.js': 'first 1',
  'assets/dialog-1.js': 'dialog 1',
  'favicon.svg': 'icon',
};
const HOST_TWO = { ...HOST, '': '<script src="./assets/first-2.js">', 'assets/first-2.js': 'first 2' };

const textAt = async (path: string, list: OfflineList, parts: OfflineParts): Promise<string | undefined> =>
  (await keptAnswer(SCOPE + path, list, parts))?.text();

test('a version is kept whole, and answered from', async () => {
  const { parts, asked } = browser(HOST);
  await keepVersion(ONE, parts);
  expect(asked.at(-1)).toBe('');
  expect(await textAt('', ONE, parts)).toBe(HOST['']);
  expect(await textAt('assets/dialog-1.js', ONE, parts)).toBe('dialog 1');
  expect(await textAt('favicon.svg', ONE, parts)).toBe('icon');
  expect(await textAt('assets/first-2.js', ONE, parts)).toBeUndefined();
});

test('the next version fetches only what is new, and both answer for their tabs', async () => {
  const { parts, asked, host } = browser({ ...HOST });
  await keepVersion(ONE, parts);
  Object.assign(host, HOST_TWO);
  asked.length = 0;
  await keepVersion(TWO, parts);
  expect(asked.toSorted()).toEqual(['', 'assets/first-2.js', 'favicon.svg']);
  await dropOlder(TWO, parts);
  expect(await textAt('', TWO, parts)).toBe(HOST_TWO['']);
  // A tab of the version before, whose parts are no longer on the host.
  expect(await textAt('assets/first-1.js', TWO, parts)).toBe('first 1');
});

test('a later version that was asked for is what a page opens as, though the one before is still at work', async () => {
  const { parts, host } = browser({ ...HOST });
  await keepVersion(ONE, parts);
  Object.assign(host, HOST_TWO);
  await keepVersion(TWO, parts);
  // It waits: until it is asked for the page is what it was.
  expect(await isNewestAskedFor(parts)).toBe(false);
  expect(await textAt('', ONE, parts)).toBe(HOST['']);
  await noteAskedFor(TWO, parts);
  expect(await isNewestAskedFor(parts)).toBe(true);
  expect(await textAt('', ONE, parts)).toBe(HOST_TWO['']);
  expect(await textAt('assets/first-2.js', ONE, parts)).toBe('first 2');
  expect(await textAt('', TWO, parts)).toBe(HOST_TWO['']);
  // One that comes after it waits in its turn, and at work it has no need of the page before.
  const THREE = listOf('three', ['assets/first-3.js', 'assets/dialog-1.js']);
  Object.assign(host, { '': '<script src="./assets/first-3.js">', 'assets/first-3.js': 'first 3' });
  await keepVersion(THREE, parts);
  expect(await isNewestAskedFor(parts)).toBe(false);
  expect(await textAt('', TWO, parts)).toBe(HOST_TWO['']);
  expect(await textAt('', THREE, parts)).toBe('<script src="./assets/first-3.js">');
});

test.each([
  ['lacks a file', { 'assets/dialog-1.js': undefined }],
  ['answers with its page instead of a file', { 'assets/dialog-1.js': 'a page' }],
  ['has the page of another version', { '': HOST_TWO[''] }],
])('a host that %s has no version to keep, and the next attempt goes on from there', async (_, fault) => {
  const { parts, asked, host } = browser({ ...HOST, ...fault } as Record<string, string>);
  await expect(keepVersion(ONE, parts)).rejects.toThrow();
  expect(await textAt('', ONE, parts)).toBeUndefined();
  Object.assign(host, HOST);
  asked.length = 0;
  await keepVersion(ONE, parts);
  expect(asked).not.toContain('assets/first-1.js');
  expect(await textAt('', ONE, parts)).toBe(HOST['']);
});

test('a page of the same version is renewed, any other is not, and without a network all stays', async () => {
  const { parts, host } = browser({ ...HOST });
  await keepVersion(ONE, parts);
  host[''] = `<link rel="contents" href="./plans/">${HOST['']}`;
  await renewPage(ONE, parts);
  expect(await textAt('', ONE, parts)).toBe(host['']);
  const renewed = host[''];
  for (const other of [HOST_TWO[''], `${HOST['']}<link href="./assets/new.css">`, '<p>Log in</p>']) {
    host[''] = other;
    await renewPage(ONE, parts);
    expect(await textAt('', ONE, parts)).toBe(renewed);
  }
  await renewPage(ONE, { ...parts, fetch: () => Promise.reject(new TypeError('offline')) });
  expect(await textAt('', ONE, parts)).toBe(renewed);
});

test('of versions before, only the last that was whole stays; other pages of the server keep theirs', async () => {
  const { parts, kept, host } = browser({ ...HOST });
  const foreign = { ...parts, scope: 'https://host.example/deep/' };
  await foreign.caches.open('mig-planner /deep/ zero');
  await keepVersion(listOf('zero', ONE.files), parts);
  await keepVersion(ONE, parts);
  Reflect.deleteProperty(host, 'favicon.svg');
  await expect(keepVersion(listOf('half', ONE.files), parts)).rejects.toThrow();
  Object.assign(host, HOST_TWO);
  await keepVersion(TWO, parts);
  await dropOlder(TWO, parts);
  expect([...kept.keys()]).toEqual([
    'mig-planner /deep/ zero',
    'mig-planner /deep/planner/ one',
    'mig-planner /deep/planner/ two',
  ]);
});

test.each([
  ['the page by its folder', 'navigate', '', ''],
  ['the page by its file, asked with a query', 'navigate', 'index.html?from=mail', ''],
  ['a script', 'cors', 'assets/first-1.js', 'assets/first-1.js'],
  ['a script of a version before', 'cors', 'assets/first-0.js', 'assets/first-0.js'],
  ['the icon', 'no-cors', 'favicon.svg', 'favicon.svg'],
] as const)('answered by the service worker: %s', (_, mode, path, address) => {
  expect(keptAddress({ method: 'GET', mode, url: SCOPE + path }, ONE, SCOPE)).toBe(SCOPE + address);
});

test.each([
  ['a page below ours', 'navigate', `${SCOPE}plans/index.html`],
  ['the gallery of plans', 'navigate', `${SCOPE}plans/`],
  ['the schema', 'cors', `${SCOPE}mig-plan.schema.json`],
  ['a page above ours', 'navigate', 'https://host.example/deep/'],
  ['another server', 'cors', 'https://other.example/deep/planner/assets/first-1.js'],
  ['our page, fetched as a text', 'cors', SCOPE],
] as const)('left to the network: %s', (_, mode, url) => {
  expect(keptAddress({ method: 'GET', mode, url }, ONE, SCOPE)).toBeNull();
});

test('left to the network: what is sent', () => {
  expect(keptAddress({ method: 'POST', mode: 'navigate', url: SCOPE }, ONE, SCOPE)).toBeNull();
});

/**
 * What the service worker does: keeps a version of the page whole, and answers with it. A version is all of its files or
 * nothing; what was kept before stays until the next one is whole.
 */

/** What a build lists of itself (scripts/offline.ts). Paths are relative to the page. */
export interface OfflineList {
  /** A hash of everything that is listed. */
  readonly version: string;
  /** The script that the page of this version begins with. */
  readonly entry: string;
  /** Each with the hash of its content in its name, so the same name is the same file in every version. */
  readonly files: readonly string[];
  /** The others, with their checksums as fetch takes them. */
  readonly loose: Readonly<Record<string, string>>;
}

/** The browser, as far as it is needed. */
export interface OfflineParts {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  readonly fetch: (request: Request) => Promise<Response>;
  /** The address of the page, with the slash at its end: ".../planner/". */
  readonly scope: string;
}

/** The part of a request that decides who answers it. */
export type Asked = Pick<Request, 'method' | 'mode' | 'url'>;

/** What all files with hashes stand in, also those of versions before. */
const HASHED = 'assets/';
/** So many requests at a time: the page that is open has its own to make. */
const LANES = 4;

/** Pages of one server share their storage: each knows its own by its address. */
const family = (scope: string): string => `mig-planner ${new URL(scope).pathname} `;
/** Where it is noted in the cache of a version that it was asked for. */
const askedFor = (scope: string): string => new URL('asked-for', scope).href;
const cacheName = ({ version }: OfflineList, scope: string): string => family(scope) + version;

/**
 * Fetches the whole version, or throws. What an earlier version or a broken attempt has of it already is taken over. The page
 * itself comes last: a kept version that has one is whole.
 */
export async function keepVersion(list: OfflineList, parts: OfflineParts): Promise<void> {
  const { caches, scope } = parts;
  const cache = await caches.open(cacheName(list, scope));
  const before = await Promise.all((await familyNames(parts)).map((name) => caches.open(name)));
  const keepFile = async (path: string): Promise<void> => {
    const address = new URL(path, scope).href;
    const integrity = list.loose[path];
    if (integrity === undefined) {
      if ((await cache.match(address)) !== undefined) return;
      const found = await firstMatch(before, address);
      if (found !== undefined) return cache.put(address, found);
    }
    const response = await parts.fetch(
      // What has no hash in its name may be an old one in the browser's own cache.
      new Request(address, integrity === undefined ? {} : { cache: 'no-cache', integrity }),
    );
    if (!response.ok || isPage(response)) throw new Error(`${path}: status ${response.status}`);
    return cache.put(address, response);
  };

  const waiting = [...list.files, ...Object.keys(list.loose)];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await keepFile(path);
    }),
  );
  const page = await fetchPage(list, parts);
  if (page === null) throw new Error('The page is of another version.');
  await cache.put(scope, page);
}

/** The page of the network takes the place of the kept one where it is of the same version: a gallery may lie beside it now. */
export async function renewPage(list: OfflineList, parts: OfflineParts): Promise<void> {
  const page = await fetchPage(list, parts).catch(() => null);
  if (page !== null) await (await parts.caches.open(cacheName(list, parts.scope))).put(parts.scope, page);
}

/** The page, if it asks for nothing that this version has not. */
async function fetchPage(
  { entry, files }: OfflineList,
  { fetch, scope }: OfflineParts,
): Promise<Response | null> {
  // By the address of the folder: where "index.html" leads there by a redirect, a browser refuses the answer.
  const page = await fetch(new Request(scope, { cache: 'no-cache' }));
  const asked: readonly string[] = (await page.clone().text()).match(/\bassets\/[^"'\s]+/g) ?? [];
  return page.ok && asked.includes(entry) && asked.every((path) => files.includes(path)) ? page : null;
}

/**
 * Notes that the user has asked for this version. A browser may keep the one before at work for minutes after that, for reasons
 * of its own: so it answers with the page of this one.
 */
export async function noteAskedFor(list: OfflineList, { caches, scope }: OfflineParts): Promise<void> {
  await (await caches.open(cacheName(list, scope))).put(askedFor(scope), new Response(''));
}

/** Whether the newest version that is kept was asked for: whoever opens the page has it. */
export async function isNewestAskedFor(parts: Pick<OfflineParts, 'caches' | 'scope'>): Promise<boolean> {
  const newest = (await familyNames(parts)).at(-1);
  return (
    newest !== undefined &&
    (await (await parts.caches.open(newest)).match(askedFor(parts.scope))) !== undefined
  );
}

/** The page of a version after this one that was asked for. */
async function pageAskedFor(list: OfflineList, parts: OfflineParts): Promise<Response | undefined> {
  const { caches, scope } = parts;
  const names = await familyNames(parts);
  const later = names.slice(names.indexOf(cacheName(list, scope)) + 1);
  for (const name of later.reverse()) {
    const cache = await caches.open(name);
    if ((await cache.match(askedFor(scope))) !== undefined) return cache.match(scope);
  }
  return undefined;
}

/** Some servers answer what they do not have with their page. */
function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') === true;
}

/** Drops what is kept of other versions, but for the last that was whole: a tab may still show that one. */
export async function dropOlder(list: OfflineList, parts: OfflineParts): Promise<void> {
  const { caches, scope } = parts;
  let isOneLeft = false;
  for (const name of (await familyNames(parts)).reverse()) {
    if (name === cacheName(list, scope)) continue;
    const isWhole = (await (await caches.open(name)).match(scope)) !== undefined;
    if (isWhole && !isOneLeft) isOneLeft = true;
    else await caches.delete(name);
  }
}

/**
 * The address under which an answer may be kept; null: none of ours, and the network is asked as if nobody stood between
 * (other pages below this one, what is sent, other servers).
 */
export function keptAddress(asked: Asked, list: OfflineList, scope: string): string | null {
  const { origin, pathname } = new URL(asked.url);
  const base = new URL(scope);
  if (asked.method !== 'GET' || origin !== base.origin || !pathname.startsWith(base.pathname)) return null;
  const path = pathname.slice(base.pathname.length);
  if (path === '' || path === 'index.html') return asked.mode === 'navigate' ? scope : null;
  return path.startsWith(HASHED) || path in list.loose ? origin + pathname : null;
}

/** The kept file: of this version, else of another one; the page is of a later version that was asked for. Undefined: there is none. */
export async function keptAnswer(
  address: string,
  list: OfflineList,
  parts: OfflineParts,
): Promise<Response | undefined> {
  const { caches, scope } = parts;
  const next = address === scope ? await pageAskedFor(list, parts) : undefined;
  if (next !== undefined) return next;
  const own = await (await caches.open(cacheName(list, scope))).match(address);
  if (own !== undefined) return own;
  const others = (await familyNames(parts)).filter((name) => name !== cacheName(list, scope));
  return firstMatch(await Promise.all(others.map((name) => caches.open(name))), address);
}

/** Oldest first, as the browser has them. */
async function familyNames({ caches, scope }: Pick<OfflineParts, 'caches' | 'scope'>): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(family(scope)));
}

async function firstMatch(caches: readonly Cache[], address: string): Promise<Response | undefined> {
  for (const cache of caches) {
    const found = await cache.match(address);
    if (found !== undefined) return found;
  }
  return undefined;
}

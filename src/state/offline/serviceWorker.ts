/**
 * Entry of the service worker, with which the page works without a network. The build puts the list of its files before it
 * (scripts/offline.ts); a page of the development server and one from disk have none.
 */
import {
  dropOlder,
  keepVersion,
  keptAddress,
  keptAnswer,
  noteAskedFor,
  renewPage,
  type OfflineList,
} from './keptPage.ts';
import { TAKE_OVER, TAKEN_OVER } from './takeOver.ts';

declare const self: ServiceWorkerGlobalScope & { readonly OFFLINE: OfflineList };

const list = self.OFFLINE;
const { scope } = self.registration;
const parts = { caches, fetch: (request: Request) => fetch(request), scope };

self.addEventListener('install', (event) => event.waitUntil(keepVersion(list, parts)));

self.addEventListener('activate', (event) => {
  // The page that was there before is served from now on too, so that its first visit is enough.
  event.waitUntil(dropOlder(list, parts).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const address = keptAddress(event.request, list, scope);
  if (address === null) return;
  event.respondWith(keptAnswer(address, list, parts).then((kept) => kept ?? fetch(event.request)));
  if (event.request.mode === 'navigate') event.waitUntil(renewPage(list, parts));
});

self.addEventListener('message', (event) => {
  // Only when the user asks for it: until then the page goes on with the version that it began with.
  if (event.data !== TAKE_OVER) return;
  event.waitUntil(
    noteAskedFor(list, parts).then(() => {
      event.source?.postMessage(TAKEN_OVER);
      return self.skipWaiting();
    }),
  );
});

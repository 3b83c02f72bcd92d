/** The page's end of working offline: has itself kept by the service worker, and says when there is a new version. */
import { createStore, useStore } from 'zustand';
import { gestures, planStore, uiStore } from '../app.ts';
import { plansOpened } from '../boot.ts';
import { libraryStore } from '../library/libraryStore.ts';
import { isNewestAskedFor } from './keptPage.ts';
import { TAKE_OVER, TAKEN_OVER } from './takeOver.ts';

/** How long a page that stays open goes without asking for a new version, in milliseconds. */
const CHECK_GAP_MS = 3_600_000;

/** So long the browser may take to put the new version to work before the page is loaded without that, in milliseconds. */
const TAKING_OVER_MS = 1000;

const NEW_VERSION = 'A new version is ready: reload to have it. Your plans stay as they are.';

const updateStore = createStore(() => ({ isReady: false }));

/** Whether a new version waits for a reload. */
export function useUpdate(): boolean {
  return useStore(updateStore, ({ isReady }) => isReady);
}

let isStarted = false;
let registration: ServiceWorkerRegistration | null = null;
let isReloadAsked = false;

/** Once, when the page has loaded and the browser has nothing else to do. */
export function startOffline(): void {
  if (isStarted) return;
  isStarted = true;
  // Only the built site has a manifest beside it: not the development server, not the page as one file.
  if (document.querySelector('link[rel=manifest]') === null || !('serviceWorker' in navigator)) return;
  if (document.readyState === 'complete') whenIdle();
  else window.addEventListener('load', whenIdle, { once: true });
}

function whenIdle(): void {
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) window.requestIdleCallback(() => void register());
  else setTimeout(() => void register(), 1000);
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  let isControlled = serviceWorker.controller !== null;
  try {
    const made = await serviceWorker.register(new URL('offline.js', document.baseURI), {
      updateViaCache: 'none',
    });
    registration = made;
    // The browser may still keep the version before at work, though this page is of the new one.
    const parts = { caches, scope: made.scope };
    const isAhead = made.waiting !== null && (await isNewestAskedFor(parts).catch(() => false));
    if (isAhead) isControlled = false;
    watch(made, isAhead);
  } catch {
    // Forbidden by the user or his administrator: then the page needs the network, as any other.
    return;
  }
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data === TAKEN_OVER && isReloadAsked) setTimeout(() => window.location.reload(), TAKING_OVER_MS);
  });
  serviceWorker.addEventListener('controllerchange', () => {
    if (isReloadAsked) window.location.reload();
    // Another tab has asked for it.
    else if (isControlled) void offer();
    isControlled = true;
  });
}

/** `isAhead`: what waits is the version of this page. */
function watch(made: ServiceWorkerRegistration, isAhead: boolean): void {
  const look = (): void => {
    // The first version of all waits for nothing.
    if (made.waiting !== null && made.active !== null) void offer();
  };
  if (!isAhead) look();
  made.addEventListener('updatefound', () => made.installing?.addEventListener('statechange', look));
  let checkedAt = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || performance.now() - checkedAt < CHECK_GAP_MS) return;
    checkedAt = performance.now();
    // Without a network there is no news.
    made.update().catch(() => undefined);
  });
}

/** Says it once, and not into what the user has in hand, nor before what the start has to say, which would take its place. */
async function offer(): Promise<void> {
  if (updateStore.getState().isReady) return;
  updateStore.setState({ isReady: true });
  await plansOpened();
  if (uiStore.getState().lifted === null) {
    gestures.say(NEW_VERSION);
    return;
  }
  const stop = uiStore.subscribe(({ lifted }) => {
    if (lifted !== null) return;
    stop();
    gestures.say(NEW_VERSION);
  });
}

/** Reloads with the new version; a plan that is in this tab alone first has to be brought to safety. */
export function takeUpdate(): void {
  const { plan } = planStore.getState();
  const isBlank = plan.hosts.length + plan.vms.length + plan.requests.length === 0;
  if (libraryStore.getState().saving.kind !== 'saved' && !isBlank) {
    gestures.openDialog('saving');
    return;
  }
  isReloadAsked = true;
  const waiting = registration?.waiting ?? null;
  if (waiting === null) window.location.reload();
  else waiting.postMessage(TAKE_OVER);
}

/**
 * One tab for all tests of a worker, so that the browser keeps what it fetched and compiled: with Playwright's own
 * reuseContext, which empties that, each test costs a third of a second more. What a test leaves behind is cleared here,
 * as keptPage.spec.ts proves; after what is not cleared, the next test gets a tab of a new context. So does each test of
 * the single file, for all files are one origin, and each in Firefox, which has no DevTools protocol.
 */
import {
  test as base,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
  type ViewportSize,
} from '@playwright/test';
import { forgiveColourScheme, letFillBeHeard } from './stockFirefox.ts';
import { hearViolations } from './watch.ts';

interface Kept {
  context: BrowserContext;
  page: Page;
  devtools: CDPSession;
  /** What a context can be asked only when it is made. */
  asked: string;
  /** Whether a test did what is not cleared. */
  isSpent: boolean;
  /** Whether a key or a button of the mouse was pressed by itself, and may not have been let go. */
  isHeld: boolean;
}

/** A document of the planner's origin in which the planner does not run. */
const ELSEWHERE = './robots.txt';

/** All that an origin keeps, but for what was fetched. */
const STORED = ['cookies', 'file_systems', 'indexeddb', 'local_storage', 'service_workers', 'cache_storage'];

/** What may be listened to. Not "close" and "crash", to which Playwright itself listens. */
const EVENTS = [
  ...['console', 'dialog', 'domcontentloaded', 'download', 'filechooser', 'frameattached', 'framedetached'],
  ...['framenavigated', 'load', 'page', 'pageerror', 'popup', 'request', 'requestfailed', 'requestfinished'],
  ...['response', 'serviceworker', 'weberror', 'websocket', 'worker'],
];

/** What is not cleared. */
const SPENDS = [
  ...['addInitScript', 'addLocatorHandler', 'exposeBinding', 'exposeFunction', 'newCDPSession', 'route'],
  ...[
    'routeFromHAR',
    'routeWebSocket',
    'setDefaultNavigationTimeout',
    'setDefaultTimeout',
    'setExtraHTTPHeaders',
  ],
  ...['setGeolocation', 'setHTTPCredentials', 'setOffline', 'setStorageState', 'unroute', 'unrouteAll'],
  // Of the clock.
  ...['fastForward', 'install', 'pauseAt', 'resume', 'runFor', 'setFixedTime', 'setSystemTime'],
];

export const test = base.extend<{ asked: string }, { kept: { now?: Kept } }>({
  browser: [
    async ({ browser, browserName }, use) => {
      if (browserName === 'firefox') forgiveColourScheme(browser);
      await use(browser);
    },
    { scope: 'worker' },
  ],

  kept: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await use({});
    },
    { scope: 'worker' },
  ],

  // Playwright reads from these braces what a test can ask with test.use; the size of the page is no matter.
  asked: async ({ colorScheme, hasTouch, isMobile, locale, permissions, timezoneId }, use) => {
    await use(JSON.stringify({ colorScheme, hasTouch, isMobile, locale, permissions, timezoneId }));
  },

  context: async ({ browser, browserName, baseURL, kept, asked, permissions }, use, { project }) => {
    if (browserName !== 'chromium') {
      const context = await browser.newContext();
      await letFillBeHeard(context);
      if (permissions) await context.grantPermissions(permissions);
      await use(context);
      await context.close();
      return;
    }
    if (kept.now?.asked !== asked) {
      await kept.now?.context.close();
      kept.now = await open(browser, asked, project.use.viewport);
    }
    const { now } = kept;
    if (permissions) await now.context.grantPermissions(permissions);
    await use(now.context);
    if (now.isSpent || now.page.isClosed() || baseURL?.startsWith('file:')) {
      delete kept.now;
      await now.context.close();
    } else {
      await clear(now);
    }
  },

  page: async ({ context, kept, viewport }, use) => {
    const page = kept.now?.page ?? (await context.newPage());
    if (viewport) await page.setViewportSize(viewport);
    await use(page);
  },
});

/** `viewport`: of further tabs, whatever the test asks for that happens to be the first. */
async function open(browser: Browser, asked: string, viewport: ViewportSize | null = null): Promise<Kept> {
  const context = await browser.newContext({ viewport });
  await hearViolations(context);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const kept = { context, page, devtools, asked, isSpent: false, isHeld: false };
  const spend = (): void => {
    kept.isSpent = true;
  };
  page.once('crash', spend);
  for (const thing of [page.keyboard, page.mouse]) {
    const down: unknown = Reflect.get(thing, 'down');
    if (typeof down !== 'function') continue;
    Reflect.set(thing, 'down', (...args: unknown[]): unknown => {
      kept.isHeld = true;
      return Reflect.apply(down, thing, args) as unknown;
    });
  }
  for (const thing of [context, page, context.clock]) {
    for (const name of SPENDS) {
      const real: unknown = Reflect.get(thing, name);
      if (typeof real !== 'function') continue;
      Reflect.set(thing, name, (...args: unknown[]): unknown => {
        spend();
        return Reflect.apply(real, thing, args) as unknown;
      });
    }
  }
  return kept;
}

async function clear(kept: Kept): Promise<void> {
  const { context, page, devtools } = kept;
  for (const event of EVENTS) {
    page.removeAllListeners(event);
    context.removeAllListeners(event);
  }
  for (const other of context.pages()) if (other !== page) await other.close();

  // Whatever ran has ended before its storage is cleared. What belongs to the tab only a document of the origin can clear.
  await page.goto(ELSEWHERE);
  await page.evaluate(() => {
    sessionStorage.clear();
    window.name = '';
  });
  const origin = new URL(page.url()).origin;
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: STORED.join(',') });
  await devtools.send('Page.resetNavigationHistory');

  await context.clearCookies();
  await context.clearPermissions();
  await page.emulateMedia({
    media: null,
    colorScheme: null,
    contrast: null,
    forcedColors: null,
    reducedMotion: null,
  });
  if (kept.isHeld) {
    for (const key of ['Alt', 'Control', 'Meta', 'Shift']) await page.keyboard.up(key);
    for (const button of ['left', 'middle', 'right'] as const) await page.mouse.up({ button });
    kept.isHeld = false;
  }
  await page.mouse.move(-1, -1);
}

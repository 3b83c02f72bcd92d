/** The tab that tests share: what one test leaves behind, the next does not find. */
import { expect, test } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.skip(process.env['E2E_TARGET'] === 'disk', 'the tests of the single file share no tab');
test.use({ viewport: { width: 1440, height: 900 } });

/** Of the test before. */
let heard = 0;

test.describe('what is cleared', () => {
  test('is left in every place that there is', async ({ planner, context }) => {
    const { page } = planner;
    await planner.startFrom('The article');
    await planner.rename('left behind');
    await expect(planner.planName).toHaveText('left behind');
    await page.evaluate(async () => {
      localStorage.setItem('left', 'behind');
      sessionStorage.setItem('left', 'behind');
      document.cookie = 'left=behind; max-age=3600';
      window.name = 'left behind';
      await caches.open('left').then((cache) => cache.put('/left', new Response('behind')));
      await new Promise<void>((resolve) => {
        indexedDB.open('left').onsuccess = () => resolve();
      });
    });
    page.on('load', () => (heard += 1));
    context.on('page', () => (heard += 1));
    const other = await context.newPage();
    await other.goto('./');
    expect(heard).toBe(1);
    await context.grantPermissions(['clipboard-read']);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    // Let go of nothing.
    await page.keyboard.down('Shift');
    await page.keyboard.down('Control');
    await page.mouse.move(200, 200);
    await page.mouse.down();
    await expect(other.getByRole('button', { name: 'left behind' })).toBeVisible();
  });

  test('is gone', async ({ page, context }) => {
    expect(context.pages()).toEqual([page]);
    expect(new URL(page.url()).pathname).toMatch(/\/robots\.txt$/);
    await page.goto('./');
    await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
    const found = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name === 'left'),
      caches: await caches.keys(),
      local: localStorage.getItem('left'),
      session: sessionStorage.getItem('left'),
      cookie: document.cookie,
      name: window.name,
      history: history.length,
      mayRead: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
      isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
      isPrinted: matchMedia('print').matches,
      width: innerWidth,
    }));
    expect(found).toEqual({
      databases: [],
      caches: [],
      local: null,
      session: null,
      cookie: '',
      name: '',
      // The page without a planner, and this one.
      history: 2,
      mayRead: 'prompt',
      isDark: false,
      isStill: false,
      isPrinted: false,
      width: 1440,
    });
    await expect(page.getByRole('button', { name: 'left behind' })).toHaveCount(0);
    await page.evaluate(() => {
      document.addEventListener('mousemove', ({ buttons, shiftKey, ctrlKey }) => {
        document.title = JSON.stringify({ buttons, shiftKey, ctrlKey });
      });
    });
    await page.mouse.move(300, 300);
    await expect(page).toHaveTitle('{"buttons":0,"shiftKey":false,"ctrlKey":false}');
    await page.reload();
    await (await context.newPage()).close();
    expect(heard).toBe(1);
  });
});

test.describe('what is not cleared', () => {
  test('spends the context', async ({ planner, context }) => {
    await planner.page.addInitScript(() => Reflect.set(window, 'left', 'by a script of the page'));
    await context.addInitScript(() => Reflect.set(window, 'left', 'by a script of the context'));
    await context.exposeFunction('leftBehind', () => 1);
    await context.route('**/robots.txt', (route) => route.fulfill({ body: 'left behind' }));
    await planner.page.clock.setFixedTime(0);
    // What comes after the first look is there by then.
    await planner.page.waitForLoadState('networkidle');
    await context.setOffline(true);
    expect(await planner.page.evaluate(() => new Date().getTime())).toBe(0);
  });

  test('is not in the next', async ({ page }) => {
    const answer = await page.goto('./robots.txt');
    expect(await answer?.text()).not.toContain('left behind');
    expect(await page.evaluate(() => ['left' in window, 'leftBehind' in window])).toEqual([false, false]);
    expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.UTC(2020));
  });
});

test.describe('a context that is asked for', () => {
  let before: unknown;
  test.describe(() => {
    test.use({ hasTouch: true, isMobile: true, permissions: ['clipboard-read'] });
    for (const time of ['first', 'second']) {
      test(`is as asked, the ${time} time`, async ({ page, context }) => {
        await page.goto('./');
        expect(
          await page.evaluate(async () => ({
            touches: navigator.maxTouchPoints > 0,
            mayRead: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
          })),
        ).toEqual({ touches: true, mayRead: 'granted' });
        before = context;
      });
    }
  });

  test('is not that of the next', async ({ page, context }) => {
    expect(context).not.toBe(before);
    await page.goto('./');
    expect(await page.evaluate(() => navigator.maxTouchPoints)).toBe(0);
  });

  test('which is kept', async ({ context }) => {
    before = context;
    await context.newPage();
  });
  test('for the one after', ({ context }) => {
    expect(context).toBe(before);
  });
  test('unless its tab was closed', async ({ page }) => {
    await page.close();
  });
  test('which opens another', ({ page, context }) => {
    expect(context).not.toBe(before);
    expect(page.isClosed()).toBe(false);
  });
});

test.describe('the first test of a context is on a phone', () => {
  // So it is given a context of its own.
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'en-NZ' });

  test('further tabs are as wide as everywhere', async ({ page, context }, { project }) => {
    expect(page.viewportSize()?.width).toBe(390);
    const other = await context.newPage();
    expect(other.viewportSize()).toEqual(project.use.viewport);
  });
});

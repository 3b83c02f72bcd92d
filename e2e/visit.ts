/** A first visit to the built page, with the service worker that keeps it; also after its host has gone or has another version. */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { watch } from './watch.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { serveSite, type StaticSite } from './staticSite.ts';

interface Visit {
  readonly site: StaticSite;
  readonly context: BrowserContext;
  /** Another tab of the same browser, at the same site. */
  readonly open: (fragment?: string) => Promise<PlannerPage>;
}

export const visiting = test.extend<{ visit: Visit }>({
  visit: async ({ browser }, use) => {
    const site = await serveSite();
    // One of its own: what a service worker keeps belongs to the whole context.
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const complaints: string[][] = [];
    const open = async (fragment = ''): Promise<PlannerPage> => {
      const page = await context.newPage();
      complaints.push(await watch(page));
      await page.goto(site.url + fragment);
      return new PlannerPage(page);
    };
    await use({ site, context, open });
    await context.close();
    await site.remove();
    expect(complaints.flat()).toEqual([]);
  },
});

/** Until the service worker has the whole page and answers for it. */
export async function kept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? 'none'), { timeout: 60_000 })
    .toBe('activated');
}

/** The page after its first visit, without a network, and when there is a new version. */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { expectAccessibleAtEachWidth } from './axe.ts';
import { watch } from './watch.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { serveSite, type StaticSite } from './staticSite.ts';

const NEW_VERSION = 'A new version is ready: reload to have it. Your plans stay as they are.';

interface Visit {
  readonly site: StaticSite;
  readonly context: BrowserContext;
  /** Another tab of the same browser, at the same site. */
  readonly open: (fragment?: string) => Promise<PlannerPage>;
}

const visiting = test.extend<{ visit: Visit }>({
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
async function kept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? 'none'), { timeout: 60_000 })
    .toBe('activated');
}

async function deployed(page: Page): Promise<string | null> {
  const note = page.locator('meta[name=deployed]');
  return (await note.count()) === 0 ? null : note.getAttribute('content');
}

visiting('after one visit the page works without a network: in, out, solved, shared', async ({ visit }) => {
  const { site, context } = visit;
  const first = await visit.open();
  await expect(first.page.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
  await kept(first.page);
  await context.setOffline(true);
  await site.takeDown();

  // The tab that was there before asks for parts that it had no use for until now.
  await first.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
  await expect(first.gpu(0).instance('3g.20gb', 0)).toBeVisible();

  await first.page.reload();
  await expect(first.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  expect(await first.exportText('Layout notation')).toContain('3g.20gb@0=chat-a');
  await first.page.keyboard.press('Escape');
  // The solver is a worker with a script of its own.
  await expect(first.profile('4g.20gb')).toHaveAccessibleName(/1 after repacking/);
  const link = new URL(await first.shareLink());

  const second = await visit.open(link.hash);
  await expect(second.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
});

visiting('a new version is said and waits; the reload has it, and nothing is lost', async ({ visit }) => {
  const { site, context } = visit;
  const planner = await visit.open();
  const { page } = planner;
  await kept(page);
  const other = await visit.open();
  await planner.startFrom('The article');

  site.deploy('next');
  await page.reload();
  await expect(planner.message).toHaveText(NEW_VERSION, { timeout: 60_000 });
  expect(await deployed(page)).toBeNull();
  await expectAccessibleAtEachWidth(page);
  // Work goes on with the version that is open, and what is done now is there afterwards.
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  await expect(planner.message).toContainText('waits again');

  await page.getByRole('button', { name: 'Reload for the new version' }).click();
  await expect.poll(() => deployed(page)).toBe('assets/next.js');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Reload for the new version' })).toBeHidden();

  // The other tab is left as it is, and offered the same.
  expect(await deployed(other.page)).toBeNull();
  await other.page.getByRole('button', { name: 'Reload for the new version' }).click();
  await expect.poll(() => deployed(other.page)).toBe('assets/next.js');

  // The new one is kept as whole as the first.
  await context.setOffline(true);
  await site.takeDown();
  await page.reload();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
  expect(await deployed(page)).toBe('assets/next.js');
});

visiting('a new version that does not come over whole is none yet', async ({ visit }) => {
  const planner = await visit.open();
  const { page } = planner;
  await kept(page);
  // The script of the new version is there, its page is not: as a host is for a moment while files are put there.
  visit.site.deployScriptOnly('half');
  const states = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    const next = registration.installing;
    if (next === null) return 'no attempt';
    return new Promise<string>((resolve) => {
      next.addEventListener('statechange', () => {
        if (next.state !== 'installing') resolve(next.state);
      });
    });
  });
  expect(states).toBe('redundant');
  await visit.context.setOffline(true);
  await page.reload();
  await planner.startFrom('One empty host');
  await expect(page.getByRole('button', { name: 'Reload for the new version' })).toBeHidden();
});

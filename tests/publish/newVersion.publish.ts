/** A new version of the page at its host, for who has the one before. */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessibleAtEachWidth } from '../../e2e/axe.ts';
import { planOf } from '../../e2e/pages/PlannerPage.ts';
import { kept, visiting } from '../../e2e/visit.ts';
import { makePlanJson } from '../../src/formats/planJson.ts';

/** When a browser has fetched another version, and a page has opened its plans, is up to the machine. */
const SLOW = { timeout: 60_000 };
const NEW_VERSION = 'A new version is ready: reload to have it. Your plans stay as they are.';

const sign = (page: Page): Locator => page.getByRole('button', { name: 'Reload for the new version' });

async function deployed(page: Page): Promise<string | null> {
  const note = page.locator('meta[name=deployed]');
  return (await note.count()) === 0 ? null : note.getAttribute('content');
}

visiting('a new version is said and waits; the reload has it, and nothing is lost', async ({ visit }) => {
  const { site, context } = visit;
  const planner = await visit.open();
  const { page } = planner;
  await kept(page);
  const other = await visit.open();
  await planner.startFrom('The article');

  site.deploy('next');
  await page.reload();
  await expect(sign(page)).toBeVisible(SLOW);
  await expect(planner.message).toHaveText(NEW_VERSION);
  expect(await deployed(page)).toBeNull();
  await expectAccessibleAtEachWidth(page);
  // Work goes on with the version that is open, and what is done now is there afterwards.
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  await expect(planner.message).toContainText('waits again');

  await sign(page).click();
  await expect.poll(() => deployed(page), SLOW).toBe('assets/next.js');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible(SLOW);
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await expect(sign(page)).toBeHidden();

  // The other tab is left as it is, and offered the same.
  expect(await deployed(other.page)).toBeNull();
  await sign(other.page).click();
  await expect.poll(() => deployed(other.page), SLOW).toBe('assets/next.js');

  // The new one is kept as whole as the first.
  await context.setOffline(true);
  await site.takeDown();
  await page.reload();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible(SLOW);
  expect(await deployed(page)).toBe('assets/next.js');
});

visiting(
  'where the stored plans are slow to open, a new version is said after what they have to say',
  async ({ visit }) => {
    const planner = await visit.open();
    const { page } = planner;
    await kept(page);
    // What another tab had not saved when it was killed: that it is recovered is said when it is.
    const text = makePlanJson(planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0'));
    const unsaved = { planId: 'of-another-tab', base: 0, text, undone: 0, steps: [], at: 0, change: null };
    await page.evaluate(
      (entry) => localStorage.setItem('mig-planner.unsaved.gone', entry),
      JSON.stringify(unsaved),
    );
    // The page asks this before it opens its plans, and is answered when the test says so.
    await visit.context.addInitScript(() => {
      const query = navigator.locks.query.bind(navigator.locks);
      const asked = new Promise<void>((resolve) => Object.assign(window, { answer: resolve }));
      navigator.locks.query = () => asked.then(query);
    });

    visit.site.deploy('next');
    await page.reload();
    await expect(sign(page)).toBeVisible(SLOW);
    await page.evaluate(() => (window as unknown as { answer: () => void }).answer());
    await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible(SLOW);
    await expect(planner.message).toHaveText(NEW_VERSION);
  },
);

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
  await expect(sign(page)).toBeHidden();
});

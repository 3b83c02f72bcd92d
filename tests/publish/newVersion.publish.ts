/** A new version of the page at its host, for who has the one before. */
import { expect, type Page } from '@playwright/test';
import { expectAccessibleAtEachWidth } from '../../e2e/axe.ts';
import { kept, visiting } from '../../e2e/visit.ts';

const NEW_VERSION = 'A new version is ready: reload to have it. Your plans stay as they are.';

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

/** Plans in the browser's own storage: none is lost silently, whatever happens to the tab or to the storage. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleAtEachWidth, LOOK } from './axe.ts';
import { expect, test, watch } from './fixtures.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { PlansDialog } from './pages/PlansDialog.ts';
import { letItBeFull, setFull } from './storage.ts';

async function openTab(page: Page): Promise<PlannerPage> {
  const tab = await page.context().newPage();
  const planner = new PlannerPage(tab);
  await planner.open();
  return planner;
}

test('by keyboard: duplicate, rename, open, delete, undo, and back to an earlier version', async ({
  planner,
}) => {
  const { page } = planner;
  const { keyboard } = page;
  await planner.startFrom('The article');
  const plans = new PlansDialog(page);
  await plans.open();
  await expect(plans.plan('The article')).toBeFocused();
  await expect(plans.row('The article')).toContainText('open now');
  await expect(plans.row('The article')).toContainText('1 host, 1 GPU, 2 VMs');

  await plans.choose('The article', 'Duplicate');
  await expect(plans.plan('The article-2')).toBeFocused();
  await plans.choose('The article-2', 'Rename');
  const field = page.getByRole('textbox', { name: 'New name of The article-2' });
  await expect(field).toBeFocused();
  // With the key press itself and not a frame later: the next key may come before the next frame.
  const next = await field.evaluate(async (one) => {
    one.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await Promise.resolve();
    return document.activeElement?.ariaLabel;
  });
  expect(next).toBe('Open The article-2');
  await expect(plans.plan('The article-2')).toBeFocused();
  await plans.choose('The article-2', 'Rename');
  await keyboard.insertText('night shift');
  await keyboard.press('Enter');
  await expect(plans.done).toHaveText('Renamed to night shift.');
  await expect(plans.plan('night shift')).toBeFocused();
  await keyboard.press('Enter');
  await expect(plans.dialog).toBeHidden();
  await expect(planner.planName).toHaveText('night shift');

  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await keyboard.press('Delete');
  await plans.open();
  // The list comes from the database: keys pressed before it is there go nowhere.
  await expect(plans.plan('night shift')).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(plans.plan('The article')).toBeFocused();
  await plans.choose('night shift', 'Delete');
  await expect(plans.done).toHaveText('Deleted night shift.');
  await expect(plans.plan('The article')).toBeFocused();
  await plans.undo.focus();
  await keyboard.press('Enter');
  await expect(plans.plan('night shift')).toBeFocused();
  await expect(planner.planName).toHaveText('night shift');

  await plans.choose('night shift', 'Versions');
  const version = plans.dialog.getByRole('listitem').first();
  await expect(version).toContainText('1 instance more than now');
  await version.getByRole('button').focus();
  await keyboard.press('Enter');
  await expect(plans.done).toContainText('What it was until now is a version, too.');
  await keyboard.press('Escape');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await planner.undo.focus();
  await keyboard.press('Enter');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
});

test('a deleted plan can be brought back after a reload, and a new plan leaves the old one where it was', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The order trap');
  await planner.more('New plan');
  await page.getByRole('button', { name: 'Open your plan' }).click();
  const plans = new PlansDialog(page);
  await plans.choose('The order trap', 'Delete');
  await expect(plans.done).toHaveText('Deleted The order trap.');
  await page.reload();
  await plans.open();
  await plans.dialog.getByText('1 deleted plan').click();
  await plans.dialog.getByRole('button', { name: 'Restore The order trap' }).click();
  await plans.plan('The order trap').click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

test('a tab that crashes right after an edit has lost nothing', async ({ context }) => {
  const page = await context.newPage();
  const planner = new PlannerPage(page);
  await planner.open();
  await planner.startFrom('The article');
  await planner.rename('before the crash');
  const client = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void client.send('Page.crash').catch(() => undefined);
  await crashed;
  const again = new PlannerPage(await context.newPage());
  await again.open();
  await expect(again.planName).toHaveText('before the crash');
  await again.undo.click();
  await expect(again.planName).not.toHaveText('before the crash');
});

test('a browser that refuses storage: said for as long as it is so, and nothing else is different', async ({
  page,
}) => {
  const complaints = await watch(page);
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('not here', 'SecurityError');
    };
  });
  const planner = new PlannerPage(page);
  await planner.open();
  await expect(planner.message).toContainText('keeps no data for the page');
  await planner.startFrom('The article');
  await planner.rename('kept in the tab');
  const name = page.getByRole('button', { name: 'kept in the tab' });
  await expect(page.getByRole('button', { name: 'Not saved' })).toBeVisible();
  expect(await name.evaluate((it) => it.scrollWidth - it.clientWidth), 'the name is not cut').toBe(0);
  await page.getByRole('button', { name: 'Not saved' }).click();
  const dialog = planner.dialog('Not saved');
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download the plan' }).click();
  expect((await download).suggestedFilename()).toBe('plan.mig-plan.json');
  await page.reload();
  await expect(planner.planName).toHaveText('kept in the tab');
  await expect(page.getByRole('button', { name: 'Not saved' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('two tabs on one plan: changes arrive, and where both have their own the user says which goes on', async ({
  page,
}) => {
  const complaints = await watch(page);
  await letItBeFull(page);
  const planner = new PlannerPage(page);
  await planner.open();
  await planner.startFrom('The article');
  const other = await openTab(page);
  await expect(other.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await other.rename('from the other');
  await expect(planner.planName).toHaveText('from the other');
  await expect(planner.message).toContainText('changed in another tab, and now here too');
  await planner.undo.click();
  await expect(other.planName).toHaveText('The article');

  // Storage that is full breaks nothing: the edit stands, and is said to be unsaved.
  await setFull(page, true);
  await planner.rename('mine');
  await expect(page.getByRole('button', { name: 'Not saved' })).toBeVisible();
  await expect(planner.message).toContainText('storage for the page is full');
  await other.rename('theirs');
  await setFull(page, false);
  await planner.rename('mine too');
  await page.getByRole('button', { name: 'Changed in two tabs' }).click();
  await planner.dialog('Changed in two tabs').getByRole('button', { name: 'Keep mine as a copy' }).click();
  await expect(planner.planName).toHaveText('mine too (mine)');
  await expect(page.getByRole('button', { name: /Not saved|Changed in two/ })).toBeHidden();
  const plans = new PlansDialog(page);
  await plans.open();
  await expect(plans.plan('theirs')).toBeVisible();
  await expect(plans.plan('mine too (mine)')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('axe finds nothing in the dialogs of the library', LOOK, async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The order trap');
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  const plans = new PlansDialog(page);
  await plans.open();
  await plans.choose('The order trap', 'Duplicate');
  await plans.choose('The order trap-2', 'Delete');
  await expect(plans.undo).toBeVisible();
  await plans.dialog.getByText('1 deleted plan').click();
  await expectAccessibleAtEachWidth(page);
  await plans.choose('The order trap', 'Rename');
  await expectAccessibleAtEachWidth(page);
  await page.keyboard.press('Escape');
  await plans.choose('The order trap', 'Versions');
  await expect(plans.dialog.getByRole('button', { name: /^Go back to the version/ })).toBeVisible();
  await expectAccessibleAtEachWidth(page);
});

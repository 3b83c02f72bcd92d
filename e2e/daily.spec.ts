/**
 * A day's work without a mouse: 4 hosts of 4 A100s, 100 VMs from a pasted table, placed, shared, opened again, changed in
 * two tabs, and back after a crash and after a storage that refuses. Nothing is lost.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { VmDock } from './pages/VmDock.ts';
import { letItBeFull, setFull } from './storage.ts';

/** 6 + 12 + 92 of 112 compute slices. */
const TABLE = [
  'name\ttype\tcount\tgroup',
  'train\tA100-3-20C\t2\tkeep-apart',
  'ocr\tA100-2-10C\t6\t',
  'chat\tA100-1-5C\t92\t',
].join('\n');

async function addHost(planner: PlannerPage, keys: Keys, name: string): Promise<void> {
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Add host', exact: true }));
  const dialog = planner.dialog('Add host');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await keys.replaceWith(name);
  await keys.tabTo(dialog.getByRole('spinbutton', { name: 'Number of GPUs' }));
  await keys.replaceWith('4');
  await keys.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(planner.gpu(3, name).group).toBeVisible();
}

async function addGpus(planner: PlannerPage, keys: Keys, host: string): Promise<void> {
  const region = planner.page.getByRole('region', { name: host, exact: true });
  await keys.tabAndEnter(region.getByRole('button', { name: `Add GPU to ${host}` }));
  await keys.tabTo(region.getByRole('textbox', { name: 'How many' }));
  await keys.replaceWith('3');
  await keys.press('Enter');
  await expect(planner.gpu(3, host).group).toBeVisible();
}

async function pasteVms(planner: PlannerPage, keys: Keys): Promise<void> {
  const dock = new VmDock(planner.page);
  await keys.toPane(dock.region);
  await keys.tabAndEnter(dock.region.getByRole('button', { name: 'Paste VMs' }));
  await expect(dock.table).toBeFocused();
  await keys.type(TABLE);
  await expect(dock.dialog.getByRole('status')).toContainText('100 VMs from 3 rows.');
  await keys.press('ControlOrMeta+Enter');
  await expect(dock.dialog).toBeHidden();
  await expect(planner.message).toContainText('All 100 are placed.');
}

/** The link of the whole plan, asked for by keyboard: what two plans are compared by. */
async function linkOf(planner: PlannerPage): Promise<string> {
  const keys = new Keys(planner.page);
  await keys.toPane(planner.page.getByRole('banner'));
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Share', exact: true }));
  const dialog = planner.dialog('Share');
  const link = await dialog.getByRole('textbox', { name: 'Share link' }).inputValue();
  await keys.press('Escape');
  await expect(dialog).toBeHidden();
  return link;
}

async function rename(planner: PlannerPage, name: string): Promise<void> {
  const keys = new Keys(planner.page);
  await keys.toPane(planner.page.getByRole('banner'));
  await keys.tabAndEnter(planner.planName);
  await keys.replaceWith(name);
  await keys.press('Enter');
  await expect(planner.planName).toHaveText(name);
}

async function openTab(context: BrowserContext, address = ''): Promise<PlannerPage> {
  const tab = await context.newPage();
  await tab.goto(address);
  return new PlannerPage(tab);
}

async function crash(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void client.send('Page.crash').catch(() => undefined);
  await crashed;
}

test('a fleet is made, shared, opened again, changed in two tabs, and survives a crash and a storage that refuses', async ({
  planner,
  browser,
  context,
}) => {
  test.slow();
  const keys = new Keys(planner.page);
  await keys.tabAndEnter(planner.page.getByRole('button', { name: /^One empty host/ }));
  await addGpus(planner, keys, 'esx-01');
  for (const name of ['esx-02', 'esx-03', 'esx-04']) await addHost(planner, keys, name);
  await pasteVms(planner, keys);
  await expect(planner.figures).toContainText('VMs placed100');
  await expect(planner.figures).toContainText('GPUs in use16 of 16');

  // Shared, and opened by somebody else.
  const link = await linkOf(planner);
  const elsewhere = await browser.newContext();
  const visitor = await openTab(elsewhere, link);
  await expect(visitor.figures).toContainText('VMs placed100');
  expect(await linkOf(visitor)).toBe(link);
  await elsewhere.close();

  // Opened again here, and changed in both tabs.
  const second = await openTab(context);
  await expect(second.figures).toContainText('VMs placed100');
  await rename(second, 'changed in the second tab');
  await expect(planner.planName).toHaveText('changed in the second tab');
  const ocr = planner.page.getByRole('button', { name: /^2g\.10gb at slice/ }).first();
  await keys.tabTo(ocr);
  await keys.press('Delete');
  await expect(planner.message).toContainText('waits again');
  await expect(second.figures).toContainText('VMs placed99');
  expect(await linkOf(second)).toBe(await linkOf(planner));

  // The second tab crashes on the heels of an edit.
  await rename(second, 'just before the crash');
  await crash(second.page);
  const third = await openTab(context);
  await expect(third.planName).toHaveText('just before the crash');
  await expect(third.figures).toContainText('VMs placed99');
  const thirdKeys = new Keys(third.page);
  await thirdKeys.toPane(third.page.getByRole('banner'));
  await thirdKeys.tabAndEnter(third.undo);
  await expect(third.planName).toHaveText('changed in the second tab');

  // The storage refuses: it is said, and the file keeps what the browser does not.
  await third.page.close();
  await letItBeFull(planner.page);
  await planner.page.reload();
  await setFull(planner.page, true);
  await rename(planner, 'only in the file');
  const kept = await linkOf(planner);
  await keys.toPane(planner.page.getByRole('banner'));
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Not saved' }));
  const waiting = planner.page.waitForEvent('download');
  await keys.tabAndEnter(planner.dialog('Not saved').getByRole('button', { name: 'Download the plan' }));
  const file = await (await waiting).path();
  await planner.page.close();

  const last = await openTab(context);
  await expect(last.figures).toContainText('VMs placed99');
  const lastKeys = new Keys(last.page);
  await lastKeys.tabAndEnter(last.page.getByRole('button', { name: 'Import', exact: true }));
  const importing = last.dialog('Import');
  const chooser = last.page.waitForEvent('filechooser');
  await lastKeys.tabAndEnter(importing.getByRole('button', { name: 'Choose a file' }));
  await (await chooser).setFiles(file);
  await lastKeys.tabTo(importing.getByRole('radio', { name: 'Read-only' }));
  await lastKeys.press('ArrowRight', 'ArrowRight');
  await lastKeys.tabAndEnter(importing.getByRole('button', { name: 'Open the plan' }));
  await expect(importing).toBeHidden();
  await expect(last.planName).toHaveText('only in the file');
  expect(await linkOf(last)).toBe(kept);
});

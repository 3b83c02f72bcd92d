/** Faults that planners of this kind are known for, each tried here once. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { VmDock } from './pages/VmDock.ts';

/** Presses Tab inside a dialog until the control with that name has the focus. */
async function tabInDialog(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('dialog').getByRole('button', { name, exact: true });
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${name}`);
}

test('Enter on Cancel cancels', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill('esx-02/0 a100-pcie-40gb: 7g.40gb@0');
  await expect(dialog.getByRole('button', { name: 'Add esx-02' })).toBeEnabled();
  await tabInDialog(page, 'Cancel');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(planner.gpu(0, 'esx-02').group).toBeHidden();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
});

test('Delete removes what has the focus, not what is selected', async ({ planner }) => {
  await planner.startFrom('The article');
  const gpu = planner.gpu(0);
  await gpu.instance('3g.20gb', 0).click();
  await expect(planner.page.getByRole('complementary', { name: 'Inspector' })).toContainText('train-1');
  await gpu.instance('3g.20gb', 4).focus();
  await planner.page.keyboard.press('Delete');
  await expect(gpu.instance('3g.20gb', 4)).toBeHidden();
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(planner.message).toContainText('train-2 waits again');
});

test('Escape ends a drag, and letting go afterwards places nothing', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  const gpu = planner.gpu(0);
  const step = await planner.undo.getAttribute('title');
  await planner.dragOver(planner.profile('3g.20gb'), gpu.group);
  await expect(gpu.starts.first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(gpu.starts).toHaveCount(0);
  await expect(planner.message).toContainText('put back');
  await page.mouse.up();
  await expect(gpu.group).toContainText('Nothing placed');
  await expect(planner.undo).toHaveAttribute('title', step ?? '');
  // And the next drag is a drag again.
  await planner.dragProfile('3g.20gb', gpu, 4);
});

test('what the drop would do is what it does, at the edge between two starts too', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  const gpu = planner.gpu(0);
  const { mouse } = page;
  for (const share of [0.3, 0.5, 0.7]) {
    await planner.dragOver(planner.profile('2g.10gb'), planner.profiles.getByRole('heading').first());
    const box = await gpu.group.boundingBox();
    // At one go: what is said of a slice is said of this place, and not of one on the way.
    await mouse.move(box!.x + 18 + (box!.width - 18) * share, box!.y + box!.height / 2);
    await expect(planner.message).toContainText(/2g\.10gb at slice [024] of GPU 0/);
    const said = /at slice ([0-9])/.exec((await planner.message.textContent()) ?? '')?.[1];
    await mouse.up();
    await expect(gpu.instance('2g.10gb', Number(said))).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(gpu.group).toContainText('Nothing placed');
  }
});

test('only the status line speaks: nothing of the drag library does', async ({ planner }) => {
  const { page } = planner;
  const speaking = page.locator(
    '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], output',
  );
  await planner.startFrom('One empty host');
  await expect(speaking).toHaveCount(1);
  await planner.dragOver(planner.profile('3g.20gb'), planner.gpu(0).group);
  await expect(speaking).toHaveCount(1);
  await expect(speaking).toHaveAccessibleName('Message');
  await page.mouse.up();
  await expect(speaking).toHaveCount(1);
  await expect(page.getByText(/draggable item|droppable area|Picked up/)).toHaveCount(0);
});

test('a download is whole, and its address outlives the click', async ({ planner }) => {
  const { page } = planner;
  await page.addInitScript(() => {
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.revokeObjectURL = (address: string) => {
      document.documentElement.dataset['revoked'] = address;
      revoke(address);
    };
  });
  await page.reload();
  await planner.startFrom('The order trap');
  const text = await planner.exportText('Layout notation');
  const waiting = page.waitForEvent('download');
  await planner
    .dialog('Export')
    .getByRole('button', { name: /^Download/ })
    .click();
  const download = await waiting;
  await expect(page.locator('html')).not.toHaveAttribute('data-revoked');
  expect(await readFile(await download.path(), 'utf8')).toBe(text);
});

test('no parser speaks for itself: broken input is answered in the words of the planner', async ({
  planner,
}) => {
  const dialog = await planner.openDialog('Import');
  const field = dialog.getByRole('textbox', { name: 'Text to import' });
  const verdict = dialog.getByRole('status');
  let before = '';
  for (const text of [
    '{"format": "mig-plan", "version": 1, "hosts": [',
    '{"format": "mig-plan", "version": 1, "name": undefined}',
    '{"format": "mig-plan", "version": 1, "hosts": 7}',
    '#p=1.9.zzzz.AAAA',
    '\u0000\u0001\u0002',
  ]) {
    await field.fill(text);
    await expect(verdict).not.toHaveText(before);
    await expect(verdict).not.toBeEmpty();
    before = (await verdict.textContent()) ?? '';
    await expect(dialog).not.toContainText(
      /SyntaxError|Unexpected (token|end)|JSON\.parse|undefined is not|at position|TypeError|invalid (distance|block)/i,
    );
  }
});

test('an export holds what is filtered out, folded away and out of sight', async ({ planner }) => {
  const { page } = planner;
  const dock = new VmDock(page);
  await planner.openLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b\nesx-02/0 a100-pcie-40gb: 7g.40gb@0=big',
  );
  const whole = await planner.exportText('VM table as CSV');
  expect(whole.match(/chat-a|chat-b|big/g)).toHaveLength(3);
  await page.keyboard.press('Escape');
  const link = await planner.shareLink();

  await dock.filter.fill('nothing is called so');
  await dock.list('Waiting').check();
  await expect(planner.vm('chat-a')).toBeHidden();
  await dock.region.getByRole('button', { name: 'Fold the VMs' }).click();
  expect(await planner.exportText('VM table as CSV')).toBe(whole);
  await page.keyboard.press('Escape');
  expect(await planner.shareLink()).toBe(link);
});

/** A link or a plan file opens to be read: nothing changes it, nothing of one's own is lost, and it can be made one's own. */
import { expect, test } from './fixtures.ts';
import { ComparePlansPage } from './pages/ComparePlansPage.ts';
import { Keys } from './pages/Keys.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

const READ_ONLY = 'This plan is read-only.';

const THEIRS = 'esx-07/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 2g.10gb@4\nesx-07/1 a100-pcie-40gb:';

/** One's own plan is open, and there is a link to another. */
async function linkBesideOwn(planner: PlannerPage): Promise<string> {
  await planner.startFrom('The article');
  await planner.rename('Mine');
  return planner.linkTo(THEIRS, 'Theirs');
}

test('a link opens to be read beside a plan of one’s own, which comes back with its steps', async ({
  planner,
}) => {
  const { page, review } = planner;
  const link = await linkBesideOwn(planner);
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  await page.goto(link);
  await expect(review).toContainText('Read-only. This plan came by a link.');
  await expect(review).toContainText('“Mine” is as you left it');
  await expect(planner.gpu(0, 'esx-07').instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  // A second link that cannot be read takes nothing away, not even from the address.
  const own = new URL(page.url()).hash;
  await page.evaluate(() => (window.location.hash = '#p=9.5.abcde.AAAAA'));
  await expect(planner.message).toContainText('Theirs is still open.');
  expect(new URL(page.url()).hash).toBe(own);
  // A reload shows the same again, and one's own waits below it.
  await page.reload();
  await expect(review).toBeVisible();
  await expect(planner.gpu(0, 'esx-07').instance('2g.10gb', 4)).toBeVisible();
  await review.getByRole('button', { name: 'Back to mine' }).click();
  await expect(review).toBeHidden();
  await expect(planner.message).toHaveText('Theirs was closed. Mine is open as you left it.');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await page.reload();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await expect(review).toBeHidden();
});

test('nothing changes it: not the mouse, not the keys, not menus, panels, VMs or the console', async ({
  planner,
}) => {
  const { page, review } = planner;
  const link = await linkBesideOwn(planner);
  await page.goto(link);
  await expect(review).toBeVisible();
  const gpu = planner.gpu(0, 'esx-07');
  const block = gpu.instance('3g.20gb', 0);

  await planner.drag(block, planner.gpu(1, 'esx-07').group);
  await expect(planner.message).toContainText(READ_ONLY);
  await planner.drag(planner.profile('1g.5gb'), planner.gpu(1, 'esx-07').group);
  await planner.profile('1g.5gb').click();
  await expect(page.getByRole('button', { name: /^Place 1g\.5gb/ })).toHaveCount(0);
  await block.focus();
  for (const key of ['Space', 'ArrowRight', 'Enter', 'Delete', 'Backspace', 'Control+z', 'Control+y'])
    await page.keyboard.press(key);
  await expect(planner.message).toContainText(READ_ONLY);

  // What would change it is not offered; what shows it is.
  await page.getByRole('button', { name: 'Actions for GPU 0 on esx-07' }).click();
  await expect(page.getByRole('menuitem')).toHaveText([/^Notes/, /^Copy layout/]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Actions for esx-07' }).click();
  await expect(page.getByRole('menuitem', { name: /Paste|Clear/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  for (const name of ['Add GPU to esx-07', 'Add host', 'Add VM', 'Paste VMs', 'Remove chat-a', 'Lift chat-a'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  await expect(planner.instanceChoice('chat-a')).toBeDisabled();
  await page.getByTitle('Settings of esx-07').click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('combobox', { name: 'Platform' })).toBeDisabled();
  await expect(inspector.getByRole('textbox', { name: 'Driver' })).toHaveAttribute('readonly', '');
  await expect(inspector.getByRole('button', { name: 'Remove host' })).toHaveCount(0);
  await block.click();
  await expect(
    inspector.getByRole('button', { name: /^(Move|Remove|Add a VM|Back to waiting)/ }),
  ).toHaveCount(0);
  await expect(inspector).toContainText('grid_a100-3-20c');

  await page.getByRole('button', { name: 'Actions for esx-07' }).click();
  await page.getByRole('menuitem', { name: 'Terminal' }).click();
  const terminal = page.getByRole('region', { name: 'Console' });
  await terminal.getByRole('textbox', { name: 'Command' }).fill('nvidia-smi -i 1 -mig 1');
  await page.keyboard.press('Enter');
  await expect(planner.message).toContainText(READ_ONLY);
  // The machine stays what the plan says, and can be looked at.
  await expect(terminal.getByRole('log')).toContainText('was not run');
  await expect(terminal.getByRole('list', { name: /^GPUs of / })).not.toContainText('MIG on');
  await terminal.getByRole('button', { name: 'Close the console' }).click();

  // It is the very plan that was sent.
  expect(await planner.shareLink()).toBe(link);
});

test('it can be searched, exported, compared and repacked in thought', async ({ planner }) => {
  const { page, review } = planner;
  const link = await linkBesideOwn(planner);
  await page.goto(link);
  await expect(review).toBeVisible();
  await planner.search.fill('chat-a');
  await expect(planner.found.getByRole('option', { name: /chat-a/ })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await planner.exportText('Layout notation')).toContain('esx-07/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
  await page.keyboard.press('Escape');
  const comparing = await planner.openDialog('Compare');
  await comparing
    .getByRole('textbox', { name: 'What the hosts print' })
    .fill('[root@esx-07:~] nvidia-smi mig -lgi\n|   0  MIG 2g.10gb   14   6   4:2   |\n');
  await expect(comparing.getByRole('status', { name: 'Comparison' })).toContainText(/missing/);
  await expect(comparing.getByRole('button', { name: /^Record/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Repack', exact: true }).click();
  const repacking = planner.dialog('Repack');
  await expect(repacking).toBeVisible();
  await expect(repacking.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(repacking.getByRole('button', { name: 'Apply as one step' })).toHaveCount(0);
});

test('it is compared with the plan that it was opened over: mine before, theirs after', async ({
  planner,
}) => {
  const { page, review } = planner;
  const compare = new ComparePlansPage(planner);
  const link = await linkBesideOwn(planner);
  await page.goto(link);
  await review.getByRole('button', { name: 'Compare with mine' }).click();
  await expect(compare.dialog).toContainText('Mine → Theirs');
  await expect(compare.other.getByRole('option', { name: 'Mine', exact: true })).toHaveCount(1);
  await expect(compare.other.locator('option:checked')).toHaveText('Mine');
  await expect(compare.dialog).toContainText('Hosts are matched by name, GPUs by host and index');
  await expect(compare.change('Removed: host esx-01, 1 GPU.')).toBeVisible();
  await expect(compare.change('Added: host esx-07, 2 GPUs.')).toBeVisible();
});

test('by keyboard: compared with mine, and back on the same button', async ({ planner }) => {
  const { page, review } = planner;
  const keys = new Keys(page);
  const compare = new ComparePlansPage(planner);
  await planner.startFrom('The article');
  const link = await planner.shareLink();
  // Changed since: the very next thing is the other's plan, whether this is saved by then or not.
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  await page.goto(link);
  await expect(review).toBeVisible();
  const button = review.getByRole('button', { name: 'Compare with mine' });
  await keys.tabAndEnter(button);
  await expect(compare.other).toBeFocused();
  await expect(compare.verdict).toHaveText('1 instance added; 1 VM changed.');
  await keys.press('Escape');
  await expect(compare.dialog).toBeHidden();
  await expect(button).toBeFocused();
  await keys.tabAndEnter(review.getByRole('button', { name: 'Back to mine' }));
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
});

test('made mine it goes on where it was, beside one’s own plan; by keyboard', async ({ planner }) => {
  const { page, review } = planner;
  const keys = new Keys(page);
  await planner.openLayout(THEIRS);
  await planner.rename('Theirs');
  const link = await planner.shareLink();
  await planner.more('New plan');
  await planner.startFrom('The article');
  await planner.rename('Mine');
  await page.goto(link);
  await expect(review).toBeVisible();
  const gpu = planner.gpu(0, 'esx-07');
  await gpu.instance('2g.10gb', 4).focus();
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: '2g.10gb' })).toBeVisible();
  await keys.tabTo(review.getByRole('button', { name: 'Make it mine' }));
  await page.keyboard.press('Enter');
  await expect(review).toBeHidden();
  // It is a plan of this browser already, and there is no copy of it.
  await expect(planner.planName).toHaveText('Theirs');
  await expect(planner.message).toHaveText(
    'Theirs is among your plans already, the very same: that one is open. Mine is among them too.',
  );
  await expect(inspector.getByRole('heading', { name: '2g.10gb' })).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  await gpu.instance('2g.10gb', 4).focus();
  await page.keyboard.press('Delete');
  await expect(gpu.instance('2g.10gb', 4)).toBeHidden();
  await page.reload();
  await expect(planner.planName).toHaveText('Theirs');
  await expect(gpu.instance('2g.10gb', 4)).toBeHidden();

  // Now that it is another, the link is one more plan.
  await page.goto(link);
  await keys.tabTo(review.getByRole('button', { name: 'Make it mine' }));
  await page.keyboard.press('Enter');
  await expect(planner.planName).toHaveText('Theirs-2');
  await expect(planner.message).toHaveText(
    'Theirs-2 is yours now, and can be changed. Theirs is among your plans.',
  );
});

test('a plan file opens to be read, is kept so by a reload, and may be opened as one’s own at once', async ({
  planner,
}) => {
  const { page, review } = planner;
  await planner.startFrom('The order trap');
  const json = await planner.exportText('Plan JSON');
  await page.keyboard.press('Escape');
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  const file = { name: 'trap.json', mimeType: 'application/json', buffer: Buffer.from(json) };
  const dialog = await planner.openDialog('Import');
  await dialog.locator('input[type=file]').first().setInputFiles(file);
  await expect(dialog.getByRole('radio', { name: 'Read-only' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Open read-only' }).click();
  await expect(review).toContainText('This plan came from a file.');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await page.reload();
  await expect(review).toContainText('This plan came from a file.');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await review.getByRole('button', { name: 'Back to mine' }).click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await page.reload();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await expect(review).toBeHidden();
});

test('a visitor with nothing of his own reads, and makes it his own; the bar is there on a phone too', async ({
  planner,
}) => {
  const { page, review } = planner;
  await planner.openLayout('esx-07/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
  const link = await planner.shareLink();
  await planner.more('New plan');
  await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
  await page.goto(link);
  await expect(review.getByRole('button', { name: 'Close' })).toBeVisible();
  await expect(review.getByRole('button', { name: 'Compare with mine' })).toHaveCount(0);
  await planner.gpu(0, 'esx-07').instance('3g.20gb', 0).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(review.getByRole('button', { name: 'Make it mine' })).toBeInViewport();
  await review.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
});

test('where nothing can be done, empty places do not say what to do', async ({ planner }) => {
  const { page, review } = planner;
  await planner.openLayout('esx-07/0 a100-pcie-40gb:');
  const hint = planner.gpu(0, 'esx-07').group.getByText('Drag a profile here');
  await expect(hint).toBeVisible();
  const link = await planner.shareLink();
  await planner.more('New plan');
  await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
  await page.goto(link);
  await expect(review).toBeVisible();
  await expect(planner.gpu(0, 'esx-07').group).toBeVisible();
  await expect(hint).toBeHidden();
  await review.getByRole('button', { name: 'Make it mine' }).click();
  await expect(hint).toBeVisible();

  const onlyVms = {
    format: 'mig-plan',
    version: 1,
    vms: [{ name: 'a', attachments: [{ profile: '3g.20gb' }] }],
  };
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(JSON.stringify(onlyVms));
  await dialog.getByRole('button', { name: 'Open read-only' }).click();
  await expect(page.getByText('This plan has no hosts.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add host' })).toBeHidden();
});

/** Notes on hosts, GPUs and VMs: written in the inspector, marked where the thing is, found, and carried along. */
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';

test('by mouse: a GPU gets notes from its menu, is marked, and undo takes them away', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  const sign = page.getByRole('button', { name: 'Notes on GPU 0 on esx-01' });
  await expect(sign).toHaveCount(0);
  await page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' }).click();
  await page.getByRole('menuitem', { name: 'Notes' }).click();
  const field = page.getByRole('textbox', { name: 'Notes on GPU 0 on esx-01' });
  await expect(field).toBeFocused();
  await field.fill('fan is loud\nswap it in May');
  await page.getByTitle('Settings of esx-01').click();
  await expect(planner.message).toHaveText('Change the notes on GPU 0 on esx-01.');
  await expect(sign).toHaveAttribute('title', 'fan is loud\nswap it in May');
  const ofHost = page.getByRole('textbox', { name: 'Notes on esx-01' });
  await ofHost.fill('rack 7');
  await sign.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('fan is loud\nswap it in May');
  await expect(page.getByRole('button', { name: 'Notes on esx-01' })).toBeVisible();
  await planner.undo.click();
  await planner.undo.click();
  await expect(sign).toHaveCount(0);
  await expect(planner.message).toHaveText('Undone: Change the notes on GPU 0 on esx-01.');
});

test('by keyboard: a VM gets notes from its row; Escape puts back, Ctrl+Enter keeps', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  await planner.startFrom('The article');
  await keys.tabTo(planner.vms.getByRole('button', { name: 'Notes on train-1' }));
  await keys.press('Enter');
  const field = page.getByRole('textbox', { name: 'Notes on train-1' });
  await expect(field).toBeFocused();
  await page.keyboard.insertText('never mind');
  await keys.press('Escape');
  await expect(field).toHaveValue('');
  await page.keyboard.insertText('Rita restarts it on Mondays');
  await keys.press('Control+Enter');
  await expect(planner.message).toHaveText('Change the notes on train-1.');
  await expect(field).toBeFocused();

  // Found by a word of it, in the search and in the table of VMs.
  await planner.search.focus();
  await page.keyboard.insertText('mondays');
  const option = planner.found.getByRole('option', { name: /train-1/ });
  await expect(option).toContainText('Notes: Rita restarts it on Mondays');
  await keys.press('ArrowDown', 'Enter');
  await expect(field).toHaveValue('Rita restarts it on Mondays');
  await planner.vms.getByRole('searchbox', { name: 'Filter VMs' }).fill('rita');
  await expect(planner.vm('train-1')).toBeVisible();
  await expect(planner.vm('train-2')).toBeHidden();
});

test('they travel: in the link, the plan file, the runbook and the table', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await page.getByRole('button', { name: 'GPU 0', exact: true }).first().click();
  const field = page.getByRole('textbox', { name: 'Notes on GPU 0 on esx-01' });
  await field.fill('<b>loud</b> & =1+1');
  await field.press('Control+Enter');
  expect(await planner.exportText('Plan JSON')).toContain('"notes": "<b>loud</b> & =1+1"');
  await page.keyboard.press('Escape');
  expect(await planner.exportText('Runbook of the plan')).toContain('> &lt;b\\>loud&lt;/b\\> &amp; =1+1');
  await page.keyboard.press('Escape');
  expect(await planner.exportText('GPU table as CSV')).toContain('"<b>loud</b> & =1+1"');
  await page.keyboard.press('Escape');
  const link = await planner.shareLink();
  await planner.more('New plan');
  await page.goto(link);
  await expect(planner.review).toBeVisible();
  await page.getByRole('button', { name: 'Notes on GPU 0 on esx-01' }).click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('<b>loud</b> & =1+1');
  await expect(field).toHaveAttribute('readonly', '');
  await page.keyboard.insertText('mine');
  await expect(field).toHaveValue('<b>loud</b> & =1+1');
});

test('four thousand characters are the most, and the field says how many are left', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  await page.getByTitle('Settings of esx-01').click();
  const field = page.getByRole('textbox', { name: 'Notes on esx-01' });
  await field.fill('x'.repeat(3990));
  await expect(field).toHaveAccessibleDescription('10 of 4,000 characters left.');
  await page.keyboard.type('0123456789abc');
  await expect(field).toHaveValue(/0123456789$/);
  await field.press('Control+Enter');
});

test('on the strips of a fleet the sign stands beside what is said of the GPU', async ({ planner }) => {
  const { page } = planner;
  const gpus = Array.from(
    { length: 48 },
    (_, n) => `esx-0${1 + Math.floor(n / 8)}/${n % 8} a100-pcie-40gb: 3g.20gb@0`,
  );
  await planner.openLayout(gpus.join('\n'));
  await page.getByRole('button', { name: 'GPU 2', exact: true }).first().click();
  const field = page.getByRole('textbox', { name: 'Notes on GPU 2 on esx-01' });
  await field.fill('fan is loud');
  await field.press('Control+Enter');
  // Another one is looked at: GPU 2 is a strip again.
  await page.getByRole('button', { name: 'GPU 3', exact: true }).first().click();
  const sign = planner.gpu(2).group.getByRole('button', { name: 'Notes on GPU 2 on esx-01' });
  await sign.click();
  await expect(field).toBeFocused();
});

test('a note that is half typed when the page is loaded again is kept', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await planner.vms.getByRole('button', { name: 'Notes on train-1' }).click();
  const field = page.getByRole('textbox', { name: 'Notes on train-1' });
  await expect(field).toBeFocused();
  await page.keyboard.insertText('Rita restarts it on Mondays');
  await page.reload();
  await planner.vms.getByRole('button', { name: 'Notes on train-1' }).click();
  await expect(field).toHaveValue('Rita restarts it on Mondays');
});

/** Many hosts at once: a part of the plan alone on the board, and edits of all of it as one step. */
import { expect, test } from './fixtures.ts';
import { FleetBoard } from './pages/FleetBoard.ts';

const PLAN = `
esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4
esx-02/0 a100-pcie-40gb: 1g.5gb@0
esx-03/0 a100-pcie-40gb: 7g.40gb@0
esx-04/0 a100-pcie-40gb:
`;

test('what has room is shown alone, and its hosts are changed and taken away as one step each', async ({
  planner,
}) => {
  await planner.openLayout(PLAN);
  const { page, search, found, message } = planner;
  await search.fill('room for 7g.40gb');
  await found.getByRole('option', { name: /room for 7g\.40gb/ }).click();
  await expect(page.getByText('Showing 1 of 4 GPUs on 1 host: room for 7g.40gb')).toBeVisible();
  await expect(planner.gpu(0, 'esx-04').group).toBeVisible();
  await expect(planner.gpu(0, 'esx-01').group).toHaveCount(0);

  await search.fill('room for 3g.20gb');
  await found.getByRole('option', { name: /room for 3g\.20gb/ }).click();
  await expect(page.getByText('Showing 2 of 4 GPUs on 2 hosts: room for 3g.20gb')).toBeVisible();
  await page.getByRole('button', { name: 'Edit hosts' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit hosts' });
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await dialog.getByRole('textbox', { name: 'Driver' }).fill('R570');
  await dialog.getByRole('button', { name: 'Change 2 hosts' }).click();
  await expect(message).toContainText('Change the settings of esx-02 and esx-04.');
  await page.getByRole('button', { name: 'Edit hosts' }).click();
  await dialog.getByRole('button', { name: 'Remove 2 hosts' }).click();
  await expect(message).toContainText('Remove 2 hosts: esx-02 and esx-04.');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(planner.gpu(0, 'esx-04').group).toBeVisible();

  await page.getByTitle('Show these GPUs alone').click();
  await expect(page.getByText(/Showing 1 of 4 GPUs on 1 host: stranded slices/)).toBeVisible();
});

test('forty hosts are added from a range of names, as one step', async ({ planner }) => {
  await planner.openLayout(PLAN);
  const { page, message } = planner;
  await page.getByRole('button', { name: 'Add host' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add host' });
  await dialog.getByRole('button', { name: 'Many at once' }).click();
  const names = dialog.getByRole('textbox', { name: 'Names' });
  await names.fill('esx-[40-01]');
  await expect(dialog.getByText('Line 1: [40-01] is no range')).toBeVisible();
  await names.fill('esx-[01-40]');
  await expect(dialog.getByText(/already a host called “?esx-01|esx-01/).first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add 40 hosts' })).toBeDisabled();
  await names.fill('gpu-[01-40]');
  await expect(dialog.getByText('40 hosts, from gpu-01 to gpu-40.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add 40 hosts' }).click();
  await expect(message).toContainText('Add 40 hosts: gpu-01');
  await expect(page.getByText('44 GPUs on 44 hosts')).toBeVisible();
  await new FleetBoard(page).scrollToEnd();
  await expect(planner.gpu(0, 'gpu-40').group).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(planner.gpu(0, 'gpu-40').group).toHaveCount(0);
  await expect(planner.gpu(0, 'esx-04').group).toBeAttached();
});

/** Boards: a GPU that becomes another one, and what a board's vGPU types do to the VMs. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';

test('another board keeps the slices, asks which variant, says who waits, and is one step', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  const gpu = planner.gpu(0);
  await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  const board = page.getByRole('combobox', { name: 'Board', exact: true });
  await board.selectOption('a100-80gb');
  const preview = page.getByRole('region', { name: /becomes A100/ });
  await expect(preview).toContainText('2 instances keep their slices; train-1 and train-2 wait.');
  await expect(preview).toContainText('It may be A100D-3-40C or A100DX-3-40C there');
  await preview.getByRole('combobox', { name: 'Variant for vGPU types' }).selectOption('a100-hgx-80gb');
  await expect(preview).toContainText('2 instances keep their slices.');
  await expect(preview.getByRole('listitem').first()).toHaveText(/3g\.20gb at slice 0.*3g\.40gb/);
  // Nothing has happened yet.
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await preview.getByRole('button', { name: 'Change the board' }).click();
  await expect(planner.message).toContainText('Change the board of GPU 0 on esx-01 to A100');
  await expect(gpu.instance('3g.40gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(preview).toBeHidden();
  await expect(board).toBeFocused();
  await planner.undo.click();
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(board).toHaveValue('a100-pcie-40gb');
  await expect(planner.undo).toHaveAccessibleDescription(/Start from/);
});

test('by keyboard: the arrows show each board’s price, Leave it leaves it, Enter changes it', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  await planner.startFrom('The article');
  await keys.tabAndEnter(planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }));
  const board = page.getByRole('combobox', { name: 'Board', exact: true });
  await keys.tabTo(board);
  await keys.arrowTo('A30');
  const preview = page.getByRole('region', { name: /becomes A30/ });
  await expect(preview).toContainText('2 have no counterpart and go; train-1 and train-2 wait.');
  await keys.tabAndEnter(preview.getByRole('button', { name: 'Leave it' }));
  await expect(preview).toBeHidden();
  await expect(board).toBeFocused();
  await expect(board).toHaveValue('a100-pcie-40gb');
  await keys.arrowTo('A30');
  await keys.tabAndEnter(preview.getByRole('button', { name: 'Change the board' }));
  await expect(board).toBeFocused();
  await expect(planner.vm('train-1')).toContainText('Waiting');
  await keys.press('ControlOrMeta+Z');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/train-2/);
});

atEachWidth(() => {
  test('axe on the preview of another board', async ({ planner }) => {
    const { page } = planner;
    await planner.startFrom('The article');
    await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
    await page.getByRole('combobox', { name: 'Board', exact: true }).selectOption('a100-80gb');
    await expect(page.getByRole('button', { name: 'Change the board' })).toBeVisible();
    await expectAccessible(page);
  });
});

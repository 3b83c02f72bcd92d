/** The board: hosts, GPUs, placing, moving and removing, and what is kept. */
import { expect, test } from './fixtures.ts';

test('a profile in the hand shows its legal starts, and a GPU without one says why', async ({ planner }) => {
  await planner.startFrom('The article');
  await planner.page.getByRole('button', { name: 'Add GPU to esx-01' }).click();
  await planner.page.getByRole('button', { name: 'Add', exact: true }).click();
  const [full, empty] = [planner.gpu(0), planner.gpu(1)];
  await planner.dragOver(planner.profile('3g.20gb'), empty.group);
  await expect(empty.starts).toHaveCount(2);
  await expect(full.starts).toHaveCount(0);
  await expect(full.group).toContainText('0 memory slices free, 4 needed');
  await planner.page.keyboard.press('Escape');
  await planner.page.mouse.up();
  await expect(empty.starts).toHaveCount(0);
  await expect(planner.undo).toHaveAccessibleDescription(/Add a GPU/);
});

test('choose a profile, then a start; the palette counts down', async ({ planner }) => {
  await planner.startFrom('One empty host');
  const gpu = planner.gpu(0);
  await expect(planner.profile('1g.5gb')).toHaveAccessibleName(/\b7\b/);
  await planner.profile('3g.20gb').click();
  await gpu.start('3g.20gb', 0).click();
  await expect(gpu.instance('3g.20gb', 0)).toBeVisible();
  await gpu.start('3g.20gb', 4).click();
  await expect(gpu.instance('3g.20gb', 4)).toBeVisible();
  await expect(gpu.starts).toHaveCount(0);
  await expect(gpu.group).toContainText('Stranded: compute 3');
  await expect(planner.profile('1g.5gb')).toHaveAccessibleName(/no more fit/);
});

test('an instance moves within its GPU and to another with its VM, by drag', async ({ planner }) => {
  await planner.startFrom('The article');
  await planner.page.getByRole('button', { name: 'Add GPU to esx-01' }).click();
  await planner.page.getByRole('button', { name: 'Add', exact: true }).click();
  const [from, to] = [planner.gpu(0), planner.gpu(1)];
  const { mouse } = planner.page;
  await planner.dragOver(from.instance('3g.20gb', 0), to.group);
  const target = await to.start('3g.20gb', 4).boundingBox();
  await mouse.move((target?.x ?? 0) + 48, (target?.y ?? 0) + 36, { steps: 8 });
  await mouse.up();
  await expect(to.instance('3g.20gb', 4)).toHaveAccessibleName(/train-1/);
  await expect(from.instance('3g.20gb', 0)).toBeHidden();
  await planner.undo.click();
  await expect(from.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await planner.redo.click();
  await expect(to.instance('3g.20gb', 4)).toBeVisible();
});

test('an instance moves by keyboard, one arrow press per legal start', async ({ planner }) => {
  await planner.startFrom('One empty host');
  const gpu = planner.gpu(0);
  await planner.profile('2g.10gb').click();
  await gpu.start('2g.10gb', 0).click();
  await planner.page.keyboard.press('Escape');
  await gpu.instance('2g.10gb', 0).focus();
  await planner.page.keyboard.press('Space');
  await expect(gpu.instance('2g.10gb', 0)).toHaveAttribute('aria-pressed', 'true');
  await planner.page.keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('at slice 2');
  await planner.page.keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('at slice 4');
  await planner.page.keyboard.press('Space');
  await expect(gpu.instance('2g.10gb', 4)).toBeVisible();
  await expect(gpu.instance('2g.10gb', 4)).toBeFocused();
});

test('hosts and GPUs are added, renamed, renumbered, switched and removed; a reload keeps the plan', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await page.getByRole('button', { name: 'Add host', exact: true }).first().click();
  const dialog = planner.dialog('Add host');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('esx-07');
  await dialog.getByRole('spinbutton', { name: 'Number of GPUs' }).fill('2');
  await dialog.getByRole('button', { name: 'Add host' }).click();
  await expect(planner.gpu(1, 'esx-07').group).toBeVisible();

  // A name that is taken is refused where it is typed, and nothing is lost.
  await page.getByRole('button', { name: 'esx-07', exact: true }).first().click();
  await page.getByTitle('Rename esx-07').click();
  const name = page.getByRole('textbox', { name: 'Rename esx-07' });
  await name.fill('esx-01');
  await name.press('Enter');
  await expect(planner.message).toContainText('There is already a host named esx-01');
  await name.fill('esx-08');
  await name.press('Enter');
  await expect(planner.gpu(1, 'esx-08').group).toBeVisible();

  await planner.gpu(1, 'esx-08').group.getByRole('button', { name: 'GPU 1', exact: true }).click();
  const index = page.getByRole('textbox', { name: 'Index on the host' });
  await index.fill('5');
  await index.press('Enter');
  await expect(planner.gpu(5, 'esx-08').group).toBeVisible();

  await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  await page.getByRole('combobox', { name: 'MIG mode' }).selectOption('off');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeHidden();
  await expect(planner.message).toContainText('2 VMs wait again');
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);

  await page.reload();
  await expect(planner.gpu(5, 'esx-08').group).toBeVisible();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);

  await page.getByRole('button', { name: 'esx-08', exact: true }).first().click();
  await page.getByRole('button', { name: 'Remove host' }).click();
  await expect(planner.gpu(5, 'esx-08').group).toBeHidden();
});

test('a VM is dragged to an instance of its type and refused by another', async ({ planner }) => {
  await planner.startFrom('The order trap');
  const gpu = planner.gpu(0);
  await planner.instanceChoice('ocr-1').selectOption({ label: 'Waiting' });
  await expect(planner.vm('ocr-1')).toContainText('Waiting');
  await planner.drag(planner.vm('ocr-1').getByText('ocr-1', { exact: true }), gpu.instance('3g.20gb', 4));
  await expect(planner.message).toContainText('The VM wants A100-2-10C');
  await planner.drag(planner.vm('ocr-1').getByText('ocr-1', { exact: true }), gpu.instance('2g.10gb', 2));
  await expect(gpu.instance('2g.10gb', 2)).toHaveAccessibleName(/ocr-1/);
});

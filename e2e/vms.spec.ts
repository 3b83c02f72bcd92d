/** VMs: several vGPUs, waiting without a host, and what a VM in the hand may have. */
import { expect, test } from './fixtures.ts';

test('a VM with several vGPUs shows all of them and keeps them all', async ({ planner }) => {
  await planner.openLayout('a/0 a100-pcie-40gb: 1g.5gb@0=two, 2g.10gb@2=two, 3g.20gb@4=one');
  const row = planner.vm('two');
  await expect(row).toContainText('a · GPU 0 · slice 0');
  await expect(row).toContainText('a · GPU 0 · slices 2–3');
  await expect(row).toContainText('1g.5gb');
  await expect(row).toContainText('2g.10gb');
  // Each has its own type and instance, and to change one takes nothing from the other.
  await planner.instanceChoice('two, vGPU 1').selectOption({ label: 'Waiting' });
  await expect(planner.gpu(0, 'a').instance('1g.5gb', 0)).toHaveAccessibleName(/no VM/);
  await expect(planner.gpu(0, 'a').instance('2g.10gb', 2)).toHaveAccessibleName(/two/);
  await planner.instanceChoice('two, vGPU 1').selectOption({ label: 'a · GPU 0 · slice 0' });
  await expect(planner.gpu(0, 'a').instance('1g.5gb', 0)).toHaveAccessibleName(/two/);
  const types = planner.vms.getByRole('combobox', { name: 'vGPU type of two, vGPU 2' });
  await types.selectOption({ label: 'grid_a100-3-20c · 3g.20gb' });
  await expect(planner.gpu(0, 'a').instance('2g.10gb', 2)).toHaveAccessibleName(/no VM/);
  await expect(planner.gpu(0, 'a').instance('1g.5gb', 0)).toHaveAccessibleName(/two/);

  await row.getByRole('button', { name: 'Remove vGPU 2 of two' }).click();
  await expect(planner.instanceChoice('two')).toHaveCount(1);
  await row.getByRole('button', { name: 'Add a vGPU to two' }).click();
  await expect(planner.instanceChoice('two, vGPU 2')).toHaveValue('');
});

test('the vGPUs of a VM are on one host: the other is no target, and a drop there says why', async ({
  planner,
}) => {
  await planner.openLayout(
    ['a/0 a100-pcie-40gb: 1g.5gb@0=two', 'a/1 a100-pcie-40gb: 1g.5gb@0', 'b/0 a100-pcie-40gb: 1g.5gb@0'].join(
      '\n',
    ),
  );
  await planner.vm('two').hover();
  await planner.vms.getByRole('button', { name: 'Add a vGPU to two' }).click();
  await planner.vms.getByRole('button', { name: 'Lift two' }).click();
  await expect(planner.message).toContainText('two: 1 matching instance.');
  await expect(planner.gpu(0, 'b').group).toContainText('Another vGPU of the VM is on a');
  await planner.page.keyboard.press('Escape');
  await planner.drag(
    planner.vm('two').getByText('two', { exact: true }),
    planner.gpu(0, 'b').instance('1g.5gb', 0),
  );
  await expect(planner.message).toContainText('A VM runs on one host, and another vGPU of this VM is on a.');
  await planner.drag(
    planner.vm('two').getByText('two', { exact: true }),
    planner.gpu(1, 'a').instance('1g.5gb', 0),
  );
  await expect(planner.gpu(1, 'a').instance('1g.5gb', 0)).toHaveAccessibleName(/two/);
});

test('a VM let go where nothing can serve it says so, and one let go where it was is put back', async ({
  planner,
}) => {
  await planner.openLayout('a/0 a100-pcie-40gb: 3g.20gb@0=one\na/1 a100-pcie-40gb:');
  const name = planner.vm('one').getByText('one', { exact: true });
  await planner.drag(name, planner.gpu(1, 'a').group);
  await expect(planner.message).toContainText('GPU 1 on a has no instance that can serve it');
  await planner.drag(name, planner.gpu(0, 'a').instance('3g.20gb', 0));
  await expect(planner.message).toContainText('one: put back.');
});

test('VMs that wait stay in sight when the last host has gone, and so do Undo and Redo', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await page.getByRole('button', { name: 'esx-01', exact: true }).click();
  await page.getByRole('button', { name: 'Remove host' }).click();
  await expect(planner.vm('train-1')).toContainText('Waiting');
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeEnabled();
  await planner.more('New plan');
  await page.setViewportSize({ width: 390, height: 844 });
  await planner.undo.filter({ visible: true }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(planner.vm('train-1')).toContainText('Waiting');
});

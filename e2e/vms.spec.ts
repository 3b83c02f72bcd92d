/** VMs: several vGPUs, waiting without a host, and what a VM in the hand may have. */
import { expect, test } from './fixtures.ts';

test('a VM with several vGPUs shows all of them and keeps them all', async ({ planner }) => {
  await planner.openLayout('a/0 a100-pcie-40gb: 1g.5gb@0=two, 2g.10gb@2=two, 3g.20gb@4=one');
  const row = planner.vm('two');
  await expect(row).toContainText('a · GPU 0 · slice 0');
  await expect(row).toContainText('a · GPU 0 · slices 2–3');
  await expect(row).toContainText('1g.5gb');
  await expect(row).toContainText('2g.10gb');
  // There is no way to change one type by taking the other away.
  await expect(planner.vms.getByRole('combobox', { name: 'vGPU type of two' })).toHaveCount(0);
  await planner.instanceChoice('two').selectOption({ label: 'All waiting' });
  await expect(planner.gpu(0, 'a').instance('1g.5gb', 0)).toHaveAccessibleName(/no VM/);
  await planner.instanceChoice('two').selectOption({ label: 'a · GPU 0 · slice 0' });
  await planner.instanceChoice('two').selectOption({ label: 'a · GPU 0 · slices 2–3' });
  await expect(planner.gpu(0, 'a').instance('2g.10gb', 2)).toHaveAccessibleName(/two/);
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
  await page.getByRole('button', { name: 'New plan' }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await planner.undo.filter({ visible: true }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(planner.vm('train-1')).toContainText('Waiting');
});

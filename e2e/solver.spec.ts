/** The solver on what a host reports: from the listing to requests, ways out, a repack, another mix, steps and a simulation. */
import { expect, test } from './fixtures.ts';
import { ObservedPage } from './pages/ObservedPage.ts';
import { RequestsPanel } from './pages/RequestsPanel.ts';
import { SimulateDialog } from './pages/SimulateDialog.ts';

/** Ours, in the format of nvidia-smi: four GPUs that have been in use for a while. */
const LGI = `[root@gpu-07 ~]# nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 1g.5gb          19        9          2:1     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+
|   1  MIG 2g.10gb         14        3          0:2     |
+-------------------------------------------------------+
|   1  MIG 2g.10gb         14        5          4:2     |
+-------------------------------------------------------+
|   2  MIG 2g.10gb         14        4          2:2     |
+-------------------------------------------------------+
|   2  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+
|   3  MIG 1g.5gb          19       13          6:1     |
+-------------------------------------------------------+
`;

test('an imported listing: requests, a refusal and its way out, repack, another mix, steps, simulation', async ({
  planner,
}) => {
  test.slow();
  const { page } = planner;
  const host = 'gpu-07';
  const gpu = (index: number) => planner.gpu(index, host);
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(LGI);
  await dialog.getByRole('radio', { name: /A100-PCIE-40GB/ }).check();
  await dialog
    .getByRole('button', { name: /gpu-07|^Open|^Add (?!a file)/ })
    .last()
    .click();
  await expect(dialog).toBeHidden();

  await test.step('what fits, now and after repacking', async () => {
    await expect(planner.profile('4g.20gb')).toHaveAccessibleName(/, 1 more fits now, \d+ after repacking/);
  });

  await test.step('requests by profile, with a group and by need, into the free room', async () => {
    await page.getByRole('button', { name: 'Requests', exact: true }).first().click();
    const requests = new RequestsPanel(page);
    await requests.ask('1g.5gb', 1);
    await requests.region.getByRole('button', { name: 'Add with a group' }).click();
    const grouped = requests.region.getByRole('group', { name: 'Request with a group 1' });
    await expect(grouped.getByLabel('Count')).toBeFocused();
    await grouped.getByRole('textbox', { name: 'Group' }).fill('web');
    await grouped.getByRole('textbox', { name: 'Group' }).press('Enter');
    await requests.addNeed.click();
    const room = requests.region.getByRole('region', { name: 'Free room of this plan' });
    await expect(room).toContainText('All 4 fit as the plan stands.');
    await requests.placeAll.click();
    await expect(planner.message).toContainText('Place 4 requested instances.');
    await expect(planner.figures).toContainText('VMs placed2');
    await requests.region.getByRole('button', { name: 'Profiles' }).click();
  });

  await test.step('a refused placement, and a way out of it', async () => {
    await planner.drag(planner.profile('7g.40gb'), gpu(3).group);
    const ways = page.getByRole('list', { name: 'Ways out' });
    await ways
      .getByRole('button', { name: /^(Move|Remove)/ })
      .first()
      .click();
    await expect(gpu(3).instance('7g.40gb', 0)).toBeVisible();
    await planner.undo.click();
    await expect(gpu(3).instance('7g.40gb', 0)).toBeHidden();
  });

  const repack = planner.dialog('Repack');
  await test.step('a repack, looked at and left', async () => {
    await page.getByRole('button', { name: 'Repack', exact: true }).click();
    await expect(repack).toContainText('Proven');
    await expect(repack.getByRole('status')).toHaveText(/^(\d+ moves? empt|Nothing to gain)/);
  });

  await test.step('another mix: more than there is room for, then one 7g, applied as one step', async () => {
    await repack.getByRole('radio', { name: 'Another mix' }).check();
    const whole = repack.getByRole('spinbutton', { name: '7g.40gb wanted' });
    await expect(repack.getByRole('status')).toHaveText('Change a count to begin.');
    await whole.fill('5');
    await whole.press('Enter');
    await expect(repack.getByRole('status')).toHaveText('4 × A100-PCIE-40GB cannot hold all of that');
    await whole.fill('1');
    await whole.press('Enter');
    const small = repack.getByRole('spinbutton', { name: '1g.5gb wanted', exact: true });
    await small.fill('0');
    await small.press('Enter');
    await expect(repack).toContainText('No way to cut these GPUs so destroys fewer.');
    await expect(repack.getByRole('list', { name: 'New instances' })).toContainText('7g.40gb');
    await repack.getByRole('button', { name: 'Apply as one step' }).click();
    await expect(repack).toBeHidden();
    await expect(planner.message).toContainText(/^Cut for another mix: \d+ instances go, \d+ made/);
  });

  await test.step('the steps from what is there to what is planned', async () => {
    const observed = new ObservedPage(planner);
    await observed.open(host);
    await observed.button('Steps to the plan').click();
    const steps = page.getByRole('region', { name: 'Steps', exact: true });
    await expect(steps.getByRole('region', { name: 'Wave 1' })).toContainText('Destroy');
    await expect(steps).toContainText('Create 7g.40gb');
    await observed.button('Close').click();
  });

  await test.step('the policies on this mix', async () => {
    await page.getByRole('button', { name: 'Requests', exact: true }).first().click();
    const simulate = new SimulateDialog(page);
    await simulate.open();
    await simulate.field('Seeds').fill('2');
    await simulate.run.click();
    await expect(
      simulate.dialog.getByRole('row', { name: /^Suggested place, up to two moves/ }),
    ).toBeVisible();
    await expect(simulate.dialog).toContainText('seeds 1 to 2');
  });
});

test('without a worker the ways out, what fits and the steps come all the same', async ({ planner }) => {
  const { page } = planner;
  await page.addInitScript(() => {
    Object.defineProperty(window, 'Worker', { value: undefined });
  });
  await planner.open();
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\nesx-01/1 a100-pcie-40gb: 3g.20gb@0');
  await expect(planner.profile('4g.20gb')).toHaveAccessibleName(/no more fits now, 2 after repacking/);
  await planner.drag(planner.profile('4g.20gb'), planner.gpu(0).group);
  await page
    .getByRole('list', { name: 'Ways out' })
    .getByRole('button', { name: 'Move asr-1 to slice 4' })
    .click();
  await expect(planner.gpu(0).instance('4g.20gb', 0)).toBeVisible();
});

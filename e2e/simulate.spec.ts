/** The simulator: ways to place compared on the user's own mix, run apart from the page, and stopped when asked. */
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { RequestsPanel } from './pages/RequestsPanel.ts';
import { SimulateDialog } from './pages/SimulateDialog.ts';

test('policies are compared on the requests, with seeds and intervals; the same seeds give the same figures', async ({
  planner,
}) => {
  const requests = new RequestsPanel(planner.page);
  const simulate = new SimulateDialog(planner.page);
  await requests.startWith();
  await requests.ask('3g.20gb', 3);
  await requests.ask('1g.5gb', 9);
  await simulate.open();
  await expect(simulate.dialog.getByLabel('Mix')).toHaveAccessibleDescription('1g.5gb 75 %, 3g.20gb 25 %');
  await simulate.field('GPUs').fill('8');
  await simulate.field('Seeds').fill('3');
  await simulate.run.click();
  await expect(simulate.policy('First fit, lowest start')).toContainText('±');
  await expect(simulate.dialog).toContainText('8 GPUs, load 1, 4,000 arrivals a seed');
  await expect(simulate.dialog).toContainText('seeds 1 to 3');
  await expect(simulate.dialog).toContainText(
    /Slices admitted, against first fit: suggested place .+; with up to two moves [0-9.]+ points more\./,
  );
  await expect(planner.message).toContainText('Slices admitted, against first fit');
  for (const policy of ['Worst fit: the emptiest GPU', 'Unlimited migration']) {
    const row = simulate.policy(policy);
    const [, said] = /([0-9.]+) ±/.exec(await row.innerText()) ?? [];
    const [all = 0, drawn = 0] = await row
      .locator('rect')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect((drawn / all) * 100, `${policy}: the bar is as long as its figure says`).toBeCloseTo(
      Number(said),
      0,
    );
  }
  const figures = await simulate.table.innerText();
  await simulate.field('First seed').fill('4');
  await simulate.run.click();
  await expect(simulate.dialog).toContainText('seeds 4 to 6');
  expect(await simulate.table.innerText()).not.toBe(figures);
  await simulate.field('First seed').fill('1');
  await simulate.run.click();
  await expect(simulate.dialog).toContainText('seeds 1 to 3');
  await expect.poll(() => simulate.table.innerText()).toBe(figures);
});

test('what cannot be simulated is said, and a long run is stopped with the seeds that are done', async ({
  planner,
}) => {
  const requests = new RequestsPanel(planner.page);
  const simulate = new SimulateDialog(planner.page);
  await requests.startWith();
  await simulate.open();
  await simulate.field('GPUs').fill('0');
  await simulate.run.click();
  await expect(simulate.dialog.getByRole('alert')).toHaveText(
    'The number of GPUs is 0; it has to be a whole number from 1 to 10,000.',
  );
  await simulate.field('GPUs').fill('100');
  await simulate.field('Seeds').fill('500');
  await simulate.run.click();
  await expect(simulate.progress).toBeVisible();
  // While it runs the page answers.
  await expect(simulate.table).toBeVisible();
  await simulate.dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(simulate.dialog).toContainText(
    /Stopped after [0-9]+ of 500 seeds; the figures are of those\./,
  );
  await expect(simulate.progress).toBeHidden();
});

test('by keyboard alone', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  const requests = new RequestsPanel(page);
  const simulate = new SimulateDialog(page);
  await requests.startWith();
  await keys.tabAndEnter(requests.region.getByRole('button', { name: 'Simulate' }));
  await keys.tabTo(simulate.field('Seeds'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect(simulate.dialog).toContainText('seeds 1 to 2');
  await expect(simulate.progress).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(simulate.dialog).toBeHidden();
});

test('the suggested place is marked and said, and Space places there', async ({ planner }) => {
  const { keyboard } = planner.page;
  await planner.startFrom('One empty host');
  await planner.profile('3g.20gb').focus();
  await keyboard.press('Space');
  await expect(planner.message).toContainText('Suggested: slice 4 of GPU 0 on esx-01.');
  await expect(planner.gpu(0).start('3g.20gb', 4)).toHaveAccessibleDescription('suggested');
  await keyboard.press('Space');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

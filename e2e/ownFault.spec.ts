/** A fault of the page itself: what is shown in its place, and that the plan is there with its last step. */
import { readFile } from 'node:fs/promises';
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { PlannerPage } from './pages/PlannerPage.ts';

// Not the fixture `planner`: React tells the browser's console of the fault, as it should.
test('something took the page’s elements away: the fault is told, and the plan is downloaded and opens again', async ({
  page,
}) => {
  const planner = new PlannerPage(page);
  const keys = new Keys(page);
  await planner.open();
  await planner.startFrom('The article');
  await planner.rename('Night shift');
  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await keys.press('Delete');
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  // As what translates pages or an extension does: what React is going to take out is not there.
  await planner.gpu(0).group.evaluate((group) => {
    for (const element of group.querySelectorAll('*')) element.remove();
  });
  await keys.press('Control+y');

  await expect(
    page.getByRole('heading', { name: 'MIG Planner has met a fault of its own', level: 1 }),
  ).toBeVisible();
  await expect(page.getByRole('main')).toContainText('The plan is whole, with its last step.');
  await expect(page.getByRole('main')).toContainText(/NotFoundError|removeChild|The object can not be found/);
  await expectAccessibleAtEachWidth(page);

  const waiting = page.waitForEvent('download');
  await keys.tabAndEnter(page.getByRole('button', { name: 'Download the plan' }));
  const text = await readFile(await (await waiting).path(), 'utf8');
  const { name, hosts } = JSON.parse(text) as { name: string; hosts: { gpus: { instances: object[] }[] }[] };
  expect(name).toBe('Night shift');
  expect(hosts[0]?.gpus[0]?.instances).toHaveLength(1);

  await keys.tabAndEnter(page.getByRole('button', { name: 'Load again' }));
  await expect(planner.planName).toHaveText('Night shift');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
});

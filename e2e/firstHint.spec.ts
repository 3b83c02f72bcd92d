/** The hint of the first run: it says what to do where it is done, leaves by itself and does not come back. */
import { expectAccessibleAtEachWidth, LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

const hintOf = (planner: PlannerPage) => planner.gpu(0).group.getByText('Drag a profile here');
const gotIt = (planner: PlannerPage) => planner.gpu(0).group.getByRole('button', { name: 'Got it' });

test('it leaves with the first instance, moves nothing, and stays away after undo and after a reload', async ({
  planner,
}) => {
  await planner.startFrom('One empty host');
  await expect(hintOf(planner)).toBeVisible();
  const grid = planner.gpu(0).group;
  const before = await grid.boundingBox();
  // It lies on what the pointer aims at, and is not in its way.
  await planner.dragProfile('3g.20gb', planner.gpu(0), 4);
  await expect(hintOf(planner)).toBeHidden();
  expect(await grid.boundingBox()).toEqual(before);
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  await expect(hintOf(planner)).toBeHidden();
  await expect(planner.message).toContainText('3g.20gb');
  await planner.page.reload();
  await expect(planner.gpu(0).group).toBeVisible();
  await expect(planner.page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await expect(hintOf(planner)).toBeHidden();
});

test('it is waved away by keyboard, the focus stays on the page, and nothing is announced', async ({
  planner,
}) => {
  await planner.startFrom('One empty host');
  await expect(hintOf(planner)).toBeVisible();
  await expect(planner.message).toHaveText('Start from One empty host.');
  await new Keys(planner.page).tabAndEnter(gotIt(planner));
  await expect(hintOf(planner)).toBeHidden();
  await expect(planner.message).toHaveText('Start from One empty host.');
  await expect(planner.page.locator('body')).not.toBeFocused();
  await planner.page.reload();
  await expect(planner.page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await expect(hintOf(planner)).toBeHidden();
});

test('axe finds nothing while it is there, nor on a board without hosts', LOOK, async ({ planner }) => {
  await planner.startFrom('One empty host');
  await expect(gotIt(planner)).toBeVisible();
  await expectAccessibleAtEachWidth(planner.page);
  await planner.undo.click();
  await planner.page.getByRole('button', { name: 'How many GPUs do I need?' }).click();
  await expect(planner.page.getByRole('heading', { name: 'No host yet' })).toBeVisible();
  await expectAccessibleAtEachWidth(planner.page);
});

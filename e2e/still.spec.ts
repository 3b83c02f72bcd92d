/** Before the planner is there, on a slow line: the picture of the start that is in the page itself. */
import type { Page } from '@playwright/test';
import { expect, test, watch } from './fixtures.ts';
import { PlannerPage } from './pages/PlannerPage.ts';

/** Opens the page and keeps its first script back until what it gives is called. */
async function openWithoutPlanner(page: Page, address = './'): Promise<() => void> {
  let comes = (): void => undefined;
  const coming = new Promise<void>((resolve) => {
    comes = resolve;
  });
  await page.route(/\/assets\/index-[^/]+\.js$/, async (route) => {
    await coming;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  // Its last element: what shows the picture has run.
  await page.locator('#still ~ script').waitFor({ state: 'attached' });
  return comes;
}

/** Where each button and field is, in whole pixels. */
const places = (page: Page): Promise<string[]> =>
  page.locator('button, input, textarea').evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return `${one.textContent} ${[x, y, width, height].map(Math.round).join(' ')}`;
    }),
  );

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`on ${device} a first visit sees the start before the planner is there, and nothing moves when it comes`, async ({
    page,
  }) => {
    const complaints = await watch(page);
    await page.setViewportSize(viewport);
    const comes = await openWithoutPlanner(page);
    await expect(page.getByText('Draw how each GPU is cut')).toBeVisible();
    // It is a picture: nobody is told of what cannot be used yet.
    await expect(page.getByRole('button')).toHaveCount(0);
    const before = await places(page);
    comes();
    await expect(page.getByRole('button', { name: /^One empty host/ })).toBeVisible();
    // What is read later, how to read a grid, may be there by now.
    expect(await places(page)).toEqual(expect.arrayContaining(before));
    expect(before.length).toBeGreaterThan(8);
    expect(complaints).toEqual([]);
  });
}

test('what is pressed before the planner is there is done when it comes', async ({ page }) => {
  const complaints = await watch(page);
  const planner = new PlannerPage(page);
  const comes = await openWithoutPlanner(page);
  const box = await page
    .locator('button')
    .filter({ hasText: /^One empty host/ })
    .boundingBox();
  if (box === null) throw new Error('nothing to press');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  comes();
  await expect(planner.gpu(0).group).toBeVisible();
  await expect(planner.message).toHaveText('Start from One empty host.');
  expect(complaints).toEqual([]);
});

test('whoever has a plan, or a link to one, sees no start before it', async ({ planner }) => {
  const { page } = planner;
  const link = planner.linkTo('esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a', 'Of a colleague');
  await page.goto('./robots.txt');
  const linkComes = await openWithoutPlanner(page, link);
  await expect(page.locator('#root')).toBeEmpty();
  linkComes();
  await planner.review.getByRole('button', { name: 'Make it mine' }).click();
  await expect(planner.review).toBeHidden();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();

  await page.unrouteAll();
  const planComes = await openWithoutPlanner(page);
  await expect(page.locator('#root')).toBeEmpty();
  planComes();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

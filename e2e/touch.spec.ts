/** With a finger on a phone: everything that a mouse does, and nothing that only shows under a pointer that rests. */
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { Keys } from './pages/Keys.ts';
import { expectTargets } from './reach.ts';
import type { Locator, Page } from '@playwright/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** A finger on its middle, where it is: no scrolling on behalf of who has only what he sees. */
async function tap(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeInViewport();
  const box = await what.boundingBox();
  if (box === null) throw new Error('nothing to tap');
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

test('a profile is tapped, then a start; then moved, then removed, then undone', async ({ planner }) => {
  const { page } = planner;
  await page.getByRole('button', { name: /^One empty host/ }).tap();
  const gpu = planner.gpu(0);
  await tap(page, planner.profile('3g.20gb'));
  await expect(planner.message).toContainText('3g.20gb: 2 legal starts.');
  await expect(gpu.start('3g.20gb', 0)).toBeInViewport();
  await tap(page, gpu.start('3g.20gb', 4));
  await expect(planner.message).toHaveText(
    'Place 3g.20gb at slice 4 of GPU 0 on esx-01. 1 more legal start; Done or Escape ends.',
  );
  await tap(page, page.getByRole('button', { name: 'Done', exact: true }));

  // What is tapped stays in sight above the sheet that is about it.
  await tap(page, gpu.instance('3g.20gb', 4));
  await expect(page.getByRole('heading', { name: '3g.20gb', level: 2 })).toBeInViewport();
  await expect(gpu.instance('3g.20gb', 4)).toBeInViewport({ ratio: 0.5 });
  await tap(page, page.getByRole('button', { name: 'Move', exact: true }));
  await expect(planner.message).toContainText('3g.20gb: 1 legal start.');
  await tap(page, gpu.start('3g.20gb', 0));
  await expect(gpu.instance('3g.20gb', 0)).toBeVisible();
  await tap(page, gpu.instance('3g.20gb', 0));
  await tap(page, page.getByRole('button', { name: 'Remove', exact: true }));
  await expect(gpu.instance('3g.20gb', 0)).toHaveCount(0);
  await tap(page, planner.undo);
  await expect(gpu.instance('3g.20gb', 0)).toBeVisible();
});

test('a long press lifts, the finger drags, and letting go places', async ({ planner }) => {
  const { page } = planner;
  await page.getByRole('button', { name: /^One empty host/ }).tap();
  const devtools = await page.context().newCDPSession(page);
  const from = await planner.profile('2g.10gb').boundingBox();
  if (from === null) throw new Error('no profile');
  const touch = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    x: number,
    y: number,
  ): Promise<void> => {
    await devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    });
  };
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
  await touch('touchStart', x, y);
  const start = planner.gpu(0).start('2g.10gb', 2);
  await expect(start).toBeVisible();
  // Past the edge of the board it scrolls, so the finger is led to where the start is now until it is there.
  let [at, down] = [x, y];
  await expect(async () => {
    const to = await start.boundingBox();
    if (to === null) throw new Error('no start');
    const [fromX, fromY, toX, toY] = [at, down, to.x + to.width / 2, to.y + to.height / 2];
    for (let step = 1; step <= 8; step++) {
      [at, down] = [fromX + ((toX - fromX) * step) / 8, fromY + ((toY - fromY) * step) / 8];
      await touch('touchMove', at, down);
    }
    await expect(planner.message).toHaveText('2g.10gb at slice 2 of GPU 0 on esx-01', { timeout: 500 });
  }).toPass();
  await touch('touchEnd', at, down);
  await expect(planner.gpu(0).instance('2g.10gb', 2)).toBeVisible();
});

test('a refusal says its rule where it can be read, and its ways out can be tapped', async ({ planner }) => {
  const { page } = planner;
  await page.getByRole('button', { name: /^The article/ }).tap();
  await tap(page, planner.profile('2g.10gb'));
  await expect(planner.message).toContainText('none is free');
  await expect(planner.message).toBeInViewport();
  await expect(page.getByRole('heading', { name: '2g.10gb', level: 2 })).toBeInViewport();
  await expectTargets(page);
});

test('menus and commands have a button, and their lines are as large as a finger', async ({ planner }) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  await page.getByRole('button', { name: /^The article/ }).tap();
  await tap(page, page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' }));
  const menu = page.getByRole('menu');
  await expect(menu).toBeInViewport();
  for (const item of await menu.getByRole('menuitem').all())
    expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await tap(page, menu.getByRole('menuitem', { name: 'Clear' }));
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveCount(0);

  await tap(page, page.getByRole('button', { name: 'More', exact: true }));
  await tap(page, page.getByRole('button', { name: 'Commands', exact: true }));
  await expect(commands.field).toBeFocused();
  await expectAccessible(page);
  expect((await commands.options.first().boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await new Keys(page).type('place 3g');
  await tap(page, commands.option(/^Place 3g\.20gb/));
  await expect(commands.dialog).toBeHidden();
  // The menu that led there is no longer in the way of the board.
  await expect(page.getByRole('button', { name: 'More', exact: true })).toHaveAttribute(
    'aria-expanded',
    'false',
  );
  await tap(page, planner.gpu(0).start('3g.20gb', 4));
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();

  // Closed again, the focus is on the button of the menu that hides what opened it.
  await tap(page, page.getByRole('button', { name: 'More', exact: true }));
  await tap(page, page.getByRole('button', { name: 'Commands', exact: true }));
  await tap(page, commands.dialog.getByRole('button', { name: 'Close' }));
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeFocused();
});

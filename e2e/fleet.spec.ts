/** A fleet: only what is in sight is drawn, and yet everything is reached, by wheel, by map, by search and by keys. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { FleetBoard } from './pages/FleetBoard.ts';
import { Keys } from './pages/Keys.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

const hostOf = (gpu: number): string => `esx-${String(Math.floor(gpu / 8) + 1).padStart(3, '0')}`;

/** So many A100s, eight to a host, each with a small instance; only the one named is empty. */
function fleet(gpus: number, empty: number): string {
  return Array.from(
    { length: gpus },
    (_, gpu) => `${hostOf(gpu)}/${gpu % 8} a100-pcie-40gb:${gpu === empty ? '' : ' 1g.5gb@6'}`,
  ).join('\n');
}

/** 2,000 GPUs on 250 hosts; GPU 3 on esx-200 is the one that has room for the largest profile. */
const FLEET = fleet(2000, 199 * 8 + 3);

async function openFleet(planner: PlannerPage): Promise<FleetBoard> {
  await planner.openLayout(FLEET);
  const board = new FleetBoard(planner.page);
  await expect(planner.page.getByText('2,000 GPUs on 250 hosts')).toBeVisible();
  await expect(planner.gpu(0, 'esx-001').group).toBeVisible();
  return board;
}

// One page for all of it: to open such a plan costs as much as most of what is done with it.
test('two thousand GPUs: a few are drawn, and all are reached, by keys, map, search and wheel', async ({
  planner,
}) => {
  test.slow();
  const { page } = planner;
  const board = await openFleet(planner);
  const keys = new Keys(page);
  await expect(board.density('Map')).toBeChecked();

  await test.step('an arrow key leads to the only legal start, on a GPU that was not drawn, and back undone', async () => {
    const far = planner.gpu(3, 'esx-200');
    await expect(far.group).toHaveCount(0);
    await planner.profile('7g.40gb').focus();
    await keys.press(' ');
    await expect(planner.message).toContainText('7g.40gb: 1 legal start.');
    await keys.press('ArrowRight');
    await expect(planner.message).toHaveText('7g.40gb at slice 0 of GPU 3 on esx-200');
    await expect(far.start('7g.40gb', 0)).toBeInViewport();
    await keys.press('Enter');
    await expect(far.instance('7g.40gb', 0)).toBeInViewport();
    await expect(planner.message).toHaveText('Place 7g.40gb at slice 0 of GPU 3 on esx-200.');
    await keys.press('Control+z');
    await expect(far.instance('7g.40gb', 0)).toHaveCount(0);
    expect(await board.gpus.count()).toBeLessThan(200);
  });

  await test.step('the map leads to a host, by mouse and by keys', async () => {
    await board.tiles('esx-020').click();
    await expect(board.host('esx-020')).toBeFocused();
    await expect(board.host('esx-020')).toBeInViewport();
    await expect(planner.gpu(0, 'esx-020').group).toBeInViewport();

    await board.tiles('esx-020').focus();
    await keys.press('End');
    await expect(board.tiles('esx-250')).toBeFocused();
    await keys.press('ArrowLeft', 'Enter');
    await expect(board.host('esx-249')).toBeFocused();
    await expect(board.host('esx-249')).toBeInViewport();
    // From there a GPU is opened, and Tab goes on through what it holds.
    const gpu = planner.gpu(0, 'esx-249');
    await keys.tabTo(gpu.group.getByRole('button', { name: 'GPU 0', exact: true }));
    await keys.press('Enter');
    await expect(gpu.group.getByRole('button', { name: 'Actions for GPU 0 on esx-249' })).toBeVisible();
    await keys.press('Tab', 'Tab');
    await expect(gpu.instance('1g.5gb', 6)).toBeFocused();
  });

  await test.step('the key of the browser’s find leads to what is not drawn, and pressed again to the browser', async () => {
    await page.evaluate(() => {
      window.addEventListener('keydown', ({ key, defaultPrevented }) => {
        if (key === 'f') document.title = defaultPrevented ? 'ours' : 'of the browser';
      });
    });
    await keys.press('Control+f');
    await expect(page).toHaveTitle('ours');
    await expect(planner.search).toBeFocused();
    await page.keyboard.type('esx-222');
    await expect(planner.found.getByRole('option', { name: /^Host ?esx-222/ })).toBeVisible();
    await keys.press('Control+f');
    await expect(page).toHaveTitle('of the browser');
    await keys.press('Enter');
    await expect(board.host('esx-222')).toBeFocused();
    await expect(board.host('esx-222')).toBeInViewport();
  });

  await test.step('search goes to a GPU far down, and a profile is dropped on its strip', async () => {
    await board.density('Strips').check();
    await planner.search.fill('GPU 5 on esx-111');
    await planner.found.getByRole('option', { name: /^GPU ?GPU 5 on esx-111/ }).click();
    const gpu = planner.gpu(5, 'esx-111');
    await expect(gpu.group.getByRole('button', { name: 'GPU 5', exact: true })).toBeFocused();
    await expect(gpu.group).toBeInViewport();
    await planner.dragProfile('2g.10gb', planner.gpu(6, 'esx-111'), 2);
    await expect(planner.message).toHaveText('Place 2g.10gb at slice 2 of GPU 6 on esx-111.');
  });

  for (const density of ['Strips', 'Grid'] as const) {
    await test.step(`the wheel leads to the last: ${density}`, async () => {
      await board.density(density).check();
      await expect(board.map).toHaveCount(0);
      expect(await board.gpus.count()).toBeLessThan(200);
      await board.scrollToEnd();
      await expect(planner.gpu(7, 'esx-250').group).toBeVisible();
      await expect(planner.gpu(0, 'esx-001').group).toHaveCount(0);
      expect(await board.gpus.count()).toBeLessThan(200);
    });
  }
});

/** How many steps the browser keeps that can be done again, of the one plan. */
async function keptRedo(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no answer'));
      });
    const database = await wait(indexedDB.open('mig-planner'));
    const histories: readonly unknown[] = await wait<unknown[]>(
      database.transaction('histories').objectStore('histories').getAll(),
    );
    const [history] = histories;
    database.close();
    const future: unknown = history === undefined ? null : Reflect.get(Object(history), 'future');
    return Array.isArray(future) ? future.length : null;
  });
}

test('one GPU more than is drawn whole, and back: focus, scroll, details and what is in the hand stay', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  const count = page.getByText('41 GPUs on 5 hosts');
  const add = page.getByRole('button', { name: 'Add GPU to esx-004' });
  await planner.openLayout(fleet(40, 0));

  await test.step('added by its form: its button has the focus', async () => {
    await add.click();
    const from = await topOf(add);
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Add', exact: true }).press('Enter');
    await expect(count).toBeVisible();
    await expect(add).toBeFocused();
    expect(await topOf(add)).toBeCloseTo(from, 0);
    await keys.press('Control+z');
    await expect(count).toBeHidden();
    await expect(add).toBeFocused();
  });

  await test.step('done again with the focus on an instance far down', async () => {
    // This is the board that a small plan begins with; once it is saved, what was undone is the very same step again.
    await expect.poll(() => keptRedo(page)).toBe(1);
    await page.reload();
    const gi = planner.gpu(2, 'esx-004').instance('1g.5gb', 6);
    await gi.click();
    await gi.focus();
    const details = page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('heading', { name: '1g.5gb' })
      .first();
    await expect(details).toBeVisible();
    const from = await topOf(gi);
    await keys.press('Control+y');
    await expect(count).toBeVisible();
    await expect(gi).toBeFocused();
    expect(await topOf(gi)).toBeCloseTo(from, 0);
    await expect(details).toBeVisible();
    await keys.press('Control+z');
    await expect(count).toBeHidden();
    await expect(gi).toBeFocused();
    await expect(gi).toBeInViewport();
  });

  await test.step('what is in the hand stays there, and is placed on the GPU that came', async () => {
    const gi = planner.gpu(2, 'esx-004').instance('1g.5gb', 6);
    await keys.press(' ');
    await keys.press('Control+y');
    await expect(count).toBeVisible();
    await expect(gi).toBeFocused();
    await expect(gi).toHaveAttribute('aria-pressed', 'true');
    await keys.press('Escape');
    await expect(gi).toBeFocused();
  });
});

/** Its upper edge in the window, in px. */
async function topOf(locator: Locator): Promise<number> {
  return (await locator.boundingBox())?.y ?? Number.NaN;
}

test('what is printed of some hundred GPUs is all of them', async ({ planner }) => {
  await planner.openLayout(fleet(320, 0));
  const board = new FleetBoard(planner.page);
  await expect(planner.gpu(0, 'esx-001').group).toBeVisible();
  expect(await board.gpus.count()).toBeLessThan(200);
  await planner.page.emulateMedia({ media: 'print' });
  await expect(board.gpus).toHaveCount(320);
  await planner.page.emulateMedia({ media: 'screen' });
  await expect.poll(() => board.gpus.count()).toBeLessThan(200);
});

/** One host of 3,000 GPUs, each with a small instance; only the last has room for the largest profile. */
const ONE_HOST = Array.from(
  { length: 3000 },
  (_, gpu) => `dgx/${gpu} a100-pcie-40gb:${gpu === 2999 ? '' : ' 1g.5gb@6'}`,
).join('\n');

test('three thousand GPUs on one host: a few are drawn, and the last is reached by keys, map, search and drag', async ({
  planner,
}) => {
  test.slow();
  const { page } = planner;
  await planner.openLayout(ONE_HOST);
  const board = new FleetBoard(page);
  const keys = new Keys(page);
  const last = planner.gpu(2999, 'dgx');
  const name = last.group.getByRole('button', { name: 'GPU 2999', exact: true });
  await expect(page.getByText('3,000 GPUs on 1 host')).toBeVisible();
  await expect(planner.gpu(0, 'dgx').group).toBeVisible();

  await test.step('an arrow key leads to its legal start, and what is placed there is undone', async () => {
    await planner.profile('7g.40gb').focus();
    await keys.press(' ', 'ArrowRight');
    await expect(planner.message).toHaveText('7g.40gb at slice 0 of GPU 2999 on dgx');
    await expect(last.start('7g.40gb', 0)).toBeInViewport();
    await keys.press('Enter');
    await expect(last.instance('7g.40gb', 0)).toBeInViewport();
    await keys.press('Control+z');
    await expect(last.instance('7g.40gb', 0)).toHaveCount(0);
    expect(await board.gpus.count()).toBeLessThan(100);
  });

  await test.step('the map has a button for each sixteen, and the last leads there', async () => {
    const parts = board.map.getByRole('button', { name: /^dgx, GPU [0-9]+ to [0-9]+, / });
    await parts.first().focus();
    await keys.press('End', 'Enter');
    const part = planner.gpu(2992, 'dgx').group;
    await expect(part.getByRole('button', { name: 'GPU 2992', exact: true })).toBeFocused();
    await expect(part).toBeInViewport();
    await keys.tabTo(name);
    await expect(last.group).toBeInViewport();
    expect(await parts.count()).toBeLessThan(188);
    await parts.last().focus();
    await keys.press('Home');
    await board.map.getByRole('button', { name: 'dgx, GPU 16 to 31, ' }).click();
    await expect(
      planner.gpu(16, 'dgx').group.getByRole('button', { name: 'GPU 16', exact: true }),
    ).toBeFocused();
  });

  for (const density of ['Strips', 'Grid'] as const) {
    await test.step(`${density}: End, Page Up, Home and the wheel go all the way`, async () => {
      await board.density(density).check();
      await board.host('dgx').focus();
      await keys.press('End');
      await expect(last.group).toBeInViewport();
      await keys.press('PageUp');
      await expect(last.group).not.toBeInViewport();
      expect(await board.gpus.count()).toBeLessThan(100);
      await keys.press('Home');
      await expect(planner.gpu(0, 'dgx').group).toBeInViewport();
      await board.scrollToEnd();
      await expect(last.group).toBeInViewport();
      expect(await board.gpus.count()).toBeLessThan(100);
    });
  }

  await test.step('search goes to it, and a profile is dropped on it', async () => {
    await board.host('dgx').press('Home');
    await planner.search.fill('GPU 2999 on dgx');
    await planner.found.getByRole('option', { name: /^GPU ?GPU 2999 on dgx/ }).click();
    await expect(name).toBeFocused();
    await expect(last.group).toBeInViewport();
    await planner.dragProfile('3g.20gb', last, 4);
    await expect(planner.message).toHaveText('Place 3g.20gb at slice 4 of GPU 2999 on dgx.');
  });
});

/** A fleet: only what is in sight is drawn, and yet everything is reached, by wheel, by map, by search and by keys. */
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

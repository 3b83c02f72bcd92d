/** From the address that `npm start` prints to a shared plan of two VMs: at most twelve actions (what counts: pages/Newcomer.ts). */
import type { Browser } from '@playwright/test';
import { expect, test, watch } from './fixtures.ts';
import { Newcomer } from './pages/Newcomer.ts';
import { PlannerPage } from './pages/PlannerPage.ts';

const MOST_ACTIONS = 12;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** Whoever gets what was copied sees both VMs on instances of their own. */
async function expectShared(planner: PlannerPage, browser: Browser): Promise<void> {
  const link = await planner.page.evaluate(() => navigator.clipboard.readText());
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = await watch(page);
  await page.goto(link);
  const visitor = new PlannerPage(page);
  for (const start of [0, 4])
    await expect(visitor.gpu(0).instance('3g.20gb', start)).toHaveAccessibleName(/chat-[ab]/);
  for (const name of ['chat-a', 'chat-b']) await expect(visitor.vm(name)).toContainText('Placed');
  expect(complaints).toEqual([]);
  await context.close();
}

test('by mouse: two instances drawn, two VMs on them, and the link', async ({ planner, browser }) => {
  const newcomer = new Newcomer(planner);
  const { page, vms } = planner;
  await newcomer.click(page.getByRole('button', { name: /^One empty host/ }));
  const gpu = planner.gpu(0);
  await newcomer.drag(planner.profile('3g.20gb'), gpu.group);
  await newcomer.drag(planner.profile('3g.20gb'), gpu.group);
  await expect(gpu.group.getByRole('button', { name: /^3g\.20gb at slice/ })).toHaveCount(2);

  await newcomer.click(vms.getByRole('textbox', { name: 'Name of the new VM' }));
  for (const name of ['chat-a', 'chat-b']) {
    // What stands free is the type that is offered.
    await newcomer.type(name);
    await newcomer.press('Enter');
    await expect(planner.vm(name)).toContainText('grid_a100-3-20c');
  }
  await newcomer.click(vms.getByRole('button', { name: 'Place all 2 waiting' }));
  await expect(planner.vm('chat-b')).toContainText('Placed');

  await newcomer.click(page.getByRole('button', { name: 'Share', exact: true }));
  await newcomer.click(planner.dialog('Share').getByRole('button', { name: 'Copy link' }));
  await expect(planner.dialog('Share').getByRole('button', { name: 'Copied' })).toBeVisible();
  newcomer.expectAtMost(MOST_ACTIONS);
  await expectShared(planner, browser);
});

test('by keyboard: two VMs by their profile, placed, and the link', async ({ planner, browser }) => {
  const newcomer = new Newcomer(planner);
  const { page, vms } = planner;
  await newcomer.goTo(page.getByRole('button', { name: /^One empty host/ }));
  await newcomer.press('Enter');
  await newcomer.goTo(vms.getByRole('button', { name: 'Paste VMs' }));
  await newcomer.press('Enter');
  await expect(planner.dialog('Paste VMs').getByRole('textbox', { name: 'Table of VMs' })).toBeFocused();
  await newcomer.type('chat-a\t3g.20gb\nchat-b\t3g.20gb');
  await expect(planner.dialog('Paste VMs').getByRole('button', { name: 'Add 2 VMs' })).toBeEnabled();
  await newcomer.press('Control+Enter');
  await expect(planner.vm('chat-b')).toContainText('Placed');
  await newcomer.goTo(page.getByRole('button', { name: 'Share', exact: true }));
  await newcomer.press('Enter');
  const copy = planner.dialog('Share').getByRole('button', { name: 'Copy link' });
  await newcomer.goTo(copy);
  await newcomer.press('Enter');
  await expect(planner.dialog('Share').getByRole('button', { name: 'Copied' })).toBeVisible();
  newcomer.expectAtMost(MOST_ACTIONS);
  await expectShared(planner, browser);
});

test('by keyboard on the board: lifted and placed with keys alone', async ({ planner }) => {
  const newcomer = new Newcomer(planner);
  const { page } = planner;
  await newcomer.goTo(page.getByRole('button', { name: /^One empty host/ }));
  await newcomer.press('Enter');
  await newcomer.goTo(planner.profile('3g.20gb'));
  for (const count of [1, 2]) {
    // The suggested start is taken when no arrow chooses another.
    await newcomer.press('Space');
    await newcomer.press('Space');
    await expect(planner.gpu(0).group.getByRole('button', { name: /^3g\.20gb at slice/ })).toHaveCount(count);
    if (count === 1) await newcomer.goTo(planner.profile('3g.20gb'));
  }
  newcomer.expectAtMost(8);
});

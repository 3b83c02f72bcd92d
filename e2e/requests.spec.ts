/** Requests: asked for by count or table, answered with a proof, placed as one step; long work can be stopped. */
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { RequestsPanel } from './pages/RequestsPanel.ts';
import { VmDock } from './pages/VmDock.ts';

test('from the question to GPUs that are cut: answered while typing, placed as one step', async ({
  planner,
}) => {
  const requests = new RequestsPanel(planner.page);
  await requests.startWith();
  await expect(requests.region).toContainText('Say how many instances of each profile you need');
  // While it is typed, before the field is left.
  await requests.count('2g.10gb').fill('7');
  await expect(requests.region).toContainText('3 GPUs, and nobody can do it with 2');
  await expect(requests.placeNew).toBeDisabled();
  await requests.count('2g.10gb').press('Enter');
  await expect(planner.message).toContainText('3 GPUs, and nobody can do it with 2.');
  await requests.region.getByRole('button', { name: 'More 3g.20gb' }).click();
  await requests.ask('3g.20gb', 4);
  await expect(requests.region).toContainText('Proven');
  await expect(requests.region).toContainText('4 GPUs, and nobody can do it with 3');
  await expect(requests.region).toContainText(
    'The 2g.10gb and 3g.20gb instances need 11 full pairs of slices and a GPU has 3, so 4 GPUs.',
  );
  await requests.placeNew.click();
  await expect(planner.message).toContainText('Place 11 requested instances on 4 new GPUs of esx-01');
  await expect(planner.figures).toContainText('GPUs in use4 of 4');
  await expect(requests.count('2g.10gb')).toHaveValue('0');
  await planner.undo.click();
  await expect(requests.count('2g.10gb')).toHaveValue('7');
  await expect(planner.figures).toContainText('GPUs in use0 of 0');
});

test('a table is pasted, what is wrong in it is said, and the list travels in the link', async ({
  planner,
}) => {
  const { page } = planner;
  const requests = new RequestsPanel(page);
  await requests.startWith();
  await requests.region.getByRole('button', { name: 'Paste' }).click();
  await requests.table.fill('Profile,Count\n3g.20gb,4\n2g.10gb,many');
  await expect(requests.dialog.getByRole('status')).toContainText('Line 3: "many" is no number');
  await requests.table.fill('3g.20gb=4, 2g.10gb=7');
  await expect(requests.dialog.getByRole('status')).toContainText('11 instances in 2 requests.');
  await page.keyboard.press('Control+Enter');
  await expect(requests.dialog).toBeHidden();
  await expect(requests.region).toContainText('4 GPUs, and nobody can do it with 3');
  const link = await planner.shareLink();
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('button', { name: 'Requests', exact: true }).first().click();
  await expect(requests.count('3g.20gb')).toHaveValue('4');
});

test('by keyboard alone: asked, placed on new GPUs, and into the free room', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  const requests = new RequestsPanel(page);
  await keys.tabAndEnter(page.getByRole('button', { name: 'How many GPUs do I need?' }));
  await keys.tabTo(requests.count('1g.5gb'));
  await keys.press('ArrowUp', 'ArrowUp', 'PageUp');
  await expect(requests.count('1g.5gb')).toHaveValue('12');
  await expect(requests.region).toContainText('2 GPUs, and nobody can do it with 1');
  await keys.tabAndEnter(requests.placeNew);
  await expect(planner.figures).toContainText('GPUs in use2 of 2');
  await keys.tabTo(requests.count('1g.5gb'));
  await keys.type('4');
  await keys.press('Enter');
  await expect(requests.region).toContainText('2 of 4 fit as the plan stands, and no more can.');
  await expect(requests.region).toContainText('2 x 1g.5gb wait for capacity');
  await keys.tabAndEnter(requests.placeAll);
  await expect(planner.message).toContainText('Place 2 requested instances.');
  await expect(requests.count('1g.5gb')).toHaveValue('2');
});

test('by keyboard alone: needs, boards with costs, groups apart, and the cheapest of them placed', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  const requests = new RequestsPanel(page);
  const { answer } = requests;
  await keys.tabAndEnter(page.getByRole('button', { name: 'How many GPUs do I need?' }));
  await keys.tabAndEnter(requests.addNeed);
  const first = requests.needs(1);
  await expect(first.getByLabel('Count')).toBeFocused();
  await keys.replaceWith('4');
  await keys.tabTo(first.getByLabel('GB'));
  await keys.replaceWith('40');
  // While it is typed, before the field is left.
  await expect(answer).toContainText('4 x A100-PCIE-40GB: 4 GPUs, and nobody can do it with 3');
  await expect(requests.placeNew).toBeDisabled();
  await keys.press('Enter');
  await expect(planner.message).toContainText('4 x A100-PCIE-40GB: 4 GPUs, and nobody can do it with 3.');
  await keys.replaceWith('some');
  await expect(first.getByLabel('GB')).toHaveAccessibleDescription('A number');
  await keys.press('Escape');
  await keys.tabAndEnter(requests.addNeed);
  const second = requests.needs(2);
  await keys.replaceWith('9');
  await keys.tabTo(second.getByLabel('GB'));
  await keys.replaceWith('6');
  await keys.press('Enter');
  await keys.tabAndEnter(requests.addBoard);
  await expect(requests.region.getByRole('combobox', { name: 'Board 2' })).toBeFocused();
  await keys.tabTo(requests.terms('A30').getByLabel('Cost'));
  await keys.replaceWith('cheap');
  await expect(requests.terms('A30').getByRole('alert')).toHaveText('Cost: A number, such as 2.5');
  await expect(answer).toBeHidden();
  await keys.replaceWith('2');
  await keys.tabTo(requests.terms('A100-PCIE-40GB').getByLabel('Cost'));
  await keys.replaceWith('5');
  await expect(answer).toContainText('Proven');
  await expect(answer).toContainText('4 x A100-PCIE-40GB and 3 x A30 cost 26, and nothing costs less');
  // A group on GPUs of its own: of those there are not more than the limit.
  await keys.tabTo(second.getByLabel('Group'));
  await keys.type('web');
  await keys.press('Enter');
  await expect(answer).toContainText('4 x A100-PCIE-40GB and 9 x A30 cost 38, and nothing costs less');
  await keys.tabTo(requests.terms('A30').getByLabel('At most'));
  await keys.type('2');
  await expect(answer).toContainText('11 x A100-PCIE-40GB and 2 x A30 cost 59, and nothing costs less');
  await keys.tabTo(requests.region.getByRole('radio', { name: 'GPUs' }));
  await keys.press('ArrowRight');
  await expect(requests.region.getByRole('radio', { name: 'Hosts' })).toBeChecked();
  await keys.tabTo(requests.terms('A30').getByLabel('At most'));
  await keys.press('Delete');
  await keys.tabTo(requests.terms('A30').getByLabel('Per host'));
  await keys.replaceWith('1');
  await expect(answer).toContainText('4 x A100-PCIE-40GB and 9 x A30 cost 38');
  await expect(answer).toContainText('Hosts are counted as full, but for the last of each board.');
  // The boards are still there when the panel has been away.
  await keys.tabAndEnter(requests.region.getByRole('button', { name: 'Profiles' }));
  await expect(requests.region).toBeHidden();
  await keys.tabAndEnter(page.getByRole('button', { name: 'Requests', exact: true }).first());
  await expect(requests.terms('A30').getByLabel('Cost')).toHaveValue('2');
  await keys.tabAndEnter(requests.placeNew);
  await expect(planner.message).toContainText('Place 13 requested instances on 13 new GPUs');
  await expect(planner.figures).toContainText('GPUs in use13 of 13');
  await expect(planner.figures).toContainText('VMs placed9');
  await planner.undo.click();
  await expect(requests.needs(2).getByLabel('Group')).toHaveValue('web');
  await expect(planner.figures).toContainText('GPUs in use0 of 0');
});

test('a repack is looked at, applied as one step, and taken back', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  await planner.openLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-01/1 a100-pcie-40gb: 3g.20gb@4=chat-b\nesx-02/0 a30-24gb: 1g.6gb@0',
  );
  await keys.tabAndEnter(page.getByRole('button', { name: 'Repack', exact: true }));
  const dialog = planner.dialog('Repack');
  await expect(dialog).toContainText('Proven');
  await expect(dialog.getByRole('status')).toHaveText('1 move empties 1 GPU');
  await expect(dialog.getByRole('region', { name: 'Moves' })).toContainText(/interrupts chat-[ab]/);
  await expect(dialog.getByRole('region', { name: 'GPUs that change' })).toContainText('empty afterwards');
  await keys.tabAndEnter(dialog.getByRole('button', { name: 'Apply as one step' }));
  await expect(dialog).toBeHidden();
  await expect(planner.message).toContainText('Repack: move 1 instance. 1 move empties 1 GPU');
  await expect(planner.figures).toContainText('GPUs in use2 of 3');
  await expect(planner.figures).toContainText('VMs placed2');
  await planner.undo.click();
  await expect(planner.figures).toContainText('GPUs in use3 of 3');
  await page.getByRole('button', { name: 'Repack', exact: true }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(planner.figures).toContainText('GPUs in use3 of 3');
});

test('placing that takes long is stopped, and nothing has changed', async ({ planner }) => {
  test.slow();
  const dock = new VmDock(planner.page);
  const fleet = Array.from({ length: 512 }, (_, n) => `esx-${Math.floor(n / 64)}/${n % 64} a100-pcie-40gb:`);
  await planner.openLayout(fleet.join('\n'));
  // Kept apart from one another, each of them looks at every GPU.
  await dock.paste('big\t7g.40gb\t10000\tapart', false);
  // Pressed in the page as soon as it is there: a fast machine would be done before a press from outside gets in.
  await planner.page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const work = document.querySelector('[role=group][aria-label="Place 10000 VMs"]');
      const stop = [...(work?.querySelectorAll('button') ?? [])].find((one) => one.textContent === 'Stop');
      if (stop === undefined || work?.querySelector('[role=progressbar], progress') == null) return;
      observer.disconnect();
      stop.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await dock.region.getByRole('button', { name: 'Place all 10,000 waiting' }).click();
  await expect(planner.message).toHaveText('Place 10000 VMs: stopped. Nothing in the plan has changed.');
  await expect(planner.figures).toContainText('VMs placed0');
});

test('without a worker the page works it out itself', async ({ planner }) => {
  const { page } = planner;
  const requests = new RequestsPanel(page);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'Worker', { value: undefined });
  });
  await planner.open();
  await requests.startWith();
  await requests.ask('2g.10gb', 7);
  await expect(requests.region).toContainText('3 GPUs, and nobody can do it with 2');
});

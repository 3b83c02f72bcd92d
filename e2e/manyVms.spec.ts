/** VMs by the hundred: pasted, found, sorted, edited and placed many at once, by mouse and by keyboard. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { VmDock } from './pages/VmDock.ts';

const FLEET = Array.from(
  { length: 16 },
  (_, n) => `esx-0${Math.floor(n / 4) + 1}/${n % 4} a100-pcie-40gb:`,
).join('\n');
const TABLE =
  'Name\tType\tCount\tGroup\nchat\tGRID A100-3-20C\t3\tchat\nocr\t2g.10gb\t4\ntts\tnvidia.com/mig-1g.5gb\t93';

test('a hundred VMs are pasted, placed, taken back and placed again, each time as one step', async ({
  planner,
}) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout(FLEET);
  await dock.openTable();
  await dock.table.fill(`${TABLE}\nbad\tA100-3-20D\nweb\t1g.5gb\tmany`);
  await expect(dock.dialog.getByRole('status')).toContainText('100 VMs from 5 rows. 2 rows left out.');
  await expect(dock.dialog).toContainText(
    'Line 5 is left out, for "A100-3-20D" is no known vGPU type or profile. Was "A100-3-20C" meant?',
  );
  await expect(dock.dialog).toContainText('Line 6 is left out, for "many" is no count');
  await expect(dock.dialog).toContainText('All 100 are placed.');
  await dock.dialog.getByRole('button', { name: 'Add 100 VMs' }).click();
  await expect(planner.message).toHaveText('Add and place 100 VMs. All 100 are placed.');
  await expect(planner.figures).toContainText('VMs placed100');
  await planner.undo.click();
  await expect(dock.region).toContainText('No VMs yet');

  await dock.paste(TABLE, false);
  await dock.region.getByRole('button', { name: 'Place all 100 waiting' }).click();
  await expect(planner.message).toHaveText('Place 100 VMs. All 100 are placed.');
  await planner.undo.click();
  await expect(planner.figures).toContainText('Waiting100');
});

test('a VM that is far down is gone to from the search box, whatever the table was filtered by', async ({
  planner,
}) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@0=near');
  await dock.paste('far,1g.5gb,400', false);
  await dock.filter.fill('near');
  await expect.poll(() => dock.names()).toEqual(['near']);
  await planner.search.focus();
  await planner.page.keyboard.insertText('far-390');
  await expect(planner.found.getByRole('option', { name: /^VM ?far-390/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await planner.page.keyboard.press('Enter');
  const row = dock.region.getByRole('button', { name: 'Lift far-390', exact: true });
  await expect(row).toBeFocused();
  await expect(row).toBeInViewport();
  await expect(dock.filter).toHaveValue('');
  await expect(dock.region.getByRole('button', { name: 'Lift far-1', exact: true })).toHaveCount(0);

  const earlier = dock.region.getByRole('button', { name: /^Show 120 earlier of 349/ });
  await earlier.click();
  await expect(dock.region.getByRole('button', { name: 'Lift far-235', exact: true })).toHaveCount(1);
  // Sorted anew, it begins at its top again.
  await dock.region.getByRole('button', { name: 'VM', exact: true }).click();
  await expect.poll(async () => (await dock.names())[0]).toBe('far-1');
});

test('by keyboard alone: the dialog opens in the table, Ctrl+Enter adds and places', async ({ planner }) => {
  const { page } = planner;
  const dock = new VmDock(page);
  await planner.openLayout(FLEET);
  const button = dock.region.getByRole('button', { name: 'Paste VMs' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(dock.table).toBeFocused();
  await page.keyboard.insertText(TABLE);
  await expect(dock.dialog.getByRole('status')).toContainText('100 VMs from 3 rows.');
  await page.keyboard.press('Control+Enter');
  await expect(dock.dialog).toBeHidden();
  await expect(planner.message).toContainText('All 100 are placed.');
  await expect(button).toBeFocused();
});

test('who waits, and why, is one list: from the figure, with the reason of each', async ({ planner }) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout('a/0 a100-pcie-40gb:\na/1 a100-pcie-40gb off');
  await dock.paste('big,7g.40gb\nmore,1g.5gb,2\nodd,A30-1-6C\npair,7g.40gb+7g.40gb', true);
  await expect(planner.message).toContainText('1 placed, 4 wait.');
  await planner.figures.getByTitle('List the VMs that wait, and why').click();
  await expect(dock.list('Waiting')).toBeChecked();
  await expect(dock.list('Waiting')).toBeFocused();
  await expect.poll(() => dock.names()).toEqual(['more-1', 'more-2', 'odd', 'pair']);
  await expect(planner.vm('more-1')).toContainText('No GPU has a legal start left for 1g.5gb.');
  await expect(planner.vm('odd')).toContainText('A30-1-6C belongs to A30, and the plan has no such GPU.');
});

test('VMs of one group are kept on different GPUs, and who finds none says so', async ({ planner }) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout('a/0 a100-pcie-40gb:\na/1 a100-pcie-40gb:');
  await dock.paste('web,1g.5gb,3,web', true);
  await expect(planner.message).toContainText('2 placed, 1 waits: Group web keeps it apart');
  await expect(planner.vm('web-3')).toContainText('Group web keeps it apart');
});

test('rows are found, sorted and edited in place', async ({ planner }) => {
  const { page } = planner;
  const dock = new VmDock(page);
  await planner.openLayout(
    'a/0 a100-pcie-40gb: 3g.20gb@0=vm-10, 3g.20gb@4=vm-2\nbeta/0 a100-pcie-40gb: 1g.5gb@0=zoo',
  );
  await dock.region.getByRole('button', { name: 'VM', exact: true }).click();
  await expect(dock.region.getByRole('columnheader', { name: 'VM', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect.poll(() => dock.names()).toEqual(['vm-2', 'vm-10', 'zoo']);
  await dock.region.getByRole('button', { name: 'VM', exact: true }).click();
  await expect.poll(() => dock.names()).toEqual(['zoo', 'vm-10', 'vm-2']);

  await dock.filter.fill('3g nowhere');
  await expect(dock.region).toContainText('No VM has “3g nowhere” in its name, type, group or host.');
  await dock.filter.fill('beta');
  await expect.poll(() => dock.names()).toEqual(['zoo']);
  await dock.filter.fill('');

  await dock.region.getByRole('button', { name: 'Group of zoo' }).click();
  await page.keyboard.type('animals');
  await page.keyboard.press('Enter');
  await expect(planner.message).toHaveText('Put VM zoo into group animals.');
  await dock.filter.fill('animals');
  await expect.poll(() => dock.names()).toEqual(['zoo']);
});

test('edits of many are about what is ticked and in sight, and say how many', async ({ planner }) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout('a/0 a100-pcie-40gb:');
  await dock.paste('chat,3g.20gb,2\ntts,1g.5gb,6', false);
  await dock.select('tts-2').click();
  await dock.select('tts-5').click({ modifiers: ['Shift'] });
  await expect(dock.bulk).toContainText('4 selected');
  await dock.select('chat-1').click();
  await dock.filter.fill('tts');
  await expect(dock.bulk).toContainText('1 more is hidden by the filter and stays as it is');
  await dock.bulk.getByRole('button', { name: 'Remove 4' }).click();
  await expect(planner.message).toHaveText('Remove 4 VMs: tts-2, tts-3, tts-4 and tts-5.');
  await dock.filter.fill('');
  await expect.poll(() => dock.names()).toEqual(['chat-1', 'chat-2', 'tts-1', 'tts-6']);
  await planner.undo.click();
  await expect.poll(async () => (await dock.names()).length).toBe(8);

  await dock.bulk.getByRole('button', { name: 'Select none' }).click();
  await dock.region.getByRole('checkbox', { name: 'Select all 8 listed VMs' }).click();
  await dock.bulk.getByRole('button', { name: 'Set group of 8' }).click();
  await planner.page.keyboard.type('all');
  await planner.page.keyboard.press('Enter');
  await expect(planner.message).toHaveText('Put 8 VMs into group all.');
  await planner.undo.click();
  await dock.bulk.getByRole('button', { name: 'Change type of 8' }).click();
  await dock.bulk.getByRole('combobox').selectOption({ label: 'grid_a100-1-5c · 1g.5gb' });
  await dock.bulk.getByRole('button', { name: 'Change type of 8' }).click();
  await dock.bulk.getByRole('button', { name: 'Place 8' }).click();
  await expect(planner.message).toContainText(
    'Place 8 VMs. 7 placed, 1 waits: No GPU has a legal start left',
  );
  await dock.bulk.getByRole('button', { name: 'Send 7 back to waiting' }).click();
  await expect(planner.message).toHaveText('Send 7 VMs back to waiting.');
});

test('two thousand rows: the last is found by scrolling and by the filter', async ({ planner }) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout('a/0 a100-pcie-40gb:');
  await dock.paste('vm,1g.5gb,2000', false);
  await expect(dock.region.getByRole('row')).not.toHaveCount(2001);
  const more = dock.region.getByRole('button', { name: /^Show / });
  await more.scrollIntoViewIfNeeded();
  await expect(planner.vm('vm-200')).toBeAttached();
  await dock.filter.fill('vm-2000');
  await expect(planner.vm('vm-2000')).toBeVisible();
});

test('the dock takes the place of the board, and gives it back when a VM is lifted', async ({ planner }) => {
  const dock = new VmDock(planner.page);
  await planner.startFrom('The article');
  await dock.region.getByRole('button', { name: 'Enlarge the VMs' }).click();
  await expect(planner.gpu(0).group).toBeHidden();
  // Between the side panes, or below them: it has what the board had.
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
  ] as const) {
    await planner.page.setViewportSize({ width, height });
    await expect
      .poll(async () => (await dock.region.boundingBox())?.height, { message: `${width} wide` })
      .toBeGreaterThan(height / 2);
  }
  await dock.region.getByRole('button', { name: 'Lift train-1' }).click();
  await expect(planner.gpu(0).group).toBeVisible();
});

test('columns keep their width: nothing leaves the dock, and pointing at a row moves nothing', async ({
  planner,
}) => {
  const dock = new VmDock(planner.page);
  await planner.openLayout(FLEET);
  await dock.paste(
    'a-name-that-is-far-longer-than-its-column-is-wide,1g.5gb,70,a-group-with-a-long-name\nmany,1g.5gb+2g.10gb',
    true,
  );
  const where = dock.region.getByRole('columnheader', { name: 'Where' });
  const before = await where.boundingBox();
  await planner.vm('many').hover();
  await expect(dock.region.getByRole('button', { name: 'Add a vGPU to many' })).toBeVisible();
  expect(await where.boundingBox()).toEqual(before);
  const removing = await dock.region.getByRole('button', { name: 'Remove many' }).boundingBox();
  const table = await dock.region.boundingBox();
  expect((removing?.x ?? 0) + (removing?.width ?? 0)).toBeLessThan((table?.x ?? 0) + (table?.width ?? 0));
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('a VM takes two lines, and all can be sorted and picked', async ({ planner }) => {
    const dock = new VmDock(planner.page);
    await planner.openLayout('a/0 a100-pcie-40gb: 1g.5gb@0=two, 2g.10gb@2=one');
    await planner.page.getByRole('button', { name: 'VMs', exact: true }).click();
    expect((await planner.vm('two').boundingBox())?.height).toBeLessThan(110);
    await dock.region.getByRole('button', { name: 'VM', exact: true }).click();
    expect(await dock.names()).toEqual(['one', 'two']);
    await dock.region.getByRole('checkbox', { name: 'Select all 2 listed VMs' }).check();
    await expect(dock.bulk).toContainText('2 selected');
    // What cannot be done takes no room.
    await expect(dock.bulk.getByRole('button', { name: /^Place/ })).toBeHidden();
  });
});

atEachWidth((width) => {
  test('axe finds nothing in the dialog and in the dock', async ({ planner }) => {
    const { page } = planner;
    const dock = new VmDock(page);
    await planner.openLayout('a/0 a100-pcie-40gb: 1g.5gb@0=two, 2g.10gb@2=two');
    if (width === 390) await page.getByRole('button', { name: 'VMs', exact: true }).click();
    await dock.openTable();
    // So few that no row is cut by the edge of the table: axe would call what is left of it too small a target. On a phone
    // each is a card, so the page is as high as all of them.
    if (width === 390) await page.setViewportSize({ width, height: 2400 });
    await dock.table.fill(`${TABLE.replace('93', '5')}\nbad\tA100-3-20D`);
    await expect(dock.dialog.getByRole('status')).toContainText('1 row left out');
    await expectAccessible(page);
    await dock.dialog.getByRole('button', { name: 'Add 12 VMs' }).click();
    await dock.region.getByRole('button', { name: 'Enlarge the VMs' }).click();
    await dock.select('two').check();
    await dock.bulk.getByRole('button', { name: 'Set group of 1' }).click();
    await expectAccessible(page);
  });
});

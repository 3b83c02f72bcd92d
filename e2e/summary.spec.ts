/** The plan to be read: figures, charts that are tables, reasons; by mouse, by keyboard, of a fleet, and in print. */
import { readFileSync } from 'node:fs';
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { SummaryPage } from './pages/SummaryPage.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4=ocr, 1g.5gb@6
esx-02/0 a30-24gb: 1g.6gb@0=c
esx-02/1 a100-pcie-40gb off`;

/** 30 hosts of one A100: the first ten hold a 7g, the next ten strand a slice, the rest are empty. */
const FLEET = Array.from({ length: 30 }, (_, index) => {
  const cut = index < 10 ? ' 7g.40gb@0' : index < 20 ? ' 1g.5gb@6' : '';
  return `esx-${String(index + 1).padStart(2, '0')}/0 a100-pcie-40gb:${cut}`;
}).join('\n');

test('figures, hosts, boards, profiles and what fits, with the proof; a step undone is read at once', async ({
  planner,
}) => {
  const summary = new SummaryPage(planner);
  await planner.openLayout(PLAN);
  await planner.gpu(0, 'esx-02').instance('1g.6gb', 0).click();
  await planner.page.keyboard.press('Delete');
  await summary.open();
  await expect(summary.figures).toContainText('15 of 20');
  await expect(summary.waiting).toContainText('1 VM: There is room for them: place them.');
  await planner.undo.click();
  await summary.isWhole();
  await expect(summary.waiting).toContainText('Nobody waits: 4 VMs placed.');
  await expect(summary.figures).toContainText('80 %');
  await expect(summary.figures).toContainText('16 of 20');
  await expect(summary.figures).toContainText('1 compute, 1 memory: 25 % of what is free');
  await expect(summary.figures).toContainText('3 of 4');
  await expect(summary.figures).toContainText('4 of 4');
  await expect(summary.figures).toContainText(
    'Proven: nobody holds these instances on fewer than the 3 GPUs in use.',
  );
  await expect(summary.host('esx-01')).toContainText('2 of 2');
  await expect(summary.host('esx-01')).toContainText('94 %');
  await expect(summary.host('esx-01')).toContainText('2, proven');
  await expect(summary.boards.getByRole('row', { name: /^A30 on 1 host 1 of 1 25 %/ })).toBeVisible();
  const mix = summary.mix('A100-PCIE-40GB');
  await expect(mix.getByRole('row', { name: '3g.20gb 53 % 2 2' })).toBeVisible();
  await expect(mix).toContainText('3 more profiles not used.');
  await expect(summary.fits('A30').getByRole('row', { name: '1g.6gb 75 % now 3 3' })).toBeVisible();
});

test('a cause leads to its GPUs, a host to its place on the board, and who waits to the list', async ({
  planner,
}) => {
  const summary = new SummaryPage(planner);
  await planner.openLayout(`${PLAN}\nesx-03/0 a100-pcie-40gb: 7g.40gb@0=big`);
  await planner.gpu(0, 'esx-03').instance('7g.40gb', 0).click();
  await planner.page.keyboard.press('Delete');
  await summary.open();
  await expect(summary.waiting).toContainText('1 VM: There is room for them: place them.');
  await expect(summary.stranded).toContainText('1g.5gb at 6 keeps 1g.10gb, 3g.20gb and 7g.40gb from it.');
  await summary.stranded.getByRole('button', { name: /^Show 1 GPU, .*: memory slice 7 stranded$/ }).click();
  await expect(planner.message).toHaveText(
    'Shown: 1 GPU on one host: memory slice 7 stranded by 1g.5gb at 6. “Show all” shows the rest.',
  );
  await expect(planner.gpu(1).group).toBeVisible();
  await expect(planner.gpu(0).group).toHaveCount(0);

  await summary.open();
  await summary.host('esx-03').getByRole('button', { name: 'esx-03' }).click();
  await expect(planner.gpu(0, 'esx-03').group).toBeInViewport();

  await summary.open();
  await summary.waiting.getByRole('button', { name: 'List them' }).click();
  await expect(planner.vms.getByRole('radio', { name: 'Waiting' })).toBeChecked();
  await expect(planner.vm('big')).toBeVisible();
});

test('by keyboard alone: in, through a chart of thirty hosts and its pages, and back to where it was opened', async ({
  planner,
}) => {
  const summary = new SummaryPage(planner);
  const keys = new Keys(planner.page);
  await planner.openLayout(FLEET);
  await keys.tabAndEnter(summary.wayIn);
  await expect(summary.heading).toBeFocused();
  await summary.isWhole();
  await expect(summary.hosts.getByRole('row')).toHaveCount(11);
  await expect(planner.page.getByText('Hosts 1 to 10 of 30')).toBeVisible();
  await keys.tabTo(summary.order);
  await keys.arrowTo('least used first');
  await expect(summary.hosts.getByRole('row').nth(1)).toHaveAccessibleName(/^esx-21 /);
  await keys.tabAndEnter(summary.bar('10 hosts: all used'));
  await expect(summary.bar('10 hosts: all used')).toHaveAttribute('aria-pressed', 'true');
  await expect(planner.page.getByText('10 hosts: all used')).toBeVisible();
  await expect(summary.host('esx-10')).toContainText('100 %');
  await expect(summary.hosts.getByRole('row')).toHaveCount(11);
  await keys.press('Enter');
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Next hosts' }));
  await expect(planner.page.getByText('Hosts 11 to 20 of 30')).toBeVisible();
  await keys.press('Escape');
  await expect(summary.heading).toBeHidden();
  await expect(summary.wayIn).toBeFocused();
});

test('it is copied and downloaded as the text of the command line', async ({ planner }) => {
  const summary = new SummaryPage(planner);
  const { page } = planner;
  await planner.openLayout(PLAN);
  await summary.open();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('  GPUs         3 of 4 in use, on 2 hosts\n');
  expect(text).toContain('Waiting: nobody\n');
});

test('in print all hosts are there, and nothing that is no part of it', async ({ planner }) => {
  const summary = new SummaryPage(planner);
  const { page } = planner;
  await planner.openLayout(FLEET);
  await summary.open();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(summary.hosts.getByRole('row')).toHaveCount(31);
  await expect(page.getByRole('button', { name: 'Share' })).toBeHidden();
  await expect(summary.close).toBeHidden();
  await expect(summary.order).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(summary.hosts.getByRole('row')).toHaveCount(11);
});

test('on a phone hosts and boards are cards: all figures in sight, each with what it is, and the page no longer than it is', async ({
  planner,
}) => {
  const summary = new SummaryPage(planner);
  const { page } = planner;
  await planner.openLayout(PLAN);
  await summary.open();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ['Table of the hosts', 'Table of the boards']) {
    const table = page.getByRole('region', { name });
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  }
  const name = summary.boards.getByText('A100-PCIE-40GB', { exact: true });
  expect((await name.boundingBox())?.height).toBeLessThan(20);
  const board = summary.boards.getByRole('row', { name: /^A100-PCIE-40GB on 2 hosts/ });
  const heads = ['GPUs in use', 'Memory used', 'Compute used', 'Stranded', 'vGPUs', 'Fewest GPUs'];
  for (const [n, head] of heads.entries()) {
    const cell = board.getByRole('cell').nth(n);
    await expect(cell).toHaveAccessibleName(new RegExp(`^${head} `));
    const box = await cell.boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
  }
  const { longer } = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement;
    return { longer: scrollHeight - clientHeight };
  });
  expect(longer).toBe(0);
});

atEachWidth((width) => {
  test('axe finds nothing: several boards', async ({ planner }) => {
    const summary = new SummaryPage(planner);
    await planner.openLayout(PLAN);
    await summary.open();
    await expectAccessible(planner.page);
    await summary.close.click();
    await expect(summary.wayIn).toBeFocused();
  });

  test('axe finds nothing: a fleet with a bar chosen', async ({ planner }) => {
    const summary = new SummaryPage(planner);
    await planner.openLayout(FLEET);
    await summary.open();
    await summary.bar('10 hosts: over 10 to 20 % used').click();
    await expectAccessible(planner.page);
    if (width !== 390) return;
    // Targets: a bar of the chart on a phone.
    const box = await summary.bar('10 hosts: all used').boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(24);
    expect(box?.height).toBeGreaterThanOrEqual(24);
  });
});

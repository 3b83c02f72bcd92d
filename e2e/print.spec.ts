/** The page on paper: the plan alone, in light colours, whatever the theme, four grids to a line. */
import { LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { SCREENS } from './screens.ts';

/** A4 in portrait at 96 dots to the inch, less the margins. */
const PAPER = { width: 703, height: 1032 };
const RACK = [
  'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b',
  'esx-01/1 a100-pcie-40gb: 4g.20gb@0=rag-1, 2g.10gb@4=ocr-1',
  'esx-01/2 a100-pcie-40gb: 1g.10gb@0=embed-1',
  'esx-01/3 a100-pcie-40gb:',
].join('\n');

test('a host is printed without what is pressed, dark or light', async ({ planner }) => {
  const { page } = planner;
  await planner.openLayout(RACK);
  await expect(planner.vm('chat-a')).toBeVisible();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize(PAPER);

  for (const name of ['Share', 'Export', 'Undo', 'Add host', 'Actions for GPU 0 on esx-01', 'Paste VMs'])
    await expect(page.getByRole('button', { name, exact: true }).filter({ visible: true })).toHaveCount(0);
  await expect(planner.profiles).toBeHidden();
  await expect(planner.search).toBeHidden();
  await expect(planner.planName).toBeVisible();
  await expect(planner.figures).toBeVisible();
  await expect(planner.vm('chat-a')).toBeVisible();

  const tops = await Promise.all(
    [0, 1, 2, 3].map(async (n) => (await planner.gpu(n).group.boundingBox())?.y),
  );
  expect(new Set(tops).size, 'four to a line').toBe(1);
  const block = planner.gpu(0).instance('3g.20gb', 0);
  await expect(block).toHaveCSS('background-color', 'rgb(253, 232, 189)');
  await expect(block).toHaveCSS('print-color-adjust', 'exact');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, 'nothing is cut off at the right').toBeLessThanOrEqual(0);
});

test('four GPUs and their VMs take one sheet', async ({ planner }) => {
  await planner.openLayout(RACK);
  await expect(planner.vm('chat-a')).toBeVisible();
  const pdf = (await planner.page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

for (const name of ['the power-on order', 'observed beside planned', 'the steps to the plan, as text'])
  test(`${name}: on paper nothing is there to be pressed, and all of it is`, LOOK, async ({ planner }) => {
    const { page } = planner;
    await SCREENS[name]?.(planner, new CommandsDialog(page));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(PAPER);
    const main = page.getByRole('main');
    await expect(main.getByRole('heading').first()).toBeVisible();
    // A word that can be asked for is printed as a word.
    const pressed = main.getByRole('button').and(page.locator(':not(.term)'));
    await expect(pressed.filter({ visible: true })).toHaveCount(0);
    await expect(main.getByRole('slider').filter({ visible: true })).toHaveCount(0);
    const lost = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(lost, 'nothing is cut off at the right').toBeLessThanOrEqual(0);
  });

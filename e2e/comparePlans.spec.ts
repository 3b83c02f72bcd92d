/** Two plans compared: what differs in a list and drawn, by mouse and by keys, and the change record for the ticket. */
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';
import { ComparePlansPage } from './pages/ComparePlansPage.ts';
import { Keys } from './pages/Keys.ts';
import { PlansDialog } from './pages/PlansDialog.ts';

const A = 'a100-pcie-40gb';
const BEFORE = `esx-01/0 ${A}: 3g.20gb@0=chat-a
esx-01/1 ${A}: 2g.10gb@0=ocr
esx-02/0 ${A}: 7g.40gb@0=llm`;
const AFTER = `esx-01/0 ${A}: 3g.20gb@4=chat-a, 1g.5gb@0=dev
esx-01/1 ${A}: 2g.10gb@0=ocr
esx-02/0 a30-24gb: 4g.24gb@0=llm`;
const MOVED = 'Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01, with chat-a.';
const ADDED = 'Added: 1g.5gb at slice 0 of GPU 0 on esx-01, for dev.';
const BOARD = 'Changed: GPU 0 on esx-02: board A30, before A100-PCIE-40GB.';

test('by mouse: with a pasted text, side by side and overlaid, filtered, swapped, and downloaded', async ({
  planner,
}) => {
  const { page } = planner;
  const compare = new ComparePlansPage(planner);
  await planner.openLayout(AFTER);
  await compare.open();
  await compare.compareWith(BEFORE);
  await expect(compare.verdict).toHaveText(
    '2 instances added, 1 removed, 1 moved; 1 VM added, 1 moved; 1 GPU changed.',
  );
  await expect(compare.dialog).toContainText('Hosts are matched by name, GPUs by host and index');
  await expect(compare.gpu(0, 'esx-01')).toContainText(MOVED);
  await expect(compare.gpu(1, 'esx-01')).toBeHidden();
  await compare.dialog.getByRole('checkbox', { name: 'All GPUs' }).check();
  await expect(compare.gpu(1, 'esx-01')).toContainText('Nothing differs.');
  await compare.dialog.getByRole('checkbox', { name: 'All GPUs' }).uncheck();

  await compare.next.click();
  await expect(compare.said).toHaveText(`Change 1 of 7. ${ADDED}`);
  await expect(compare.next).toBeFocused();
  await compare.previous.click();
  await compare.change(BOARD).click();
  await expect(compare.change(BOARD)).toHaveAttribute('aria-current', 'true');

  await compare.dialog.getByRole('radio', { name: 'Overlaid' }).check();
  await expect(compare.gpu(0, 'esx-01')).toContainText('to 4');
  await expect(compare.gpu(0, 'esx-02')).toContainText('Before');

  await compare.dialog.getByRole('searchbox', { name: 'Filter changes' }).fill('ESX-02');
  await expect(compare.changes.getByRole('listitem')).toHaveCount(4);
  await compare.dialog.getByRole('combobox', { name: 'Kind of change' }).selectOption('Added');
  await expect(compare.changes.getByRole('listitem')).toHaveCount(1);
  await expect(compare.change('Added: 4g.24gb at slice 0 of GPU 0 on esx-02, for llm.')).toBeVisible();

  await compare.dialog.getByRole('button', { name: 'Swap' }).click();
  await expect(compare.verdict).toHaveText(
    '1 instance added, 2 removed, 1 moved; 1 VM removed, 1 moved; 1 GPU changed.',
  );
  await compare.dialog.getByRole('button', { name: 'Swap' }).click();

  await compare.dialog.getByRole('radio', { name: 'Change record' }).check();
  await expect(compare.record).toHaveValue(
    /## Host `esx-01`[^]*before {16}after[^]*## VMs that have to be off/,
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    compare.dialog.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('change-record.md');
  expect(await readFile(await download.path(), 'utf8')).toBe(await compare.record.inputValue());
});

test('by keyboard: from the plans of the browser, from change to change with n and p, and copied', async ({
  planner,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = planner;
  const keys = new Keys(page);
  const plans = new PlansDialog(page);
  const compare = new ComparePlansPage(planner);
  await planner.openLayout(AFTER);
  await planner.rename('night shift');
  await plans.open();
  await expect(plans.plan('night shift')).toBeFocused();
  await plans.choose('night shift', 'Duplicate');
  await expect(plans.plan('night shift-2')).toBeFocused();
  await keys.press('Escape');
  await planner.gpu(0).instance('1g.5gb', 0).focus();
  await keys.press('Delete');
  await plans.open();
  await expect(plans.plan('night shift')).toBeFocused();
  await plans.choose('night shift-2', 'Compare with the open plan');
  await expect(compare.other).toBeFocused();
  await expect(compare.verdict).toHaveText('1 instance removed; 1 VM changed.');
  // Letters in a field are letters; elsewhere they lead from change to change, which is read where the focus goes.
  await keys.tabTo(compare.dialog.getByRole('searchbox', { name: 'Filter changes' }));
  await keys.press('n');
  await expect(compare.changes.getByRole('listitem')).toHaveCount(2);
  await keys.press('Backspace');
  await keys.tabTo(compare.next);
  await keys.press('n');
  const first = compare.change('Removed: 1g.5gb at slice 0 of GPU 0 on esx-01, which dev had.');
  const second = compare.change('Changed: VM dev: waits, before on 1g.5gb at slice 0 of GPU 0 on esx-01.');
  await expect(first).toBeFocused();
  await keys.press('n');
  await expect(second).toBeFocused();
  await keys.press('p');
  await expect(first).toBeFocused();
  await keys.press('ArrowDown');
  await expect(second).toBeFocused();
  await keys.press('Home');
  await expect(first).toBeFocused();
  await expect(compare.gpu(0, 'esx-01')).toHaveAttribute('data-current', 'true');
  await keys.tabAndEnter(compare.dialog.getByRole('button', { name: 'Copy change record' }));
  await expect(compare.dialog.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^# Change record: `night shift-2` to `night shift`[^]*\| `dev`[^]*## Sign-off/,
  );
  await keys.press('Escape');
  await expect(compare.dialog).toBeHidden();
});

test('before a step: a host under another name is the same host; and a text that is no plan is no comparison', async ({
  planner,
}) => {
  const compare = new ComparePlansPage(planner);
  await planner.openLayout(BEFORE);
  await planner.gpu(0).instance('3g.20gb', 0).focus();
  await planner.page.keyboard.press('Delete');
  await compare.open();
  await compare.dialog.getByRole('button', { name: 'Before the last step' }).click();
  await expect(compare.dialog).toContainText('Both are states of one plan');
  await expect(compare.verdict).toHaveText('1 instance removed; 1 VM changed.');
  await compare.other.selectOption({ label: 'A file, a link or a text' });
  const text = compare.dialog.getByRole('textbox', { name: 'The other plan' });
  await text.fill('good morning');
  await expect(compare.dialog.getByRole('heading', { name: 'This was not read' })).toBeVisible();
  await expect(compare.dialog.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await compare.dialog.getByRole('button', { name: 'Back' }).click();
  await expect(compare.verdict).toHaveText('1 instance removed; 1 VM changed.');
});

test('a fleet of 1,000 GPUs: only what is in sight is drawn, and the last change is a key away', async ({
  planner,
}) => {
  const fleet = (profile: string): string =>
    Array.from(
      { length: 1000 },
      (_, n) => `esx-${String(Math.floor(n / 8)).padStart(3, '0')}/${n % 8} ${A}: ${profile}@0`,
    ).join('\n');
  const compare = new ComparePlansPage(planner);
  await planner.openLayout(fleet('2g.10gb'));
  await compare.open();
  await compare.compareWith(fleet('1g.5gb'));
  await expect(compare.verdict).toHaveText('1000 instances added, 1000 removed.');
  const drawn = compare.drawings.getByRole('region');
  expect(await drawn.count()).toBeLessThan(30);
  expect(await compare.changes.getByRole('listitem').count()).toBeLessThan(80);
  await compare.next.click();
  await compare.changes.getByRole('button').first().press('End');
  await expect(compare.change('Added: 2g.10gb at slice 0 of GPU 7 on esx-124.')).toBeFocused();
  await expect(compare.gpu(7, 'esx-124')).toBeInViewport();
  // What lies around it is drawn too, and what is scrolled to.
  await expect(compare.gpu(6, 'esx-124')).toBeInViewport();
  await expect(compare.change('Added: 2g.10gb at slice 0 of GPU 6 on esx-124.')).toBeInViewport();
  await compare.drawings.hover();
  await planner.page.mouse.wheel(0, -1200);
  await expect(compare.gpu(1, 'esx-124')).toBeInViewport();
});

/** The Export dialog: one of many formats is found, looked at, copied, saved, brought back; what cannot be written says where to mend it. */
import { expectAccessible, LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ExportPage } from './pages/ExportPage.ts';
import { Keys } from './pages/Keys.ts';

const TWO_HOSTS =
  'esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02\nnode-7/0 h100-sxm5-80gb: 7g.80gb@0';

test('by mouse: found by its use, written for the second host, copied, saved, and brought back', async ({
  planner,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await planner.openLayout(TWO_HOSTS);
  const exporting = new ExportPage(planner);
  await exporting.open();
  await exporting.finder.fill('shell boot');
  await expect(exporting.formats).toHaveText([/^systemd unit/, /^ESXi local\.sh/]);
  await exporting.finder.fill('script');
  await exporting.take('nvidia-smi script');
  // What was typed has done its work.
  await expect(exporting.finder).toHaveValue('');
  await exporting.dialog.getByRole('radio', { name: 'node-7' }).check();
  await expect(exporting.text).toHaveValue(/^# Host: node-7$/m);
  await exporting.copy();
  const shown = await exporting.text.inputValue();
  expect(await exporting.pasted()).toBe(shown);
  const { name, content } = await exporting.download();
  expect(name).toBe('node-7.sh');
  expect(content.toString('utf8')).toBe(shown);
  await planner.page.keyboard.press('Escape');

  await planner.gpu(0, 'node-7').instance('7g.80gb', 0).focus();
  await planner.page.keyboard.press('Delete');
  await expect(planner.gpu(0, 'node-7').instance('7g.80gb', 0)).toBeHidden();
  const importing = await planner.openDialog('Import');
  const chooser = planner.page.waitForEvent('filechooser');
  await importing.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/x-sh', buffer: content });
  await importing.getByRole('radio', { name: /^Replace/ }).check();
  await importing
    .getByRole('button', { name: /^(Open|Replace)/ })
    .last()
    .click();
  await expect(planner.gpu(0, 'node-7').instance('7g.80gb', 0)).toBeVisible();
});

test('by keyboard: the field has the focus, letters narrow the list down, arrows choose', async ({
  planner,
}) => {
  await planner.startFrom('The article');
  const keys = new Keys(planner.page);
  const exporting = new ExportPage(planner);
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Export', exact: true }));
  await expect(exporting.finder).toBeFocused();
  // The trade of an ESXi host comes first.
  await expect(exporting.formats.first()).toContainText('ESXi runbook');
  await keys.type('markdown');
  await keys.press('ArrowDown');
  await expect(exporting.format('Runbook of one host')).toHaveAttribute('aria-selected', 'true');
  await keys.press('ArrowDown', 'Enter');
  await expect(exporting.format('Runbook of the plan')).toHaveAttribute('aria-selected', 'true');
  await expect(exporting.text).toHaveValue(/^# Runbook: /);
  await keys.type('no such thing');
  await expect(exporting.dialog.getByRole('status')).toContainText('No format has “no such thing”');
  // The first Escape is for the field, the second for the dialog.
  await keys.press('Escape');
  await expect(exporting.finder).toHaveValue('');
  await keys.press('Escape');
  await expect(exporting.dialog).toBeHidden();
  // Who comes again wants the same.
  await keys.press('Enter');
  await expect(exporting.text).toHaveValue(/^# Runbook: /);
});

test('a refusal says why and leads to where it is mended', async ({ planner }) => {
  await planner.startFrom('The article');
  const exporting = new ExportPage(planner);
  await exporting.open();
  await exporting.take('libvirt XML');
  await expect(exporting.preview).toContainText('esx-01 is no KVM host');
  await exporting.mend('Change the platform of esx-01');
  await expect(exporting.dialog).toBeHidden();
  await expect(planner.page.getByRole('complementary', { name: 'Inspector' })).toBeFocused();

  const importing = await planner.openDialog('Import');
  await importing
    .getByRole('textbox', { name: 'Text to import' })
    .fill('esx-01/0 a100-pcie-40gb: 3g.20gb@2, 1g.5gb@0');
  await importing.getByRole('radio', { name: /^Replace/ }).check();
  await importing
    .getByRole('button', { name: /^(Open|Replace)/ })
    .last()
    .click();
  await exporting.open();
  await exporting.take('nvidia-smi script');
  await expect(exporting.preview).toContainText('3g.20gb cannot start at slice 2');
  await exporting.mend('Show the problems');
  await expect(planner.dialog('Problems')).toContainText('3g.20gb cannot start at slice 2');
});

test('on a phone the list takes the place of the text', async ({ planner }) => {
  await planner.startFrom('The article');
  const exporting = new ExportPage(planner);
  await exporting.open();
  await planner.page.setViewportSize({ width: 390, height: 844 });
  await expect(exporting.formats.first()).toBeHidden();
  await exporting.otherFormat.click();
  await expect(exporting.text).toBeHidden();
  await expect(exporting.finder).toBeFocused();
  await exporting.take('Runbook of one host');
  await expect(exporting.text).toHaveValue(/^# Runbook: /);
  await expect(exporting.formats.first()).toBeHidden();
  await expect(exporting.otherFormat).toBeFocused();
});

test('axe finds nothing on a phone where the list has the place of the text', LOOK, async ({ planner }) => {
  await planner.startFrom('The article');
  const exporting = new ExportPage(planner);
  await exporting.open();
  await planner.page.setViewportSize({ width: 390, height: 844 });
  await exporting.otherFormat.click();
  await expect(exporting.text).toBeHidden();
  await expectAccessible(planner.page);
});

test('the page to print opens in a tab of its own, with its style sheet and the address that was given', async ({
  planner,
  context,
}) => {
  await planner.startFrom('The article');
  const exporting = new ExportPage(planner);
  await exporting.open();
  await exporting.take('Page to print');
  await exporting.dialog.getByLabel('Link to').fill('https://planner.example/mig/');
  await exporting.isWritten();
  await expect(exporting.text).toHaveValue(/https:\/\/planner\.example\/mig\/#p=1\./);
  const opened = context.waitForEvent('page');
  await exporting.dialog.getByRole('button', { name: 'Open to print', exact: true }).click();
  const page = await opened;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The article');
  await expect(page.locator('.box').first()).toHaveCSS('display', 'inline-block');
});

test('of a long text the beginning is shown; Copy and Download have it all', async ({ planner, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const seven = Array.from({ length: 7 }, (_, start) => `1g.5gb@${start}`).join(', ');
  const gpus = Array.from(
    { length: 400 },
    (_, n) => `esx-${Math.floor(n / 8)}/${n % 8} a100-pcie-40gb: ${seven}`,
  );
  await planner.openLayout(gpus.join('\n'));
  const exporting = new ExportPage(planner);
  await exporting.open();
  await exporting.take('GPU table as CSV');
  await expect(exporting.preview).toContainText('Shown: the first 2,000 lines of 2,801.');
  await exporting.copy();
  expect((await exporting.pasted()).trimEnd().split('\n')).toHaveLength(2801);
  const { content } = await exporting.download();
  expect(content.toString('utf8').trimEnd().split('\n')).toHaveLength(2801);
});

test('all texts of a trade leave in one file, a folder for each host', async ({ planner }) => {
  await planner.openLayout(TWO_HOSTS);
  const exporting = new ExportPage(planner);
  await exporting.open();
  const { name, content } = await exporting.download('All as a zip: Shell on the host');
  expect(name).toBe('untitled-plan-shell-on-the-host.zip');
  const listed = content.toString('latin1');
  for (const path of ['esx-01/esx-01.sh', 'node-7/node-7.sh', 'untitled-plan.json', 'contents.txt']) {
    expect(listed).toContain(path);
  }
  await expect(planner.message).toContainText('Saved as untitled-plan-shell-on-the-host.zip');
});

test('a table, a picture and a page are seen as what they are, beside the text or instead of it', async ({
  planner,
}) => {
  await planner.openLayout(TWO_HOSTS);
  const exporting = new ExportPage(planner);
  await exporting.open();
  await exporting.take('VM table as CSV');
  const table = exporting.preview.getByRole('table');
  await expect(table.getByRole('columnheader', { name: 'Start' })).toBeVisible();
  await expect(table.getByRole('row').nth(2)).toContainText('ml-02');
  await exporting.take('Page to print');
  const page = planner.page.frameLocator('iframe[title="The page as it will be"]');
  await expect(page.getByRole('heading', { level: 2, name: 'node-7' })).toBeVisible();
  await expect(page.locator('.box').first()).toHaveCSS('display', 'inline-block');
  await exporting.preview.getByRole('radio', { name: 'Text', exact: true }).check();
  await expect(planner.page.locator('iframe')).toHaveCount(0);
  await expect(exporting.text).toHaveValue(/^<!doctype html>/);
});

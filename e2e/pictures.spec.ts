// What goes to people leaves the page as they need it, and a picture that comes back brings its plan.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';

test('a picture is seen before it is saved; the PNG brings its plan back', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The order trap');
  const dialog = await planner.openDialog('Export');
  await dialog.getByText('SVG picture of the plan', { exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Export text' })).toHaveValue(/^<svg [^>]*role="img"/);
  const picture = dialog.getByRole('img', { name: 'The picture as it will be' });
  await expect(picture).toBeVisible();
  const width = await picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(width).toBeGreaterThan(200);
  await dialog.getByRole('radio', { name: 'Dark' }).check();
  await expect(dialog.getByRole('textbox', { name: 'Export text' })).toHaveValue(/fill="#0d0e11"/);

  await dialog.getByText('PNG picture of the plan', { exact: true }).click();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download/ }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('the-order-trap.png');
  const png = await readFile(await saved.path());
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(2 * width);
  await page.keyboard.press('Escape');

  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await page.keyboard.press('Delete');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeHidden();
  const importing = await planner.openDialog('Import');
  const chooser = page.waitForEvent('filechooser');
  await importing.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name: 'plan.png', mimeType: 'image/png', buffer: png });
  await importing.getByRole('radio', { name: /^Replace/ }).check();
  await importing
    .getByRole('button', { name: /^(Open|Replace)/ })
    .last()
    .click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

test('a picture of somebody else is told apart', async ({ planner }) => {
  const importing = await planner.openDialog('Import');
  const chooser = planner.page.waitForEvent('filechooser');
  await importing.getByRole('button', { name: 'Choose a file' }).click();
  const buffer = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
  await (await chooser).setFiles({ name: 'cat.png', mimeType: 'image/png', buffer });
  await expect(importing).toContainText('cat.png is a picture that carries no plan.');
});

test('a table goes on the clipboard as cells and as HTML at once', async ({ planner, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await planner.startFrom('The order trap');
  const dialog = await planner.openDialog('Export');
  await dialog.getByText('VM table as CSV', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  const parts = await planner.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => (await item?.getType(type))?.text() ?? '';
    return { text: await read('text/plain'), html: await read('text/html') };
  });
  expect(parts.text).toContain('chat-1\tPlaced\tesx-01\t0\ta100-pcie-40gb\t3g.20gb\t4\t');
  expect(parts.html).toContain('<td>chat-1</td>');
});

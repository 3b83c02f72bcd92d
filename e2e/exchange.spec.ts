/** What comes in and goes out: links, pasted text, files, exports. */
import { expect, test } from './fixtures.ts';

/** Ours, in the form that R510 to early R570 drivers print; GPU 1 is mirrored. */
const LGI = `[root@esx-04:~] nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 2g.10gb         14        3          0:2     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+
|   1  MIG 3g.20gb          9        1          4:4     |
+-------------------------------------------------------+
[root@esx-04:~] uptime
 10:22:41 up 3 days`;

test('a damaged link says so and harms nothing, a cut one says that it is cut', async ({ planner }) => {
  await planner.startFrom('The article');
  const link = await planner.shareLink();
  await planner.page.goto(link.slice(0, -9));
  await expect(planner.message).toContainText(/cut/);
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
  const damaged = link.slice(0, -6) + (link.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA');
  await planner.page.goto(damaged);
  await expect(planner.message).toContainText(/damaged/);
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
});

test('pasted -lgi: the board is asked for, what was not understood is listed, one step brings it in', async ({
  planner,
}) => {
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(LGI);
  await expect(dialog).toContainText('Which board is it?');
  await dialog.getByRole('radio', { name: /A100-PCIE-40GB/ }).check();
  await expect(dialog).toContainText('10:22:41 up 3 days');
  await dialog
    .getByRole('button', { name: /esx-04|^Open|^Add (?!a file)/ })
    .last()
    .click();
  await expect(planner.gpu(0, 'esx-04').instance('3g.20gb', 4)).toBeVisible();
  await expect(planner.gpu(1, 'esx-04').instance('3g.20gb', 4)).toBeVisible();
  await planner.undo.click();
  await expect(planner.gpu(0, 'esx-04').group).toBeHidden();
});

test('an illegal layout is drawn and reported, and no runbook is made of it', async ({ planner }) => {
  const dialog = await planner.openDialog('Import');
  await dialog
    .getByRole('textbox', { name: 'Text to import' })
    .fill('esx-01/0 a100-pcie-40gb: 3g.20gb@2, 1g.5gb@0');
  await expect(dialog).toContainText('3g.20gb cannot start at slice 2: it starts at slice 0 or 4.');
  await dialog
    .getByRole('button', { name: /^(Open|Add (?!a file)|Replace)/ })
    .last()
    .click();
  await expect(planner.gpu(0).instance('3g.20gb', 2)).toBeVisible();
  const exporting = await planner.openDialog('Export');
  await exporting.getByRole('option', { name: 'nvidia-smi script', exact: true }).click();
  await expect(exporting).toContainText('3g.20gb cannot start at slice 2');
});

test('a board that nobody knows is kept, and left out of a script that says so', async ({ planner }) => {
  const dialog = await planner.openDialog('Import');
  await dialog
    .getByRole('textbox', { name: 'Text to import' })
    .fill('esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-01/1 b9-of-tomorrow: 3g.20gb@0');
  await dialog
    .getByRole('button', { name: /^(Open|Add (?!a file)|Replace)/ })
    .last()
    .click();
  await expect(planner.gpu(1).group).toContainText('“b9-of-tomorrow” are not known');
  const exporting = await planner.openDialog('Export');
  await exporting.getByRole('option', { name: 'nvidia-smi script', exact: true }).click();
  await expect(exporting).toContainText(
    'Left out of the text, for nothing is known of it: GPU 1 on esx-01 and what VMs have there.',
  );
  await expect(exporting.getByRole('textbox', { name: 'Export text' })).toHaveValue(
    /# GPU 1: left out\. The board b9-of-tomorrow is not in the catalogue/,
  );
});

test('text that is nothing of ours gives an error and loses nothing', async ({ planner }) => {
  await planner.startFrom('The article');
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill('hello\nworld');
  await expect(dialog.getByRole('status')).not.toBeEmpty();
  await planner.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
});

test('every export opens with its text; the plan file comes back as it went', async ({ planner }) => {
  await planner.startFrom('The order trap');
  const json = await planner.exportText('Plan JSON');
  expect(JSON.parse(json)).toMatchObject({ format: 'mig-plan', version: 1, name: 'The order trap' });
  const dialog = planner.dialog('Export');
  for (const [format, expected] of [
    [
      'Layout notation',
      'esx-01/0 a100-pcie-40gb: 1g.5gb@0=dev-1, 1g.5gb@1=dev-2, 2g.10gb@2=ocr-1, 3g.20gb@4=chat-1',
    ],
    ['nvidia-smi script', '9:4'],
    ['VM table', 'grid_a100-3-20c'],
  ] as const) {
    await dialog.getByText(format).first().click();
    await expect(dialog.getByRole('textbox', { name: 'Export text' })).toHaveValue(
      new RegExp(expected.replace(/[.+]/g, '\\$&')),
    );
  }
  const download = planner.page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Download/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await planner.page.keyboard.press('Escape');

  await planner.gpu(0).instance('3g.20gb', 4).focus();
  await planner.page.keyboard.press('Delete');
  const importing = await planner.openDialog('Import');
  await importing.getByRole('textbox', { name: 'Text to import' }).fill(json);
  await importing.getByRole('radio', { name: /^Replace/ }).check();
  await importing
    .getByRole('button', { name: /^(Open|Replace)/ })
    .last()
    .click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/chat-1/);
});

test('texts for vSphere are offered, and what a host has no text for is said', async ({ planner }) => {
  await planner.startFrom('The order trap');
  expect(await planner.exportText('ESXi runbook')).toContain('## 6. MIG mode');
  const dialog = planner.dialog('Export');
  await dialog.getByText('libvirt XML', { exact: true }).click();
  await expect(dialog).toContainText('esx-01 is no KVM host, and this text is for one.');
  await expect(dialog.getByRole('button', { name: /^Download/ })).toBeDisabled();
  await dialog.getByText('PowerCLI script', { exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Export text' })).toHaveValue(/Types = @\('A100-3-20C'\)/);
});

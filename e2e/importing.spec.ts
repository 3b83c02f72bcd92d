/** Any text in: several formats at once, what the text leaves open, and files that add up. */
import type { Locator } from '@playwright/test';
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';

/** Ours, in the form that R535 drivers print. */
const summary = (
  gpus: number,
): string => `+---------------------------------------------------------------------------------------+
| NVIDIA-SMI 535.154.02             Driver Version: 535.154.02   CUDA Version: N/A      |
|-----------------------------------------+----------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile Uncorr. ECC |
| Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  Compute M. |
|                                         |                      |               MIG M. |
|=========================================+======================+======================|
${Array.from(
  { length: gpus },
  (_, n) => `|   ${n}  NVIDIA A100-PCIE-40GB          On  | 00000000:${n}F:00.0 Off |                   On |
| N/A   34C    P0              32W / 250W |      0MiB / 40960MiB |     N/A      Default |
|                                         |                      |              Enabled |
+-----------------------------------------+----------------------+----------------------+`,
).join('\n')}
`;

const listing = (...rows: string[]): string => `+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
${rows.map((row) => `| ${row} |\n+-------------------------------------------------------+`).join('\n')}
`;

const TRANSCRIPT = `[root@esx-01:~] nvidia-smi
${summary(2)}[root@esx-01:~] nvidia-smi mig -lgi
${listing('  0  MIG 3g.20gb          9        1          0:4    ', '  0  MIG 3g.20gb          9        2          4:4    ')}[root@esx-02:~] nvidia-smi
${summary(1)}[root@esx-02:~] uptime
 10:22:41 up 3 days
[root@esx-02:~] nvidia-smi mig -lgi
${listing('  0  MIG 2g.10gb         14        3          0:2    ', '  0  MIG 3g.20gb          9        2          4:4    ')}`;

/** An instance that a straight GPU has at slice 4 and a mirrored one at slice 0. */
const BOTH_KINDS = `GPU 0: A100-PCIE-40GB (UUID: GPU-0d6bbc70-d551-45f9-43d4-9734f9cddb2c)
  MIG 3g.20gb     Device  0: (UUID: MIG-GPU-0d6bbc70-d551-45f9-43d4-9734f9cddb2c/2/0)
`;

const LABELS = `nvidia.com/gpu.count=1
nvidia.com/gpu.product=NVIDIA-A100-PCIE-40GB
nvidia.com/mig-1g.5gb.count=2
nvidia.com/mig-2g.10gb.count=1
nvidia.com/mig.strategy=mixed
`;

const CONFIGURATIONS = `version: v1
mig-configs:
  all-disabled:
    - devices: all
      mig-enabled: false
  halves:
    - devices: all
      mig-enabled: true
      mig-devices:
        "3g.20gb": 2
  small:
    - devices: all
      mig-enabled: true
      mig-devices:
        "1g.5gb": 7
`;

const source = (dialog: Locator): Locator => dialog.getByRole('textbox', { name: 'Text to import' });
const confirm = (dialog: Locator): Locator => dialog.getByRole('button', { name: 'Open the plan' });
const verdict = (dialog: Locator): Locator => dialog.getByRole('status', { name: 'Import verdict' });

test('the summary and the listings of two hosts add up to one picture, in one step', async ({ planner }) => {
  const dialog = await planner.openDialog('Import');
  await source(dialog).fill(TRANSCRIPT);
  await expect(verdict(dialog)).toContainText('4 instances understood. 0 illegal, 2 lines not understood');
  // The summary names the boards, so nothing is asked.
  await expect(dialog.getByRole('radiogroup', { name: /board/ })).toBeHidden();
  await expect(dialog.getByRole('listitem').filter({ hasText: /^Lines 2 to 16/ })).toContainText(
    'nvidia-smi',
  );
  await expect(dialog).toContainText('10:22:41 up 3 days');
  await confirm(dialog).click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await expect(planner.gpu(1).group).toBeVisible();
  await expect(planner.gpu(0, 'esx-02').instance('2g.10gb', 0)).toBeVisible();
  await planner.undo.click();
  await expect(planner.gpu(0).group).toBeHidden();
});

test('a file of several configurations by keyboard: which one, how many GPUs, which board', async ({
  planner,
}) => {
  const keys = new Keys(planner.page);
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Import', exact: true }));
  const dialog = planner.dialog('Import');
  await expect(source(dialog)).toBeFocused();
  await keys.type(CONFIGURATIONS);
  await expect(verdict(dialog)).toContainText('Answer what is open to go on.');
  await expect(confirm(dialog)).toBeDisabled();
  await keys.tabTo(dialog.getByRole('radio', { name: 'all-disabled' }));
  await keys.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'halves' })).toBeChecked();
  await keys.tabTo(dialog.getByRole('textbox', { name: 'Another number' }));
  await keys.type('3');
  await keys.tabTo(dialog.getByRole('radio', { name: /^A100-SXM4-40GB/ }));
  await keys.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^A100-PCIE-40GB/ })).toBeChecked();
  await expect(dialog.getByRole('heading', { name: '6 instances on 3 GPUs' })).toBeVisible();
  await keys.tabAndEnter(confirm(dialog));
  await expect(dialog).toBeHidden();
  await expect(planner.gpu(2).instance('3g.20gb', 4)).toBeVisible();
  await planner.undo.click();
  await expect(planner.gpu(0).group).toBeHidden();
});

test('IDs that fit a straight and a mirrored GPU: both are drawn, and the chosen one is taken', async ({
  planner,
}) => {
  const dialog = await planner.openDialog('Import');
  await source(dialog).fill(BOTH_KINDS);
  const kinds = dialog.getByRole('radiogroup', { name: 'Is GPU 0 straight or mirrored?' });
  await expect(kinds.getByRole('radio', { name: /^Straight.*3g\.20gb at 4/ })).not.toBeChecked();
  await expectAccessibleAtEachWidth(planner.page);
  await planner.page.setViewportSize({ width: 1440, height: 900 });
  await kinds.getByText('3g.20gb at 0').click();
  await expect(kinds.getByRole('radio', { name: /^Mirrored/ })).toBeChecked();
  await confirm(dialog).click();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
});

test('what is only counted is drawn, and said to be at starts that nobody knows', async ({ planner }) => {
  const dialog = await planner.openDialog('Import');
  await source(dialog).fill(LABELS);
  await expect(dialog).toContainText('Start not known: the text only counts 3 instances');
  await expect(dialog).toContainText(/2g\.10gb, start not known, drawn at slice [0-4]/);
  await expectAccessibleAtEachWidth(planner.page);
  await planner.page.setViewportSize({ width: 1440, height: 900 });
  await confirm(dialog).click();
  await expect(planner.gpu(0, 'host-1').group.or(planner.gpu(0).group)).toBeVisible();
});

test('files add up with each other and with what is there; a plan is imported alone', async ({ planner }) => {
  const { page } = planner;
  const dialog = await planner.openDialog('Import');
  const choose = async (...files: (readonly [name: string, text: string])[]): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: /^(Choose|Add) a file$/ }).click();
    await (
      await chooser
    ).setFiles(files.map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })));
  };
  await choose(
    ['names.txt', summary(1)],
    ['rows.txt', listing('  0  MIG 3g.20gb          9        2          4:4    ')],
  );
  await expect(source(dialog)).toHaveValue(/^==> names\.txt <==\n[^]*\n==> rows\.txt <==\n/);
  await expect(verdict(dialog)).toContainText('1 instance understood. 0 illegal, 0 lines not understood');
  await choose(['more.txt', `[root@esx-09:~] nvidia-smi\n${summary(2)}`]);
  await expect(dialog).toContainText(/GPU 1 on esx-09/);
  await choose(['a.json', '{"format": "mig-plan", "version": 1}'], ['b.txt', 'hello']);
  await expect(verdict(dialog)).toContainText('a.json holds a whole plan, which adds up with nothing');
  await expect(source(dialog)).toHaveValue(/more\.txt/);
});

test('files that are dropped on the page open Import, and those dropped on it are added', async ({
  planner,
}) => {
  const { page } = planner;
  const drop = async (...files: (readonly [name: string, text: string])[]): Promise<void> => {
    const data = await page.evaluateHandle((all) => {
      const transfer = new DataTransfer();
      for (const [name, text] of all) transfer.items.add(new File([text], name, { type: 'text/plain' }));
      return transfer;
    }, files);
    for (const type of ['dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer: data });
  };
  await drop(['one.txt', `[root@esx-01:~] nvidia-smi\n${summary(1)}`], ['two.txt', BOTH_KINDS]);
  const dialog = planner.dialog('Import');
  await expect(source(dialog)).toHaveValue(/two\.txt <==\nGPU 0/);
  await drop(['three.txt', `[root@esx-03:~] nvidia-smi\n${summary(1)}`]);
  await expect(source(dialog)).toHaveValue(/one\.txt[^]*two\.txt[^]*three\.txt/);
  await expect(dialog).toContainText('GPU 0 on esx-03');
});

test('a megabyte is pasted, read while the page goes on answering, and looked at', async ({
  planner,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = planner;
  const noise = 'Jan 01 00:00:00 esx-01 kernel: nothing of a GPU here at all, and more of it\n';
  const count = Math.floor((1_000_000 - TRANSCRIPT.length) / noise.length);
  await page.evaluate((text) => navigator.clipboard.writeText(text), TRANSCRIPT + noise.repeat(count));
  const dialog = await planner.openDialog('Import');
  // The answer to what was there before is dropped.
  await source(dialog).fill(BOTH_KINDS);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(source(dialog)).toBeFocused();
  await expect(source(dialog)).toHaveAttribute('aria-readonly', 'true');
  await expect(verdict(dialog)).toContainText(
    `4 instances understood. 0 illegal, ${(count + 2).toLocaleString('en-GB')} lines not understood`,
  );
  await page.keyboard.press('End');
  await expect(source(dialog)).toContainText(noise.trim());
  await expectAccessibleAtEachWidth(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Clear' }).click();
  await expect(source(dialog)).toBeFocused();
  await expect(source(dialog)).toHaveValue('');
  await expect(verdict(dialog)).toHaveText('Nothing to read yet.');
});

test('a list of VIBs gives a host of the plan its driver, and what is planned stays', async ({ planner }) => {
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01');
  const dialog = await planner.openDialog('Import');
  await source(dialog).fill(`[root@esx-01:~] esxcli software vib list | grep -i nvidia
NVD-AIE_ESXi_8.0.0_Driver      550.54.16-1OEM.800.1.0.20613240        NVIDIA  VMwareAccepted    2024-04-02
`);
  await expect(dialog.getByRole('radio', { name: 'esx-01, driver' })).toBeChecked();
  await expect(dialog).toContainText('What is planned stays as it is. The driver of esx-01 is 550.54.16.');
  await dialog.getByRole('button', { name: 'Record the driver of esx-01' }).click();
  await expect(dialog).toBeHidden();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
});

test('two lines that name different boards: the board is asked for, and the plan does not answer', async ({
  planner,
}) => {
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01');
  const dialog = await planner.openDialog('Import');
  const list = (product: string): string =>
    `[root@esx-01:~] nvidia-smi -L\nGPU 0: ${product} (UUID: GPU-0d6bbc70-d551-45f9-43d4-9734f9cddb2c)\n`;
  await source(dialog).fill(list('NVIDIA A100-PCIE-40GB') + list('NVIDIA H100 80GB HBM3'));
  const boards = dialog.getByRole('radiogroup', { name: 'Which board is it?' });
  await expect(boards.getByRole('radio')).toHaveCount(2);
  await expect(boards.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(dialog).toContainText('Line 2 and line 4 are of different boards.');
  await expect(confirm(dialog)).toBeDisabled();
  await boards.getByText('H100 80GB HBM3').click();
  await expect(confirm(dialog)).toBeEnabled();
});

test('a file chooser that is given up leaves the dialog as it was', async ({ planner }) => {
  const dialog = await planner.openDialog('Import');
  const text = dialog.getByRole('textbox', { name: 'Text to import' });
  await text.fill('esx-01/0 a30-24gb: 1g.6gb@0');
  // What the browser tells the page when the chooser is closed without a file.
  await dialog
    .getByLabel('Files to import')
    .evaluate((input) => input.dispatchEvent(new Event('cancel', { bubbles: true })));
  await expect(text).toHaveValue('esx-01/0 a30-24gb: 1g.6gb@0');
  await dialog.getByRole('button', { name: 'Open the plan' }).click();
  await expect(planner.gpu(0).instance('1g.6gb', 0)).toBeVisible();
});

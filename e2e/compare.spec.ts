/** What hosts print after the change, held against the plan: green or red, a text for the ticket, recorded as observed. */
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { ObservedPage } from './pages/ObservedPage.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 1g.5gb@0=dev-1
esx-02/0 a100-pcie-40gb: 7g.40gb@0=big`;

const row = (cells: string): string => `|   ${cells} |\n`;
/** Ours; dev-1's instance stands at another start in it, and chat-a's is not there. */
const CHANGED = `[root@esx-01:~] nvidia-smi mig -lgi
${row('0  MIG 1g.5gb          19       11          0:1    ')}${row('0  MIG 3g.20gb          9        1          4:4    ')}${row('1  MIG 1g.5gb          19       13          6:1    ')}`;
const AS_PLANNED = `${row('0  MIG 3g.20gb          9        1          0:4    ')}${row('0  MIG 3g.20gb          9        2          4:4    ')}${row('1  MIG 1g.5gb          19        7          0:1    ')}`;

test('as planned: green, a receipt to copy, and recorded in one step', async ({ planner, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = planner;
  const observed = new ObservedPage(planner);
  await planner.openLayout(PLAN);
  const dialog = await planner.openDialog('Compare');
  await dialog.getByRole('textbox', { name: 'What the hosts print' }).fill(AS_PLANNED);
  // The text names no host, and there are two.
  await dialog.getByRole('combobox', { name: 'Which host is it?' }).selectOption('esx-01');
  await expect(dialog.getByRole('heading', { name: 'As planned', exact: true })).toBeVisible();
  await expect(dialog.getByRole('status', { name: 'Comparison' })).toHaveText('As planned: 3 instances.');
  const cells = dialog.getByRole('list', { name: 'Hosts and their GPUs' });
  await expect(cells).toContainText('GPU 0 as planned');
  await expect(cells).toContainText('GPU 1 as planned');
  await expect(dialog).toContainText('Not reported, and left aside: esx-02.');
  await dialog.getByRole('button', { name: 'Copy receipt' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    '[OK] GPU 0: as planned, 2 instances',
  );
  await dialog.getByRole('button', { name: 'Record as observed on esx-01' }).click();
  await expect(planner.message).toHaveText('Record as observed on esx-01. 3 as planned.');
  await expect(observed.wayIn('esx-01')).toHaveText('As observed');
  await planner.undo.click();
  await expect(observed.wayIn('esx-01')).toBeHidden();
});

test('what differs, by keyboard: missing, extra and moved, as Markdown for the ticket', async ({
  planner,
}) => {
  const keys = new Keys(planner.page);
  const observed = new ObservedPage(planner);
  await planner.openLayout(PLAN);
  await keys.tabAndEnter(planner.page.getByRole('button', { name: 'Compare', exact: true }));
  const dialog = planner.dialog('Compare with reality');
  await expect(dialog.getByRole('textbox', { name: 'What the hosts print' })).toBeFocused();
  await keys.type(CHANGED);
  await expect(dialog.getByRole('heading', { name: '2 of 2 GPUs differ' })).toBeVisible();
  await expect(dialog.getByRole('status', { name: 'Comparison' })).toHaveText(
    'Differs: 1 missing, 1 extra, 1 moved, 1 as planned.',
  );
  await expect(dialog.getByRole('heading', { name: 'GPU 0 on esx-01 differs' })).toBeVisible();
  await expect(dialog).toContainText('3g.20gb at 0, chat-a');
  await expect(dialog).toContainText('1g.5gb planned at 0, is at 6, dev-1');
  const receipt = dialog.getByRole('textbox', { name: 'Text for the ticket' });
  await expect(receipt).toHaveValue(/missing 3g\.20gb at slice 0, chat-a/);
  await keys.tabTo(dialog.getByRole('radio', { name: 'Text', exact: true }));
  await keys.press('ArrowRight');
  await expect(receipt).toHaveValue(/^## Planned and reported: `Untitled plan`[^]*🔴 \*\*Differs\*\*/);
  // The plan has more hosts than the text.
  await keys.tabTo(dialog.getByRole('radio', { name: 'Reported hosts' }));
  await keys.press('ArrowRight');
  await expect(dialog.getByRole('status', { name: 'Comparison' })).toHaveText(
    'Differs: 2 missing, 1 extra, 1 moved, 1 as planned.',
  );
  await keys.tabAndEnter(dialog.getByRole('button', { name: 'Record as observed on esx-01' }));
  await expect(dialog).toBeHidden();
  await expect(observed.wayIn('esx-01')).toHaveText('Observed differs');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  await keys.press('ControlOrMeta+z');
  await expect(observed.wayIn('esx-01')).toBeHidden();
});

test('what a host only counts is compared by its counts, says so, and is not recorded', async ({
  planner,
}) => {
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 1g.5gb@5, 1g.5gb@6, 2g.10gb@2');
  const dialog = await planner.openDialog('Compare');
  await dialog
    .getByRole('textbox', { name: 'What the hosts print' })
    .fill(
      'nvidia.com/gpu.count=1\nnvidia.com/gpu.product=NVIDIA-A100-PCIE-40GB\nnvidia.com/mig-1g.5gb.count=2\nnvidia.com/mig-2g.10gb.count=1\n',
    );
  await expect(dialog.getByRole('heading', { name: 'As planned, by count' })).toBeVisible();
  const caution =
    '3 reported instances are only counted: where they start was not reported, and is not compared';
  await expect(dialog).toContainText(caution);
  await expect(dialog.getByRole('textbox', { name: 'Text for the ticket' })).toHaveValue(new RegExp(caution));
  await expect(dialog.getByRole('button', { name: 'Record as observed' })).toBeDisabled();
});

test('a text of another host is asked about, and one that tells no instances is no answer', async ({
  planner,
}) => {
  await planner.openLayout(PLAN);
  const dialog = await planner.openDialog('Compare');
  const text = dialog.getByRole('textbox', { name: 'What the hosts print' });
  const verdict = dialog.getByRole('status', { name: 'Comparison' });
  await text.fill(`[root@gpu-a:~] nvidia-smi mig -lgi\n${AS_PLANNED}`);
  await expect(verdict).toHaveText('Choose the host that it is of.');
  await dialog.getByRole('combobox', { name: 'Which host of the plan is gpu-a?' }).selectOption('esx-01');
  await expect(verdict).toHaveText('As planned: 3 instances.');
  await text.fill('VM,vGPU type\nml-01,grid_a100-3-20c\n');
  await expect(dialog.getByRole('heading', { name: 'What is planned' })).toBeVisible();
  await expect(verdict).not.toContainText('As planned');
  await expect(dialog.getByRole('button', { name: 'Copy receipt' })).toBeDisabled();
});

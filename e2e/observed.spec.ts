/** What a host reports beside what is planned for it: recorded, compared, and adopted one way or the other. */
import { expectAccessibleAtEachWidth, LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ObservedPage } from './pages/ObservedPage.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 1g.5gb@0=dev-1
esx-02/0 a100-pcie-40gb: 7g.40gb@0=big`;

/** Ours; GPU 0 is mirrored, and dev-1's instance stands at another start. */
const LGI = `[root@esx-01:~] nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 1g.5gb          19       11          0:1     |
+-------------------------------------------------------+
|   0  MIG 2g.10gb         14        6          2:2     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        1          4:4     |
+-------------------------------------------------------+
|   1  MIG 1g.5gb          19       13          6:1     |
+-------------------------------------------------------+
`;

test('a listing is recorded beside the plan, and the plan stays as it is', async ({ planner }) => {
  const observed = new ObservedPage(planner);
  await planner.openLayout(PLAN);
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(LGI);
  // The plan answers which board it is, and the listing says which host.
  await expect(dialog.getByRole('radio', { name: 'esx-01, observed' })).toBeChecked();
  await expect(dialog).toContainText('as planned on esx-01');
  await expect(dialog).toContainText('GPU 1 straight, GPU 0 mirrored');
  await expect(dialog).toContainText('2 only observed');
  await expect(dialog).toContainText('3g.20gb at 0, chat-a');
  await expect(dialog).toContainText('1g.5gb planned at 0, is at 6, dev-1');
  await expect(dialog).toContainText('What is planned stays as it is.');
  await dialog.getByRole('button', { name: 'Record as observed on esx-01' }).click();
  await expect(planner.message).toHaveText(
    'Record as observed on esx-01. 1 as planned, 1 moved, 2 only observed, 1 only planned.',
  );
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  await expect(planner.gpu(0).group).toContainText('Observed differs');
  await expect(observed.wayIn('esx-02')).toBeHidden();
  await planner.undo.click();
  await expect(observed.wayIn()).toBeHidden();
  await planner.redo.click();
  await expect(observed.wayIn()).toHaveText('Observed differs');
});

test('the plan is made as observed by mouse, in one step', async ({ planner }) => {
  const observed = new ObservedPage(planner);
  await planner.openLayout(PLAN);
  await observed.record(LGI);
  await observed.open();
  await expect(observed.summary).toContainText('2 of 2 GPUs differ');
  await expect(observed.summary).toContainText('2 instances added, 1 removed, 1 moved. chat-a waits again.');
  await expect(observed.gpu(0)).toContainText('2 only observed');
  await observed.button('Make the plan as observed').click();
  await expect(observed.summary.getByRole('heading', { name: 'As planned' })).toBeFocused();
  await expect(planner.message).toHaveText('Make esx-01 as observed. chat-a waits again.');
  await observed.button('Close').click();
  await expect(observed.wayIn()).toHaveText('As observed');
  await expect(observed.wayIn()).toBeFocused();
  await expect(planner.gpu(0).instance('2g.10gb', 2)).toBeVisible();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/chat-b/);
  await expect(planner.gpu(1).instance('1g.5gb', 6)).toHaveAccessibleName(/dev-1/);
  await expect(planner.vm('chat-a')).toContainText('Waiting');
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  await expect(planner.gpu(1).instance('1g.5gb', 0)).toHaveAccessibleName(/dev-1/);
});

test('GPU by GPU by keyboard: one adopted, one marked as done, the rest forgotten', async ({ planner }) => {
  const observed = new ObservedPage(planner);
  const { keyboard } = planner.page;
  await planner.openLayout(PLAN);
  await observed.record(LGI);
  await observed.wayIn().focus();
  await keyboard.press('Enter');
  await expect(observed.summary.getByRole('heading', { name: '2 of 2 GPUs differ' })).toBeFocused();
  await observed.button('Make GPU 1 as observed').focus();
  await keyboard.press('Enter');
  await expect(planner.message).toHaveText('Make GPU 1 on esx-01 as observed.');
  // The button is gone; the keyboard goes on at its GPU.
  await expect(observed.gpu(1).getByRole('heading', { name: 'GPU 1' })).toBeFocused();
  await observed.button('Mark GPU 0 as done').focus();
  await keyboard.press('Enter');
  await expect(planner.message).toHaveText('Mark GPU 0 on esx-01 as done.');
  await expect(observed.summary).toContainText('As planned');
  await keyboard.press('Control+z');
  await expect(observed.summary).toContainText('1 of 2 GPUs differs');
  await keyboard.press('Escape');
  await expect(observed.wayIn()).toBeFocused();
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  await expect(planner.gpu(1).instance('1g.5gb', 6)).toHaveAccessibleName(/dev-1/);
  await keyboard.press('Enter');
  await observed.button('Forget what was observed').focus();
  await keyboard.press('Enter');
  await expect(observed.summary.getByRole('heading', { name: 'Nothing observed' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(observed.wayIn()).toBeHidden();
  await expect(planner.page.locator('body:focus')).toHaveCount(0);
});

test('one listing of two hosts is one step, and a host with nothing planned is filled on both sides', async ({
  planner,
}) => {
  const observed = new ObservedPage(planner);
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-02/0 a100-pcie-40gb:');
  const dialog = await planner.openDialog('Import');
  const second = '[root@esx-02:~] nvidia-smi mig -lgi\n|   0  MIG 7g.40gb   0   0   0:8   |\n';
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(LGI + second);
  await expect(dialog).toContainText('Nothing is planned on esx-02 yet, so this becomes the plan there too.');
  await dialog.getByRole('button', { name: 'Record as observed on 2 hosts' }).click();
  await expect(observed.wayIn('esx-01')).toHaveText('Observed differs');
  await expect(observed.wayIn('esx-02')).toHaveText('As observed');
  await expect(planner.gpu(0, 'esx-02').instance('7g.40gb', 0)).toBeVisible();
  await planner.undo.click();
  await expect(observed.wayIn('esx-01')).toBeHidden();
  await expect(planner.gpu(0, 'esx-02').instance('7g.40gb', 0)).toBeHidden();
});

test('axe finds nothing on the way from the import to what was forgotten', LOOK, async ({ planner }) => {
  const { page } = planner;
  const observed = new ObservedPage(planner);
  await planner.openLayout(PLAN);
  const dialog = await planner.openDialog('Import');
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(LGI);
  const record = dialog.getByRole('button', { name: 'Record as observed on esx-01' });
  await expect(record).toBeEnabled();
  await expectAccessibleAtEachWidth(page);
  await record.click();
  await expect(observed.wayIn()).toHaveText('Observed differs');
  await expectAccessibleAtEachWidth(page);
  await observed.open();
  await expectAccessibleAtEachWidth(page);
  await observed.button('Forget what was observed').click();
  await expect(observed.summary).toContainText('Nothing observed');
  await expectAccessibleAtEachWidth(page);
});

/**
 * The main job, once by mouse and once by keyboard alone: open the article's template, drag a 2g.10gb, read why it is
 * refused, remove a 3g, drag it again, assign a VM, share, open the link in a clean browser, export the script.
 */
import type { Browser } from '@playwright/test';
import { expect, test, watch } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { PlannerPage } from './pages/PlannerPage.ts';

const REFUSAL = /2g\.10gb at slice [024] needs slices [0-9]–[0-9], and 3g\.20gb train-[12] holds slices/;

/** Somebody else opens the link, sees the plan and goes again. */
async function expectPlanElsewhere(browser: Browser, link: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = await watch(page);
  await page.goto(link);
  await expectPlan(new PlannerPage(page));
  expect(complaints).toEqual([]);
  await context.close();
}

/** What must hold at the end, however one got there. */
async function expectPlan(planner: PlannerPage): Promise<void> {
  const gpu = planner.gpu(0);
  await expect(gpu.instance('2g.10gb', 0)).toHaveAccessibleName(/ocr-1/);
  await expect(gpu.instance('2g.10gb', 0)).toHaveAccessibleName(/grid_a100-2-10c/);
  await expect(gpu.instance('3g.20gb', 4)).toHaveAccessibleName(/train-2/);
  await expect(planner.vm('train-1')).toContainText('Waiting');
  await expect(planner.vm('ocr-1')).toContainText('grid_a100-2-10c');
}

function expectScript(script: string): void {
  expect(script).toMatch(/^#!\/bin\/sh\n/);
  expect(script).toContain('-cgi');
  expect(script).toMatch(/14:0,9:4|9:4,14:0/);
  expect(script).toContain('-C');
}

test('by mouse', async ({ planner, browser }) => {
  await planner.startFrom('The article');
  const gpu = planner.gpu(0);

  // Both halves are taken: the drop is refused, the rule is said and what is in the way is named.
  await planner.drag(planner.profile('2g.10gb'), gpu.instance('3g.20gb', 0));
  await expect(planner.message).toContainText(REFUSAL);
  await expect(gpu.group).toContainText('In the way');
  await expect(planner.undo).toHaveAccessibleDescription(/The article|template/i);

  await gpu.instance('3g.20gb', 0).click();
  await planner.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(gpu.instance('3g.20gb', 0)).toBeHidden();
  await expect(planner.message).toContainText('train-1 waits again');

  await planner.dragProfile('2g.10gb', gpu, 0);

  await planner.fillAfterDrop(planner.vms.getByRole('textbox', { name: 'Name of the new VM' }), 'ocr-1');
  await planner.vms
    .getByRole('combobox', { name: 'vGPU type of the new VM' })
    .selectOption({ label: 'grid_a100-2-10c · 2g.10gb' });
  await planner.vms.getByRole('button', { name: 'Add VM' }).click();
  await planner.instanceChoice('ocr-1').selectOption({ label: 'esx-01 · GPU 0 · slices 0–1' });
  await expectPlan(planner);

  const link = await planner.shareLink();
  await expectPlanElsewhere(browser, link);

  expectScript(await planner.exportText('nvidia-smi script'));
});

test('by keyboard alone', async ({ planner, browser }) => {
  const { page, vms } = planner;
  const { keyboard } = page;
  const keys = new Keys(page);
  await keys.tabTo(page.getByRole('button', { name: /^The article/ }));
  await keyboard.press('Enter');
  const gpu = planner.gpu(0);
  await expect(gpu.group).toBeVisible();

  // No legal start anywhere: lifting it says why.
  await keys.tabTo(planner.profile('2g.10gb'));
  await keyboard.press('Space');
  await expect(planner.profile('2g.10gb')).toHaveAttribute('aria-pressed', 'true');
  await expect(planner.message).toContainText(
    /2g\.10gb needs 2 memory slices and none is free: 3g\.20gb train-1 holds slices 0–3/,
  );
  await keyboard.press('Escape');

  await keys.tabTo(gpu.instance('3g.20gb', 0));
  await keyboard.press('Delete');
  await expect(planner.message).toContainText('train-1 waits again');

  await keys.tabTo(planner.profile('2g.10gb'));
  await keyboard.press('Space');
  await expect(planner.message).toContainText('2 legal starts');
  await keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('2g.10gb at slice 0 of GPU 0 on esx-01');
  await keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('2g.10gb at slice 2 of GPU 0 on esx-01');
  await keyboard.press('ArrowLeft');
  await keyboard.press('Enter');
  await expect(gpu.instance('2g.10gb', 0)).toBeVisible();

  await keys.tabTo(vms.getByRole('textbox', { name: 'Name of the new VM' }));
  await keyboard.type('ocr-1');
  await keys.tabTo(vms.getByRole('combobox', { name: 'vGPU type of the new VM' }));
  await keys.arrowTo('grid_a100-2-10c · 2g.10gb');
  await keys.tabAndEnter(vms.getByRole('button', { name: 'Add VM' }));
  await keys.tabTo(planner.instanceChoice('ocr-1'));
  await keyboard.press('ArrowDown');
  await expectPlan(planner);

  await keys.tabAndEnter(page.getByRole('button', { name: 'Share', exact: true }));
  const share = planner.dialog('Share');
  const link = await share.getByRole('textbox', { name: 'Share link' }).inputValue();
  await keyboard.press('Escape');
  await expect(share).toBeHidden();
  await expectPlanElsewhere(browser, link);

  await keys.tabAndEnter(page.getByRole('button', { name: 'Export', exact: true }));
  const dialog = planner.dialog('Export');
  await expect(dialog).toBeVisible();
  expectScript(await dialog.getByRole('textbox', { name: 'Export text' }).inputValue());
  await keyboard.press('Escape');

  await keys.tabAndEnter(planner.undo);
  await expect(planner.message).toContainText('Undone: Assign ocr-1');
});

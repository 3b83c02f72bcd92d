/** Compute instances: split by button, by drag, by keys and from the menu; what is not known stays unknown. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ComputePanel } from './pages/ComputePanel.ts';
import { Keys } from './pages/Keys.ts';
import { PlannerPage } from './pages/PlannerPage.ts';

/** An H100 with a split that only a text can bring. */
const H100 = JSON.stringify({
  format: 'mig-plan',
  version: 1,
  name: 'Imported cuts',
  hosts: [
    {
      name: 'hgx-01',
      platform: 'bare-metal',
      gpus: [
        {
          index: 0,
          board: 'h100-sxm5-80gb',
          use: 'mig',
          instances: [
            { profile: '4g.40gb', start: 0 },
            {
              profile: '3g.40gb',
              start: 4,
              computeInstances: [
                { profile: '1c.3g.40gb', start: 0 },
                { profile: '2c.3g.40gb', start: 1 },
              ],
            },
          ],
        },
      ],
    },
  ],
});

test('an instance is split by button and by drag, each one step, and the script makes just that', async ({
  planner,
}) => {
  await planner.openLayout('gpu-01/0 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4');
  const gi = planner.gpu(0, 'gpu-01').instance('3g.20gb', 4);
  const compute = new ComputePanel(planner.page);
  await gi.click();
  await expect(compute.splits).toHaveText([/^3c.*default/, /^2c \+ 1c/, /^3 × 1c/]);
  await expect(compute.devices).toHaveText(['MIG 3g.20gb Device 1']);

  await compute.split('3 × 1c').click();
  await expect(gi).toHaveAccessibleName(/split into 3 × 1c/);
  await expect(compute.devices).toHaveText([1, 2, 3].map((n) => `MIG 1c.3g.20gb Device ${n}`));
  await expect(planner.undo).toHaveAccessibleDescription(/into 3 × 1c/);

  // The first cut onto the second: it is gone.
  await compute.drag(compute.cut(1), 1);
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c/);
  await compute.drag(compute.cut(1), -1);
  await expect(gi).toHaveAccessibleName(/split into 1c \+ 2c/);
  await expect(compute.split('2c + 1c')).toHaveAttribute('aria-pressed', 'true');
  await planner.undo.click();
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c/);
  await planner.undo.click();
  await expect(gi).toHaveAccessibleName(/split into 3 × 1c/);
  await compute.split('3c').click();
  // Escape lets go of the line where it was.
  await compute.dragOver(compute.newCut, -1);
  await expect(compute.newCut).toHaveAttribute('aria-valuetext', '2c + 1c');
  await planner.page.keyboard.press('Escape');
  await planner.page.mouse.up();
  await expect(compute.newCut).toHaveAttribute('aria-valuetext', '3c');
  await expect(gi).not.toHaveAccessibleName(/split/);
  await compute.drag(compute.newCut, -2);
  await expect(gi).toHaveAccessibleName(/split into 1c \+ 2c/);

  // One of them is left out: its row is nobody's, and the script makes the other one only.
  await compute.leaveOut('1c.3g.20gb, Device 2').click();
  await expect(gi).toHaveAccessibleName(/split into 2c,/);
  await expect(planner.message).toHaveText(/^Split 3g\.20gb .* into 2c\.$/);
  await expect(compute.splits.first()).toHaveText(/^2c.*as it is now/);
  await expect(compute.newCut).toBeHidden();
  const left = compute.panel.getByRole('group', { name: 'Rows left' });
  await expect(left).toContainText('1 of 3 rows has no compute instance.');
  const script = await planner.exportText('nvidia-smi script');
  expect(script).toContain('# GPU 0: 3g.20gb@4 is cut into 2c.3g.20gb (-cci 1)');
  await planner.page.keyboard.press('Escape');
  await left.getByRole('button', { name: 'Add 1c' }).click();
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c/);
  await expect(left).toBeHidden();
});

test('the lines are dragged on the board, and the rest of the block still lifts', async ({ planner }) => {
  await planner.openLayout('gpu-01/0 a100-pcie-40gb: 3g.20gb@0\ngpu-01/1 a30-24gb: 4g.24gb@0');
  const compute = new ComputePanel(planner.page);
  const gi = planner.gpu(0, 'gpu-01').instance('3g.20gb', 0);
  const edge = compute.boardCut('3g.20gb at slice 0', null);
  await expect(edge).toHaveCount(0);
  await gi.click();
  const box = await edge.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  await compute.dragOver(edge, -2);
  await expect(edge).toHaveAttribute('aria-valuetext', '1c + 2c');
  await expect(gi).not.toHaveAccessibleName(/split/);
  await planner.page.keyboard.press('Escape');
  await planner.page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuetext', '3c');
  await compute.drag(edge, -2);
  await expect(gi).toHaveAccessibleName(/split into 1c \+ 2c/);
  await compute.drag(compute.boardCut('3g.20gb at slice 0', 1), 1);
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c/);
  // To the upper edge: it is gone.
  await compute.drag(compute.boardCut('3g.20gb at slice 0', 1), -2);
  await expect(gi).not.toHaveAccessibleName(/split/);
  await planner.undo.click();

  // The keys do the same, and Escape leads back to the instance.
  const keys = new Keys(planner.page);
  await gi.focus();
  await keys.press('Tab');
  await expect(compute.boardCut('3g.20gb at slice 0', 1)).toBeFocused();
  await keys.press('ArrowUp');
  await expect(gi).toHaveAccessibleName(/split into 1c \+ 2c/);
  await keys.press('Escape');
  await expect(gi).toBeFocused();

  await planner.drag(gi, planner.gpu(0, 'gpu-01').start('3g.20gb', 4));
  const moved = planner.gpu(0, 'gpu-01').instance('3g.20gb', 4);
  await expect(moved).toHaveAccessibleName(/split into 1c \+ 2c/);
  const whole = planner.gpu(1, 'gpu-01').instance('4g.24gb', 0);
  await whole.click();
  await expect(edge).toHaveCount(0);
  await compute.drag(compute.boardCut('4g.24gb at slice 0', null), -2);
  await expect(whole).toHaveAccessibleName(/split into 2c \+ 2c/);
});

test('a split is in the link, and a VM’s guest sees its own devices only', async ({ planner, browser }) => {
  await planner.startFrom('The article');
  const compute = new ComputePanel(planner.page);
  await planner.gpu(0).instance('3g.20gb', 4).click();
  await compute.split('2c + 1c').click();
  await expect(compute.panel).toContainText('the guest has one compute instance');
  // A guest sees its own instance and no other.
  await expect(compute.devices).toHaveText(['MIG 2c.3g.20gb Device 0', 'MIG 1c.3g.20gb Device 1']);
  const link = await planner.shareLink();
  const visitor = await browser.newContext();
  const page = await visitor.newPage();
  await page.goto(link);
  await expect(new PlannerPage(page).gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(
    /split into 2c \+ 1c/,
  );
  await visitor.close();
});

test('by keyboard alone: arrows move a cut, the menu splits', async ({ planner }) => {
  await planner.openLayout('gpu-01/0 a30-24gb: 4g.24gb@0');
  const keys = new Keys(planner.page);
  const compute = new ComputePanel(planner.page);
  const gi = planner.gpu(0, 'gpu-01').instance('4g.24gb', 0);
  await gi.focus();
  await keys.press('Enter');
  await keys.tabTo(compute.newCut);
  // An A30 has no 3c: the first row to cut at is the middle.
  await keys.press('ArrowUp');
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 2c/);
  await expect(compute.cut(1)).toBeFocused();
  await expect(compute.cut(1)).toHaveAttribute('aria-valuetext', '2c + 2c');
  await keys.tabTo(compute.newCut);
  await keys.press('ArrowUp');
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c \+ 1c/);
  await keys.press('Home');
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 2c/);
  await planner.undo.focus();
  await keys.press('Enter');

  await keys.tabAndEnter(compute.leaveOut('1c.4g.24gb, Device 2'));
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c,/);
  await keys.tabAndEnter(compute.panel.getByRole('button', { name: 'Add 1c' }));
  await expect(gi).toHaveAccessibleName(/split into 2c \+ 1c \+ 1c,/);

  await gi.focus();
  await keys.press('Shift+F10');
  const menu = planner.page.getByRole('menu', { name: 'Actions for 4g.24gb at slice 0' });
  await expect(menu.getByRole('menuitem', { name: /^Split into 2c \+ 1c \+ 1c.*as it is/ })).toBeVisible();
  await keys.press('End', 'Home', 'Enter');
  await expect(menu).toBeHidden();
  await expect(gi).toBeFocused();
  await expect(gi).not.toHaveAccessibleName(/split/);
});

test('of an H100 nothing but the default is offered, and what a text brought is kept', async ({
  planner,
}) => {
  await planner.importPlan(H100);
  const gpu = planner.gpu(0, 'hgx-01');
  const compute = new ComputePanel(planner.page);
  await gpu.instance('4g.40gb', 0).click();
  await expect(compute.panel).toContainText('Unknown beyond the default');
  await expect(compute.splits).toHaveCount(0);

  const split = gpu.instance('3g.40gb', 4);
  await expect(split).toHaveAccessibleName(/split into 1c \+ 2c/);
  await split.click();
  await expect(compute.splits).toHaveText([/^1c \+ 2c.*as it is now/, /^3c/]);
  await expect(compute.newCut).toBeHidden();
  await expect(planner.figures).toContainText('1 warning');
  await split.click({ button: 'right' });
  await expect(planner.page.getByRole('menuitem', { name: /^Other splits/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await planner.page.getByRole('menuitem', { name: /^Undivided/ }).click();
  await expect(split).not.toHaveAccessibleName(/split/);
});

atEachWidth((width) => {
  test('axe finds nothing on split instances and their panel', async ({ planner }) => {
    await planner.openLayout(
      'gpu-01/0 a100-pcie-40gb: 7g.40gb@0=big\ngpu-01/1 a30-24gb: 2g.12gb@0, 1g.6gb@2',
    );
    const compute = new ComputePanel(planner.page);
    const show = async (gi: ReturnType<typeof planner.profile>): Promise<void> => {
      await gi.click();
      const details = planner.page.getByRole('button', { name: 'Details', exact: true });
      if (width === 390 && (await details.getAttribute('aria-expanded')) === 'false') await details.click();
    };
    await show(planner.gpu(1, 'gpu-01').instance('2g.12gb', 0));
    await compute.split('1c + 1c').click();
    await show(planner.gpu(0, 'gpu-01').instance('7g.40gb', 0));
    await compute.split('4c + 2c + 1c').click();
    await expect(compute.devices).toHaveCount(3);
    await expectAccessible(planner.page);
  });
});

/** "How do we know?": each fact with how sure it is, and all states counted in the visitor's own browser. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';

test('states are counted here, boards are chosen by keyboard, and what is not known says so', async ({
  planner,
}) => {
  await planner.startFrom('The article');
  const { page } = planner;
  const keys = new Keys(page);
  await keys.tabAndEnter(page.getByRole('button', { name: 'More', exact: true }));
  await keys.tabAndEnter(page.getByRole('button', { name: 'How do we know?' }));
  const dialog = planner.dialog('How do we know?');
  // The board of the plan is open.
  const chosen = dialog.getByRole('radio', { name: 'A100-PCIE-40GB' });
  await expect(chosen).toBeChecked();
  await expect(dialog.getByRole('radio')).toHaveCount(32);
  await keys.tabAndEnter(dialog.getByRole('button', { name: 'Count all its states here' }));
  await expect(dialog.getByRole('status', { name: 'States' })).toHaveText(
    /^2,318 layouts, 239 maximal layouts, 127 sets, 64 maximal sets, in (?:less than )?[0-9]+ ms\./,
  );
  const profiles = dialog.getByRole('group', { name: 'Profiles' });
  await expect(profiles.getByRole('row', { name: /^3g\.20gb / })).toContainText('two sources');

  await keys.tabTo(chosen);
  await keys.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^A800 40GB/ })).toBeChecked();
  await expect(profiles.getByRole('row', { name: /^3g\.20gb / })).toContainText('(derived)');

  await dialog.getByRole('radio', { name: /^RTX PRO 5000/ }).click();
  const facts = dialog.getByRole('region', { name: /^RTX PRO 5000/ });
  await expect(facts).toContainText('Incomplete: no public source gives its profile IDs and starts');
  await expect(facts.getByRole('button', { name: 'Count all its states here' })).toHaveCount(0);
  await expect(profiles.getByRole('row', { name: /^1g\.24gb / }).first()).toContainText('unknown');

  await dialog.getByRole('radio', { name: /^A100X/ }).click();
  await expect(dialog).toContainText('Known to NVIDIA’s vGPU tables only');
  await expect(dialog.getByRole('row', { name: /^A100D-3-40C/ })).toContainText('3g.40gb');
});

test('it is reached from the start, the glossary and a GPU', async ({ planner }) => {
  const { page } = planner;
  const dialog = planner.dialog('How do we know?');
  await page.getByRole('button', { name: '26 boards, and how we know' }).click();
  await expect(dialog.getByRole('radio').first()).toBeChecked();
  await page.keyboard.press('Escape');
  await planner.openLayout('x/0 h200-141gb: 3g.71gb@0');
  await planner.gpu(0, 'x').group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  await page.getByRole('button', { name: 'How do we know?' }).last().click();
  await expect(dialog.getByRole('heading', { name: 'H200 / H200 NVL' })).toBeVisible();
  await page.keyboard.press('Escape');
  await planner.more('Glossary');
  await planner
    .dialog('Glossary')
    .getByRole('button', { name: /^How do we know/ })
    .click();
  await expect(dialog).toBeVisible();
});

test('what cannot be drawn is kept and says why; a board without MIG is named with those that have it', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.openLayout('x/0 L40S:');
  const noMig = planner.gpu(0, 'x').group;
  await expect(noMig).toContainText('L40S has no MIG');
  await expect(noMig).toContainText('MIG is on A100, A800, A30, H100');

  await page.getByRole('button', { name: 'Add GPU to x' }).click();
  const board = page.getByRole('combobox', { name: 'Board' });
  await expect(board.getByRole('option', { name: /^RTX PRO/ })).toHaveCount(5);
  await expect(board.getByRole('option', { name: 'L40S', exact: true })).toBeDisabled();
  await board.selectOption('rtx-pro-5000-48gb');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const incomplete = planner.gpu(1, 'x').group;
  await expect(incomplete).toContainText('No public source gives the starts of RTX PRO 5000 Blackwell');
  await incomplete.getByRole('button', { name: 'How do we know?' }).click();
  await expect(planner.dialog('How do we know?')).toContainText('Incomplete');
  // Far down in the list of boards, and in sight.
  await expect(
    planner.dialog('How do we know?').getByRole('radio', { name: /^RTX PRO 5000/ }),
  ).toBeInViewport();
});

atEachWidth((width) => {
  test('it is accessible', async ({ planner }) => {
    await planner.openLayout('x/0 b200-180gb: 3g.90gb@0');
    const { page } = planner;
    await planner.more('How do we know?');
    const dialog = planner.dialog('How do we know?');
    await dialog.getByRole('button', { name: 'Count all its states here' }).click();
    await expect(dialog.getByRole('status', { name: 'States' })).toContainText('maximal sets');
    await dialog.getByText('Compute instances', { exact: true }).click();
    await expectAccessible(page);
    if (width === 390) {
      await dialog.getByRole('combobox', { name: 'Board' }).selectOption({ label: 'A30' });
      await expect(dialog.getByRole('heading', { name: 'A30', exact: true })).toBeVisible();
    }
  });
});

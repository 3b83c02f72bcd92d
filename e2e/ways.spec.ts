/** Why not, and what would help: the ways out of a refusal as buttons; what fits after repacking beside each profile. */
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

const BLOCKED = `esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1
esx-01/1 a100-pcie-40gb: 3g.20gb@0=chat-1
`;

function waysOf({ page }: PlannerPage) {
  return page.getByRole('list', { name: 'Ways out' });
}

test('a dropped 4g that is refused is one click from being placed, and one Undo from before', async ({
  planner,
}) => {
  await planner.openLayout(BLOCKED);
  await planner.drag(planner.profile('4g.20gb'), planner.gpu(0).group);
  await expect(planner.message).toContainText('4g.20gb');
  const ways = waysOf(planner);
  await expect(ways.getByRole('listitem')).toHaveCount(3);
  await expect(ways.getByRole('listitem').first()).toContainText('1 VM restarts');
  await expectAccessibleAtEachWidth(planner.page);
  await ways.getByRole('button', { name: 'Move asr-1 to slice 4' }).click();
  await expect(planner.gpu(0).instance('4g.20gb', 0)).toBeVisible();
  await expect(planner.gpu(0).instance('2g.10gb', 4)).toHaveAccessibleName(/asr-1/);
  await expect(ways).toBeHidden();
  await planner.undo.click();
  await expect(planner.gpu(0).instance('2g.10gb', 0)).toHaveAccessibleName(/asr-1/);
  await expect(planner.gpu(0).instance('4g.20gb', 0)).toBeHidden();
});

test('a profile that has no legal start anywhere tells its ways out by keyboard too', async ({ planner }) => {
  const { page } = planner;
  await planner.openLayout(BLOCKED);
  await planner.profile('4g.20gb').focus();
  await page.keyboard.press('Space');
  await expect(planner.message).toContainText('no legal start in the plan');
  const remove = waysOf(planner).getByRole('button', { name: 'Remove asr-1' });
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(planner.gpu(0).instance('4g.20gb', 0)).toBeVisible();
  await expect(planner.message).toContainText('asr-1 waits again');
});

test('beside each profile: how many more fit now, and how many after repacking', async ({ planner }) => {
  await planner.openLayout(BLOCKED);
  await expect(planner.profile('4g.20gb')).toHaveAccessibleName(/no more fits now, 2 after repacking/);
  await expect(planner.profile('7g.40gb')).toHaveAccessibleName(/no more fits now, 1 after repacking/);
  await planner.gpu(0).instance('2g.10gb', 0).focus();
  await planner.page.keyboard.press('Delete');
  await expect(planner.profile('7g.40gb')).toHaveAccessibleName(/1 more fits now, 1 after repacking/);
});

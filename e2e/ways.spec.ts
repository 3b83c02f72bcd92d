/** Why not, and what would help: the ways out of a refusal as buttons; what fits after repacking beside each profile. */
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

test('a VM that no free instance serves is one click from one, lifted or dropped, and one Undo from before', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.openLayout(
    [
      'esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1, 1g.5gb@6=grows',
      'esx-01/1 a100-pcie-40gb: 3g.20gb@0=chat-1',
    ].join('\n'),
  );
  await planner.vms
    .getByRole('combobox', { name: 'vGPU type of grows' })
    .selectOption({ label: 'grid_a100-4-20c · 4g.20gb' });
  await planner.vms.getByRole('button', { name: 'Lift grows' }).focus();
  await page.keyboard.press('Enter');
  await expect(planner.message).toContainText('grows: no matching instance is free in the plan');
  const ways = waysOf(planner);
  await expect(ways.getByRole('listitem').first()).toContainText('1 VM restarts');
  const move = ways.getByRole('button', { name: /^Move asr-1 to slice 4.*, and make 4g\.20gb at slice 0/ });
  await move.focus();
  await page.keyboard.press('Enter');
  await expect(planner.gpu(0).instance('4g.20gb', 0)).toHaveAccessibleName(/grows/);
  await expect(planner.gpu(0).instance('2g.10gb', 4)).toHaveAccessibleName(/asr-1/);
  await expect(ways).toBeHidden();
  await planner.undo.click();
  await expect(planner.gpu(0).instance('2g.10gb', 0)).toHaveAccessibleName(/asr-1/);
  await expect(planner.instanceChoice('grows')).toHaveValue('');
  // Let go over an instance of another type, it is told of this one what would help.
  await planner.drag(planner.vm('grows').getByText('grows', { exact: true }), planner.gpu(1).group);
  await expect(planner.message).toContainText('this 3g.20gb instance is A100-3-20C');
  await expect(page.getByRole('heading', { name: 'Ways out, the cheapest first' })).toBeVisible();
  await expect(
    ways.getByRole('button', { name: /^Move chat-1 to slice 4.*, and make 4g\.20gb at slice 0 of GPU 1/ }),
  ).toBeVisible();
});

test('a VM that is refused beside another vGPU of its own has ways out on its host', async ({ planner }) => {
  await planner.openLayout(['a/0 a100-pcie-40gb: 1g.5gb@0=two', 'b/0 a100-pcie-40gb: 1g.5gb@0'].join('\n'));
  await planner.vm('two').hover();
  await planner.vms.getByRole('button', { name: 'Add a vGPU to two' }).click();
  await planner.drag(
    planner.vm('two').getByText('two', { exact: true }),
    planner.gpu(0, 'b').instance('1g.5gb', 0),
  );
  await expect(planner.message).toContainText('A VM runs on one host');
  await waysOf(planner)
    .getByRole('button', { name: /^Make 1g\.5gb at slice . of GPU 0 on a$/ })
    .click();
  await expect(planner.gpu(0, 'a').instance('1g.5gb', 1)).toHaveAccessibleName(/two/);
  await expect(planner.instanceChoice('two, vGPU 2')).not.toHaveValue('');
});

test('beside each profile: how many more fit now, and how many after repacking', async ({ planner }) => {
  await planner.openLayout(BLOCKED);
  await expect(planner.profile('4g.20gb')).toHaveAccessibleName(/no more fits now, 2 after repacking/);
  await expect(planner.profile('7g.40gb')).toHaveAccessibleName(/no more fits now, 1 after repacking/);
  await planner.gpu(0).instance('2g.10gb', 0).focus();
  await planner.page.keyboard.press('Delete');
  await expect(planner.profile('7g.40gb')).toHaveAccessibleName(/1 more fits now, 1 after repacking/);
});

/** One box for everything that has a name: things of the plan, and any name of a profile. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';

test('any name leads to all the others, by board, and each can be copied', async ({ planner, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await planner.startFrom('The article');
  const { page, search, names } = planner;
  for (const name of ['3g.20gb', '9', 'GRID A100-3-20C', 'nvidia-476', 'nvidia.com/mig-3g.20gb', '0x20F1']) {
    await search.fill(name);
    const row = names.getByRole('row').filter({ hasText: 'grid_a100-3-20c' });
    await expect(row, name).toContainText('nvidia-476');
    await expect(row, name).toContainText('nvidia.com/mig-3g.20gb');
    // The board of the plan comes first.
    await expect(names.getByRole('row').nth(1), name).toContainText('A100-PCIE-40GB');
  }
  await names.getByRole('button', { name: 'Copy grid_a100-3-20c' }).click();
  await expect(planner.message).toHaveText('Copied: grid_a100-3-20c.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('grid_a100-3-20c');

  await search.fill('3g.40gb');
  await expect(planner.found).toContainText(
    'A100-PCIE-40GB, which is in the plan, calls the same slices 3g.20gb.',
  );
  await search.fill('NVIDIA L40S');
  await expect(planner.found).toContainText('L40S has no MIG');
  await expect(planner.found).toContainText('MIG is on A100, A800, A30, H100');
});

test('by keyboard alone: /, arrows, Enter, and Escape out of it', async ({ planner }) => {
  await planner.startFrom('The article');
  const { page, search } = planner;
  const keys = new Keys(page);
  await keys.press('/');
  await expect(search).toBeFocused();
  await keys.type('slice 4');
  await expect(planner.found.getByRole('option', { name: /3g\.20gb at slice 4/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await keys.press('Enter');
  const instance = planner.gpu(0).instance('3g.20gb', 4);
  await expect(instance).toBeFocused();
  await expect(planner.found).toBeHidden();
  await expect(page.getByRole('heading', { name: '3g.20gb', level: 2 })).toBeVisible();

  // Who types fast gets what was typed, and not what was found so far.
  await keys.press('/');
  await keys.replaceWith('slice');
  await expect(planner.found.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await keys.replaceWith('train-2');
  await keys.press('Enter');
  await expect(page.getByRole('button', { name: 'Lift train-2', exact: true })).toBeFocused();

  await keys.press('/');
  await keys.replaceWith('esx');
  const [host, gpu] = [planner.found.getByRole('option').nth(0), planner.found.getByRole('option').nth(1)];
  await expect(host).toHaveAttribute('aria-selected', 'true');
  await expect(gpu).toHaveCount(0);
  await keys.replaceWith('gpu');
  await expect(host).toContainText('GPU 0 on esx-01');
  await keys.press('ArrowDown', 'ArrowUp', 'Enter');
  await expect(planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true })).toBeFocused();

  // Tab leads from the box into the names; Escape comes back, empties and leaves.
  await keys.press('/');
  await keys.replaceWith('A100-3-20C');
  await expect(planner.names).toBeVisible();
  await keys.tabTo(planner.names.getByRole('button', { name: 'Copy nvidia-476' }));
  await keys.press('Escape');
  await expect(search).toBeFocused();
  await keys.press('Escape');
  await expect(search).toHaveValue('');
  await expect(planner.found).toBeHidden();
});

atEachWidth((width) => {
  test('what is found is accessible, and a VM is gone to', async ({ planner }) => {
    await planner.startFrom('The article');
    const { page, search } = planner;
    if (width === 390) {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await expect(search).toBeFocused();
    } else {
      await search.click();
    }
    await page.keyboard.insertText('3g.20gb');
    await expect(planner.names).toBeVisible();
    await expectAccessible(page);
    await search.fill('train-2');
    await planner.found.getByRole('option', { name: /^VM ?train-2/ }).click();
    await expect(planner.found).toBeHidden();
    await expect(planner.vm('train-2')).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Lift train-2', exact: true })).toBeFocused();
  });
});

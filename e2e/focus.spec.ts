/** The keyboard never loses its place: whatever takes away the thing that has the focus gives the focus on. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/**
 * What has the focus once a key, or Enter on a button, has done its work: no frame has been drawn since, as when somebody
 * types faster than a busy machine draws.
 */
async function focusAfter(control: Locator, key: 'Delete' | 'Escape' | ' ' | 'Enter' | 'z'): Promise<string> {
  return await control.evaluate(async (element, pressed) => {
    const frame = { isDrawn: false };
    requestAnimationFrame(() => (frame.isDrawn = true));
    if (pressed === 'Enter') (element as HTMLElement).click();
    else {
      const how = { key: pressed, ctrlKey: pressed === 'z', bubbles: true, cancelable: true };
      element.dispatchEvent(new KeyboardEvent('keydown', how));
    }
    // React draws, and the page looks after the focus, in what is left of this task.
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
    const focused = document.activeElement as HTMLElement;
    return frame.isDrawn ? 'a frame was drawn' : (focused.ariaLabel ?? focused.innerText);
  }, key);
}

test('the focus moves with the key itself and not a frame later', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  const gpu = planner.gpu(0);
  await planner.profile('2g.10gb').click();
  await gpu.start('2g.10gb', 0).focus();
  expect(await focusAfter(gpu.start('2g.10gb', 0), 'Enter')).toBe('Place 2g.10gb at slice 2');
  await page.keyboard.press('Escape');

  await gpu.instance('2g.10gb', 0).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('at slice 2');
  expect(await focusAfter(gpu.instance('2g.10gb', 0), ' ')).toMatch(/^2g\.10gb at slice 2/);
  // Undone from beside it: the instance goes away under the focus.
  await page.keyboard.press('Control+z');
  await gpu.instance('2g.10gb', 0).focus();
  expect(await focusAfter(gpu.instance('2g.10gb', 0), 'z')).toBe('GPU 0');
  await page.keyboard.press('Control+y');
  await gpu.instance('2g.10gb', 0).focus();
  expect(await focusAfter(gpu.instance('2g.10gb', 0), 'Delete')).toBe('GPU 0');
  await page.keyboard.press('Control+z');

  await planner.search.fill('slice 0');
  await expect(planner.found.getByRole('option', { name: /2g\.10gb at slice 0/ })).toBeVisible();
  expect(await focusAfter(planner.found.getByRole('option').first(), 'Enter')).toMatch(
    /^2g\.10gb at slice 0/,
  );
});

test('the focus stays on the page when what had it goes away', async ({ planner }) => {
  const { page, vms } = planner;
  const { keyboard } = page;
  const lost = page.locator('body:focus');
  await page.getByRole('button', { name: /^The order trap/ }).focus();
  await keyboard.press('Enter');
  await expect(planner.profile('1g.5gb')).toBeFocused();

  const gpu = planner.gpu(0);
  const head = gpu.group.getByRole('button', { name: 'GPU 0', exact: true });
  await gpu.instance('2g.10gb', 2).focus();
  await keyboard.press('Delete');
  await expect(head).toBeFocused();
  await keyboard.press('Control+z');
  await gpu.instance('2g.10gb', 2).focus();
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove', exact: true }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeFocused();

  // Undo takes the instance away from under the focus.
  await planner.profile('2g.10gb').focus();
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await planner.profile('2g.10gb').click();
  await gpu.start('2g.10gb', 2).focus();
  await keyboard.press('Enter');
  await expect(gpu.instance('2g.10gb', 2)).toBeFocused();
  await keyboard.press('Control+z');
  await expect(head).toBeFocused();

  await vms.getByRole('button', { name: 'Remove dev-1' }).focus();
  await keyboard.press('Enter');
  await expect(vms.getByRole('button', { name: 'Lift dev-2' })).toBeFocused();
  await vms.getByRole('textbox', { name: 'Name of the new VM' }).fill('dev-3');
  await vms.getByRole('button', { name: 'Add VM' }).focus();
  await keyboard.press('Enter');
  await expect(planner.vm('dev-3')).toBeVisible();
  await expect(vms.getByRole('textbox', { name: 'Name of the new VM' })).toBeFocused();

  const addGpu = page.getByRole('button', { name: 'Add GPU to esx-01' });
  await addGpu.focus();
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await expect(addGpu).toBeFocused();
  await expect(lost).toHaveCount(0);
});

test('a choice goes on by arrow keys, on the profile that was chosen', async ({ planner }) => {
  const { keyboard } = planner.page;
  await planner.startFrom('One empty host');
  await planner.profile('2g.10gb').focus();
  await keyboard.press('Enter');
  await expect(planner.message).toContainText('3 legal starts');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('2g.10gb at slice 2 of GPU 0 on esx-01');
  await keyboard.press('Enter');
  await expect(planner.gpu(0).instance('2g.10gb', 2)).toBeVisible();
});

test('a start that is out of sight comes into view, on a phone too', async ({ planner }) => {
  const { page } = planner;
  await page.setViewportSize({ width: 390, height: 844 });
  const full = '3g.20gb@0, 3g.20gb@4';
  await planner.openLayout(
    [`a/0 a100-pcie-40gb: ${full}`, `a/1 a100-pcie-40gb: ${full}`, 'a/2 a100-pcie-40gb:'].join('\n'),
  );
  await planner.profile('2g.10gb').click();
  await expect(planner.gpu(2, 'a').start('2g.10gb', 0)).toBeInViewport();
  await page.keyboard.press('ArrowLeft');
  await expect(planner.gpu(2, 'a').start('2g.10gb', 4)).toBeInViewport();
});

test('undo shows in the fields of the inspector, and leaving one then changes nothing', async ({
  planner,
}) => {
  await planner.startFrom('The article');
  await planner.page.getByRole('button', { name: 'esx-01', exact: true }).click();
  const driver = planner.page.getByRole('textbox', { name: 'Driver' });
  await driver.fill('R550');
  await driver.press('Enter');
  await planner.undo.click();
  await expect(driver).toHaveValue('');
  await driver.focus();
  await planner.undo.focus();
  await expect(planner.redo).toHaveAccessibleDescription(/settings of esx-01/);
});

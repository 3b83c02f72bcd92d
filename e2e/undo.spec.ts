/** Undo, a hundred steps deep. */
import { expect, test } from './fixtures.ts';

// A picture of the page at each of four hundred keys takes longer than all of the keys.
test.use({ trace: 'off' });

test('a hundred steps can be undone after a reload, and what was undone a moment before it redone', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  await planner.rename(...Array.from({ length: 105 }, (_, n) => `n${n}`));
  await expect(planner.planName).toHaveText('n104');
  await page.reload();
  await expect(planner.planName).toHaveText('n104');
  for (let n = 0; n < 100; n++) await page.keyboard.press('Control+z');
  await expect(planner.planName).toHaveText('n4');
  await page.keyboard.press('Control+z');
  await expect(planner.message).toHaveText('Nothing to undo.');
  await page.keyboard.press('Control+Shift+z');
  await expect(planner.planName).toHaveText('n5');
  // Nothing of this had the time to be saved.
  await planner.rename('one', 'two');
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.reload();
  await expect(planner.planName).toHaveText('n5');
  await page.keyboard.press('Control+Shift+z');
  await expect(planner.planName).toHaveText('one');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(planner.planName).toHaveText('two');
});

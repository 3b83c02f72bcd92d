/** Undo, a hundred steps deep. */
import { expect, test } from './fixtures.ts';

// A picture of the page at each of four hundred keys takes longer than all of the keys.
test.use({ trace: 'off' });

test('a hundred steps can be undone after a reload', async ({ planner }) => {
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
});

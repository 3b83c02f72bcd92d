/** Motion is at most 150 ms long, and there is none for who asks for less. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

const LONGEST_MS = 150;

/** Notes what begins to move on the page from now on, and for how long: "box-shadow 120". */
async function watchMotion(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenMotion: seen });
    const note = (event: Event): void => {
      const { target } = event;
      if (!(target instanceof Element)) return;
      for (const motion of target.getAnimations()) {
        const what = motion instanceof CSSTransition ? motion.transitionProperty : 'animation';
        seen.push(`${what} ${Number(motion.effect?.getComputedTiming().duration)}`);
      }
    };
    document.addEventListener('transitionrun', note, true);
    document.addEventListener('animationstart', note, true);
  });
  return async () =>
    await page.evaluate(() => (window as unknown as { seenMotion: readonly string[] }).seenMotion);
}

/** Some of everything: hover, drag, drop, undo, a menu, a dialog, a refusal. */
async function workABit(planner: PlannerPage): Promise<void> {
  const { page } = planner;
  await planner.gpu(0).instance('3g.20gb', 0).hover();
  await planner.drag(planner.gpu(0).instance('3g.20gb', 0), planner.profile('1g.5gb'));
  await page.keyboard.press('Delete');
  await planner.dragProfile('2g.10gb', planner.gpu(0), 2);
  await planner.undo.click();
  await planner.redo.click();
  await page
    .getByRole('button', { name: /GPU 0 on esx-01/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  const dialog = await planner.openDialog('Share');
  await dialog.getByRole('switch').first().click();
  await page.keyboard.press('Escape');
  await planner.profile('7g.40gb').click();
  await page.keyboard.press('Escape');
}

test('what moves does so for 150 ms at most', async ({ planner }) => {
  await planner.startFrom('The article');
  const seen = await watchMotion(planner.page);
  await workABit(planner);
  const motions = await seen();
  expect(motions.length).toBeGreaterThan(0);
  expect(motions.filter((motion) => Number(motion.split(' ')[1]) > LONGEST_MS)).toEqual([]);
});

test('nothing moves for who asks for less motion', async ({ planner }) => {
  await planner.page.emulateMedia({ reducedMotion: 'reduce' });
  await planner.startFrom('The article');
  const seen = await watchMotion(planner.page);
  await workABit(planner);
  expect(await seen()).toEqual([]);
});

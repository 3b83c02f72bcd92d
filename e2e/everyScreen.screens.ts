/** Of every screen and state: axe finds nothing, targets are large enough, the focus shows, and at 200 and 400 % nothing is lost. */
import { expectAccessibleAtEachWidth } from './axe.ts';
import { test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { expectTargets, expectVisibleFocus } from './reach.ts';
import { SCREENS } from './screens.ts';
import { expectReflow, spaceText } from './zoom.ts';

for (const [name, show] of Object.entries(SCREENS)) {
  test(`${name}: axe, targets, focus, 200 and 400 %, spaced text`, async ({ planner }) => {
    const { page } = planner;
    await show(planner, new CommandsDialog(page));
    await expectAccessibleAtEachWidth(page);
    await expectTargets(page);
    await expectVisibleFocus(page, 40);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectTargets(page);
    // 1440 x 900 at 200 %.
    await page.setViewportSize({ width: 720, height: 450 });
    await expectReflow(page);
    // 1280 x 1024 at 400 %.
    await page.setViewportSize({ width: 320, height: 256 });
    await expectReflow(page);
    await expectTargets(page);
    await expectVisibleFocus(page, 25);
    await spaceText(page);
    await expectReflow(page);
  });
}

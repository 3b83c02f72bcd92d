/** A page that may not complain: any console error or warning, page error or CSP violation fails the test. */
import { expect } from '@playwright/test';
import { test as base } from './keptPage.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { watch } from './watch.ts';

/** What the single file cannot do from disk, by the name of the test, and why (npm run e2e:all). */
const NOT_FROM_DISK: Readonly<Record<string, string>> = {
  'the code of the Share dialog shows the drawing in a frame of another page, and leaves what is open alone':
    'a file has no address that another page could frame: the dialog offers no code',
  ...Object.fromEntries(
    [
      'on a desk a first visit sees the start before the planner is there, and nothing moves when it comes',
      'on a phone a first visit sees the start before the planner is there, and nothing moves when it comes',
      'what is pressed before the planner is there is done when it comes',
      'whoever has a plan, or a link to one, sees no start before it',
    ].map((name) => [name, 'the planner is in the file, and nothing is shown before it']),
  ),
};

export const test = base.extend<{ planner: PlannerPage; canRun: null }>({
  canRun: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what the fixture needs: nothing
    async ({}, use, { title }) => {
      const why = process.env['E2E_TARGET'] === 'disk' ? NOT_FROM_DISK[title] : undefined;
      base.skip(why !== undefined, why);
      await use(null);
    },
    { auto: true },
  ],
  planner: async ({ page }, use) => {
    const complaints = await watch(page);
    const planner = new PlannerPage(page);
    await planner.open();
    await use(planner);
    expect(complaints).toEqual([]);
  },
});

export { expect, watch };

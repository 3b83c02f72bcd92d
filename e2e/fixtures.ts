/** A page that may not complain: any console error or warning, page error or CSP violation fails the test. */
import { expect } from '@playwright/test';
import { test as base } from './keptPage.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { watch } from './watch.ts';

export const test = base.extend<{ planner: PlannerPage }>({
  planner: async ({ page }, use) => {
    const complaints = await watch(page);
    const planner = new PlannerPage(page);
    await planner.open();
    await use(planner);
    expect(complaints).toEqual([]);
  },
});

export { expect, watch };

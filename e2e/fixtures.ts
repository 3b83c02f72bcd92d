/** A page that may not complain: any console error or warning, page error or CSP violation fails the test. */
import { expect, test as base, type Page } from '@playwright/test';
import { PlannerPage } from './pages/PlannerPage.ts';

/** Notes everything the page complains about; read it when the test is over. */
export async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Five seconds after a reload Chromium says this of the font that it has and uses: it took it from its own cache.
    if (/\.woff2 was preloaded using link preload but not used/.test(message.text())) return;
    // playwright.config.ts has it blocked; e2e/offline.spec.ts is about it.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  await page.exposeFunction('noteViolation', (text: string) => complaints.push(`CSP: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      void (window as unknown as { noteViolation: (text: string) => Promise<void> }).noteViolation(
        `${event.violatedDirective} ${event.blockedURI}`,
      );
    });
  });
  return complaints;
}

export const test = base.extend<{ planner: PlannerPage }>({
  planner: async ({ page }, use) => {
    const complaints = await watch(page);
    const planner = new PlannerPage(page);
    await planner.open();
    await use(planner);
    expect(complaints).toEqual([]);
  },
});

export { expect };

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

/** What the single file cannot do from disk, by the name of the test, and why (npm run e2e:all). */
const NOT_FROM_DISK: Readonly<Record<string, string>> = {
  'the code of the Share dialog shows the drawing in a frame of another page, and leaves what is open alone':
    'a file has no address that another page could frame: the dialog offers no code',
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

export { expect };

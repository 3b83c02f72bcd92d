/** What a page complains of: console errors and warnings, page errors, violations of its CSP. */
import type { BrowserContext, Page } from '@playwright/test';

const complaintsOf = new WeakMap<Page, string[]>();
const heard = new WeakSet<BrowserContext>();

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
  complaintsOf.set(page, complaints);
  await hearViolations(page.context());
  return complaints;
}

/** From here on the pages of a context tell of violations, once for all their tests. */
export async function hearViolations(context: BrowserContext): Promise<void> {
  if (heard.has(context)) return;
  heard.add(context);
  await context.exposeBinding('noteViolation', ({ page }, text: string) => {
    complaintsOf.get(page)?.push(`CSP: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      void (window as unknown as { noteViolation: (text: string) => Promise<void> }).noteViolation(
        `${event.violatedDirective} ${event.blockedURI}`,
      );
    });
  });
}

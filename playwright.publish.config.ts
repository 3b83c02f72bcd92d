import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS } from './scripts/browser.mjs';

// What is published, as those who get it have it: npm run test:publish, which builds the single file and the site first.
const { CI, E2E_CHROMIUM, E2E_REPORT = 'test-results/publish.json' } = process.env;

export default defineConfig({
  testDir: 'tests/publish',
  testMatch: '*.publish.ts',
  fullyParallel: false,
  forbidOnly: Boolean(CI),
  workers: 2,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  // Before scripts/test.mjs kills it, so that it says what was still running.
  globalTimeout: 24 * 60_000,
  reporter: [[process.stdout.isTTY ? 'line' : 'list'], ['json', { outputFile: E2E_REPORT }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    launchOptions: { ...(E2E_CHROMIUM && { executablePath: E2E_CHROMIUM }), args: BROWSER_ARGS },
  },
});

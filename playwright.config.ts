import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BROWSER_ARGS } from './scripts/browser.mjs';

// scripts/test.mjs finds the browser and a free port, and says so through the environment.
const {
  CI,
  E2E_CHROMIUM,
  E2E_FIREFOX,
  E2E_PORT = '4173',
  E2E_REPORT = 'test-results/e2e.json',
  E2E_TRACE,
} = process.env;
/** `page`: as `npm test` has it. `screens`: every screen and state of it, looked at one by one (npm run test:screens). `sub-path`: below one. `disk`: the single file, without a server (npm run e2e:all). `firefox`: in
 * another engine (npm run test:firefox). */
const { E2E_TARGET = 'page' } = process.env;
const base = E2E_TARGET === 'sub-path' ? '/deep/er/' : '/';
const origin = `http://127.0.0.1:${E2E_PORT}`;
const baseURL =
  E2E_TARGET === 'disk'
    ? pathToFileURL(join(import.meta.dirname, 'dist-single/mig-planner.html')).href
    : `${origin}${base}`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: E2E_TARGET === 'screens' ? '*.{screens,spec}.ts' : '*.spec.ts',
  // By the name of the file, or by the tag of a test that stands beside the journeys of its screen (e2e/axe.ts).
  ...(E2E_TARGET === 'screens' ? { grep: /\.screens\.ts|@look\b/ } : { grepInvert: /@look\b/ }),
  fullyParallel: true,
  forbidOnly: Boolean(CI),
  workers: 2,
  // A test that passes the second time has still failed.
  retries: 0,
  // A busy machine is slow, and that is no fault; what never comes still fails.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Before scripts/test.mjs kills it, so that it says what was still running.
  globalTimeout: 24 * 60_000,
  reporter: [[process.stdout.isTTY ? 'line' : 'list'], ['json', { outputFile: E2E_REPORT }]],
  use: {
    baseURL,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    // It would fetch the whole page beside each test; e2e/offline.spec.ts allows it.
    serviceWorkers: 'block',
    // Tracing makes every test a third slower: E2E_TRACE=1 npm run e2e -- <spec> when one has to be looked into.
    trace: E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { ...(E2E_CHROMIUM && { executablePath: E2E_CHROMIUM }), args: BROWSER_ARGS },
    // As its makers ship it; Playwright's own Firefox is another.
    ...(E2E_TARGET === 'firefox' && {
      browserName: 'firefox' as const,
      channel: 'moz-firefox',
      launchOptions: { ...(E2E_FIREFOX && { executablePath: E2E_FIREFOX }) },
    }),
  },
  // The built page, not the development server: that one reloads while it finds its dependencies.
  ...(E2E_TARGET !== 'disk' && {
    webServer: {
      command: `node node_modules/vite/bin/vite.js preview --base ${base} --host 127.0.0.1 --port ${E2E_PORT} --strictPort`,
      url: baseURL,
      reuseExistingServer: false,
    },
  }),
});

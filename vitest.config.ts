import { defineConfig } from 'vitest/config';

// These work on the stores of the page itself (src/state/app.ts), put a stand-in where the browser has something, or start a
// drawing of pictures that another file has started.
const STATEFUL = [
  'src/components/actions/actions.test.ts',
  'src/state/console/consoleStore.test.ts',
  'src/state/exchange.test.ts',
  'src/state/layoutClipboard.test.ts',
  'src/state/review.test.ts',
  'src/state/url.test.ts',
  'src/state/library/database.test.ts',
  'scripts/offline.test.ts',
];

export default defineConfig({
  test: {
    environment: 'node',
    // Against what never ends; a busy machine may be ten times as slow.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    pool: 'threads',
    // One by default where there are two cores.
    maxWorkers: 2,
    projects: [
      // Nothing below state remembers anything, and tests of stores make their own: files may share their modules, which
      // is twice as fast.
      {
        extends: true,
        test: {
          name: 'core',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: STATEFUL,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'page', include: STATEFUL } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.test.{ts,tsx}', 'src/main.tsx'],
    },
  },
});

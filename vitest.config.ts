import { defineConfig } from 'vitest/config';

// Stores and what stands on them hold state of a page.
const STATEFUL = ['src/state/**/*.test.ts', 'src/components/**/*.test.{ts,tsx}'];

export default defineConfig({
  test: {
    environment: 'node',
    // Against what never ends; a busy machine may be ten times as slow.
    testTimeout: 60_000,
    pool: 'threads',
    // One by default where there are two cores.
    maxWorkers: 2,
    projects: [
      // Nothing below state remembers anything, so its test files may share their modules: twice as fast.
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

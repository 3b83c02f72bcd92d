import { defineConfig } from 'vitest/config';

// Real consumers of what the planner writes: npm run test:consumers, which installs them first.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/consumers/**/*.consumer.ts'],
    testTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
  },
});

import { defineConfig } from 'vitest/config';

// For npm run mutation (scripts/mutation.mjs), which says in the environment which tests may find a mutant.
export default defineConfig({
  test: {
    environment: 'node',
    include: (process.env['MUTATION_TESTS'] ?? '').split(' ').filter((pattern) => pattern !== ''),
    testTimeout: 60_000,
    pool: 'threads',
    // A mutant in a table is one only where the table is read anew.
    isolate: true,
  },
});

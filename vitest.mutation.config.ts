import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The first failure ends the trial of a mutant, so the test of its own file comes first, then the others from short to long:
 * most are found before the long ones begin.
 */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const own = `${process.env['MUTATION_NEAREST'] ?? ''}.test.ts`;
    const sizes = new Map(
      await Promise.all(files.map(async (file) => [file, (await stat(file.moduleId)).size] as const)),
    );
    const cost = (file: TestSpecification): number => {
      if (basename(file.moduleId) === own) return -1;
      const last = this.ctx.cache.getFileTestResults(
        `${file.project.name}:${file.moduleId.slice(this.ctx.config.root.length + 1)}`,
      );
      return last?.duration ?? sizes.get(file) ?? 0;
    };
    return files.toSorted((a, b) => cost(a) - cost(b));
  }
}

// For npm run mutation (scripts/mutation.mjs), which says in the environment which tests may find a mutant.
export default defineConfig({
  test: {
    environment: 'node',
    include: (process.env['MUTATION_TESTS'] ?? '').split(' ').filter((pattern) => pattern !== ''),
    testTimeout: 60_000,
    pool: 'threads',
    // A mutant in a table is one only where the table is read anew.
    isolate: true,
    sequence: { sequencer: NearestFirst },
    runner: './scripts/mutationRunner.ts',
  },
});

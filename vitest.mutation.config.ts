import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const NEAR_ONLY = process.env['MUTATION_NEAR'] === 'only';

/**
 * The first failure ends the trial of a mutant, so the tests that import its file come first and the others from short to
 * long: most are found before the long ones begin. Where only the near ones are asked, no others follow.
 */
class NearestFirst extends BaseSequencer {
  readonly #texts = new Map<string, string>();

  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(this.#sorted(files));
  }

  #sorted(files: TestSpecification[]): TestSpecification[] {
    // Of one mutant one file is given; the run before all of them has several, and needs every test.
    const [source, ...others] = (this.ctx.config.related ?? []).map((path) => basename(path));
    if (source === undefined || others.length > 0) return files;
    const own = source.replace(/\.ts$/, '.test.ts');
    const isNear = ({ moduleId }: TestSpecification): boolean =>
      basename(moduleId) === own || this.#textOf(moduleId).includes(`'./${source}'`);
    const near = files.filter(isNear);
    if (NEAR_ONLY && near.length > 0) return near.toSorted((a, b) => this.#costOf(a) - this.#costOf(b));
    const cost = (file: TestSpecification): number => (isNear(file) ? -1e9 : 0) + this.#costOf(file);
    return files.toSorted((a, b) => cost(a) - cost(b));
  }

  #textOf(path: string): string {
    const text = this.#texts.get(path) ?? readFileSync(path, 'utf8');
    this.#texts.set(path, text);
    return text;
  }

  /** Milliseconds that it took last, or what its length lets expect. */
  #costOf({ moduleId, project }: TestSpecification): number {
    const place = moduleId.slice(this.ctx.config.root.length + 1);
    return (
      this.ctx.cache.getFileTestResults(`${project.name}:${place}`)?.duration ??
      this.#textOf(moduleId).length / 10
    );
  }
}

// For npm run mutation (scripts/mutation.mjs), which says in the environment which tests may find a mutant.
export default defineConfig({
  test: {
    environment: 'node',
    include: (process.env['MUTATION_TESTS'] ?? '').split(' ').filter((pattern) => pattern !== ''),
    testTimeout: 60_000,
    // What only a later seed finds is found too.
    env: { TEST_SEEDS: 'all' },
    pool: 'threads',
    // A mutant in a table is one only where the table is read anew.
    isolate: true,
    sequence: { sequencer: NearestFirst },
    runner: './scripts/mutationRunner.ts',
  },
});

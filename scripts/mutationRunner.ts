import { test } from 'vitest';
import { VitestTestRunner } from 'vitest/runners';

/** A mutant by which a test file cannot even be loaded is found; without a test that fails it would count as if it were not. */
export default class MutationRunner extends VitestTestRunner {
  override async importFile(...[path, source]: Parameters<VitestTestRunner['importFile']>): Promise<unknown> {
    try {
      return await super.importFile(path, source);
    } catch (error) {
      if (source === 'setup') throw error;
      test('can be loaded', () => {
        throw error;
      });
      return undefined;
    }
  }
}

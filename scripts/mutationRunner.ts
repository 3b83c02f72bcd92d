import { VitestTestRunner } from 'vitest/runners';
import { getCurrentSuite } from 'vitest/suite';

/**
 * A mutant by which a test file cannot even be loaded, or what a `describe` works out for its tests, is found; without a test
 * that fails it would count as if it were not.
 */
export default class MutationRunner extends VitestTestRunner {
  override async importFile(...[path, source]: Parameters<VitestTestRunner['importFile']>): Promise<unknown> {
    if (source === 'setup') return super.importFile(path, source);
    const whole = getCurrentSuite();
    const fail = (error: unknown): void => {
      whole.test('can be loaded', () => {
        throw error;
      });
    };
    let loaded: unknown;
    try {
      loaded = await super.importFile(path, source);
    } catch (error) {
      fail(error);
    }
    for (const part of whole.tasks) {
      if (part.type !== 'collector' || part.suite === undefined) continue;
      const { suite } = part;
      const collect = part.collect.bind(part);
      part.collect = (file) =>
        collect(file).catch((error: unknown) => {
          fail(error);
          return suite;
        });
    }
    return loaded;
  }
}

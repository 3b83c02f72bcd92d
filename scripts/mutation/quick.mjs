// npm run mutation -- --quick: the same faults as Stryker puts in, asked in one thread. The tests and what they import are one
// bundle, in which each fault has a switch; for each fault the bundle is run anew and only the tests that come past it are
// asked. That takes a tenth of the time, for nothing is loaded or transformed again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Complaint, ROOT } from '../ensure.mjs';

/** A fault that sends a test round and round is found when it has come past so many times as often as without it. */
const MORE_OFTEN = 100;
/** Milliseconds for one fault, beside those that all tests take. */
const PATIENCE = 15_000;

/** @typedef {{ line: number, column: number }} Place */
/** @typedef {{ id: string, status?: string, location: { start: Place, end: Place }, mutatorName: string, replacement: string, fileName: string }} Mutant */
/** @typedef {{ failed: string[], covered: Record<string, number[]>, hits: Record<string, number>, fixed: string[], time: number }} DryRun */

/** What other packages bring along, found from them. @param {string} from @param {string} name @returns {string} its path */
const through = (from, name) =>
  createRequire(createRequire(join(ROOT, 'package.json')).resolve(from)).resolve(name);

/**
 * @param {string} file @param {readonly (readonly [from: number, to: number])[] | null} stretches lines, or all
 * @returns {Promise<{ content: string, mutants: Mutant[] }>}
 */
async function withSwitches(file, stretches) {
  const { Instrumenter } = await import(
    pathToFileURL(through('@stryker-mutator/core', '@stryker-mutator/instrumenter')).href
  );
  const silent = () => false;
  const logger = { debug: silent, info: silent, warn: silent, error: console.error, isDebugEnabled: silent };
  const name = join(ROOT, file);
  const mutate =
    stretches?.map(([from, to]) => ({
      start: { line: from - 1, column: 0 },
      end: { line: to - 1, column: Infinity },
    })) ?? true;
  const options = { plugins: null, ignorers: [], excludedMutations: [] };
  const { files, mutants } = await new Instrumenter(logger).instrument(
    [{ name, mutate, content: readFileSync(name, 'utf8') }],
    options,
  );
  return {
    content: files[0].content,
    mutants: mutants.filter((/** @type {Mutant} */ one) => one.status !== 'Ignored'),
  };
}

/** @param {string} file @param {string} content @param {readonly string[]} tests @returns {Promise<string>} */
async function bundleOf(file, content, tests) {
  const esbuild = createRequire(import.meta.url)(through('tsx/package.json', 'esbuild'));
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: tests.map((test) => `require(${JSON.stringify(join(ROOT, test))});`).join(''),
      resolveDir: ROOT,
    },
    ...{ bundle: true, write: false, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' },
    plugins: [
      {
        name: 'switches',
        setup(/** @type {any} */ build) {
          build.onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'tests' }));
          build.onLoad({ filter: /.*/, namespace: 'tests' }, () => ({
            contents: 'module.exports = globalThis.__tests',
          }));
          // The solver that is asked beside ours has been waited for before: a bundle that is run anew cannot wait.
          build.onResolve({ filter: /^highs$/ }, () => ({ path: 'highs', namespace: 'oracle' }));
          build.onLoad({ filter: /.*/, namespace: 'oracle' }, () => ({
            contents: 'module.exports = () => globalThis.__oracle',
          }));
          build.onLoad({ filter: /\.ts$/ }, (/** @type {{ path: string }} */ { path }) => {
            const text = path === join(ROOT, file) ? content : readFileSync(path, 'utf8');
            // In a bundle there is one of them for all.
            const url = JSON.stringify(pathToFileURL(path).href);
            const contents = text
              .replaceAll('import.meta.url', url)
              .replace('= await loadHighs()', '= loadHighs()');
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  return outputFiles[0].text;
}

/** A thread that runs the tests; a new one where it had to be ended. */
class Runner {
  /** @type {Worker | null} */
  #worker = null;
  /** @param {string} code */
  constructor(code) {
    this.workerData = { code, expect: through('vitest', '@vitest/expect'), chai: through('vitest', 'chai') };
  }

  /** @param {object} question @param {number} time @returns {Promise<any>} null: it did not come to an end */
  ask(question, time) {
    const worker = (this.#worker ??= new Worker(new URL('./quickWorker.mjs', import.meta.url), {
      workerData: this.workerData,
    }));
    return new Promise((resolve) => {
      const end = (/** @type {unknown} */ answer) => {
        clearTimeout(timer);
        worker.off('message', end);
        worker.off('error', giveUp);
        resolve(answer);
      };
      const giveUp = () => {
        this.close();
        end(null);
      };
      const timer = setTimeout(giveUp, time);
      worker.on('message', end);
      worker.on('error', giveUp);
      worker.postMessage(question);
    });
  }

  close() {
    void this.#worker?.terminate();
    this.#worker = null;
  }
}

/**
 * @param {string} file @param {readonly string[]} tests @param {readonly (readonly [from: number, to: number])[] | null} stretches
 * @returns {Promise<Mutant[]>} each Killed, Timeout, Survived or NoCoverage
 */
export async function quickMutants(file, tests, stretches) {
  const { content, mutants } = await withSwitches(file, stretches);
  const runner = new Runner(await bundleOf(file, content, tests));
  /** @type {DryRun | null} */
  const dry = await runner.ask({}, 10 * 60_000);
  if (dry === null || dry.failed.length > 0) {
    // Else it would be waited for.
    runner.close();
    throw new Complaint(`The tests of ${file} fail without a fault: ${dry?.failed[0] ?? 'they do not end'}.`);
  }
  for (const mutant of mutants) {
    const { id } = mutant;
    const isFixed = dry.fixed.includes(id);
    const covering = isFixed ? null : (dry.covered[id] ?? []);
    if (covering?.length === 0) {
      mutant.status = 'NoCoverage';
      continue;
    }
    const most = MORE_OFTEN * (dry.hits[id] ?? 1) + 1000;
    const answer = await runner.ask({ id, tests: covering, most, isFixed }, PATIENCE + 20 * dry.time);
    mutant.status = answer === null ? 'Timeout' : answer.isFound ? 'Killed' : 'Survived';
  }
  runner.close();
  // As Stryker counts them: lines from 1.
  return mutants.map((one) => ({
    ...one,
    location: {
      ...one.location,
      start: { line: one.location.start.line + 1, column: one.location.start.column + 1 },
    },
  }));
}

// Runs tests for quick.mjs: a bundle that calls `test` and `describe` of vitest, which are stood in for here, with its own `expect`.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

/** @typedef {() => unknown} Body */
/** @typedef {{ name: string, body: Body }} Test */
/** @typedef {{ activeMutant?: string | undefined, currentTestId?: string | undefined, hitCount?: number | undefined, hitLimit?: number, mutantCoverage?: { static: Record<string, number>, perTest: Record<string, Record<string, number>> } }} Switches */

const chai = await import(pathToFileURL(workerData.chai).href);
const matchers = await import(pathToFileURL(workerData.expect).href);
for (const plugin of ['JestExtend', 'JestChaiExpect', 'JestAsymmetricMatchers']) chai.use(matchers[plugin]);
const expect = Object.assign((/** @type {unknown[]} */ ...args) => chai.expect(...args), chai.expect);
Reflect.set(globalThis, matchers.GLOBAL_EXPECT, expect);
matchers.setState(
  { assertionCalls: 0, isExpectingAssertions: false, currentTestName: '', testPath: '' },
  expect,
);

if (workerData.code.includes('__oracle')) {
  const { default: loadHighs } = await import('highs');
  Reflect.set(globalThis, '__oracle', await loadHighs());
}

/** What the switches of the faults look at. @type {Switches} */
const switches = {};
Reflect.set(globalThis, '__stryker__', switches);

/** @type {Test[]} */
let tests = [];
/** A test may have options before its body, or a time after it. @param {readonly any[]} args @returns {any} */
const bodyOf = (args) => args.find((one) => typeof one === 'function');
const test = (/** @type {string} */ name, /** @type {any[]} */ ...args) => {
  tests.push({ name, body: bodyOf(args) });
};
const describe = (/** @type {string} */ _, /** @type {any[]} */ ...args) => bodyOf(args)();
const each =
  (/** @type {(name: string, body: Body) => void} */ make) =>
  (/** @type {readonly unknown[]} */ table) =>
  (/** @type {string} */ name, /** @type {any[]} */ ...args) => {
    for (const row of table) make(name, () => bodyOf(args)(...(Array.isArray(row) ? row : [row])));
  };
Reflect.set(globalThis, '__tests', {
  expect,
  test: Object.assign(test, { each: each(test) }),
  describe: Object.assign(describe, { each: each(describe) }),
});

const run = runInThisContext(`(function (require, module) {${workerData.code}\n})`);
const load = () => {
  tests = [];
  run(createRequire(import.meta.url), { exports: {} });
};

/** Without a fault: which tests come past which, and how often. */
async function dryRun() {
  const began = performance.now();
  switches.activeMutant = undefined;
  switches.mutantCoverage = { static: {}, perTest: {} };
  load();
  const failed = [];
  for (const [at, { name, body }] of tests.entries()) {
    switches.currentTestId = `t${at}`;
    try {
      await body();
    } catch (error) {
      failed.push(`${name}: ${String(error)}`);
    }
  }
  switches.currentTestId = undefined;
  /** @type {Record<string, number[]>} */
  const covered = {};
  /** @type {Record<string, number>} */
  const hits = {};
  for (const [of, counts] of Object.entries(switches.mutantCoverage.perTest)) {
    for (const [id, count] of Object.entries(counts)) {
      (covered[id] ??= []).push(Number(of.slice(1)));
      hits[id] = (hits[id] ?? 0) + count;
    }
  }
  const fixed = Object.keys(switches.mutantCoverage.static);
  return { failed, covered, hits, fixed, time: performance.now() - began };
}

/**
 * With one: whether a test fails, or they cannot be loaded. `isFixed`: it is in what is worked out while they are loaded.
 * @param {{ id: string, tests: readonly number[] | null, most: number, isFixed: boolean }} question
 */
async function isFound({ id, tests: asked, most, isFixed }) {
  switches.activeMutant = isFixed ? id : undefined;
  switches.hitCount = 0;
  switches.hitLimit = most;
  try {
    load();
    switches.activeMutant = id;
    for (const at of asked ?? tests.keys()) await tests[at]?.body();
    return false;
  } catch {
    return true;
  }
}

/** @param {any} question @returns {Promise<unknown>} */
const answerTo = async (question) =>
  question.id === undefined ? dryRun() : { isFound: await isFound(question) };

parentPort?.on('message', (question) => {
  void answerTo(question).then((answer) => parentPort?.postMessage(answer));
});

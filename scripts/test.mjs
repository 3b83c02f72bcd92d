// npm test: everything, in order; the first stage that fails ends the run.
// npm test -- lint          only the stages named
// npm test -- all screens consumers publish   what npm test does, then what npm run test:screens and so on do, under one count
// npm test -- unit src/model   what is not a stage goes on to the stage's test runner
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Complaint, ensureDeps, ensureNode, ROOT } from './ensure.mjs';

const REPORTS = join(ROOT, 'node_modules/.cache/test');
const TOOLS = {
  oxfmt: 'oxfmt/bin/oxfmt',
  // Written in Go; dependency-cruiser needs the one written in JavaScript besides.
  tsc: 'typescript7/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
  vite: 'vite/bin/vite.js',
  playwright: '@playwright/test/cli.js',
};

/** Minutes. The longest takes a quarter of it on two slow cores: a tool that is still there then hangs, and would hang for ever. */
const TOOL_LIMIT = 25;

const total = { passed: 0, failed: 0, skipped: 0 };

/** @type {Record<string, (rest: string[]) => unknown>} */
const STAGES = {
  format: () => tools([['oxfmt', '--check']]),
  types: () =>
    // One checker: more of them would each begin anew with the types that all need.
    tools([['tsc', '-b', '--singleThreaded']]),
  lint: () =>
    tools([
      ['oxlint'],
      ['depcruise', 'src', '--config', '.dependency-cruiser.mjs'],
      ['knip', '--no-config-hints'],
    ]),
  unit: async (rest) => {
    const { ensureShells } = await import('./shells.mjs');
    const report = freshReport('unit.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = await tool(['vitest', 'run', ...reporters, ...rest], {
      TEST_SHELLS: ensureShells().join(','),
    });
    count('unit', status, report, countVitest);
  },
  build: () => tools([['vite', 'build', '--logLevel=warn']]),
  size: async () => {
    const { checkSize } = await import('./size.mjs');
    checkSize();
  },
  e2e: (rest) => e2e('page', rest),
  screens: (rest) => e2e('screens', rest),
  'sub-path': (rest) => e2e('sub-path', rest),
  // The main job by mouse and by keyboard: a plan is made, shared, and opened by its link. What asks for the dark theme cannot run there.
  firefox: (rest) => e2e('firefox', rest.length > 0 ? rest : ['e2e/journey.spec.ts']),
  disk: async (rest) => {
    await tools([['vite', 'build', '--config=vite.single.config.ts', '--logLevel=warn']]);
    await e2e('disk', rest);
  },
  consumers: async (rest) => {
    const { ensureConsumers } = await import('./consumers.mjs');
    const report = freshReport('consumers.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = await tool(
      ['vitest', 'run', '--config=vitest.consumers.config.ts', ...reporters, ...rest],
      ensureConsumers(),
    );
    count('consumers', status, report, countVitest);
  },
  publish: async (rest) => {
    const { ensureBrowser } = await import('./browser.mjs');
    await tools([
      ['vite', 'build', '--config=vite.single.config.ts', '--logLevel=warn'],
      ['vite', 'build', '--logLevel=warn'],
    ]);
    const report = freshReport('publish.json');
    const status = await tool(['playwright', 'test', '--config=playwright.publish.config.ts', ...rest], {
      E2E_CHROMIUM: await ensureBrowser(),
      E2E_REPORT: report,
    });
    count('publish', status, report, countPlaywright);
  },
};
const TAKES_REST = ['unit', 'e2e', 'screens', 'sub-path', 'firefox', 'disk', 'consumers', 'publish'];
/** They install tools of other makers on the machine, build everything several times, or take minutes: only who names them gets them. */
const ON_REQUEST = ['screens', 'sub-path', 'firefox', 'disk', 'consumers', 'publish'];
/** They only read, and each leaves a core idle for part of its time: asked for together they run side by side. */
const READERS = ['format', 'types', 'lint'];

/**
 * Runs one tool and passes its output on as it comes.
 * @param {string[]} call the tool's name and its arguments
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit status
 */
function tool([name, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [toolPath(name), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    const limit = setTimeout(() => {
      console.log(`${name} has not ended after ${TOOL_LIMIT} minutes and is killed.`);
      child.kill('SIGKILL');
    }, TOOL_LIMIT * 60_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs tools side by side, prints each one's output whole, and fails when one of them failed.
 * @param {string[][]} calls
 */
async function tools(calls) {
  const runs = calls.map(
    ([name = '', ...args]) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [toolPath(name), ...args], {
          cwd: ROOT,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
        });
        let output = '';
        child.stdout.on('data', (chunk) => (output += chunk));
        child.stderr.on('data', (chunk) => (output += chunk));
        child.on('error', reject);
        child.on('close', (code) => {
          process.stdout.write(output);
          resolve(code === 0 ? [] : [name]);
        });
      }),
  );
  const failed = (await Promise.all(runs)).flat();
  if (failed.length > 0) throw new Complaint(`${failed.join(' and ')} found fault.`);
}

/** @param {string | undefined} name */
function toolPath(name) {
  // By path: a bare name could fetch an unrelated package of that name.
  return join(ROOT, 'node_modules', TOOLS[/** @type {keyof typeof TOOLS} */ (name)]);
}

/**
 * The end-to-end suite: on the page as it is built, below a sub-path, on the single file from disk, or in Firefox.
 * @param {'page' | 'screens' | 'sub-path' | 'disk' | 'firefox'} target
 * @param {string[]} rest
 */
async function e2e(target, rest) {
  const { ensureBrowser, ensureFirefox } = await import('./browser.mjs');
  const report = freshReport(`e2e-${target}.json`);
  const status = await tool(['playwright', 'test', ...rest], {
    E2E_TARGET: target,
    ...(target === 'firefox'
      ? { E2E_FIREFOX: await ensureFirefox() }
      : { E2E_CHROMIUM: await ensureBrowser() }),
    E2E_PORT: String(await freePort()),
    E2E_REPORT: report,
  });
  count(target === 'page' ? 'e2e' : target, status, report, countPlaywright);
}

/** @param {string} name */
function freshReport(name) {
  mkdirSync(REPORTS, { recursive: true });
  const path = join(REPORTS, name);
  rmSync(path, { force: true });
  return path;
}

/**
 * Adds up what the runner's own report says. A runner that failed outside any test counts as one failure.
 * @param {string} stage
 * @param {number} status
 * @param {string} path
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} read
 */
function count(stage, status, path, read) {
  let sum;
  try {
    sum = read(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Complaint(`${stage} left no report.`);
  }
  total.passed += sum.passed;
  total.skipped += sum.skipped;
  if (sum.failed > 0) {
    // The stage itself counts one failure when it throws; these are the tests'.
    total.failed += sum.failed - 1;
    throw new Complaint(`${sum.failed} failed in ${stage}.`);
  }
  if (status !== 0) throw new Complaint(`${stage} ended with exit status ${status}.`);
  if (sum.passed === 0) throw new Complaint(`${stage} ran no test.`);
}

/** @param {any} report */
function countVitest(report) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed').length;
    const passed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'passed').length;
    sum.passed += passed;
    sum.skipped += file.assertionResults.length - passed - failed;
    // A file that does not even load has no tests to fail.
    sum.failed += failed || (file.status === 'failed' ? 1 : 0);
  }
  return sum;
}

/** @param {any} report */
function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** @returns {Promise<number>} a port that nothing listens on, so that two runs do not meet */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function main() {
  const args = process.argv.slice(2);
  const named = Object.keys(STAGES).filter((name) => args.includes(name));
  const rest = args.filter((arg) => !(arg in STAGES) && arg !== 'all');
  const isAll = named.length === 0 || args.includes('all');
  const names = Object.keys(STAGES).filter(
    (name) => named.includes(name) || (isAll && !ON_REQUEST.includes(name)),
  );
  const takers = names.filter((name) => TAKES_REST.includes(name));
  if (rest.length > 0 && takers.length !== 1) {
    throw new Complaint(`For whom is "${rest.join(' ')}"? Name a stage: ${Object.keys(STAGES).join(', ')}.`);
  }

  const start = Date.now();
  ensureNode();
  ensureDeps();
  console.log(`ready   ${seconds(start)}`);
  /** @param {string} name */
  const run = async (name) => {
    const since = Date.now();
    console.log(`\n${name} ...`);
    try {
      await STAGES[name]?.(takers.includes(name) ? rest : []);
    } catch (error) {
      console.log(`${name}: FAILED after ${seconds(since)}`);
      throw error;
    }
    console.log(`${name}: fine, ${seconds(since)}`);
  };
  const readers = await Promise.allSettled(names.filter((name) => READERS.includes(name)).map(run));
  for (const reader of readers) if (reader.status === 'rejected') throw reader.reason;
  for (const name of names) if (!READERS.includes(name)) await run(name);
  console.log(`\nAll of it: ${seconds(start)}`);
}

try {
  await main();
} catch (error) {
  total.failed += 1;
  process.exitCode = 1;
  console.log(error instanceof Complaint ? error.message : error);
}
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);

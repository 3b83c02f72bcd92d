// npm run mutation: small faults are put into src/model and src/placement, one at a time, and the unit tests beside them
// should notice. Hours for all of it, so it goes file by file, and each begins with what its last run found out.
// npm run mutation -- src/model src/placement/vms   only these folders (a folder is its own files, not those below)
// npm run mutation -- src/model/profile.ts          or only these files
// npm run mutation -- --near src/placement          only the tests that import a file themselves: many times as fast, and what
//                                                   they find the others would too, so the score is at least that
// Exit status 1 where a folder stays below the goal. In full: node_modules/.cache/mutation/<file>.html and .json
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { Complaint, ensureDeps, ensureNode, ROOT, run } from './ensure.mjs';

const ROOMS = ['src/model', 'src/placement'];
const GOAL_PERCENT = 80;
const CACHE = 'node_modules/.cache/mutation';
/** What the tests do not need in the copy that is worked on. */
const LEFT_OUT = ['docs', 'e2e', 'public', 'coverage', 'dist*', 'src/components', 'src/cli', '.ci'];
/** A file that every test imports. */
const WITNESS = 'src/model/result.ts';

/** @typedef {{ found: number, survived: number, untouched: number, errors: number }} Figures */

/** @param {string} name */
const isSource = (name) => name.endsWith('.ts') && !/\.(test|testing|generated|d)\.ts$/.test(name);

/** @param {string} folder @returns {string[]} it and all below it that have sources of their own */
function foldersIn(folder) {
  const below = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [
    ...(filesIn(folder).length > 0 ? [folder] : []),
    ...below.flatMap(({ name }) => foldersIn(`${folder}/${name}`)),
  ];
}

/** @param {string} folder @returns {string[]} its own sources */
function filesIn(folder) {
  return readdirSync(join(ROOT, folder))
    .filter(isSource)
    .map((name) => `${folder}/${name}`);
}

/** @param {string} path a file or a folder @returns {string[]} */
function filesOf(path) {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  const folder = path.slice(0, path.lastIndexOf('/'));
  const files = found?.isDirectory()
    ? filesIn(path)
    : found && filesIn(folder).filter((file) => file === path);
  if (!files?.length || !ROOMS.some((room) => path === room || path.startsWith(`${room}/`))) {
    throw new Complaint(`${path} is no source and no folder of sources in ${ROOMS.join(' or ')}.`);
  }
  return files;
}

/**
 * The tests that may find a mutant: those of its folder, and of the folders below it in the model. What is built on it is
 * tried by others too, but the long searches of the solver for each mutant would be no measure. `isNear`: of these the ones
 * that import the file or are called after it, where there are any.
 * @param {string} file @param {boolean} isNear
 */
function testsOf(file, isNear) {
  const folder = file.slice(0, file.lastIndexOf('/'));
  const name = basename(file);
  const near = readdirSync(join(ROOT, folder))
    .filter((test) => test.endsWith('.test.ts'))
    .map((test) => `${folder}/${test}`)
    .filter(
      (test) =>
        test === file.replace(/\.ts$/, '.test.ts') ||
        readFileSync(join(ROOT, test), 'utf8').includes(`'./${name}'`),
    );
  if (isNear && near.length > 0) return near;
  return [folder.startsWith('src/model') ? `${folder}/**/*.test.ts` : `${folder}/*.test.ts`];
}

/**
 * @param {string} file @param {boolean} isNear
 * @returns {Promise<Figures>}
 */
async function measure(file, isNear) {
  const { Stryker } = await import('@stryker-mutator/core');
  const place = `${CACHE}/${file.replaceAll('/', '-')}${isNear ? '.near' : ''}`;
  process.env['MUTATION_TESTS'] = testsOf(file, isNear).join(' ');
  process.env['MUTATION_NEAREST'] = basename(file, '.ts');
  /** @param {string[]} mutate */
  const mutantsIn = async (mutate) => {
    const results = await new Stryker({
      configFile: 'scripts/mutation.config.json',
      mutate,
      incremental: true,
      incrementalFile: `${place}.incremental.json`,
      ignorePatterns: LEFT_OUT,
      htmlReporter: { fileName: `${place}.html` },
      jsonReporter: { fileName: `${place}.json` },
      // Each works in a process of its own beside this one.
      concurrency: Math.max(1, Math.floor(availableParallelism() / 2)),
    }).runMutationTest();
    return results.filter(({ fileName }) => fileName.replaceAll('\\', '/').endsWith(file));
  };
  let mutants = await mutantsIn([file]);
  // Of what no test imports it says nothing, unless there is another file to be tried.
  if (mutants.length === 0 && /=>|\bfunction\b/.test(readFileSync(file, 'utf8'))) {
    mutants = await mutantsIn([file, WITNESS]);
  }
  for (const { status, location, mutatorName, replacement } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const what = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
    console.log(
      `  ${file}:${location.start.line + 1}:${location.start.column + 1}  ${status}  ${mutatorName}: ${what}`,
    );
  }
  /** @param {string[]} statuses */
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    found: count('Killed', 'Timeout'),
    survived: count('Survived'),
    untouched: count('NoCoverage'),
    errors: count('RuntimeError', 'CompileError'),
  };
}

/**
 * @param {Figures} figures
 * @returns {number} of a hundred mutants, how many are found; types alone have none
 */
const score = ({ found, survived, untouched }) => {
  const all = found + survived + untouched;
  return all === 0 ? 100 : (100 * found) / all;
};

/** @param {Figures} one @param {Figures} other @returns {Figures} */
const plus = (one, other) => ({
  found: one.found + other.found,
  survived: one.survived + other.survived,
  untouched: one.untouched + other.untouched,
  errors: one.errors + other.errors,
});

/** @param {string} name @param {Figures} figures */
function say(name, figures) {
  const { found, survived, untouched, errors } = figures;
  console.log(
    `${score(figures).toFixed(1).padStart(5)} % of ${name}: ${found} found, ${survived} not, ${untouched} in no test, ${errors} did not run`,
  );
}

await run(async () => {
  ensureNode();
  ensureDeps();
  process.chdir(ROOT);
  mkdirSync(CACHE, { recursive: true });
  const isNear = process.argv.includes('--near');
  const named = process.argv
    .slice(2)
    .filter((word) => word !== '--near')
    .map((path) => path.replace(/\/$/, ''));
  const parts = (named.length > 0 ? named : ROOMS.flatMap(foldersIn)).map((path) => ({
    path,
    files: filesOf(path),
  }));
  const none = { found: 0, survived: 0, untouched: 0, errors: 0 };
  /** @type {Map<string, Figures>} */
  const sums = new Map();
  for (const { path, files } of parts) {
    for (const file of files) {
      const figures = await measure(file, isNear);
      say(file, figures);
      sums.set(path, plus(sums.get(path) ?? none, figures));
    }
  }
  console.log('');
  for (const [path, sum] of sums) say(path, sum);
  const low = [...sums].filter(([, sum]) => score(sum) < GOAL_PERCENT).map(([path]) => path);
  if (low.length > 0) throw new Complaint(`Below ${GOAL_PERCENT} %: ${low.join(', ')}.`);
});

// npm run mutation: small faults are put into src/model and src/placement, one at a time, and the unit tests beside them
// should notice. Hours for all of it, so it goes a few files at a time, and each run begins with what its last found out.
// npm run mutation -- src/model src/placement/vms   only these folders (a folder is its own files, not those below)
// npm run mutation -- src/model/profile.ts          or only these files
//   --near     asks only the tests that import a file themselves: many times as fast, and what they find all would find, so
//              the score is at least that
//   --every 4  of every four stretches of a file one: a sample
//   --quick    in one thread, with --near or --tests: a tenth of the time; see mutation/quick.mjs
//   --tests a.test.ts,b.test.ts   asks only these of the folder: the fast ones where others are long searches; at least, again
// Exit status 1 where a folder stays below the goal. In full: node_modules/.cache/mutation/<file>.html and .json
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Complaint, ensureDeps, ensureNode, ROOT, run } from './ensure.mjs';
import { quickMutants } from './mutation/quick.mjs';

const ROOMS = ['src/model', 'src/placement'];
const GOAL_PERCENT = 80;
const CACHE = 'node_modules/.cache/mutation';
/** What the tests do not need in the copy that is worked on. */
const LEFT_OUT = ['docs', 'e2e', 'public', 'coverage', 'dist*', 'src/components', 'src/cli', '.ci'];
/** A file that every test imports. */
const WITNESS = 'src/model/result.ts';
/** Parts of something that is tried as a whole, by tests of the folder above. */
const TRIED_ABOVE = new Map([
  [
    'src/placement/solver/integer',
    ['src/placement/solver/solveInteger.test.ts', 'src/placement/solver/largeWeights.test.ts'],
  ],
]);
/** Files tried in one run: what a run found out is kept when it ends. */
const BATCH = 6;
/** Lines that a sample takes together. */
const STRETCH = 8;

/** @typedef {{ isNear: boolean, isQuick: boolean, every: number, tests: readonly string[] }} Options */
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
 * tried by others too, but the long searches of the solver for each mutant would be no measure. `isNear`: only those that
 * import one of the files or are called after it, where each has any; vitest.mutation.config.ts tells whose they are.
 * @param {readonly string[]} files of one folder @param {boolean} isNear
 */
function testsOf(files, isNear) {
  const [first = ''] = files;
  const folder = first.slice(0, first.lastIndexOf('/'));
  const tests = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.test.ts'));
  const near = files.map((file) =>
    tests.filter(
      (test) =>
        test === basename(file).replace(/\.ts$/, '.test.ts') ||
        readFileSync(join(ROOT, folder, test), 'utf8').includes(`'./${basename(file)}'`),
    ),
  );
  if (isNear && near.every((some) => some.length > 0))
    return [...new Set(near.flat())].map((test) => `${folder}/${test}`).join(' ');
  const own = folder.startsWith('src/model') ? `${folder}/**/*.test.ts` : `${folder}/*.test.ts`;
  return [own, ...(TRIED_ABOVE.get(folder) ?? [])].join(' ');
}

/**
 * Of every `every` stretches of a file one: a sample that is the same each time. Null: all of it.
 * @param {string} file @param {number} every
 * @returns {[from: number, to: number][] | null} lines
 */
function stretchesOf(file, every) {
  if (every === 1) return null;
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n').length;
  /** @type {[number, number][]} */
  const stretches = [];
  // Where it begins differs from file to file: the first lines of all are imports.
  const offset =
    Array.from(file, (letter) => letter.charCodeAt(0)).reduce((sum, one) => sum + one, 0) % every;
  for (let from = 1 + STRETCH * offset; from <= lines; from += STRETCH * every)
    stretches.push([from, Math.min(from + STRETCH - 1, lines)]);
  return stretches;
}

/**
 * What was found out of a fault in a table holds for the tests of that day alone: Stryker does not know which of them read it, and
 * would go by its old answer when others come.
 * @param {string} path of what the last run found out
 */
function forgetStatic(path) {
  if (!existsSync(path)) return;
  const report = JSON.parse(readFileSync(path, 'utf8'));
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(
      (/** @type {{ static?: boolean, status: string }} */ one) =>
        one.static !== true && one.status !== 'NoCoverage',
    );
  }
  writeFileSync(path, JSON.stringify(report));
}

/**
 * @param {readonly string[]} files of one folder, tried in one run
 * @param {Options} options
 * @returns {Promise<Map<string, Figures>>} by file
 */
async function measure(files, { isNear, isQuick, every, tests }) {
  if (isQuick) return measureQuickly(files, every, tests);
  const { Stryker } = await import('@stryker-mutator/core');
  const [first = ''] = files;
  const place = `${CACHE}/${first.replaceAll('/', '-')}${files.length > 1 ? `+${files.length - 1}` : ''}${isNear ? '.near' : ''}${tests.length > 0 ? `.${tests.join('+').replaceAll('.test.ts', '')}` : ''}${every > 1 ? `.${every}` : ''}`;
  const named = tests.map((name) => `${dirname(first)}/${name}`).join(' ');
  process.env['MUTATION_TESTS'] = named || testsOf(files, isNear);
  process.env['MUTATION_NEAR'] = isNear ? 'only' : '';
  /** @param {string[]} mutate */
  const mutantsIn = (mutate) =>
    new Stryker({
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
  forgetStatic(`${place}.incremental.json`);
  const places = files.flatMap(
    (file) => stretchesOf(file, every)?.map(([from, to]) => `${file}:${from}-${to}`) ?? [file],
  );
  let mutants = await mutantsIn(places);
  // Of what no test imports it says nothing, unless there is another file to be tried.
  if (mutants.length === 0 && files.some((file) => /=>|\bfunction\b/.test(readFileSync(file, 'utf8')))) {
    mutants = await mutantsIn([...places, WITNESS]);
  }
  return figuresOf(files, mutants);
}

/**
 * @param {readonly string[]} files @param {number} every @param {readonly string[]} tests by name, or those that are near
 * @returns {Promise<Map<string, Figures>>} by file
 */
async function measureQuickly(files, every, tests) {
  const mutants = [];
  for (const file of files) {
    const own =
      tests.length > 0 ? tests.map((name) => `${dirname(file)}/${name}`) : testsOf([file], true).split(' ');
    if (own.some((path) => path.includes('*')))
      throw new Complaint(`No test imports ${file}: which of them are to be asked, --tests says.`);
    mutants.push(...(await quickMutants(file, own, stretchesOf(file, every))));
  }
  return figuresOf(files, mutants);
}

/**
 * Says which were not found.
 * @param {readonly string[]} files
 * @param {readonly { fileName: string, status?: string, location: { start: { line: number, column: number } }, mutatorName: string, replacement?: string }[]} mutants
 */
function figuresOf(files, mutants) {
  /** @type {Map<string, Figures>} */
  const figures = new Map();
  for (const file of files) {
    const own = mutants.filter(({ fileName }) => fileName.replaceAll('\\', '/').endsWith(file));
    for (const { status, location, mutatorName, replacement } of own) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const what = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 80);
      console.log(
        `  ${file}:${location.start.line}:${location.start.column}  ${status}  ${mutatorName}: ${what}`,
      );
    }
    /** @param {string[]} statuses */
    const count = (...statuses) => own.filter(({ status }) => statuses.includes(status ?? '')).length;
    figures.set(file, {
      found: count('Killed', 'Timeout'),
      survived: count('Survived'),
      untouched: count('NoCoverage'),
      errors: count('RuntimeError', 'CompileError'),
    });
  }
  return figures;
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
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      near: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      every: { type: 'string', default: '1' },
      tests: { type: 'string', default: '' },
    },
  });
  const tests = values.tests.split(',').filter((name) => name !== '');
  const options = { isNear: values.near, isQuick: values.quick, every: Number(values.every), tests };
  if (!Number.isInteger(options.every) || options.every < 1)
    throw new Complaint(`--every is a whole number from 1, and not ${values.every}.`);
  const named = positionals.map((path) => path.replace(/\/$/, ''));
  const all = (named.length > 0 ? named : ROOMS.flatMap(foldersIn)).flatMap((path) =>
    filesOf(path).map((file) => ({ path, file })),
  );
  const none = { found: 0, survived: 0, untouched: 0, errors: 0 };
  /** @type {Map<string, Figures>} */
  const sums = new Map();
  while (all.length > 0) {
    const folder = dirname(all[0]?.file ?? '');
    const other = all.findIndex(({ file }) => dirname(file) !== folder);
    const batch = all.splice(0, Math.min(BATCH, other === -1 ? all.length : other));
    const files = batch.map(({ file }) => file);
    const figuresOf = await measure(files, options);
    for (const { path, file } of batch) {
      const figures = figuresOf.get(file) ?? none;
      say(file, figures);
      sums.set(path, plus(sums.get(path) ?? none, figures));
    }
  }
  console.log('');
  for (const [path, sum] of sums) say(path, sum);
  const low = [...sums].filter(([, sum]) => score(sum) < GOAL_PERCENT).map(([path]) => path);
  if (low.length > 0) throw new Complaint(`Below ${GOAL_PERCENT} %: ${low.join(', ')}.`);
});

// Runs TypeScript of ours in Node: bundles an entry once per state of the sources and keeps the result.
// Starting from the kept bundle takes a third of the time that a transpiling loader needs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './ensure.mjs';

/**
 * The path of an up-to-date bundle of `entry`.
 * @param {string} entry relative to the root, such as src/cli/main.ts
 */
export async function bundle(entry) {
  const name = basename(entry).replace(/\.ts$/, '');
  const folder = await kept(entry, /\.(ts|tsx|json)$/, [entry], (build, outDir) =>
    build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: join(ROOT, entry),
        target: 'node20',
        outDir,
        emptyOutDir: true,
        rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name]-[hash].mjs' } },
      },
    }),
  );
  return join(folder, `${name}.mjs`);
}

/** The folder of the page, built as it is now. */
export async function page() {
  const others = ['index.html', 'vite.config.ts', 'scripts/csp.ts'];
  const published = readdirSync(join(ROOT, 'public')).map((name) => `public/${name}`);
  return kept('page', /\.(ts|tsx|json|css)$/, [...others, ...published], (build, outDir) =>
    build({ root: ROOT, logLevel: 'error', build: { outDir, emptyOutDir: true } }),
  );
}

/**
 * What `make` writes into a folder, made once for each state of what it is made of.
 * @param {string} of
 * @param {RegExp} sources files of src, by their names
 * @param {string[]} others relative to the root
 * @param {(build: typeof import('vite').build, outDir: string) => Promise<unknown>} make
 */
async function kept(of, sources, others, make) {
  const shelf = join(ROOT, 'node_modules/.cache/bundles', of.replaceAll('/', '-'));
  const folder = join(shelf, fingerprint(sources, others));
  if (existsSync(folder)) return folder;

  const { build } = await import('vite');
  // Built aside and moved into place, so that two runs at once never read half a bundle.
  const workbench = join(shelf, `unfinished-${process.pid}`);
  mkdirSync(shelf, { recursive: true });
  const older = readdirSync(shelf).filter((name) => !name.startsWith('unfinished-'));
  await make(build, workbench);
  try {
    renameSync(workbench, folder);
  } catch (error) {
    // Another run was faster.
    rmSync(workbench, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  for (const name of older) rmSync(join(shelf, name), { recursive: true, force: true });
  return folder;
}

/**
 * @param {RegExp} sources
 * @param {string[]} others
 */
function fingerprint(sources, others) {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && sources.test(found.name) && !/\.test\.tsx?$/.test(found.name))
    .map((found) => join(found.parentPath, found.name))
    .sort();
  const hash = createHash('sha256').update(process.version);
  for (const path of [
    ...others.map((path) => join(ROOT, path)),
    join(ROOT, 'package-lock.json'),
    import.meta.filename,
    ...files,
  ]) {
    const content = readFileSync(path);
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

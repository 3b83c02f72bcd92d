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
  const shelf = join(ROOT, 'node_modules/.cache/bundles', entry.replaceAll('/', '-'));
  const folder = join(shelf, fingerprint(entry));
  const file = join(folder, `${name}.mjs`);
  if (existsSync(file)) return file;

  const { build } = await import('vite');
  // Built aside and moved into place, so that two runs at once never read half a bundle.
  const workbench = join(shelf, `unfinished-${process.pid}`);
  mkdirSync(shelf, { recursive: true });
  const older = readdirSync(shelf).filter((kept) => !kept.startsWith('unfinished-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, entry),
      target: 'node20',
      outDir: workbench,
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  try {
    renameSync(workbench, folder);
  } catch (error) {
    // Another run was faster.
    rmSync(workbench, { recursive: true, force: true });
    if (!existsSync(file)) throw error;
  }
  for (const kept of older) rmSync(join(shelf, kept), { recursive: true, force: true });
  return file;
}

/** @param {string} entry */
function fingerprint(entry) {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter(
      (found) => found.isFile() && /\.(ts|tsx|json)$/.test(found.name) && !/\.test\.tsx?$/.test(found.name),
    )
    .map((found) => join(found.parentPath, found.name))
    .sort();
  const hash = createHash('sha256').update(process.version);
  for (const path of [join(ROOT, entry), join(ROOT, 'package-lock.json'), import.meta.filename, ...sources]) {
    const content = readFileSync(path);
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

// npm run build:package: what the installed package has, in dist-package. Everything is bundled, so it has no dependency.
//   mig-planner.mjs   the command, one file       assets/   its font and what draws PNGs
//   core/             the core for other tools, with its types
//   page/             the page, which `mig-planner site` publishes
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Complaint, ensureDeps, ensureNode, ROOT, run } from './ensure.mjs';

const OUT = join(ROOT, 'dist-package');
const CORE = 'src/console/core.ts';

/**
 * One file of everything that `entry` imports.
 * @param {string} entry
 * @param {string} outDir
 * @param {string} name
 * @param {string} banner
 */
async function bundleOne(entry, outDir, name, banner = '') {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, entry),
      target: 'node20',
      outDir,
      emptyOutDir: false,
      license: { fileName: `${name}.licenses.md` },
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false, banner } },
    },
  });
}

/** What the command reads beside itself: fonts and the renderer of PNGs. */
function copyAssets() {
  const find = createRequire(import.meta.url).resolve;
  const assets = join(OUT, 'assets');
  mkdirSync(assets, { recursive: true });
  // The list is that of the one who reads them.
  const source = readFileSync(join(ROOT, 'src/cli/makePng.ts'), 'utf8');
  /** @param {string} name */
  const listed = (name) =>
    [...(new RegExp(`const ${name} = \\[([^\\]]*)\\]`).exec(source)?.[1] ?? '').matchAll(/[\w-]+/g)].map(
      ([one]) => one,
    );
  const fonts = listed('WEIGHTS').flatMap((weight) =>
    listed('SUBSETS').map((subset) => `@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`),
  );
  if (fonts.length === 0)
    throw new Complaint('src/cli/makePng.ts no longer lists its fonts as this script reads them.');
  for (const name of ['@resvg/resvg-wasm/index_bg.wasm', ...fonts]) {
    const path = find(name);
    cpSync(path, join(assets, path.slice(dirname(path).length + 1)));
  }
  cpSync(join(dirname(find('@fontsource/inter/package.json')), 'LICENSE'), join(assets, 'inter.LICENSE'));
}

/** The declarations that the core's own leads to; an import of "./x.ts" becomes one of "./x.js", which every reader knows. */
function writeTypes() {
  const emitted = join(OUT, 'types');
  const tsc = join(ROOT, 'node_modules/typescript7/bin/tsc');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--incremental', 'false'];
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', 'tsconfig.core.json', ...options, '--outDir', emitted, '--rootDir', 'src'],
    { cwd: ROOT, stdio: ['ignore', process.stderr, process.stderr] },
  );
  if (status !== 0) throw new Complaint('tsc could not write the types of the core.');
  const core = join(OUT, 'core');
  const wanted = [relative(join(ROOT, 'src'), join(ROOT, CORE)).replace(/\.ts$/, '.d.ts')];
  const taken = new Set(wanted);
  for (const path of wanted) {
    const text = readFileSync(join(emitted, path), 'utf8');
    const written = text.replace(
      /((?:from|import)\s*\(?\s*['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g,
      (_, before, target, after) => {
        const next = join(dirname(path), `${target}.d.ts`);
        if (!taken.has(next)) {
          taken.add(next);
          wanted.push(next);
        }
        return `${before}${target}.js${after}`;
      },
    );
    mkdirSync(dirname(join(core, path)), { recursive: true });
    writeFileSync(join(core, path), written);
  }
  rmSync(emitted, { recursive: true });
}

await run(async () => {
  ensureNode();
  ensureDeps();
  rmSync(OUT, { recursive: true, force: true });
  const { build } = await import('vite');
  await build({ root: ROOT, logLevel: 'warn', build: { outDir: join(OUT, 'page'), emptyOutDir: true } });
  await bundleOne('src/cli/main.ts', OUT, 'mig-planner.mjs', '#!/usr/bin/env node');
  chmodSync(join(OUT, 'mig-planner.mjs'), 0o755);
  copyAssets();
  await bundleOne(CORE, join(OUT, 'core/console'), 'core.js');
  writeTypes();
  const sizes = readdirSync(OUT, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  process.stderr.write(`dist-package: ${sizes.length} files\n`);
});

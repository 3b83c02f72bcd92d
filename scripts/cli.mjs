// npm run -s cli -- ...: the command line from the sources as they are now. stdout carries the answer only.
import { pathToFileURL } from 'node:url';
import { ensureDeps, ensureNode, run } from './ensure.mjs';

await run(async () => {
  ensureNode();
  ensureDeps();
  const { bundle } = await import('./bundle.mjs');
  const main = await bundle('src/cli/main.ts');
  // As if it had been started by name: main.ts may ask whether it is the entry.
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
});

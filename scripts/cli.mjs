// npm run -s cli -- ...: the command line from the sources as they are now. stdout carries the answer only.
import { pathToFileURL } from 'node:url';
import { ensureDeps, ensureNode, run } from './ensure.mjs';

await run(async () => {
  ensureNode();
  ensureDeps();
  const { bundle, page } = await import('./bundle.mjs');
  // The site that it writes has the page in it.
  if (process.argv[2] === 'site') process.env['MIG_PLANNER_PAGE'] ??= await page();
  const main = await bundle('src/cli/main.ts');
  // As if it had been started by name: main.ts may ask whether it is the entry.
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
});

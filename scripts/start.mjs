// npm start: the development server. Flags go on to vite: npm start -- --port 5000
import { pathToFileURL } from 'node:url';
import { ensureDeps, ensureNode, ROOT, run } from './ensure.mjs';

await run(async () => {
  ensureNode();
  ensureDeps();
  process.chdir(ROOT);
  const vite = `${ROOT}node_modules/vite/bin/vite.js`;
  process.argv[1] = vite;
  await import(pathToFileURL(vite).href);
});

// npm run bench: a table of speeds and sizes; npm run bench -- solver, -- formats, -- console, -- ui, -- lighthouse: those of
// the solver, of formats, of the simulated terminal, of the page over a fleet, of the first load. Prints and never fails on a
// figure.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDeps, ensureNode, ROOT, run } from './ensure.mjs';

const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

await run(async () => {
  ensureNode();
  ensureDeps();
  const [matter, ...rest] = process.argv.slice(2);
  if (matter === 'solver') {
    node(['--import', 'tsx', 'scripts/benchSolver.ts', ...rest]);
    return;
  }
  if (matter === 'console') {
    // As for formats: the collector beside the program would count twice.
    node(['--single-threaded-gc', '--import', 'tsx', 'scripts/benchConsole.ts']);
    return;
  }
  if (matter === 'formats') {
    // The collector of garbage beside the program would be counted twice in the time of the processor.
    node(['--single-threaded-gc', '--import', 'tsx', 'scripts/benchFormats.ts', ...rest]);
    return;
  }
  if (matter === 'ui') {
    node([VITE, 'build', '--logLevel=warn']);
    await page();
    return;
  }
  if (matter === 'lighthouse') {
    node([VITE, 'build', '--logLevel=warn']);
    const { ensureBrowser } = await import('./browser.mjs');
    const { measureLighthouse } = await import('./benchLighthouse.mjs');
    await measureLighthouse(await ensureBrowser());
    return;
  }
  console.log('First load, compressed:');
  node([VITE, 'build', '--logLevel=warn']);
  const { checkSize } = await import('./size.mjs');
  checkSize();
  console.log('\nCore:');
  node(['--import', 'tsx', 'scripts/benchCore.ts']);
  await page();
});

/** @param {string[]} args */
function node(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with exit status ${String(status)}`);
}

async function page() {
  const { ensureBrowser } = await import('./browser.mjs');
  const { measureUi } = await import('./benchUi.mjs');
  const executablePath = await ensureBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'mig-planner-'));
  const plans = [
    { name: '100 GPUs, 450 VMs', file: join(folder, 'small.json'), gpus: 100, vms: 450 },
    { name: '10,000 GPUs, 50,000 VMs', file: join(folder, 'large.json'), gpus: 10_000, vms: 50_000 },
  ];
  const asked = plans.flatMap(({ file, gpus, vms }) => [file, String(gpus), String(vms)]);
  node(['--import', 'tsx', 'scripts/benchPlans.ts', ...asked]);
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [VITE, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    { cwd: ROOT, stdio: 'ignore' },
  );
  try {
    const url = `http://127.0.0.1:${port}/`;
    await answering(url);
    await measureUi(url, executablePath, plans);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Waits until the server answers; it was started a moment ago.
 * @param {string} url
 */
async function answering(url) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}

/** @returns {Promise<number>} */
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

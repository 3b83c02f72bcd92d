// What Lighthouse gives the built page, as a phone and as a desk has it: run by npx, for it is no dependency. The site is
// served compressed here, as hosts of static files do and the preview of the tests does not. Its figures of a phone are
// worked out from what the page did on this machine, so they are worth something only while nothing else runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BROWSER_ARGS } from './browser.mjs';
import { Complaint, ROOT } from './ensure.mjs';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const GOAL = 100;
const RUNS = 3;

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
/** They are compressed already. */
const PACKED = ['.png', '.woff2'];

/** @param {string} folder */
function staticHost(folder) {
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = extname(file);
    const isPacked = PACKED.includes(type);
    const content = readFileSync(file);
    response.writeHead(200, {
      'Content-Type': TYPES[type] ?? 'application/octet-stream',
      'Cache-Control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'max-age=600',
      ...(!isPacked && { 'Content-Encoding': 'gzip' }),
    });
    response.end(isPacked ? content : gzipSync(content));
  });
}

/**
 * Prints a table. The middle one of three runs counts, by its performance.
 * @param {string} executablePath
 */
export async function measureLighthouse(executablePath) {
  const folder = mkdtempSync(join(tmpdir(), 'mig-planner-'));
  const host = staticHost(join(ROOT, 'dist'));
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = host.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    console.log(`${LIGHTHOUSE}, middle of ${RUNS} runs; goal ${GOAL} in each`);
    for (const device of ['desktop', 'mobile']) {
      const reports = [];
      for (let run = 0; run < RUNS; run++) {
        reports.push(await lighthouse(executablePath, `http://127.0.0.1:${port}/`, device, folder));
      }
      reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
      print(device, reports[Math.floor(RUNS / 2)]);
    }
  } finally {
    host.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} executablePath
 * @param {string} url
 * @param {string} device
 * @param {string} folder
 * @returns {Promise<any>} its report
 */
async function lighthouse(executablePath, url, device, folder) {
  const report = join(folder, 'report.json');
  const flags = `--chrome-flags=--headless ${BROWSER_ARGS.join(' ')}`;
  const output = ['--output=json', `--output-path=${report}`, '--quiet'];
  const preset = device === 'desktop' ? ['--preset=desktop'] : [];
  const status = await new Promise((resolve, reject) => {
    const child = spawn('npx', ['--yes', LIGHTHOUSE, url, flags, ...output, ...preset], {
      stdio: 'inherit',
      env: { ...process.env, CHROME_PATH: executablePath },
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0) throw new Complaint(`Lighthouse ended with exit status ${String(status)}.`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/**
 * @param {string} device
 * @param {any} report
 */
function print(device, report) {
  const scores = Object.values(report.categories).map(
    ({ title, score }) => `${title} ${String(Math.round(score * 100))}`,
  );
  console.log(`\n${device}: ${scores.join(', ')}`);
  for (const name of [
    'first-contentful-paint',
    'largest-contentful-paint',
    'speed-index',
    'total-blocking-time',
    'cumulative-layout-shift',
  ]) {
    const { title, displayValue } = report.audits[name];
    console.log(`  ${String(displayValue).padStart(8)}  ${title}`);
  }
  for (const { auditRefs } of Object.values(report.categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, title, scoreDisplayMode } = report.audits[id];
      if (weight > 0 && scoreDisplayMode === 'binary' && score !== 1) console.log(`  missed: ${title}`);
    }
  }
}

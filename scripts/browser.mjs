// Finds a Chromium that starts, or installs one. Never skips: a run without its browser is a failed run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { aptInstall, canInstall, onPath } from './debian.mjs';
import { Complaint, ROOT } from './ensure.mjs';

const isRoot = process.getuid?.() === 0;

/** Keeps the browser off the network; a root user has no sandbox on Linux. */
export const BROWSER_ARGS = [
  ...(isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's headless shell comes first: smaller, and about a third faster than the whole browser. */
const NAMES = [
  ...['chromium-headless-shell', 'chromium', 'chromium-browser'],
  ...['google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
];

/** The usual places where PATH does not lead. */
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? [
          `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
          `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
        ]
      : [];
  }),
};

/**
 * Starts it, since a file of the right name may be a stub (Ubuntu's chromium) or lack its libraries.
 * @param {string} [executablePath] none: Playwright's own download
 */
async function starts(executablePath) {
  const { chromium } = await import('@playwright/test');
  try {
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: BROWSER_ARGS });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

async function startsByName() {
  const places =
    process.platform === 'darwin' || process.platform === 'win32' ? PLACES[process.platform] : [];
  const found = [...NAMES.map(onPath), ...places.filter((place) => existsSync(place))];
  for (const path of found) if (path && (await starts(path))) return path;
  return undefined;
}

/** The path of a browser that starts; '' for Playwright's own, which it finds by itself. */
export async function ensureBrowser() {
  const chosen = process.env['PLAYWRIGHT_CHROMIUM'];
  if (chosen) {
    if (await starts(chosen)) return chosen;
    throw new Complaint(`PLAYWRIGHT_CHROMIUM names ${chosen}, and that does not start as a browser.`);
  }
  if (await starts()) return '';
  const found = await startsByName();
  if (found) return found;

  if (canInstall() && aptInstall(['chromium-headless-shell', 'fonts-liberation'])) {
    const installed = await startsByName();
    if (installed) return installed;
  }

  process.stderr.write('Fetching a browser (playwright install) ...\n');
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  spawnSync(
    process.execPath,
    [`${ROOT}node_modules/@playwright/test/cli.js`, 'install', '--only-shell', ...withLibraries, 'chromium'],
    {
      stdio: ['ignore', process.stderr, process.stderr],
      env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000', ...process.env },
    },
  );
  if (await starts()) return '';

  throw new Complaint(
    [
      'No browser for the end-to-end tests. Three ways out:',
      '  1. install Chromium, Chrome or Edge the way your system does it',
      '     (Debian: sudo apt-get install chromium-headless-shell fonts-liberation);',
      '  2. PLAYWRIGHT_CHROMIUM=/path/to/chromium npm test, for one that is somewhere else;',
      '  3. npx playwright install --with-deps --only-shell chromium, where downloads are allowed.',
    ].join('\n'),
  );
}

/** @param {string} executablePath */
async function startsAsFirefox(executablePath) {
  const { firefox } = await import('@playwright/test');
  try {
    const browser = await firefox.launch({ channel: 'moz-firefox', executablePath });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

/** The path of a Firefox as its makers ship it, which starts: Playwright's own is another. */
export async function ensureFirefox() {
  const chosen = process.env['PLAYWRIGHT_FIREFOX'];
  const find = () => (chosen ? [chosen] : ['firefox-esr', 'firefox'].map(onPath));
  for (const path of find()) if (path && (await startsAsFirefox(path))) return path;
  if (!chosen && canInstall() && aptInstall(['firefox-esr', 'fonts-liberation'])) {
    for (const path of find()) if (path && (await startsAsFirefox(path))) return path;
  }
  throw new Complaint(
    'No Firefox that can be driven. Install one (Debian: sudo apt-get install firefox-esr), or name it: PLAYWRIGHT_FIREFOX=/path/to/firefox npm run test:firefox',
  );
}

// Debian's packages, for what the tests need beside npm's.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';

/** Root on Debian itself: on Ubuntu the package chromium only points to a snap. */
export function canInstall() {
  if (process.getuid?.() !== 0) return false;
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

let isListFresh = false;

/** @param {string[]} packages */
export function aptInstall(packages) {
  process.stderr.write(`Installing ${packages.join(' ')} (apt-get) ...\n`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  for (const args of isListFresh ? [install] : [['update'], install]) {
    const { status, error } = spawnSync('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'pipe', process.stderr],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (error || status !== 0) {
      process.stderr.write(`apt-get ${args[0]} failed${error ? `: ${error.message}` : ''}.\n`);
      return false;
    }
    isListFresh = true;
  }
  return true;
}

/**
 * The full path of a program on PATH.
 * @param {string} name
 */
export function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

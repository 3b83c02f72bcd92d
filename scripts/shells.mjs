// The shells that exported scripts must run in.
import { spawnSync } from 'node:child_process';
import { aptInstall, canInstall, onPath } from './debian.mjs';
import { Complaint } from './ensure.mjs';

const SHELLS = ['dash', 'busybox'];

/** @param {string} name */
function works(name) {
  const path = onPath(name);
  if (!path) return false;
  const args = name === 'busybox' ? ['sh', '-c', 'exit 7'] : ['-c', 'exit 7'];
  return spawnSync(path, args).status === 7;
}

/** Their names, each of which works on this machine. */
export function ensureShells() {
  const isMissing = (/** @type {string} */ name) => !works(name);
  let missing = SHELLS.filter(isMissing);
  if (missing.length > 0 && canInstall() && aptInstall(missing)) missing = SHELLS.filter(isMissing);
  if (missing.length > 0) {
    throw new Complaint(
      [
        `Not on this machine: ${missing.join(' and ')}. The shell scripts that the planner writes are tried in ${SHELLS.join(' and ')}.`,
        `Install them (Debian, Ubuntu: sudo apt-get install ${missing.join(' ')}; macOS: brew install dash, and`,
        'busybox in a Linux container), then run npm test again.',
      ].join('\n'),
    );
  }
  return SHELLS;
}

// Makes a fresh clone ready by itself. Nothing here may be imported from node_modules: it may not be there yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Leaves with a sentence rather than a stack. Always to stderr: stdout belongs to the answer. */
export class Complaint extends Error {}

export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isFine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!isFine) {
    throw new Complaint(
      `MIG Planner needs Node 20.19 or later, or 22.12 or later; this is ${process.versions.node}.`,
    );
  }
}

/** Installs what package-lock.json says, unless that is what is there, whoever put it there. */
export function ensureDeps() {
  if (isInstalled()) return;

  process.stderr.write('Installing packages (npm ci) ...\n');
  // Under npm its own path is known; that also spares Windows a shell.
  const npm = process.env['npm_execpath'];
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  // The log level is set because `npm run -s` would hand its silence on and hide the reason of a failure.
  const { status, error } = spawnSync(command, [...first, 'ci', '--include=dev', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: !npm && process.platform === 'win32',
  });
  if (error || status !== 0) {
    throw new Complaint(`npm ci failed${error ? `: ${error.message}` : ` with exit status ${status}`}.`);
  }
}

/** npm ends every install with its own list of what it put where; an interrupted one leaves none. */
function isInstalled() {
  /** @typedef {{ version?: string, optional?: boolean, os?: string[] }} Entry */
  /** @type {(path: string) => Record<string, Entry>} */
  const packagesIn = (path) => JSON.parse(readFileSync(`${ROOT}${path}`, 'utf8')).packages;
  if (!existsSync(`${ROOT}node_modules/.package-lock.json`)) return false;
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  return (
    Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
    ) &&
    // Nothing left over, and nothing carried here from another system.
    Object.entries(present).every(
      ([path, { version, os }]) =>
        wanted[path]?.version === version && (!os || os.includes(process.platform)),
    )
  );
}

/**
 * Runs a script's work; a Complaint ends it with its sentence and exit status 1.
 * @param {() => unknown} work
 */
export async function run(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

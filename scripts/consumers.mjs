// The tools that read what the planner writes, in real life: found, or installed from Debian and npm. A missing one is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, canInstall, onPath } from './debian.mjs';
import { Complaint, ROOT } from './ensure.mjs';
import { ensureShells } from './shells.mjs';

/**
 * Debian's package of each, and how it is asked whether it works. `ansible` and not `ansible-core`: a playbook is checked
 * with the module that it calls, which comes in a collection.
 * @type {Record<string, { package: string, args: string[] }>}
 */
const TOOLS = {
  shellcheck: { package: 'shellcheck', args: ['--version'] },
  'ansible-playbook': { package: 'ansible', args: ['--version'] },
  xmllint: { package: 'libxml2-utils', args: ['--version'] },
  'systemd-analyze': { package: 'systemd', args: ['--version'] },
};
const ANSIBLE_MODULE = 'community.vmware.vmware_guest_vgpu';

/** The schemas that the makers of Kubernetes publish, as code that checks. Too large for everybody who runs npm ci. */
const KUBERNETES = { name: 'kubernetes-models', version: '4.5.1' };

/** @param {string} name */
const works = (name) => {
  const path = onPath(name);
  return path !== undefined && spawnSync(path, TOOLS[name]?.args ?? []).status === 0;
};

/** A Python with a reader of YAML 1.1: that of PATH may be another than Debian's. */
function pythonWithYaml() {
  return [onPath('python3'), '/usr/bin/python3'].find(
    (path) => path !== undefined && spawnSync(path, ['-c', 'import csv, json, yaml']).status === 0,
  );
}

const hasModule = () => spawnSync('ansible-doc', ['-t', 'module', ANSIBLE_MODULE]).status === 0;

function missing() {
  const names = Object.keys(TOOLS).filter((name) => !works(name));
  const packages = names.map((name) => TOOLS[name]?.package ?? name);
  if (!names.includes('ansible-playbook') && !hasModule()) packages.push('ansible');
  if (pythonWithYaml() === undefined) packages.push('python3-yaml');
  return packages;
}

function ensureKubernetes() {
  const folder = join(ROOT, 'node_modules/.cache/consumers');
  const home = join(folder, 'node_modules', KUBERNETES.name);
  const stamp = join(folder, `${KUBERNETES.name}-${KUBERNETES.version}`);
  if (!existsSync(stamp)) {
    process.stderr.write(`Fetching ${KUBERNETES.name} ${KUBERNETES.version} (npm) ...\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, dependencies: { [KUBERNETES.name]: KUBERNETES.version } }),
    );
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(
      npm,
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
      {
        cwd: folder,
        stdio: ['ignore', process.stderr, process.stderr],
      },
    );
    if (status !== 0 || !existsSync(home)) {
      throw new Complaint(
        `npm could not fetch ${KUBERNETES.name} ${KUBERNETES.version}, which manifests are checked with.`,
      );
    }
    writeFileSync(stamp, '');
  }
  return home;
}

/**
 * Those shells, and `sh` where it is none of them by another name.
 * @param {string[]} shells
 */
function withSh(shells) {
  const file = (/** @type {string} */ name) => realpathSync(onPath(name) ?? '/bin/sh');
  return shells.some((name) => file(name) === file('sh')) ? shells : ['sh', ...shells];
}

/** What the tests need to know of this machine, as their environment. */
export function ensureConsumers() {
  const shells = ensureShells();
  let packages = missing();
  if (packages.length > 0 && canInstall() && aptInstall(packages)) packages = missing();
  if (packages.length > 0) {
    throw new Complaint(
      [
        `Not on this machine: ${packages.join(', ')} (the names of Debian's packages). They read what the planner writes.`,
        `Install them (Debian, Ubuntu: sudo apt-get install ${packages.join(' ')}), then run npm run test:consumers again.`,
      ].join('\n'),
    );
  }
  return {
    TEST_SHELLS: withSh(shells).join(','),
    CONSUMER_PYTHON: pythonWithYaml() ?? '',
    CONSUMER_KUBERNETES: ensureKubernetes(),
  };
}

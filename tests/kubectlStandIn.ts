/** A stand-in for kubectl that keeps a node in files and records its calls, for the steps on a node. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { invariant } from '../src/model/assert.ts';
import { shellCommand } from './standIn.ts';

/** Answers "get ... jsonpath={...}" from a file named after the path; labelling sets in motion what `after` holds. */
const KUBECTL = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/calls"
case $1 in
  get)
    case $2 in
      configmap) [ -e "$STATE/configmap" ] || { printf 'NotFound\\n' >&2; exit 1; }; exit 0 ;;
      clusterpolicies.nvidia.com) cat "$STATE/used"; exit 0 ;;
    esac
    [ -e "$STATE/node" ] || { printf 'NotFound\\n' >&2; exit 1; }
    path=$(printf '%s\\n' "$5" | sed 's/^jsonpath={//; s/}$//; s/\\\\//g; s,/,_,g')
    if [ -e "$STATE/$path" ]; then cat "$STATE/$path"; fi
    ;;
  drain) [ ! -e "$STATE/full" ] || { printf 'cannot evict\\n' >&2; exit 1; } ;;
  label)
    for file in "$STATE"/after/*; do
      [ -e "$file" ] || continue
      cat "$file" >"$STATE/\${file##*/}"
    done
    ;;
esac
`;

export interface Cluster {
  readonly strategy?: string;
  readonly offers?: Readonly<Record<string, string>>;
  readonly state?: string;
  readonly before?: string;
  readonly isCordoned?: boolean;
  readonly isFull?: boolean;
  readonly lacks?: 'node' | 'configmap';
  readonly used?: string;
}

function onPath(tool: string): string {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((one) => existsSync(join(one, tool)));
  invariant(folder !== undefined, tool);
  return join(folder, tool);
}

export interface ClusterRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly string[];
  /** Those that change anything. */
  readonly changes: readonly string[];
}

/** Runs the steps of a node in a shell, with the stand-in for kubectl and nothing real on PATH. */
export function runOnCluster(
  shell: string,
  script: string,
  args: readonly string[],
  cluster: Cluster = {},
): ClusterRun {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const state = join(folder, 'state');
  for (const one of ['bin', 'state', 'state/after']) mkdirSync(join(folder, one));
  for (const tool of ['sed', 'cat', 'sleep']) symlinkSync(onPath(tool), join(folder, 'bin', tool));
  writeFileSync(join(folder, 'bin/kubectl'), KUBECTL);
  chmodSync(join(folder, 'bin/kubectl'), 0o755);
  const files: Record<string, string> = {
    used: cluster.used ?? 'mig-rack-b',
    '.metadata.labels.nvidia.com_mig.strategy': cluster.strategy ?? 'mixed',
    '.metadata.labels.nvidia.com_mig.config': cluster.before ?? 'all-disabled',
    '.metadata.labels.nvidia.com_mig.config.state': 'success',
    'after/.metadata.labels.nvidia.com_mig.config.state': cluster.state ?? 'success',
    '.spec.unschedulable': cluster.isCordoned === true ? 'true' : '',
    ...(cluster.lacks === 'node' ? {} : { node: '' }),
    ...(cluster.lacks === 'configmap' ? {} : { configmap: '' }),
    ...(cluster.isFull === true ? { full: '' } : {}),
    ...Object.fromEntries(
      Object.entries(cluster.offers ?? {}).map(([key, value]) => [
        `after/.status.allocatable.nvidia.com_${key}`,
        value,
      ]),
    ),
  };
  // A file of a name with a dot in front is matched by no "*".
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(state, name.replace('after/.', 'after/x.')), text);
  writeFileSync(join(folder, 'bin/kubectl'), KUBECTL.replace('${file##*/}', '${file##*/x}'));
  writeFileSync(join(folder, 'script.sh'), script);
  const [path, ...shellArgs] = shellCommand(shell);
  const { status, stdout, stderr } = spawnSync(path, [...shellArgs, join(folder, 'script.sh'), ...args], {
    encoding: 'utf8',
    env: { PATH: join(folder, 'bin'), STATE: state, WAIT_SECONDS: '0', POLL_SECONDS: '0' },
  });
  const calls = existsSync(join(state, 'calls'))
    ? readFileSync(join(state, 'calls'), 'utf8').trim().split('\n')
    : [];
  return { status, stdout, stderr, calls, changes: calls.filter((call) => !call.startsWith('get ')) };
}

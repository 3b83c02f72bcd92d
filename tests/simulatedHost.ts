/**
 * Exported scripts in a real shell on a simulated machine: `nvidia-smi` on the PATH hands its arguments to the simulator through a pipe and
 * prints what comes back. PATH holds that, and the few tools that a script may use, and nothing else.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Machine } from '../src/console/simulator/machine.ts';
import { runWords } from '../src/console/simulator/run.ts';
import type { SimulatedKernel } from './simulatedKernel.ts';
import { shellCommand } from './standIn.ts';

const TOOLS = ['awk', 'cat', 'readlink', 'sed', 'sort', 'tr'];

/** What the stand-ins say to the simulator, and what they hear of it: streams of the shell's own, which all that it starts inherits. */
const CALL = 8;
const ANSWER = 9;

/** How many arguments, its name and each argument on a line, for none of ours has a line break. The status comes back when the text lies ready. */
const STAND_IN = `#!/bin/sh
printf '%s\\n' "$#" "\${0##*/}" "$@" >&${CALL}
read -r status <&${ANSWER}
cat "$SIMULATED/text"
exit "$status"
`;

/**
 * A write to /sys is an order to the kernel, which has done it when the write is over. So every printf of the script that went to a file
 * is told, and answered, before the script goes on.
 */
const PRELUDE = `printf() {
  command printf "$@" || return
  file=$(readlink "/proc/$$/fd/1")
  case $file in
    "$MIG_PLANNER_SYS"/*) wrote "$file" >/dev/null ;;
  esac
}
`;

export interface SimulatedRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** As it is after the script. */
  readonly machine: Machine;
  /** The arguments of each call of nvidia-smi. */
  readonly calls: readonly (readonly string[])[];
}

export interface SimulatedHost {
  readonly machine: Machine;
  /** What answers under /sys. */
  readonly kernel?: SimulatedKernel;
  /** What uname -n says; that of the machine unless said. */
  readonly name?: string;
  /** Programs beside nvidia-smi, each a script. */
  readonly programs?: Readonly<Record<string, string>>;
}

function onPath(tool: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const folder = folders.find((one) => existsSync(join(one, tool)));
  if (folder === undefined) throw new Error(`${tool} is not on this machine`);
  return join(folder, tool);
}

/** Runs a script to its end; every call of nvidia-smi in it is answered by the machine as it is then. */
export function runOnMachine(
  shell: string,
  machine: Machine,
  script: string,
  ...args: string[]
): Promise<SimulatedRun> {
  return runOnHost(shell, { machine }, script, args);
}

/** The same on a host with more than its GPUs. */
export async function runOnHost(
  shell: string,
  host: SimulatedHost,
  script: string,
  args: readonly string[] = [],
): Promise<SimulatedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const tool of TOOLS) symlinkSync(onPath(tool), join(folder, 'bin', tool));
    // Any shell will do for what a script calls by the name of sh.
    symlinkSync(onPath('dash'), join(folder, 'bin/sh'));
    writeFileSync(join(folder, 'name'), `${host.name ?? host.machine.name}\n`);
    const programs = {
      'nvidia-smi': STAND_IN,
      id: '#!/bin/sh\necho 0\n',
      uname: '#!/bin/sh\ncat "$SIMULATED/name"\n',
      ...(host.kernel && { wrote: STAND_IN, 'sriov-manage': STAND_IN }),
      ...host.programs,
    };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(folder, 'bin', name), text);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    writeFileSync(join(folder, 'script'), `${host.kernel ? PRELUDE : ''}${script}`);
    return await served(shell, folder, host, args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function served(
  shell: string,
  folder: string,
  { machine: first, kernel }: SimulatedHost,
  args: readonly string[],
): Promise<SimulatedRun> {
  const [path, ...shellArgs] = shellCommand(shell);
  const child = spawn(path, [...shellArgs, join(folder, 'script'), ...args], {
    cwd: folder,
    // Not named pipes: opened anew for each call they lose one now and then on a busy machine, and both sides wait for ever.
    stdio: ['ignore', 'pipe', 'pipe', ...Array<'ignore'>(CALL - 3).fill('ignore'), 'pipe', 'pipe'],
    env: {
      PATH: join(folder, 'bin'),
      SIMULATED: folder,
      ...(kernel && { MIG_PLANNER_SYS: kernel.folder, MIG_PLANNER_SRIOV: join(folder, 'bin/sriov-manage') }),
    },
  });
  const streams: readonly unknown[] = child.stdio;
  const [stdout, stderr, call] = [streams[1], streams[2], streams[CALL]] as Readable[];
  const answer = streams[ANSWER] as Writable;
  const said = { stdout: '', stderr: '' };
  stdout!.on('data', (data: Buffer) => (said.stdout += data.toString()));
  stderr!.on('data', (data: Buffer) => (said.stderr += data.toString()));
  const lines = createInterface({ input: call! });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const calls: string[][] = [];
  let machine = first;
  let heard: string[] = [];
  for await (const line of lines) {
    heard.push(line);
    const [count = '', ...words] = heard;
    if (words.length <= Number(count)) continue;
    heard = [];
    if (words[0] === 'nvidia-smi') calls.push(words.slice(1));
    const done = kernel?.answer(machine, words) ?? runWords(machine, words);
    machine = done.machine;
    kernel?.see(machine);
    writeFileSync(join(folder, 'text'), done.text);
    answer.write(`${done.status}\n`);
  }
  return { status: await ended, ...said, machine, calls };
}

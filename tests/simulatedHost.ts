/**
 * Exported scripts in a real shell on a simulated machine: `nvidia-smi` on the PATH hands its arguments to the simulator through a pipe and
 * prints what comes back. PATH holds that, and the few tools that a script may use, and nothing else.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Machine } from '../src/console/simulator/machine.ts';
import { runWords } from '../src/console/simulator/run.ts';
import { shellCommand } from './standIn.ts';

const TOOLS = ['awk', 'cat', 'sed', 'sort', 'tr'];

/** Each argument on a line, for none of ours has a line break; the first line of the answer is the status. */
const STAND_IN = `#!/bin/sh
printf '%s\\n' "$@" > "$SIMULATED/call"
{
  read -r status
  cat
} < "$SIMULATED/answer"
exit "$status"
`;

export interface SimulatedRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** As it is after the script. */
  readonly machine: Machine;
  readonly calls: readonly (readonly string[])[];
}

function onPath(tool: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const folder = folders.find((one) => existsSync(join(one, tool)));
  if (folder === undefined) throw new Error(`${tool} is not on this machine`);
  return join(folder, tool);
}

/** Runs a script to its end; every call of nvidia-smi in it is answered by the machine as it is then. */
export async function runOnMachine(
  shell: string,
  machine: Machine,
  script: string,
  ...args: string[]
): Promise<SimulatedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const tool of TOOLS) symlinkSync(onPath(tool), join(folder, 'bin', tool));
    for (const [name, text] of [
      ['nvidia-smi', STAND_IN],
      ['id', '#!/bin/sh\necho 0\n'],
    ] as const) {
      writeFileSync(join(folder, 'bin', name), text);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    spawnSync('mkfifo', [join(folder, 'call'), join(folder, 'answer')]);
    writeFileSync(join(folder, 'script'), script);
    return await served(shell, folder, machine, args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function served(
  shell: string,
  folder: string,
  first: Machine,
  args: readonly string[],
): Promise<SimulatedRun> {
  const [path, ...shellArgs] = shellCommand(shell);
  const child = spawn(path, [...shellArgs, join(folder, 'script'), ...args], {
    cwd: folder,
    env: { PATH: join(folder, 'bin'), SIMULATED: folder },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.stderr += data.toString()));
  const script = { isOver: false };
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (status) => {
      script.isOver = true;
      // Frees the reader, which waits for a call that will not come.
      void writeFile(join(folder, 'call'), '').then(() => {
        resolve(status);
      });
    });
  });
  const calls: string[][] = [];
  let machine = first;
  for (;;) {
    const call = await readFile(join(folder, 'call'), 'utf8');
    if (script.isOver) break;
    const words = call.replace(/\n$/, '').split('\n');
    calls.push(words);
    const done = runWords(machine, ['nvidia-smi', ...words]);
    machine = done.machine;
    await writeFile(join(folder, 'answer'), `${done.status}\n${done.text}`);
  }
  return { status: await ended, ...said, machine, calls };
}

/**
 * Exported scripts in real shells, with a stand-in for nvidia-smi (tests/fixtures/stand-in). PATH holds the stand-ins and
 * the few tools that a script may use, and nothing else: on a machine with real GPUs nothing real is ever called. The
 * shells are those of TEST_SHELLS ("dash,busybox" unless set); one that is not there fails the test.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Board } from '../src/model/board.ts';

export const SHELLS = (process.env['TEST_SHELLS'] ?? 'dash,busybox').split(',');

/** awk, id, sed, sort and tr are the script's, cat and readlink those of the recipes; the others the stand-in's own. `id` is a stand-in too. */
const TOOLS = ['awk', 'cat', 'readlink', 'sed', 'sort', 'touch', 'tr'];

/** An instance as "3g.20gb@4". */
type InstanceText = string;

export interface StandInGpu {
  readonly board: Board;
  readonly name?: string;
  readonly uuid?: string;
  readonly mode?: 'Enabled' | 'Disabled' | '[N/A]';
  readonly instances?: readonly InstanceText[];
  /** As nvidia-smi writes it: "00000000:41:00.0". */
  readonly pciId?: string;
  /** "4242, python3": what runs on it. */
  readonly processes?: readonly string[];
  /** See the head of the stand-in. */
  readonly behaves?: Readonly<
    Partial<
      Record<
        | 'pending'
        | 'refuse'
        | 'refuse-cci'
        | 'ignores-starts'
        | 'deaf'
        | 'warns'
        | 'ignores-id'
        | 'tells-no-processes',
        string
      >
    >
  >;
}

export interface StandInHost {
  /** GPU 0, 1 ... */
  readonly gpus: readonly StandInGpu[];
  readonly driver?: string;
  readonly userId?: number;
  readonly hasNvidiaSmi?: boolean;
  /** What uname -n says; without it there is no uname. */
  readonly name?: string;
  /** What the environment of a script has besides PATH. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of each call of nvidia-smi in this run. */
  readonly calls: readonly (readonly string[])[];
  /** Each GPU's instances afterwards, sorted. */
  readonly instances: readonly (readonly InstanceText[])[];
  /** Each GPU's compute instances afterwards, as "3g.20gb@4: 2c.3g.20gb,1c.3g.20gb", in the order of creation. */
  readonly computeInstances: readonly (readonly string[])[];
  /** What lies in the working folder afterwards; it starts empty. */
  readonly litter: readonly string[];
}

function onPath(tool: string): string {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((one) => existsSync(join(one, tool)));
  if (folder === undefined)
    throw new Error(`${tool} is not on this machine, and the scripts are tried in it`);
  return join(folder, tool);
}

/** How to start a shell; the script comes from a file or from standard input. */
export function shellCommand(shell: string): readonly [path: string, ...args: string[]] {
  return shell === 'busybox' ? [onPath(shell), 'ash'] : [onPath(shell)];
}

/** What the shell says of the script without running it; empty when it is sound. */
export function checkSyntax(shell: string, script: string): string {
  const [path, ...args] = shellCommand(shell);
  const { status, stdout, stderr } = spawnSync(path, [...args, '-n'], { input: script, encoding: 'utf8' });
  return status === 0 ? stdout + stderr : `status ${status}: ${stderr}`;
}

/** A host in a folder of its own that scripts can run on, one after the other. Ends with `remove`. */
export class StandIn {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  readonly #shell: string;
  readonly #host: StandInHost;

  constructor(shell: string, host: StandInHost) {
    this.#shell = shell;
    this.#host = host;
    for (const folder of ['bin', 'work']) mkdirSync(join(this.#folder, folder));
    for (const tool of TOOLS) {
      // The ash of ESXi comes with the tools of BusyBox.
      symlinkSync(onPath(shell === 'busybox' ? shell : tool), join(this.#folder, 'bin', tool));
    }
    this.#write('bin/id', `#!/bin/sh\nprintf '%s\\n' ${host.userId ?? 0}\n`);
    chmodSync(join(this.#folder, 'bin/id'), 0o755);
    if (host.name !== undefined) {
      this.#write('bin/uname', `#!/bin/sh\n[ "$*" = -n ] && echo '${host.name}'\n`);
      chmodSync(join(this.#folder, 'bin/uname'), 0o755);
    }
    if (host.hasNvidiaSmi !== false) {
      copyFileSync(
        join(import.meta.dirname, 'fixtures/stand-in/nvidia-smi'),
        join(this.#folder, 'bin/nvidia-smi'),
      );
      chmodSync(join(this.#folder, 'bin/nvidia-smi'), 0o755);
    }
    this.#write('driver', `${host.driver ?? '595.58.03'}\n`);
    host.gpus.forEach((gpu, index) => this.#addGpu(gpu, index));
  }

  #write(file: string, text: string): void {
    writeFileSync(join(this.#folder, file), text);
  }

  #addGpu(gpu: StandInGpu, index: number): void {
    const folder = `gpus/${index}`;
    mkdirSync(join(this.#folder, folder), { recursive: true });
    this.#write(`${folder}/name`, `${gpu.name ?? gpu.board.productNames.at(-1)}\n`);
    this.#write(`${folder}/uuid`, `${gpu.uuid ?? uuidOf(index)}\n`);
    if (gpu.pciId !== undefined) this.#write(`${folder}/pci.bus_id`, `${gpu.pciId}\n`);
    this.#write(`${folder}/mode`, `${gpu.mode ?? 'Enabled'}\n`);
    const profiles = gpu.board.profiles.map(({ id, name, memorySlices, maxInstances, starts }) =>
      [id, name, memorySlices, maxInstances, preferred(starts ?? []).join()].join(' '),
    );
    this.#write(`${folder}/profiles`, `${profiles.join('\n')}\n`);
    const ciProfiles = gpu.board.profiles.flatMap((profile) =>
      profile.computeInstances.map((ci) =>
        // nvidia-smi prints the one of a +me instance without it.
        [
          profile.id,
          ci.id ?? 'x',
          ci.name.replace(/\+me$/, ''),
          ci.computeSlices,
          ci.maxInstances,
          Number(ci.isDefault),
        ].join(' '),
      ),
    );
    this.#write(`${folder}/ci-profiles`, `${ciProfiles.join('\n')}\n`);
    const instances = (gpu.instances ?? []).map((text) => {
      const [name, start] = text.split('@');
      const profile = gpu.board.profiles.find((one) => one.name === name);
      return `${profile?.id} ${name} ${profile?.memorySlices} ${start}\n`;
    });
    if (instances.length > 0) this.#write(`${folder}/instances`, instances.join(''));
    if (gpu.processes) this.#write(`${folder}/processes`, `${gpu.processes.join('\n')}\n`);
    for (const [file, text] of Object.entries(gpu.behaves ?? {})) this.#write(`${folder}/${file}`, text);
  }

  /** Runs a script from a file, in an empty working folder. */
  run(script: string, ...args: string[]): ScriptRun {
    const [path, ...shellArgs] = shellCommand(this.#shell);
    this.#write('script', script);
    this.#write('calls', '');
    const { status, stdout, stderr } = spawnSync(
      path,
      [...shellArgs, join(this.#folder, 'script'), ...args],
      {
        cwd: join(this.#folder, 'work'),
        encoding: 'utf8',
        env: { ...this.#host.environment, PATH: join(this.#folder, 'bin'), STAND_IN: this.#folder },
      },
    );
    const calls = readFileSync(join(this.#folder, 'calls'), 'utf8')
      .split(/^call\n/m)
      .slice(1);
    return {
      status,
      stdout,
      stderr,
      calls: calls.map((call) => call.replace(/\n$/, '').split('\n')),
      instances: this.#host.gpus.map((_gpu, index) => this.#instances(index)),
      computeInstances: this.#host.gpus.map((_gpu, index) => this.#computeInstances(index)),
      litter: readdirSync(join(this.#folder, 'work')),
    };
  }

  #instances(index: number): InstanceText[] {
    const file = join(this.#folder, `gpus/${index}/instances`);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => line.replace(/^\S+ (\S+) \S+ (\S+)$/, '$1@$2'))
      .sort();
  }

  #computeInstances(index: number): string[] {
    const folder = join(this.#folder, `gpus/${index}`);
    const lines = (file: string): string[][] =>
      existsSync(join(folder, file))
        ? readFileSync(join(folder, file), 'utf8')
            .replace(/\n$/, '')
            .split('\n')
            .map((line) => line.split(' '))
        : [];
    const cis = lines('cis');
    return lines('instances')
      .flatMap(([id, name, , start], at) => {
        // A destroyed one leaves its line empty, for the number of a line is an ID.
        if (id === '') return [];
        const own = cis.filter(([gi]) => gi === String(at + 1)).map(([, , ciName]) => ciName);
        return [`${name}@${start}: ${own.join()}`];
      })
      .sort();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Of the stand-in's GPU at an index, where a test gives none. */
export function uuidOf(index: number): string {
  return `GPU-00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** The order in which drivers were seen to fill an 8-slice board: the last slices first, then from the left. */
function preferred(starts: readonly number[]): number[] {
  const key = (start: number): number => [3, 4, 5, 6, 1, 2, 0][start] ?? start + 10;
  return starts.length > 1 && starts.includes(4) ? [...starts].sort((a, b) => key(a) - key(b)) : [...starts];
}

/**
 * What a Linux machine does with exported boot files: cloud-init writes the files of its user data and runs its commands, systemd reads a
 * unit and runs what it starts, now and at each boot. The scripts run in a real shell on a simulated machine.
 */
import { posix } from 'node:path';
import { parse } from 'yaml';
import { rebooted } from '../src/console/simulator/modeCommands.ts';
import type { Machine } from '../src/console/simulator/machine.ts';
import type { SimulatedKernel } from './simulatedKernel.ts';
import { runOnHost, type SimulatedRun } from './simulatedHost.ts';

interface File {
  readonly text: string;
  readonly isExecutable: boolean;
}

/** As systemd has them: sections of keys, and a key may stand more than once. */
export function readUnit(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let section = '';
  for (const line of text.split('\n')) {
    if (line === '' || /^[#;]/.test(line)) continue;
    const [, heading] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (heading !== undefined) section = heading;
    else if (key !== undefined && value !== undefined) {
      found.set(`${section}.${key}`, [...(found.get(`${section}.${key}`) ?? []), value]);
    } else throw new Error(`no line of a unit: ${line}`);
  }
  return found;
}

export class BootedHost {
  machine: Machine;
  /** What each start of a command of a unit said. */
  readonly runs: { readonly command: string; readonly run: SimulatedRun }[] = [];
  readonly #files = new Map<string, File>();
  readonly #enabled = new Set<string>();
  readonly #kernel: SimulatedKernel | null;

  constructor(machine: Machine, kernel: SimulatedKernel | null = null) {
    this.machine = machine;
    this.#kernel = kernel;
  }

  /** `install -m MODE`. */
  install(path: string, text: string, mode: string): void {
    if (!posix.isAbsolute(path)) throw new Error(`not an absolute path: ${path}`);
    this.#files.set(path, { text, isExecutable: (parseInt(mode, 8) & 0o111) !== 0 });
  }

  /** The first boot of a machine with this user data. PyYAML, which cloud-init has, reads YAML 1.1. */
  async cloudInit(userData: string): Promise<void> {
    if (!userData.startsWith('#cloud-config\n'))
      throw new Error('cloud-init takes this for no user data of its own');
    const data = parse(userData, { version: '1.1' }) as {
      readonly write_files: readonly {
        readonly path: string;
        readonly permissions: string;
        readonly encoding: string;
        readonly content: string;
      }[];
      readonly runcmd: readonly (readonly string[])[];
    };
    for (const { path, permissions, encoding, content } of data.write_files) {
      if (encoding !== 'b64') throw new Error(`encoding ${encoding}`);
      this.install(path, Buffer.from(content, 'base64').toString('utf8'), permissions);
    }
    for (const command of data.runcmd) await this.run(command);
  }

  /** One command of an administrator. */
  async run([program, ...args]: readonly string[]): Promise<void> {
    if (program !== 'systemctl') throw new Error(`not understood: ${program ?? ''}`);
    if (args.join(' ') === 'daemon-reload') return;
    const [verb, now, unit = ''] = args;
    if (verb !== 'enable' || now !== '--now') throw new Error(`not understood: systemctl ${args.join(' ')}`);
    if (!this.#unit(unit).has('Install.WantedBy')) throw new Error(`${unit} cannot be enabled`);
    this.#enabled.add(unit);
    await this.#start(unit);
  }

  async reboot(): Promise<void> {
    this.machine = rebooted(this.machine).machine;
    this.#kernel?.reboot(this.machine);
    for (const unit of this.#enabled) await this.#start(unit);
  }

  #unit(name: string): ReadonlyMap<string, readonly string[]> {
    const file = this.#files.get(`/etc/systemd/system/${name}`);
    if (file === undefined) throw new Error(`there is no unit ${name}`);
    return readUnit(file.text);
  }

  /** A oneshot runs its commands one after the other, and none after one that failed. */
  async #start(name: string): Promise<void> {
    const unit = this.#unit(name);
    if (unit.get('Service.Type')?.join() !== 'oneshot') throw new Error('no oneshot');
    for (const command of unit.get('Service.ExecStart') ?? []) {
      const [path = '', ...args] = command.split(' ');
      const file = this.#files.get(path);
      if (file === undefined || !file.isExecutable || !file.text.startsWith('#!/bin/sh\n')) {
        throw new Error(`${path} cannot be executed`);
      }
      const host = { machine: this.machine, ...(this.#kernel && { kernel: this.#kernel }) };
      const run = await runOnHost('dash', host, file.text, args);
      this.machine = run.machine;
      this.runs.push({ command, run });
      if (run.status !== 0) return;
    }
  }
}

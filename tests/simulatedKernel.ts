/**
 * What the kernel and NVIDIA's vGPU manager of a simulated KVM host do under /sys: virtual functions, and vGPUs on them, as mediated
 * devices or by the type of a function. It goes by the rules that are public: a type has room where a GPU instance of its profile is
 * free, a function carries one vGPU, and what is creatable gets less with each that is made.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Machine, SimGpu } from '../src/console/simulator/machine.ts';
import { findBoard, VGPU_BOARDS } from '../src/model/catalogue/catalogue.ts';
import { variantsOf, type VgpuType } from '../src/model/vgpu.ts';

/** A board has more; a test has not that many vGPUs. */
const FUNCTIONS = 6;

/** Of a type whose number is in no public source. */
const FIRST_NUMBER = 4001;

interface Vgpu {
  readonly gpu: number;
  readonly at: number;
  readonly type: string;
  /** The ID of its GPU instance. */
  readonly gi: number;
  /** Of a mediated device. */
  readonly uuid: string | null;
}

interface Done {
  readonly machine: Machine;
  readonly text: string;
  readonly status: number;
}

export class SimulatedKernel {
  readonly folder = mkdtempSync(join(tmpdir(), 'simulated-sys-'));
  readonly #way: 'mdev' | 'vendor VFIO';
  readonly #switchedOn = new Set<number>();
  /** What was last put into a file, for the same is not written twice. */
  readonly #texts = new Map<string, string>();
  #machine: Machine;
  #vgpus: readonly Vgpu[] = [];

  constructor(machine: Machine, way: 'mdev' | 'vendor VFIO') {
    this.#machine = machine;
    this.#way = way;
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    mkdirSync(this.#mdev(), { recursive: true });
    for (const gpu of machine.gpus) mkdirSync(this.#pci(gpu), { recursive: true });
  }

  /** The vGPUs that are there: GPU, type, profile of the instance, and the UUID of a mediated device. */
  vgpus(): readonly { gpu: number; type: string; profile: string; uuid: string | null; function: string }[] {
    return this.#vgpus.map(({ gpu, at, type, gi, uuid }) => {
      const one = this.#machine.gpus[gpu];
      const profile = one?.gis.find(({ id }) => id === gi)?.profile;
      if (one === undefined || profile === undefined) throw new Error(`a vGPU on no instance: ${type}`);
      return { gpu, type, profile, uuid, function: basename(this.#function(one, at)) };
    });
  }

  /** What the machine lost in a reboot. */
  reboot(machine: Machine): void {
    this.#vgpus = [];
    for (const gpu of machine.gpus) {
      for (let at = 0; at < FUNCTIONS; at++)
        rmSync(this.#function(gpu, at), { recursive: true, force: true });
      rmSync(this.#pci(gpu), { recursive: true });
      mkdirSync(this.#pci(gpu));
    }
    rmSync(this.#mdev(), { recursive: true });
    mkdirSync(this.#mdev());
    this.#switchedOn.clear();
    this.#texts.clear();
    this.#machine = machine;
  }

  see(machine: Machine): void {
    this.#machine = machine;
    this.#write();
  }

  /** Null: nothing that the kernel answers. */
  answer(machine: Machine, words: readonly string[]): Done | null {
    this.#machine = machine;
    const [program, first = '', second = ''] = words;
    if (program === 'wrote') {
      this.#wrote(first);
      return { machine, text: '', status: 0 };
    }
    if (program === 'sriov-manage') return this.#switchOn(machine, first, second);
    return words.slice(0, 3).join(' ') === 'nvidia-smi vgpu -i'
      ? this.#supported(machine, words[3] ?? '')
      : null;
  }

  /** The driver lets go of the GPU for it, so its instances are gone, and from Hopper on MIG mode, too. */
  #switchOn(machine: Machine, option: string, address: string): Done {
    const gpu = machine.gpus.find((one) => basename(this.#pci(one)) === address);
    if (option !== '-e' || gpu === undefined)
      return { machine, text: `no such GPU: ${address}\n`, status: 1 };
    this.#switchedOn.add(gpu.index);
    for (let at = 0; at < FUNCTIONS; at++) {
      const folder = this.#function(gpu, at);
      mkdirSync(folder);
      symlinkSync(`../${basename(folder)}`, join(this.#pci(gpu), `virtfn${at}`));
      if (this.#way === 'vendor VFIO') {
        mkdirSync(join(folder, 'nvidia'));
        writeFileSync(join(folder, 'nvidia/current_vgpu_type'), '0\n');
      }
      for (const [type, number] of this.#way === 'mdev' ? this.#types(gpu) : []) {
        const own = join(folder, `mdev_supported_types/nvidia-${number}`);
        mkdirSync(own, { recursive: true });
        writeFileSync(join(own, 'name'), `GRID ${type.type}\n`);
      }
    }
    const keepsMode = findBoard(gpu.board ?? '')?.architecture === 'Ampere';
    const gpus = machine.gpus.map((one) =>
      one === gpu ? { ...one, gis: [], mode: keepsMode && one.mode, pending: keepsMode && one.pending } : one,
    );
    return { machine: { ...machine, gpus }, text: 'Enabling VFs\n', status: 0 };
  }

  #supported(machine: Machine, id: string): Done {
    const gpu = machine.gpus.find(({ index, uuid }) => id === String(index) || id === uuid);
    const blocks = gpu === undefined ? [] : this.#types(gpu);
    const text = blocks.map(
      ([type, number]) =>
        `    vGPU Type ID                          : 0x${number.toString(16)}\n        Name                              : NVIDIA ${type.type}\n`,
    );
    return { machine, text: text.join(''), status: 0 };
  }

  #wrote(file: string): void {
    this.#texts.delete(file);
    const text = readFileSync(file, 'utf8').trim();
    const place = this.#placeOf(file);
    switch (basename(file)) {
      case 'create': {
        const number = Number(/nvidia-(\d+)$/.exec(dirname(file))?.[1]);
        if (place !== null) this.#make(place, number, text);
        break;
      }
      case 'current_vgpu_type':
        if (place === null) break;
        if (text === '0')
          this.#vgpus = this.#vgpus.filter((one) => one.gpu !== place.gpu.index || one.at !== place.at);
        else this.#make(place, Number(text), null);
        break;
      case 'remove':
        if (text === '1') this.#remove(basename(dirname(file)));
        break;
      default:
    }
  }

  #make(
    { gpu, at }: { readonly gpu: SimGpu; readonly at: number },
    number: number,
    uuid: string | null,
  ): void {
    const type = this.#types(gpu).find(([, one]) => one === number)?.[0];
    const gi = type && this.#roomFor(gpu, type);
    if (type === undefined || gi === null || gi === undefined || this.#onFunction(gpu, at) !== undefined)
      return;
    this.#vgpus = [...this.#vgpus, { gpu: gpu.index, at, type: type.type, gi, uuid }];
    if (uuid === null) return;
    const device = join(this.#function(gpu, at), uuid);
    mkdirSync(device);
    symlinkSync(device, join(this.#mdev(), uuid));
    writeFileSync(join(device, 'remove'), '');
    symlinkSync(
      join(this.#function(gpu, at), `mdev_supported_types/nvidia-${number}`),
      join(device, 'mdev_type'),
    );
  }

  #remove(uuid: string): void {
    this.#vgpus = this.#vgpus.filter((one) => one.uuid !== uuid);
    rmSync(realpathSync(join(this.#mdev(), uuid)), { recursive: true });
    rmSync(join(this.#mdev(), uuid));
  }

  /** The instance that a vGPU of this type would have; null where there is none. */
  #roomFor(gpu: SimGpu, type: VgpuType): number | null {
    const free = gpu.gis.find(({ id, profile }) => {
      const on = this.#vgpus.filter((one) => one.gpu === gpu.index && one.gi === id);
      return (
        profile === type.profile &&
        on.every((one) => one.type === type.type) &&
        on.length < (type.maxPerInstance ?? 1)
      );
    });
    return free?.id ?? null;
  }

  /** What can be read under /sys now. */
  #write(): void {
    for (const gpu of this.#machine.gpus.filter(({ index }) => this.#switchedOn.has(index))) {
      const types = this.#types(gpu);
      for (let at = 0; at < FUNCTIONS; at++) {
        const own = this.#onFunction(gpu, at);
        const rooms = types.filter(([type]) => own === undefined && this.#roomFor(gpu, type) !== null);
        const folder = this.#function(gpu, at);
        if (this.#way === 'mdev') {
          for (const [type, number] of types) {
            const room = rooms.some(([one]) => one === type) ? 1 : 0;
            this.#put(join(folder, `mdev_supported_types/nvidia-${number}/available_instances`), `${room}\n`);
          }
        } else {
          const current = types.find(([type]) => type.type === own?.type)?.[1] ?? 0;
          this.#put(join(folder, 'nvidia/current_vgpu_type'), `${current}\n`);
          const list = rooms.map(([type, number]) => `${number} : NVIDIA ${type.type}\n`);
          this.#put(join(folder, 'nvidia/creatable_vgpu_types'), list.join(''));
        }
      }
    }
  }

  #put(file: string, text: string): void {
    if (this.#texts.get(file) === text) return;
    this.#texts.set(file, text);
    writeFileSync(file, text);
  }

  #types(gpu: SimGpu): (readonly [type: VgpuType, number: number])[] {
    const [variant] = variantsOf(VGPU_BOARDS, { board: gpu.board ?? '', variant: null });
    return (variant?.types ?? []).flatMap((type, at) => {
      const number = /^nvidia-(\d+)$/.exec(type.mdevType ?? '')?.[1];
      return type.profile === null
        ? []
        : [[type, number === undefined ? FIRST_NUMBER + at : Number(number)] as const];
    });
  }

  #onFunction(gpu: SimGpu, at: number): Vgpu | undefined {
    return this.#vgpus.find((one) => one.gpu === gpu.index && one.at === at);
  }

  #placeOf(file: string): { readonly gpu: SimGpu; readonly at: number } | null {
    for (const gpu of this.#machine.gpus) {
      for (let at = 0; at < FUNCTIONS; at++) {
        if (file.startsWith(`${this.#function(gpu, at)}/`)) return { gpu, at };
      }
    }
    return null;
  }

  #mdev(): string {
    return join(this.folder, 'bus/mdev/devices');
  }

  /** "0000:1a:00.0" of "00000000:1A:00.0". */
  #pci({ pciId }: SimGpu): string {
    return join(this.folder, 'bus/pci/devices', pciId.slice(4).toLowerCase());
  }

  /** The functions of a GPU follow it, eight to a slot: 0000:1a:00.4 is the first. */
  #function(gpu: SimGpu, at: number): string {
    const slot = Math.floor((at + 4) / 8);
    return this.#pci(gpu).replace(/00\.0$/, `0${slot}.${(at + 4) % 8}`);
  }
}

/**
 * A plan as a table of texts and a row of numbers, to go from one thread to another. A structured clone of ten thousand GPUs takes
 * half a second of the page, half of it for reading what stands in every instance alike; this takes a tenth, and what is made
 * of it shares its texts and empty lists.
 */
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import {
  CREATIONS,
  GPU_KINDS,
  GPU_USES,
  PLATFORMS,
  type Attachment,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type Vm,
} from '../model/plan.ts';

export type AnyPackedPlan = ReturnType<typeof packPlan>;

interface PackedPlan {
  readonly kind: 'packed';
  /** The plan without its hosts and VMs. */
  readonly top: Plan;
  readonly texts: readonly string[];
  readonly numbers: Int32Array<ArrayBuffer>;
  /** What hardly anything has: unknown fields, compute instances. Pointed at by its number from 1; 0 is an empty list. */
  readonly rare: readonly (readonly unknown[])[];
}

const NONE: readonly never[] = [];
/** No number of a plan is below nought. */
const NULL = -1;

/** A plan with a number that no device has, as a hostile text can say it: it goes as it is. */
interface WholePlan {
  readonly kind: 'whole';
  readonly plan: Plan;
}

/** Any plan, legal or not. */
export function packPlan(plan: Plan): PackedPlan | WholePlan {
  const packer = new Packer();
  packer.hosts(plan.hosts);
  packer.list(plan.vms, (vm) => packer.vm(vm));
  if (packer.isOdd) return { kind: 'whole', plan };
  return { kind: 'packed', top: { ...plan, hosts: NONE, vms: NONE }, ...packer.packed() };
}

/** The plan again, equal to what was packed. */
export function unpackPlan(packed: PackedPlan | WholePlan): Plan {
  if (packed.kind === 'whole') return packed.plan;
  const reader = new Unpacker(packed);
  const hosts = reader.list(() => reader.host());
  return { ...packed.top, hosts, vms: reader.list(() => reader.vm()) };
}

/** One list for what may be null: 0 is null, the first of them 1. */
function placeIn<T>(list: readonly T[], value: T | null): number {
  return value === null ? 0 : list.indexOf(value) + 1;
}

class Packer {
  /** A number was not kept as it is. */
  isOdd = false;
  #numbers = new Int32Array(1024);
  #length = 0;
  readonly #places = new Map<string, number>();
  readonly #rare: (readonly unknown[])[] = [];

  packed(): Pick<PackedPlan, 'texts' | 'numbers' | 'rare'> {
    return {
      texts: [...this.#places.keys()],
      numbers: this.#numbers.slice(0, this.#length),
      rare: this.#rare,
    };
  }

  number(value: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = value;
    if (this.#numbers[this.#length] !== value || value < 0) this.isOdd = true;
    this.#length++;
  }

  numberOrNull(value: number | null): void {
    if (value === null) this.#null();
    else this.number(value);
  }

  #null(): void {
    this.number(0);
    this.#numbers[this.#length - 1] = NULL;
  }

  list<T>(list: readonly T[], pack: (one: T) => void): void {
    this.number(list.length);
    for (const one of list) pack(one);
  }

  text(text: string): void {
    const known = this.#places.get(text);
    if (known === undefined) this.#places.set(text, this.#places.size);
    this.number(known ?? this.#places.size - 1);
  }

  textOrNull(text: string | null): void {
    if (text === null) this.#null();
    else this.text(text);
  }

  rare(list: readonly unknown[]): void {
    this.number(list.length === 0 ? 0 : this.#rare.push(list));
  }

  hosts(hosts: readonly Host[]): void {
    const gpu = (one: Gpu): void => this.gpu(one);
    this.list(hosts, (host) => {
      this.number(host.id);
      this.text(host.name);
      this.text(host.notes);
      this.number(placeIn(PLATFORMS, host.platform));
      this.textOrNull(host.release);
      this.textOrNull(host.driver);
      this.number(placeIn(CREATIONS, host.creation));
      this.list(host.gpus, gpu);
      this.number(host.observed === null ? 0 : 1);
      if (host.observed !== null) this.list(host.observed, gpu);
      this.rare(host.extra);
    });
  }

  gpu(gpu: Gpu): void {
    this.number(gpu.id);
    this.number(gpu.index);
    this.text(gpu.notes);
    this.text(gpu.board);
    this.textOrNull(gpu.variant);
    this.textOrNull(gpu.uuid);
    this.textOrNull(gpu.pciId);
    this.number(placeIn(GPU_KINDS, gpu.kind));
    this.number(placeIn(GPU_USES, gpu.use));
    this.number(gpu.instances.length);
    for (const gi of gpu.instances) this.instance(gi);
    this.rare(gpu.extra);
  }

  instance(gi: GpuInstance): void {
    this.number(gi.id);
    this.text(gi.profile);
    this.number(gi.start);
    this.number(gi.pinned ? 1 : 0);
    this.numberOrNull(gi.reportedId);
    this.rare(gi.computeInstances);
    this.rare(gi.extra);
  }

  vm(vm: Vm): void {
    this.number(vm.id);
    this.text(vm.name);
    this.text(vm.notes);
    this.textOrNull(vm.group);
    this.number(vm.attachments.length);
    for (const { wants, instance, extra } of vm.attachments) {
      this.number(wants.kind === 'type' ? 1 : 0);
      this.text(wants.kind === 'type' ? wants.type : wants.profile);
      this.numberOrNull(instance);
      this.rare(extra);
    }
    this.rare(vm.extra);
  }
}

/** Reads in the order in which the packer wrote. */
class Unpacker {
  readonly #packed: PackedPlan;
  #at = 0;

  constructor(packed: PackedPlan) {
    this.#packed = packed;
  }

  number(): number {
    return this.#packed.numbers[this.#at++] ?? 0;
  }

  list<T>(read: () => T): readonly T[] {
    const length = this.number();
    if (length === 0) return NONE;
    const list: T[] = [];
    for (let n = 0; n < length; n++) list.push(read());
    return list;
  }

  text(): string {
    return this.#packed.texts[this.number()] ?? '';
  }

  textOrNull(): string | null {
    // An array asked for what is beside it takes the long way.
    const place = this.numberOrNull();
    return place === null ? null : (this.#packed.texts[place] ?? null);
  }

  numberOrNull(): number | null {
    const value = this.number();
    return value === NULL ? null : value;
  }

  #one<T>(list: readonly T[]): T | null {
    const place = this.number();
    return place === 0 ? null : (list[place - 1] ?? null);
  }

  /** What a list of that place holds, the packer knew. */
  #rare(): readonly never[] {
    const place = this.number();
    return place === 0 ? NONE : ((this.#packed.rare[place - 1] ?? NONE) as readonly never[]);
  }

  host(): Host {
    return {
      id: this.number() as HostId,
      name: this.text(),
      notes: this.text(),
      platform: this.#one(PLATFORMS),
      release: this.textOrNull(),
      driver: this.textOrNull(),
      creation: this.#one(CREATIONS),
      gpus: this.list(() => this.gpu()),
      observed: this.number() === 0 ? null : this.list(() => this.gpu()),
      extra: this.#rare(),
    };
  }

  gpu(): Gpu {
    return {
      id: this.number() as GpuId,
      index: this.number(),
      notes: this.text(),
      board: this.text(),
      variant: this.textOrNull(),
      uuid: this.textOrNull(),
      pciId: this.textOrNull(),
      kind: this.#one(GPU_KINDS),
      use: this.#one(GPU_USES) ?? 'mig',
      instances: this.list(() => this.#instance()),
      extra: this.#rare(),
    };
  }

  #instance(): GpuInstance {
    return {
      id: this.number() as GiId,
      profile: this.text(),
      start: this.number(),
      pinned: this.number() === 1,
      reportedId: this.numberOrNull(),
      computeInstances: this.#rare(),
      extra: this.#rare(),
    };
  }

  vm(): Vm {
    return {
      id: this.number() as VmId,
      name: this.text(),
      notes: this.text(),
      group: this.textOrNull(),
      attachments: this.list(() => this.#attachment()),
      extra: this.#rare(),
    };
  }

  #attachment(): Attachment {
    const isType = this.number() === 1;
    const name = this.text();
    return {
      wants: isType ? { kind: 'type', type: name } : { kind: 'profile', profile: name },
      instance: this.numberOrNull() as GiId | null,
      extra: this.#rare(),
    };
  }
}

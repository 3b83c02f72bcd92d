/**
 * Several pieces of evidence as one picture. Hosts are joined by name, GPUs by UUID, PCI ID and index; what a text does not name joins
 * what it agrees with. Later lines win.
 */
import type { At } from '../../model/source.ts';
import type { Notice } from '../reading.ts';
import type { Evidence, SeenGpu, SeenHost, SeenTotal, SeenVm } from './evidence.ts';
import { busOf, GpuPicture } from './gpuPicture.ts';
import type { Picture, PictureHost } from './picture.ts';

/** The pieces in the order of the text. Linear in what they hold, but for GPUs of one host that have no index. */
export function mergeEvidence(pieces: readonly Evidence[]): Picture {
  const notices: Notice[] = pieces.flatMap((one) => one.notices);
  const hosts: HostPicture[] = [];
  const byName = new Map<string, HostPicture>();
  const byUuid = new Map<string, HostPicture>();
  for (const piece of pieces) {
    for (const seen of piece.hosts) {
      const host = hostFor(seen, hosts, byName, byUuid, notices);
      host.take(seen);
      for (const { uuid } of seen.gpus) if (uuid !== null) byUuid.set(uuid, host);
    }
  }
  joinNameless(hosts);
  const found = hosts
    .map((host) => host.picture())
    .filter(
      (host) =>
        host.gpus.length + host.every.length + host.notes.length > 0 || host.total !== null || host.isBare,
    );
  return { hosts: found, vms: mergeVms(pieces, notices), notices };
}

function hostFor(
  seen: SeenHost,
  hosts: HostPicture[],
  byName: Map<string, HostPicture>,
  byUuid: ReadonlyMap<string, HostPicture>,
  notices: Notice[],
): HostPicture {
  const open = (): HostPicture => {
    const opened = new HostPicture(seen.at, notices);
    hosts.push(opened);
    return opened;
  };
  if (seen.name !== null) {
    const known = byName.get(seen.name) ?? open();
    byName.set(seen.name, known);
    return known;
  }
  const known = seen.gpus.flatMap(({ uuid }) => (uuid === null ? [] : (byUuid.get(uuid) ?? [])))[0];
  return known ?? hosts.findLast((host) => host.name === null && host.isSame(seen)) ?? open();
}

/** One host with a name and one without are one, where they do not tell the same things of the same GPUs. */
function joinNameless(hosts: HostPicture[]): void {
  const [named, secondNamed] = hosts.filter((host) => host.name !== null);
  const [nameless, secondNameless] = hosts.filter((host) => host.name === null);
  if (
    named === undefined ||
    nameless === undefined ||
    secondNamed !== undefined ||
    secondNameless !== undefined
  )
    return;
  if (!nameless.completes(named)) return;
  for (const seen of nameless.seen) named.take({ ...seen, name: named.name });
  hosts.splice(hosts.indexOf(nameless), 1);
}

class HostPicture {
  name: string | null = null;
  /** Everything that was taken, in its order. */
  readonly seen: SeenHost[] = [];
  readonly #at: At;
  readonly #notices: Notice[];
  readonly #gpus: GpuPicture[] = [];
  readonly #byIndex = new Map<number, GpuPicture>();
  readonly #byUuid = new Map<string, GpuPicture>();
  readonly #byBus = new Map<string, GpuPicture>();
  readonly #every: SeenGpu[] = [];
  #platform: SeenHost['platform'] = null;
  #release: string | null = null;
  #driver: string | null = null;
  #total: SeenTotal | null = null;
  #saidEmpty = false;
  readonly #lines = new Set<string>();

  constructor(at: At, notices: Notice[]) {
    this.#at = at;
    this.#notices = notices;
  }

  get isWanted(): boolean {
    return this.seen.length > 0 && this.seen.every((one) => one.isWanted === true || isRequest(one));
  }

  get #isWish(): boolean {
    return this.seen.length > 0 && this.seen.every((one) => one.isWanted === true);
  }

  /** Nothing that identifies a GPU speaks against the text being of this host. */
  isSame(seen: SeenHost): boolean {
    // What is wanted somewhere is not what is there: the two are never one picture.
    if (this.#isWish !== (seen.isWanted === true)) return false;
    return seen.gpus.every((gpu) => {
      const own = gpu.index === null ? undefined : this.#byIndex.get(gpu.index);
      return own === undefined || own.isSame(gpu);
    });
  }

  /** True where this tells of GPUs of the other what that does not tell itself. */
  completes(other: HostPicture): boolean {
    // A list of what is installed tells of no GPU: it is of the only host there is.
    if (this.seen.every(({ gpus, notes }) => gpus.length === 0 && notes !== undefined)) return true;
    const pairs = [...this.#byIndex].flatMap(([index, gpu]) => {
      const its = other.#byIndex.get(index);
      return its === undefined ? [] : [[gpu, its] as const];
    });
    return (
      pairs.length > 0 &&
      this.seen.every((seen) => other.isSame(seen)) &&
      pairs.every(([gpu, its]) => !(gpu.isListed && its.isListed))
    );
  }

  take(seen: SeenHost): void {
    this.seen.push(seen);
    this.name ??= seen.name;
    this.#platform = seen.platform ?? this.#platform;
    this.#release = seen.release ?? this.#release;
    this.#driver = seen.driver ?? this.#driver;
    this.#total = joined(this.#total, seen.total ?? null);
    for (const line of seen.notes ?? []) this.#lines.add(line);
    const named = new Set<GpuPicture>();
    for (const gpu of seen.gpus) {
      if (gpu.standsForEvery === true) {
        this.#takeEvery(gpu);
        continue;
      }
      const own = this.#find(gpu, named);
      named.add(own);
      own.take(gpu);
      this.#remember(own);
    }
    if (seen.othersEmpty != null) {
      this.#saidEmpty = true;
      for (const gpu of this.#gpus) if (!named.has(gpu)) gpu.empty(seen.othersEmpty);
    }
  }

  /** Calls for every GPU follow each other: together they are what is asked for. */
  #takeEvery(gpu: SeenGpu): void {
    const before = this.#every.at(-1);
    if (gpu.layout?.kind !== 'requests' || before?.layout?.kind !== 'requests') {
      this.#every.push(gpu);
      return;
    }
    const { isAnew, requests, cuts } = gpu.layout;
    const layout = {
      ...before.layout,
      requests: [...(isAnew ? [] : before.layout.requests), ...requests],
      cuts: cuts.profiles.length > 0 ? cuts : before.layout.cuts,
    };
    this.#every[this.#every.length - 1] = { ...before, layout };
  }

  #find(seen: SeenGpu, taken: ReadonlySet<GpuPicture>): GpuPicture {
    const bus = busOf(seen.pciId);
    const known =
      (seen.uuid === null ? undefined : this.#byUuid.get(seen.uuid)) ??
      (bus === null ? undefined : this.#byBus.get(bus)) ??
      (seen.index === null ? undefined : this.#byIndex.get(seen.index));
    if (known !== undefined) return known;
    // A host of which nothing identifies the GPUs: the next one that nothing speaks against.
    const next =
      seen.index === null && seen.uuid === null && bus === null
        ? undefined
        : this.#gpus.find((gpu) => !taken.has(gpu) && isLoose(gpu, seen) && gpu.isSame(seen));
    if (next !== undefined) return next;
    const opened = new GpuPicture(seen.at, this.#notices);
    this.#gpus.push(opened);
    return opened;
  }

  #remember(gpu: GpuPicture): void {
    if (gpu.index !== null) this.#byIndex.set(gpu.index, gpu);
    if (gpu.uuid !== null) this.#byUuid.set(gpu.uuid.value, gpu);
    const bus = busOf(gpu.pciId?.value ?? null);
    if (bus !== null) this.#byBus.set(bus, gpu);
  }

  picture(): PictureHost {
    const gpus = this.#gpus
      .map((gpu) => gpu.picture())
      .sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || 0);
    return {
      at: this.#at,
      name: this.name,
      platform: this.#platform,
      release: this.#release,
      driver: this.#driver,
      notes: [...this.#lines],
      gpus,
      isWanted: this.isWanted,
      total: this.#total,
      every: this.#every,
      saysNone: this.#saidEmpty,
      isBare: this.#saidEmpty && gpus.length + this.#every.length === 0 && this.#total === null,
    };
  }
}

/** Commands without an answer: they are of the host that others tell of. */
function isRequest({ gpus }: SeenHost): boolean {
  return gpus.length > 0 && gpus.every(({ layout }) => layout?.kind === 'requests');
}

/** Neither has an index, or neither a PCI ID and UUID: nothing by which they could be told apart or joined. */
function isLoose(gpu: GpuPicture, seen: SeenGpu): boolean {
  return gpu.index === null && gpu.uuid === null && gpu.pciId === null && seen.index === null;
}

/** Labels and resources of one node say the same twice: what the later one leaves open stays as it was. */
function joined(before: SeenTotal | null, now: SeenTotal | null): SeenTotal | null {
  if (before === null || now === null) return now ?? before;
  const isSilent = now.counts.length === 0 && now.withoutProfile === null;
  return {
    ...(isSilent ? before : now),
    at: now.at,
    gpus: now.gpus ?? before.gpus,
    product: now.product ?? before.product,
    boards: now.boards.length > 0 ? now.boards : before.boards,
    // Devices without a profile are the ones whose profile the other text names.
    ...(now.counts.length === 0 && before.counts.length > 0
      ? { counts: before.counts, withoutProfile: null }
      : {}),
  };
}

/** VMs by name; the later one is taken. A guest that does not say its name is one of its own. */
function mergeVms(pieces: readonly Evidence[], notices: Notice[]): SeenVm[] {
  const found = new Map<string, SeenVm>();
  const nameless: SeenVm[] = [];
  for (const vm of pieces.flatMap((one) => one.vms)) {
    if (vm.name === '') {
      nameless.push(vm);
      continue;
    }
    const before = found.get(vm.name);
    if (before !== undefined && JSON.stringify(before.wants) !== JSON.stringify(vm.wants)) {
      const words = (one: SeenVm): string =>
        one.wants.map((want) => (want.kind === 'type' ? want.type : want.profile)).join(', ');
      notices.push({
        code: 'vm-again',
        at: vm.at,
        other: before.at,
        name: vm.name,
        now: words(vm),
        before: words(before),
      });
    }
    found.set(vm.name, {
      ...vm,
      host: vm.host ?? before?.host ?? null,
      group: vm.group ?? before?.group ?? null,
    });
  }
  return [...found.values(), ...nameless];
}

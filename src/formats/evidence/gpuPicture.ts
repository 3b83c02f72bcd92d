/** One GPU, as piece after piece of evidence tells of it. Later lines win; what does not agree is remarked with both lines. */
import type { BoardId } from '../../model/board.ts';
import { parseProfileName } from '../../model/profile.ts';
import type { At } from '../../model/source.ts';
import type { Notice } from '../reading.ts';
import type {
  SeenChange,
  SeenComputeInstance,
  SeenCount,
  SeenCuts,
  SeenGpu,
  SeenInstance,
  SeenLayout,
  SeenRequest,
} from './evidence.ts';
import type { PictureGpu } from './picture.ts';

interface Told<T> {
  readonly value: T;
  readonly at: At;
}

export class GpuPicture {
  readonly at: At;
  index: number | null = null;
  uuid: Told<string> | null = null;
  pciId: Told<string> | null = null;
  readonly #notices: Notice[];
  #product: string | null = null;
  #boards: Told<readonly BoardId[]> | null = null;
  #boardsDiffer: PictureGpu['boardsDiffer'] = null;
  #kind: PictureGpu['kind'] = null;
  #mode: PictureGpu['mode'] = null;
  #pendingMode: PictureGpu['mode'] = null;
  #isSaid = false;
  /** Something was created or destroyed since devices were counted. */
  #hasChanged = false;
  /** Where a whole listing stands, of which the instances are. */
  #listed: At | null = null;
  #instances: SeenInstance[] = [];
  #counts: { readonly at: At; readonly isWhole: boolean; readonly counts: readonly SeenCount[] } | null =
    null;

  #requests: SeenRequest[] = [];
  #cuts: SeenCuts[] = [];

  constructor(at: At, notices: Notice[]) {
    this.at = at;
    this.#notices = notices;
  }

  /** Whether the text can be of this GPU: nothing that identifies it speaks against it. */
  isSame(seen: SeenGpu): boolean {
    const differs = (a: string | null | undefined, b: string | null): boolean =>
      a != null && b !== null && a !== b;
    return (
      !differs(this.uuid?.value, seen.uuid) && !differs(busOf(this.pciId?.value ?? null), busOf(seen.pciId))
    );
  }

  get isListed(): boolean {
    return this.#isSaid;
  }

  take(seen: SeenGpu): void {
    this.index ??= seen.index;
    const isOtherCard = seen.uuid !== null && this.uuid !== null && this.uuid.value !== seen.uuid;
    this.uuid = this.#latest(this.uuid, seen.uuid, seen.at, 'uuid');
    this.pciId = this.#latest(this.pciId, seen.pciId, seen.at, 'pciId');
    this.#product = seen.product ?? this.#product;
    this.#kind = seen.kind ?? this.#kind;
    this.#takeBoards(seen, isOtherCard);
    if (seen.wasReset === true) {
      this.#mode = this.#pendingMode ?? this.#mode;
      this.#hasChanged = true;
      this.#takeLayout(seen.at, { kind: 'instances', isWhole: true, instances: [] });
    }
    // What was to come is over where the mode is said anew without it.
    if (seen.mode != null && seen.mode !== this.#mode) this.#pendingMode = null;
    this.#mode = seen.mode ?? this.#mode;
    this.#pendingMode = seen.pendingMode ?? this.#pendingMode;
    if (seen.layout !== null) this.#takeLayout(seen.at, seen.layout);
  }

  /** A listing of the host says that nothing is on it. */
  empty(at: At): void {
    this.#takeLayout(at, { kind: 'instances', isWhole: true, instances: [] });
  }

  picture(): PictureGpu {
    return {
      at: this.at,
      index: this.index,
      uuid: this.uuid?.value ?? null,
      pciId: this.pciId?.value ?? null,
      product: this.#product,
      boards: this.#boards?.value ?? [],
      boardsDiffer: this.#boardsDiffer,
      kind: this.#kind,
      mode: this.#mode,
      pendingMode: this.#pendingMode,
      isWhole: this.#counts === null ? this.#listed !== null : this.#counts.isWhole,
      isSaid: this.#isSaid,
      instances: this.#instances,
      counts: this.#counts?.counts ?? null,
      requests: this.#requests,
      cuts: this.#cuts,
    };
  }

  #latest(
    before: Told<string> | null,
    value: string | null,
    at: At,
    what: 'uuid' | 'pciId',
  ): Told<string> | null {
    if (value === null) return before;
    const isSame =
      before !== null && (what === 'uuid' ? before.value === value : busOf(before.value) === busOf(value));
    if (isSame) return before;
    if (before !== null)
      this.#contradict(at, before.at, `${what === 'uuid' ? 'UUID' : 'PCI ID'} ${value}`, before.value);
    return { value, at };
  }

  /** Another card in its place brings its own board. */
  #takeBoards(seen: SeenGpu, isOtherCard: boolean): void {
    if (isOtherCard) this.#boardsDiffer = null;
    if (seen.boards.length === 0) return;
    const before = isOtherCard ? null : this.#boards;
    const both = before === null ? seen.boards : before.value.filter((board) => seen.boards.includes(board));
    if (both.length > 0) {
      // Once two lines do not agree, no third one settles which of them is right.
      if (this.#boardsDiffer === null) this.#boards = { value: both, at: seen.at };
      return;
    }
    const told = before?.value ?? [];
    this.#boardsDiffer ??= { at: seen.at, other: before?.at ?? seen.at };
    this.#boards = { value: [...told, ...seen.boards], at: seen.at };
    this.#notices.push({
      code: 'boards-differ',
      at: seen.at,
      other: before?.at ?? seen.at,
      gpuIndex: this.index,
      now: seen.boards,
      before: told,
    });
  }

  #takeLayout(at: At, layout: SeenLayout): void {
    if (layout.kind === 'requests') {
      this.#takeRequests(layout);
      return;
    }
    this.#isSaid = true;
    this.#dropRequests();
    switch (layout.kind) {
      case 'instances':
        if (layout.isWhole) this.#takeWhole(at, layout.instances);
        else this.#takePart(layout.instances);
        return;
      case 'counts':
        this.#takeCounts(at, layout.isWhole, layout.counts);
        return;
      case 'changes':
        for (const change of layout.changes) this.#takeChange(change);
    }
  }

  /** On a GPU that holds instances it is not known what became of them, and what is there was seen. */
  #takeRequests({ isAnew, requests, cuts }: Extract<SeenLayout, { readonly kind: 'requests' }>): void {
    if (isAnew) [this.#requests, this.#cuts] = [[], []];
    this.#requests.push(...requests);
    if (cuts.profiles.length > 0) this.#cuts.push(cuts);
    if (this.#instances.length + (this.#counts?.counts.length ?? 0) > 0) this.#dropRequests();
  }

  #dropRequests(): void {
    const [first] = this.#requests;
    if (first !== undefined)
      this.#notices.push({ code: 'request-left-out', at: first.at, gpuIndex: this.index });
    [this.#requests, this.#cuts] = [[], []];
  }

  #takeWhole(at: At, instances: readonly SeenInstance[]): void {
    const gpuIndex = this.index ?? 0;
    const first = instances[0]?.at ?? at;
    if (this.#instances.length > 0 && instances.length === 0) {
      this.#notices.push({ code: 'listed-empty', at, gpuIndex });
    } else if (this.#listed !== null && this.#instances.length > 0) {
      this.#notices.push({ code: 'listed-again', at: first, gpuIndex });
    }
    this.#compareCounts(first, instances);
    const before = this.#instances;
    // A listing of GPU instances says nothing of what is in them; what was said stays with the same instance.
    this.#instances = instances.map((one) => {
      const known = before.find((other) => other.instanceId !== null && other.instanceId === one.instanceId);
      const isSame =
        known !== undefined && (known.profile === null || plain(known.profile) === plain(one.profile));
      return isSame ? { ...one, computeInstances: one.computeInstances ?? known.computeInstances } : one;
    });
    this.#counts = null;
    this.#listed = first;
  }

  /** A listing holds more than a list of devices (instances without compute instances), and never less. */
  #compareCounts(at: At, instances: readonly SeenInstance[]): void {
    if (this.#counts === null || this.#hasChanged || instances.some((one) => one.profile === null)) return;
    const own = (name: string): number => instances.filter((one) => plain(one.profile) === name).length;
    const less = this.#counts.counts.filter(({ profile, count }) => {
      const name = plain(profile);
      return /^[0-9]c\./.test(name) ? own(name.replace(/^[0-9]c\./, '')) === 0 : own(name) < count;
    });
    if (less.length === 0) return;
    const now = countWords(instances.map(({ profile }) => plain(profile)));
    const words = this.#counts.counts.map((one) => `${one.count} × ${one.profile}`).join(', ');
    this.#contradict(at, less[0]?.at ?? this.#counts.at, now, words);
  }

  #takePart(instances: readonly SeenInstance[]): void {
    if (this.#counts !== null && instances.length > 0) this.#counts = null;
    for (const one of instances) {
      // Devices of DRA have a start and no ID.
      const at = this.#instances.findIndex((other) =>
        one.instanceId === null
          ? one.start !== null && other.start === one.start
          : other.instanceId === one.instanceId,
      );
      const before = this.#instances[at];
      if (before === undefined) {
        if (this.#listed !== null) {
          const what =
            one.instanceId === null ? `${one.profile}@${one.start}` : `GPU instance ${one.instanceId}`;
          this.#contradict(one.at, this.#listed, what, 'no such instance');
        }
        this.#instances.push(one);
        continue;
      }
      const isOther =
        before.profile !== null && one.profile !== null && plain(before.profile) !== plain(one.profile);
      if (isOther) this.#contradict(one.at, before.at, one.profile, before.profile);
      this.#instances[at] = isOther
        ? one
        : {
            ...before,
            profile: before.profile ?? one.profile,
            profileId: before.profileId ?? one.profileId,
            computeInstances: mergedInside(before.computeInstances, one.computeInstances),
            memoryMiB: one.memoryMiB ?? before.memoryMiB ?? null,
            multiprocessors: one.multiprocessors ?? before.multiprocessors ?? null,
          };
    }
  }

  /** A list of devices beside instances that are known adds nothing, unless it does not agree. */
  #takeCounts(at: At, isWhole: boolean, counts: readonly SeenCount[]): void {
    const known = new Map<string, number>();
    for (const { profile } of this.#instances) {
      const name = plain(profile);
      known.set(name, (known.get(name) ?? 0) + 1);
    }
    const isKnown = this.#instances.length > 0 && this.#instances.every((one) => one.profile !== null);
    const listed = counts.reduce((sum, one) => sum + one.count, 0);
    const agrees =
      isKnown &&
      counts.every(({ profile, count }) => {
        const own = known.get(plain(profile).replace(/^[0-9]c\./, '')) ?? 0;
        return /^[0-9]c\./.test(profile) ? own > 0 : count <= own;
      }) &&
      (!isWhole || listed >= this.#instances.length);
    // Devices without names (the IDs of a summary) are the same ones, said otherwise.
    const isBetter = this.#instances.length > 0 && !isKnown && listed >= this.#instances.length;
    if (agrees || (isBetter && this.#named(counts))) return;
    const first = this.#instances[0];
    if (first !== undefined) {
      const words = counts.map((one) => `${one.count} × ${one.profile}`).join(', ');
      this.#contradict(at, first.at, words, `${this.#instances.length} other instances`);
    }
    this.#instances = [];
    this.#listed = null;
    this.#counts = { at, isWhole, counts };
    this.#hasChanged = false;
  }

  /** Names for instances of which only IDs are known: -L lists them in the order of their IDs. True where it comes out even. */
  #named(counts: readonly SeenCount[]): boolean {
    const names = counts.flatMap(({ profile, count }) =>
      new Array<string>(Math.min(count, 64)).fill(profile),
    );
    const [only, ...others] = new Set(names);
    if (only === undefined || others.length > 0 || /^[0-9]c\./.test(only)) return false;
    this.#instances = this.#instances.map((one) => ({ ...one, profile: one.profile ?? only }));
    return true;
  }

  #takeChange(change: SeenChange): void {
    this.#hasChanged = true;
    switch (change.kind) {
      case 'created': {
        const { instance } = change;
        this.#instances = this.#instances.filter((one) => one.instanceId !== instance.instanceId);
        this.#instances.push(instance);
        this.#counts = null;
        return;
      }
      case 'destroyed':
        this.#instances = this.#instances.filter((one) => one.instanceId !== change.instanceId);
        return;
      case 'ci-created': {
        const { instanceId, computeInstance } = change;
        const before = this.#instances.find((one) => one.instanceId === instanceId);
        const profile = (computeInstance.profile ?? '').replace(/^[0-9]c\./i, '');
        const base: SeenInstance = before ?? {
          ...{ at: change.at, profile: profile === '' ? null : profile, profileId: null, instanceId },
          ...{ start: null, size: null, computeInstances: [] },
        };
        const inside = [...(base.computeInstances ?? []), computeInstance];
        const next = { ...base, computeInstances: inside };
        this.#instances =
          before === undefined
            ? [...this.#instances, next]
            : this.#instances.map((one) => (one === before ? next : one));
        this.#counts = null;
        return;
      }
      case 'ci-destroyed':
        this.#instances = this.#instances.map((one) =>
          one.instanceId !== change.instanceId || one.computeInstances === null
            ? one
            : {
                ...one,
                computeInstances: one.computeInstances.filter(
                  (inside) => change.id !== null && inside.id !== change.id,
                ),
              },
        );
    }
  }

  #contradict(at: At, other: At, now: string, before: string): void {
    this.#notices.push({ code: 'contradicted', at, other, gpuIndex: this.index, now, before });
  }
}

/** Compute instances of a fuller list keep what an earlier one said of them. */
function mergedInside(
  before: readonly SeenComputeInstance[] | null,
  now: readonly SeenComputeInstance[] | null,
): readonly SeenComputeInstance[] | null {
  if (now === null || before === null) return now ?? before;
  return now.map((one) => {
    const known = before.find((other) => other.id !== null && other.id === one.id);
    if (known === undefined) return one;
    return {
      ...one,
      profile: one.profile ?? known.profile,
      profileId: one.profileId ?? known.profileId,
      start: one.start ?? known.start,
      size: one.size ?? known.size,
      uuid: one.uuid ?? known.uuid,
    };
  });
}

/** "2 × 1g.5gb, 1 × 3g.20gb" of the names of instances. */
export function countWords(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of [...names].sort()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'no instance';
}

/** A compute instance in a "+me" instance is printed without it. */
function plain(profile: string | null): string {
  const name = (profile ?? '').toLowerCase();
  return parseProfileName(name) === null ? name : name.replace(/(?:\+|-)[a-z].*$/, '');
}

/** "0F:00.0" of "00000000:0F:00.0": how many digits the domain has is a matter of the tool. */
export function busOf(pciId: string | null): string | null {
  if (pciId === null) return null;
  const [, domain = '', rest = ''] = /^([0-9A-Fa-f]{4,8}):(.*)$/.exec(pciId) ?? [];
  return rest === '' ? pciId.toUpperCase() : `${parseInt(domain, 16)}:${rest.toUpperCase()}`;
}

/**
 * The user's document. Plain, readonly JSON data: every edit makes a new plan and keeps untouched parts identical.
 * A plan may be illegal (an import, an old link); only `validatePlan` in placement makes a `ValidPlan`.
 */
import type { BoardId } from './board.ts';
import type { GiId, GpuId, HostId, VmId } from './ids.ts';
import type { ProfileName } from './profile.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Fields of a document that this version does not know, kept in their order so that they survive a round trip. Pairs
 * and not an object, for a name such as "__proto__" is only data here.
 */
export type Extra = readonly (readonly [name: string, value: Json])[];

export const PLATFORMS = ['esxi', 'kvm', 'kubernetes', 'bare-metal'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** How GPU instances come to be: by the administrator with starts, or by the hypervisor when a VM powers on. */
export const CREATIONS = ['pre-create', 'power-on'] as const;
export type Creation = (typeof CREATIONS)[number];

export const GPU_USES = ['mig', 'off', 'reserved'] as const;
/** `mig`: MIG mode on. `off`: MIG mode off. `reserved`: kept for time-sliced vGPU or passthrough. */
export type GpuUse = (typeof GPU_USES)[number];

export const GPU_KINDS = ['straight', 'mirrored'] as const;
/** Which half the dead GPC is in: decides how GPU-instance IDs map to starts (nvidia-smi shows starts normalised). */
export type GpuKind = (typeof GPU_KINDS)[number];

export interface ComputeInstance {
  readonly profile: ProfileName;
  /** First compute slice inside the GPU instance; null when not known. */
  readonly start: number | null;
  readonly extra: Extra;
}

export interface GpuInstance {
  readonly id: GiId;
  readonly profile: ProfileName;
  /** First memory slice, as nvidia-smi lists it. */
  readonly start: number;
  readonly pinned: boolean;
  /** The GPU-instance ID that the host printed, in observed state only. */
  readonly reportedId: number | null;
  /** Empty means: the one default compute instance that spans the GPU instance. */
  readonly computeInstances: readonly ComputeInstance[];
  readonly extra: Extra;
}

/** A new instance: not pinned, nothing reported of it, and with the default compute instance. */
export function makeInstance(id: GiId, profile: ProfileName, start: number): GpuInstance {
  return { id, profile, start, pinned: false, reportedId: null, computeInstances: [], extra: [] };
}

export interface Gpu {
  readonly id: GpuId;
  /** As nvidia-smi counts them on the host. */
  readonly index: number;
  readonly notes: string;
  readonly board: BoardId;
  /** `board` of the vGPU tables, where the vGPU types depend on it. */
  readonly variant: string | null;
  readonly uuid: string | null;
  readonly pciId: string | null;
  readonly kind: GpuKind | null;
  readonly use: GpuUse;
  /** Sorted by start, then by id. */
  readonly instances: readonly GpuInstance[];
  readonly extra: Extra;
}

export interface Host {
  readonly id: HostId;
  readonly name: string;
  readonly notes: string;
  readonly platform: Platform | null;
  /** "7.0", "8.0 U3" ... as the platform calls it. */
  readonly release: string | null;
  /** Driver branch or version if known, "450.80.02" or "R550". */
  readonly driver: string | null;
  /** Null: as the platform and release have it by default. */
  readonly creation: Creation | null;
  /** The target: what is planned. Sorted by index. */
  readonly gpus: readonly Gpu[];
  /** What was last imported or simulated; null when nothing was observed. */
  readonly observed: readonly Gpu[] | null;
  readonly extra: Extra;
}

/** What a VM asks for: a vGPU type by its registered name without the GRID or NVIDIA prefix, or just a profile. */
export type Wanted =
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'profile'; readonly profile: ProfileName };

export interface Attachment {
  readonly wants: Wanted;
  /** Null while the VM waits. */
  readonly instance: GiId | null;
  readonly extra: Extra;
}

export interface Vm {
  readonly id: VmId;
  readonly name: string;
  readonly notes: string;
  /** VMs of one group are to be kept apart. */
  readonly group: string | null;
  readonly attachments: readonly Attachment[];
  readonly extra: Extra;
}

/** A VM that is to be: what a table or a form says of it. */
export interface NewVm {
  readonly name: string;
  readonly group: string | null;
  /** One for each vGPU. */
  readonly wants: readonly Wanted[];
  /** Not given: none. */
  readonly notes?: string;
}

/** vGPUs of one VM that an edit makes: the most that any hypervisor gives one. An import may hold more. */
export const MAX_VGPUS_PER_VM = 16;

export interface PlanRequest {
  /** A profile name, or null when `needs` says what is asked for. */
  readonly profile: ProfileName | null;
  readonly needs: Json | null;
  readonly count: number;
  readonly weight: number | null;
  readonly group: string | null;
  readonly extra: Extra;
}

export interface Plan {
  readonly name: string;
  readonly notes: string;
  readonly requests: readonly PlanRequest[];
  readonly hosts: readonly Host[];
  readonly vms: readonly Vm[];
  /** The first id that is still free; not part of any document. */
  readonly nextId: number;
  readonly extra: Extra;
}

declare const valid: unique symbol;
/** A plan that passed every rule. Only placement's `validatePlan` makes one, and only such a plan becomes a runbook. */
export type ValidPlan = Plan & { readonly [valid]: true };

export const EMPTY_PLAN: Plan = {
  name: 'Untitled plan',
  notes: '',
  requests: [],
  hosts: [],
  vms: [],
  nextId: 1,
  extra: [],
};

/** Nothing that anybody would miss. */
export function isBlank({ hosts, vms, requests, notes, name }: Plan): boolean {
  return hosts.length + vms.length + requests.length === 0 && notes === '' && name === EMPTY_PLAN.name;
}

/** A GPU and the host it is in. */
export interface GpuPlace {
  readonly host: Host;
  readonly gpu: Gpu;
}

/** A planned GPU instance with its GPU and host. */
export interface GiPlace extends GpuPlace {
  readonly gi: GpuInstance;
}

export function findHost(plan: Plan, id: HostId): Host | undefined {
  return plan.hosts.find((host) => host.id === id);
}

/** Arrays that an index is kept for: a plan before and after an edit, and one that is being looked at. */
const MAX_KEPT = 4;

/**
 * An answer kept for the arrays it was last asked of. Plans are never changed in place, so an array that is the same holds
 * the same; without this, a sentence for each of ten thousand faults would walk the plan ten thousand times. Only the
 * last few are kept, for a history holds hundreds of plans.
 */
function remembered<K, T>(answer: (of: K) => T): (of: K) => T {
  let kept: readonly { readonly of: K; readonly value: T }[] = [];
  return (of) => {
    const known = kept.find((one) => one.of === of);
    if (known !== undefined) return known.value;
    const value = answer(of);
    kept = [{ of, value }, ...kept.slice(0, MAX_KEPT - 1)];
    return value;
  };
}

/** Things that one list has and the other has not, each in its order. One that was edited is in both. */
export function between<T extends Host | Gpu | Vm>(
  before: readonly T[],
  after: readonly T[],
): { readonly gone: readonly T[]; readonly fresh: readonly T[] } {
  // An edit leaves what stands before it and what stands behind it: of thousands no more than that is asked.
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const gone = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (gone.length === 0 || fresh.length === 0 || (gone.length === 1 && fresh.length === 1))
    return { gone, fresh };
  // Between two edits, or where things have another order, the same one may stand in both lists.
  const [old, now] = [new Set(gone), new Set(fresh)];
  return { gone: gone.filter((one) => !now.has(one)), fresh: fresh.filter((one) => !old.has(one)) };
}

interface Places {
  readonly gpus: ReadonlyMap<GpuId, GpuPlace>;
  readonly instances: ReadonlyMap<GiId, GiPlace>;
}

function placesOn(hosts: readonly Host[]): Places {
  const gpus = new Map<GpuId, GpuPlace>();
  const instances = new Map<GiId, GiPlace>();
  for (const host of hosts) {
    for (const gpu of host.gpus) {
      gpus.set(gpu.id, { host, gpu });
      for (const gi of gpu.instances) instances.set(gi.id, { host, gpu, gi });
    }
  }
  return { gpus, instances };
}

/** An index of some hosts, and what has become of them since: an edit of one host is no reason to walk ten thousand GPUs. */
interface PlaceIndex {
  readonly base: { readonly hosts: readonly Host[]; readonly places: Places };
  /** Hosts of the base that are no longer as they were. */
  readonly gone: ReadonlySet<Host>;
  readonly fresh: Places;
}

/** More hosts than these, of four, that are others: the index is made anew. */
const MOST_FRESH = 0.25;
const NO_PLACES = placesOn([]);

let lastBase: PlaceIndex['base'] = { hosts: [], places: NO_PLACES };

const placesIn = remembered((hosts: readonly Host[]): PlaceIndex => {
  const { gone, fresh } = between(lastBase.hosts, hosts);
  if (fresh.length + gone.length > hosts.length * MOST_FRESH) {
    lastBase = { hosts, places: placesOn(hosts) };
    return { base: lastBase, gone: new Set(), fresh: NO_PLACES };
  }
  return { base: lastBase, gone: new Set(gone), fresh: placesOn(fresh) };
});

/** A place of the base, where its host is still as it was. */
function standing<P extends GpuPlace>(place: P | undefined, { gone }: PlaceIndex): P | undefined {
  return place === undefined || gone.has(place.host) ? undefined : place;
}

const vmsById = remembered((vms: readonly Vm[]) => new Map(vms.map((vm) => [vm.id, vm])));

const vmsOnInstances = remembered((vms: readonly Vm[]) => {
  const map = new Map<GiId, Vm[]>();
  for (const vm of vms) {
    for (const attachment of vm.attachments) {
      if (attachment.instance === null) continue;
      const others = map.get(attachment.instance);
      if (others === undefined) map.set(attachment.instance, [vm]);
      else others.push(vm);
    }
  }
  return map;
});

const boardsIn = remembered((hosts: readonly Host[]): readonly BoardId[] => [
  ...new Set(hosts.flatMap((host) => host.gpus.map((gpu) => gpu.board))),
]);

/** The boards of the planned GPUs, each once. */
export function boardsOf(hosts: readonly Host[]): readonly BoardId[] {
  return boardsIn(hosts);
}

/** Looks among the planned GPUs; observed ones are not addressed by id. */
export function findGpu(plan: Plan, id: GpuId): GpuPlace | undefined {
  const index = placesIn(plan.hosts);
  return index.fresh.gpus.get(id) ?? standing(index.base.places.gpus.get(id), index);
}

export function findInstance(plan: Plan, id: GiId): GiPlace | undefined {
  const index = placesIn(plan.hosts);
  return index.fresh.instances.get(id) ?? standing(index.base.places.instances.get(id), index);
}

export function findVm(plan: Plan, id: VmId): Vm | undefined {
  return vmsById(plan.vms).get(id);
}

/** VMs on each planned instance, in the order of the plan. Instances without a VM are not in the map. */
export function vmsByInstance(plan: Plan): ReadonlyMap<GiId, readonly Vm[]> {
  return vmsOnInstances(plan.vms);
}

/** What is other in one plan than in another: plain values, which the page draws, and lists and change records name. */
import type { GiId } from '../../model/ids.ts';
import type {
  Attachment,
  Gpu,
  GpuInstance,
  GpuPlace,
  GiPlace,
  Host,
  Plan,
  PlanRequest,
  Vm,
} from '../../model/plan.ts';

/**
 * How the parts of two plans find each other. `ids`: by their ids, of two states of one document, so that a host is the same
 * under another name. `names`: of plans that come from anywhere, hosts by name, GPUs by host and index, VMs by name.
 */
export const MATCHES = ['ids', 'names'] as const;
export type Match = (typeof MATCHES)[number];

export const CHANGE_KINDS = ['added', 'removed', 'moved', 'changed'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const CHANGE_SUBJECTS = ['plan', 'host', 'gpu', 'instance', 'vm', 'request'] as const;
export type ChangeSubject = (typeof CHANGE_SUBJECTS)[number];

/** One field with its two values. */
export type FieldChange<T> = {
  readonly [K in keyof T]-?: { readonly field: K; readonly before: T[K]; readonly after: T[K] };
}[keyof T];

export type PlanField = FieldChange<Pick<Plan, 'notes' | 'extra'>>;
export type HostField = FieldChange<
  Pick<Host, 'name' | 'notes' | 'platform' | 'release' | 'driver' | 'creation' | 'observed' | 'extra'>
>;
export type GpuField = FieldChange<
  Pick<Gpu, 'index' | 'notes' | 'board' | 'variant' | 'uuid' | 'pciId' | 'kind' | 'use' | 'extra'>
>;
export type GiField = FieldChange<
  Pick<GpuInstance, 'profile' | 'pinned' | 'reportedId' | 'computeInstances' | 'extra'>
>;
export type VmField = FieldChange<Pick<Vm, 'name' | 'notes' | 'group' | 'extra'>>;
export type RequestField = FieldChange<Pick<PlanRequest, 'count' | 'weight' | 'extra'>>;

/** One vGPU of a VM: what it is to be and where it is; null while the VM waits for it. */
export interface Vgpu extends Pick<Attachment, 'wants' | 'extra'> {
  readonly at: GiPlace | null;
}

/** A vGPU, by its place among those of its VM, that is other than before. */
export interface VgpuChange {
  readonly index: number;
  readonly before: Vgpu | null;
  readonly after: Vgpu | null;
  /** It is on another instance than before; that its instance was moved is a matter of the instance. */
  readonly isElsewhere: boolean;
}

/** Null before: added. Null after: removed. Of what is in both, `fields` are those that differ. */
interface Both<T, F> {
  readonly kind: ChangeKind;
  readonly before: T | null;
  readonly after: T | null;
  readonly fields: readonly F[];
}

export interface InstanceChange extends Both<GiPlace, GiField> {
  readonly about: 'instance';
  /** Who has it, before and after. */
  readonly vmsBefore: readonly Vm[];
  readonly vmsAfter: readonly Vm[];
}

export interface VmChange extends Both<Vm, VmField> {
  readonly about: 'vm';
  /** Of an added or removed VM all its vGPUs. */
  readonly vgpus: readonly VgpuChange[];
}

/** `moved` is said of instances and VMs only. */
export type Change =
  | (Both<Plan, PlanField> & { readonly about: 'plan' })
  | (Both<Host, HostField> & { readonly about: 'host' })
  | (Both<GpuPlace, GpuField> & { readonly about: 'gpu' })
  | InstanceChange
  | VmChange
  | (Both<PlanRequest, RequestField> & { readonly about: 'request' });

/** A GPU in either plan, and all that is other on it. */
export interface GpuPair {
  /** Its index in the plan after, or before where that has it not. */
  readonly index: number;
  readonly before: GpuPlace | null;
  readonly after: GpuPlace | null;
  /** Of itself, its instances and VMs on them; what moves from one GPU to another is a matter of both. */
  readonly changes: readonly Change[];
}

export interface HostPair {
  readonly name: string;
  readonly before: Host | null;
  readonly after: Host | null;
  /** By index. */
  readonly gpus: readonly GpuPair[];
  /** Of the host itself. */
  readonly changes: readonly Change[];
}

/** Of an instance of one plan the one that it is in the other; null where it is none. */
export interface MatchedInstances {
  readonly afterOf: (before: GiId) => GiPlace | null;
  readonly beforeOf: (after: GiId) => GiPlace | null;
}

export interface PlanChanges {
  readonly match: Match;
  readonly before: Plan;
  readonly after: Plan;
  readonly instances: MatchedInstances;
  /** Every host of either plan: those of `before` in their order, then added ones. */
  readonly hosts: readonly HostPair[];
  /** Each once: the plan's, then host by host and GPU by GPU, then VMs and requests. */
  readonly changes: readonly Change[];
}

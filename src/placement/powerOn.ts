/**
 * A host on which the hypervisor creates GPU instances when VMs power on, as a model of it sees the plan: which VMs start
 * there, what each of their vGPUs needs, and the GPUs that may give it.
 *
 * Assumed, for no vendor text says it: the first GPU by index with room takes a vGPU, whatever the host's assignment
 * policy (reported by a blogger from an H100 host); on boards that time-slice inside an instance, a VM joins one of its
 * own type with room before another is created on that GPU; all VMs are off at first and nothing else powers on between.
 */
import { findBoard } from '../model/catalogue/catalogue.ts';
import { geometryOf, type Geometry } from '../model/geometry.ts';
import type { HostId } from '../model/ids.ts';
import { canBeMirrored } from '../model/instanceId.ts';
import {
  findHost,
  findInstance,
  GPU_KINDS,
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuKind,
  type Host,
  type Plan,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import { isWanted, typesOfInstance, vmsPerInstance } from './assign.ts';

/** A GPU that takes part: MIG mode on, and the starts of its board are known. */
export interface PowerOnGpu {
  readonly gpu: Gpu;
  readonly geometry: Geometry;
  /** What it may be: one where it is known, or where its board has nothing to mirror. */
  readonly kinds: readonly GpuKind[];
  /** Indexes of the profiles that any vGPU of the host needs here. */
  readonly wanted: readonly number[];
}

/** What a vGPU needs on one GPU. */
export interface Need {
  readonly profileIndex: number;
  /** VMs that one instance carries. */
  readonly carries: number;
}

export interface PowerOnVgpu {
  /** Its place among the VM's vGPUs. */
  readonly attachment: number;
  readonly wants: Wanted;
  /** Equal for vGPUs that need the same of every GPU. */
  readonly key: string;
  /** Null while it waits. */
  readonly drawn: GiPlace | null;
  /** For each of the host's `gpus`; null where it cannot be served. */
  readonly needs: readonly (Need | null)[];
}

export interface PowerOnVm {
  readonly vm: Vm;
  readonly vgpus: readonly PowerOnVgpu[];
  /** Equal for VMs that are interchangeable. */
  readonly key: string;
  /** Memory slices and compute slices that all of its vGPUs need. */
  readonly size: { readonly memory: number; readonly compute: number };
}

export interface PowerOnHost {
  readonly host: Host;
  /** In the order in which they are filled. */
  readonly gpus: readonly PowerOnGpu[];
  /** Those with a vGPU on the host, in the order of the plan. */
  readonly vms: readonly PowerOnVm[];
  /** MIG mode off, reserved, or a board whose starts are not known. */
  readonly leftOut: readonly Gpu[];
  /** Instances without a VM: no power-on creates them. */
  readonly idle: readonly GiPlace[];
}

/** Null where the plan has no such host. */
export function powerOnHost(plan: Plan, hostId: HostId): PowerOnHost | null {
  const host = findHost(plan, hostId);
  if (host === undefined) return null;
  const taking: Omit<PowerOnGpu, 'wanted'>[] = [];
  const leftOut: Gpu[] = [];
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
    if (board === undefined || !board.profiles.some((profile) => profile.starts !== null)) leftOut.push(gpu);
    else taking.push({ gpu, geometry: geometryOf(board), kinds: kindsOf(gpu, geometryOf(board)) });
  }
  const needsOf = remembered(taking);
  const vms = plan.vms.flatMap((vm) => powerOnVm(plan, vm, hostId, taking, needsOf) ?? []);
  const held = vmsByInstance(plan);
  return {
    host,
    vms,
    leftOut,
    gpus: taking.map((one, index) => {
      const needs = vms.flatMap((vm) => vm.vgpus.flatMap((vgpu) => vgpu.needs[index]?.profileIndex ?? []));
      return { ...one, wanted: [...new Set(needs)] };
    }),
    idle: host.gpus.flatMap((gpu) =>
      gpu.instances.filter((gi) => !held.has(gi.id)).map((gi) => ({ host, gpu, gi })),
    ),
  };
}

function kindsOf(gpu: Gpu, { board }: Geometry): readonly GpuKind[] {
  if (!canBeMirrored(board)) return ['straight'];
  return gpu.kind === null ? GPU_KINDS : [gpu.kind];
}

/** A VM starts with all its vGPUs, also with those that wait; those on other hosts are a fault of the plan, and left out. */
function powerOnVm(
  plan: Plan,
  vm: Vm,
  hostId: HostId,
  gpus: readonly Omit<PowerOnGpu, 'wanted'>[],
  needsOf: NeedsOf,
): PowerOnVm | null {
  const drawnOn = vm.attachments.map(({ instance }) =>
    instance === null ? null : (findInstance(plan, instance) ?? null),
  );
  if (!drawnOn.some((drawn) => drawn?.host.id === hostId)) return null;
  const vgpus = vm.attachments.flatMap(({ wants }, attachment): PowerOnVgpu[] => {
    const drawn = drawnOn[attachment] ?? null;
    if (drawn !== null && drawn.host.id !== hostId) return [];
    return [{ attachment, wants, drawn, ...needsOf(wants, drawn) }];
  });
  const size = { memory: 0, compute: 0 };
  for (const { needs } of vgpus) {
    const at = needs.findIndex((need) => need !== null);
    const profile = gpus[at]?.geometry.board.profiles[needs[at]?.profileIndex ?? -1];
    size.memory += profile?.memorySlices ?? 0;
    size.compute += profile?.computeSlices ?? 0;
  }
  const keys = vgpus.map((vgpu) => vgpu.key).sort();
  return { vm, vgpus, key: keys.join('\n'), size };
}

type NeedsOf = (wants: Wanted, drawn: GiPlace | null) => Pick<PowerOnVgpu, 'needs' | 'key'>;

/** What a vGPU needs of each GPU: asked once for all that want the same and are drawn on the same profile. */
function remembered(gpus: readonly Omit<PowerOnGpu, 'wanted'>[]): NeedsOf {
  const known = new Map<string, ReturnType<NeedsOf>>();
  return (wants, drawn) => {
    const name = wants.kind === 'type' ? wants.type : wants.profile;
    const asked = JSON.stringify([wants.kind, name, drawn?.gi.profile]);
    const before = known.get(asked);
    if (before !== undefined) return before;
    const needs = gpus.map((one) => needOn(one, wants, drawn));
    const profiles = needs.map((need) => need?.profileIndex ?? '-').join(' ');
    const answer = { needs, key: JSON.stringify([wants.kind, name, profiles]) };
    known.set(asked, answer);
    return answer;
  };
}

/** Where a board's variant is open a type may name two profiles: the drawn one is meant. */
function needOn(
  { gpu, geometry }: Omit<PowerOnGpu, 'wanted'>,
  wants: Wanted,
  drawn: GiPlace | null,
): Need | null {
  const serves = geometry.board.profiles.filter(
    (profile) => profile.starts !== null && isWanted(wants, gpu, { profile: profile.name }),
  );
  const profile = serves.find((one) => one.name === drawn?.gi.profile) ?? serves[0];
  if (profile === undefined) return null;
  return {
    profileIndex: geometry.board.profiles.indexOf(profile),
    carries: vmsPerInstance(typesOfInstance(gpu, { profile: profile.name }), wants),
  };
}

/**
 * A host on which the hypervisor creates GPU instances when VMs power on, as a model of it sees the plan: which VMs start
 * there, what each of their vGPUs needs, and the GPUs that may give it.
 *
 * Assumed, for no vendor text says it: the first GPU by index with room takes a vGPU, whatever the host's assignment
 * policy (reported by a blogger from an H100 host); on boards that time-slice inside an instance, a VM joins one of its
 * own type with room before another is created on that GPU; all VMs are off at first and nothing else powers on between.
 * Where a VM may have vGPUs of one board only, that is the board they are drawn on.
 */
import type { BoardId, GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { geometryOf, type Geometry } from '../../model/geometry.ts';
import type { HostId } from '../../model/ids.ts';
import { canBeMirrored } from '../../model/instanceId.ts';
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
} from '../../model/plan.ts';
import { platformFacts } from '../../model/platform.ts';
import { isWanted, typesOfInstance, vmsPerInstance } from '../vms/assign.ts';
import {
  driverRefusal,
  isCertain,
  vgpuRuleFaults,
  type HeldVgpu,
  type RuleFault,
} from '../rules/platformRules.ts';
import { MANY_VGPUS } from '../check.ts';

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
  /** For each of the host's `gpus`; null where it cannot be served, or a rule of the host refuses. */
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
  const needsOf = remembered(host, taking);
  const vms = plan.vms.flatMap((vm) => powerOnVm(plan, vm, hostId, taking, needsOf) ?? []);
  const held = vmsByInstance(plan);
  const needs = distinctNeeds(vms);
  return {
    host,
    vms,
    leftOut,
    gpus: taking.map((one, index) => ({
      ...one,
      wanted: [...new Set(needs.flatMap((need) => need[index]?.profileIndex ?? []))],
    })),
    idle: host.gpus.flatMap((gpu) =>
      gpu.instances.filter((gi) => !held.has(gi.id)).map((gi) => ({ host, gpu, gi })),
    ),
  };
}

/** What the vGPUs need, each once: there are few kinds of them, however many VMs there are. */
export function distinctNeeds(vms: readonly PowerOnVm[]): PowerOnVgpu['needs'][] {
  return [...new Set(vms.flatMap(({ vgpus }) => vgpus.map(({ needs }) => needs)))];
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
  const boards = new Set(drawnOn.flatMap((drawn) => (drawn?.host.id === hostId ? drawn.gpu.board : [])));
  if (boards.size === 0) return null;
  const only = vm.attachments.length > 1 && boards.size === 1 ? ([...boards][0] ?? null) : null;
  const vgpus = vm.attachments.flatMap(({ wants }, attachment): PowerOnVgpu[] => {
    const drawn = drawnOn[attachment] ?? null;
    if (drawn !== null && drawn.host.id !== hostId) return [];
    return [{ attachment, wants, drawn, ...needsOf(wants, drawn, only) }];
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

/** `only`: the board that the vGPUs of one VM are drawn on, where it has several. */
type NeedsOf = (
  wants: Wanted,
  drawn: GiPlace | null,
  only: BoardId | null,
) => Pick<PowerOnVgpu, 'needs' | 'key'>;

/** What a vGPU needs of each GPU: asked once for all that want the same and are drawn on the same profile. */
function remembered(host: Host, gpus: readonly Omit<PowerOnGpu, 'wanted'>[]): NeedsOf {
  const known = new Map<string, ReturnType<NeedsOf>>();
  // A type names its board; of a profile that two boards have, the drawn one is meant where a VM may have only one.
  const { isOneBoard } = platformFacts(host);
  const isRuled = isOneBoard.value === true && isCertain(isOneBoard);
  return (wants, drawn, vmBoard) => {
    const only = isRuled ? vmBoard : null;
    const name = wants.kind === 'type' ? wants.type : wants.profile;
    const asked = JSON.stringify([wants.kind, name, drawn?.gi.profile, only]);
    const before = known.get(asked);
    if (before !== undefined) return before;
    const needs = gpus.map((one) =>
      only === null || one.gpu.board === only ? needOn(host, one, wants, drawn) : null,
    );
    const profiles = needs.map((need) => need?.profileIndex ?? '-').join(' ');
    const answer = { needs, key: JSON.stringify([wants.kind, name, profiles]) };
    known.set(asked, answer);
    return answer;
  };
}

function needOn(
  host: Host,
  one: Omit<PowerOnGpu, 'wanted'>,
  wants: Wanted,
  drawn: GiPlace | null,
): Need | null {
  const profile = profileFor(one, wants, drawn);
  if (profile === undefined || ruleAgainst(host, one.gpu, wants, profile.name) !== null) return null;
  return {
    profileIndex: one.geometry.board.profiles.indexOf(profile),
    carries: vmsPerInstance(typesOfInstance(one.gpu, { profile: profile.name }), wants),
  };
}

/** Where a board's variant is open a type may name two profiles: the drawn one is meant. */
function profileFor(
  { gpu, geometry }: Pick<PowerOnGpu, 'gpu' | 'geometry'>,
  wants: Wanted,
  drawn: GiPlace | null,
): GiProfile | undefined {
  const serves = geometry.board.profiles.filter(
    (profile) => profile.starts !== null && isWanted(wants, gpu, { profile: profile.name }),
  );
  return serves.find((one) => one.name === drawn?.gi.profile) ?? serves[0];
}

/** Why the driver or the release of the host has no such instance for a VM, whatever else there is. */
function ruleAgainst(host: Host, gpu: Gpu, wants: Wanted, profile: string): RuleFault | null {
  const place = { host, gpu };
  return driverRefusal(host, gpu, profile) ?? vgpuRuleFaults({ wants, place }, []).find(isCertain) ?? null;
}

/** Why no GPU of the host serves a vGPU that one of them has the profile for; null where none has it. */
export function ruleAgainstAll({ host, gpus }: PowerOnHost, { wants, drawn }: PowerOnVgpu): RuleFault | null {
  for (const one of gpus) {
    const profile = profileFor(one, wants, drawn);
    if (profile !== undefined) return ruleAgainst(host, one.gpu, wants, profile.name);
  }
  return null;
}

/**
 * Why the VM cannot have all its vGPUs on this host, wherever each is: how many it may have, and of which series. Of which
 * boards they are is not known before they land.
 */
export function ruleAgainstVm({ host, gpus }: PowerOnHost, { vgpus }: PowerOnVm): RuleFault | null {
  const [one] = gpus;
  if (one === undefined) return null;
  const held = vgpus
    .slice(0, MANY_VGPUS)
    .map(({ wants }): HeldVgpu => ({ wants, place: { host, gpu: one.gpu } }));
  for (const [at, vgpu] of held.entries()) {
    const fault = vgpuRuleFaults(vgpu, held.slice(0, at)).find(
      (other) => isCertain(other) && (other.code === 'vgpus-per-vm' || other.code === 'mixed-series'),
    );
    if (fault !== undefined) return fault;
  }
  return null;
}

/** Whether the VMs of a host fit on its GPUs at all, with every start free to choose: before any question of order. */
import {
  emptyOccupancy,
  freeStarts,
  positionAt,
  slicesIn,
  withPosition,
  type Geometry,
  type Occupancy,
} from '../../model/geometry.ts';
import type { GpuInstance } from '../../model/plan.ts';
import { checkGpu } from '../check.ts';
import {
  distinctNeeds,
  ruleAgainstAll,
  ruleAgainstVm,
  type PowerOnHost,
  type PowerOnVgpu,
  type PowerOnVm,
} from './powerOn.ts';
import type { RuleFault } from '../rules/platformRules.ts';
import type { Effort } from './powerOnRun.ts';

export type NoRoom =
  /** No GPU of the host serves this vGPU, even when it is empty. */
  | { readonly code: 'no-gpu'; readonly vm: PowerOnVm; readonly attachment: number }
  /** A rule of the host's driver, of its platform or release refuses the VM on every GPU. */
  | { readonly code: 'refused'; readonly vm: PowerOnVm; readonly fault: RuleFault }
  /** The GPUs take fewer instances, each with as many VMs as it carries at most. */
  | { readonly code: 'too-many-vgpus'; readonly needed: number; readonly total: number }
  /** The GPUs have fewer slices than the vGPUs need. */
  | {
      readonly code: 'too-few-slices';
      readonly what: 'memory' | 'compute';
      readonly needed: number;
      readonly total: number;
    }
  /** Enough slices, and no way to cut the GPUs. */
  | { readonly code: 'no-packing' };

export type Room =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly why: NoRoom }
  /** Not found out within the effort. */
  | { readonly kind: 'unknown' };

/** The drawing is a proof where it is legal and complete; else it is searched for, exact as far as `effort` goes. */
export function whyNoRoom(host: PowerOnHost, effort: Effort): Room {
  // First, for it bounds everything that comes after: a plan can be made up of any number of VMs.
  const many = tooManyVgpus(host);
  if (many !== null) return { kind: 'no', why: many };
  for (const vm of host.vms) {
    const unserved = vm.vgpus.find(({ needs }) => needs.every((need) => need === null));
    const fault = unserved === undefined ? ruleAgainstVm(host, vm) : ruleAgainstAll(host, unserved);
    if (fault !== null) return { kind: 'no', why: { code: 'refused', vm, fault } };
    if (unserved !== undefined) {
      return { kind: 'no', why: { code: 'no-gpu', vm, attachment: unserved.attachment } };
    }
  }
  if (isDrawnWhole(host)) return { kind: 'yes' };
  const few = tooFewSlices(host);
  if (few !== null) return { kind: 'no', why: few };
  const fits = canPack(host, effort);
  if (fits === null) return { kind: 'unknown' };
  return fits ? { kind: 'yes' } : { kind: 'no', why: { code: 'no-packing' } };
}

function tooManyVgpus(host: PowerOnHost): NoRoom | null {
  const needed = host.vms.reduce((sum, { vgpus }) => sum + vgpus.length, 0);
  const distinct = distinctNeeds(host.vms);
  const total = host.gpus.reduce((sum, { geometry }, at) => {
    const carries = distinct.reduce((most, needs) => Math.max(most, needs[at]?.carries ?? 1), 1);
    return sum + geometry.board.maxInstances * carries;
  }, 0);
  return host.gpus.length > 0 && needed > total ? { code: 'too-many-vgpus', needed, total } : null;
}

/** True when every vGPU has a legal instance of its own, or one that carries as many. */
function isDrawnWhole(host: PowerOnHost): boolean {
  const illegal = new Set(
    host.host.gpus.flatMap((gpu) => checkGpu(gpu, null).flatMap(({ gi }) => gi?.id ?? [])),
  );
  const held = new Map<GpuInstance, { readonly key: string; readonly count: number }>();
  return host.vms.every((vm) => {
    const own = new Set<GpuInstance>();
    return vm.vgpus.every(({ drawn, needs, key }) => {
      if (drawn === null || illegal.has(drawn.gi.id) || own.has(drawn.gi)) return false;
      own.add(drawn.gi);
      const at = host.gpus.findIndex(({ gpu }) => gpu.id === drawn.gpu.id);
      const need = needs[at] ?? null;
      const profile = host.gpus[at]?.geometry.board.profiles[need?.profileIndex ?? -1];
      const others = held.get(drawn.gi) ?? { key, count: 0 };
      held.set(drawn.gi, { key, count: others.count + 1 });
      const isServed = need !== null && profile?.name === drawn.gi.profile;
      return isServed && others.key === key && others.count < need.carries;
    });
  });
}

/** By the numbers, where all GPUs are of one board and no instance is shared: else slices do not add up. */
function tooFewSlices(host: PowerOnHost): NoRoom | null {
  const [board, ...others] = new Set(host.gpus.map(({ geometry }) => geometry.board));
  const isShared = host.vms.some(({ vgpus }) =>
    vgpus.some(({ needs }) => needs.some((need) => (need?.carries ?? 1) > 1)),
  );
  if (board === undefined || others.length > 0 || isShared) return null;
  for (const what of ['memory', 'compute'] as const) {
    const needed = host.vms.reduce((sum, { size }) => sum + size[what], 0);
    const total = host.gpus.length * ((what === 'memory' ? board.memorySlices : board.computeSlices) ?? 0);
    if (needed > total) return { code: 'too-few-slices', what, needed, total };
  }
  return null;
}

interface Cut {
  readonly geometry: Geometry;
  readonly occupancy: Occupancy;
  /** Of shared instances: what they carry and for how many more, by VM so that none has two vGPUs on one. */
  readonly open: readonly { readonly key: string; readonly room: number; readonly vms: readonly number[] }[];
}

/** GPUs of one name serve every vGPU alike. Those of one board need not: the types of its variants have names of their own. */
function namesOf(host: PowerOnHost): string[] {
  const distinct = distinctNeeds(host.vms);
  return host.gpus.map(({ gpu }, at) => {
    const served = distinct.map((needs) => {
      const need = needs[at] ?? null;
      return need === null ? '-' : `${need.profileIndex}*${need.carries}`;
    });
    return `${gpu.board} ${served.join()}`;
  });
}

/** Depth first over all ways to cut the GPUs, the largest vGPU first; GPUs in the same state are one. Null: gave up. */
function canPack(host: PowerOnHost, effort: Effort): boolean | null {
  const names = namesOf(host);
  const vgpus = host.vms
    .flatMap((vm, owner) => vm.vgpus.map((vgpu) => ({ vgpu, owner, size: sizeOf(host, vgpu) })))
    .sort((a, b) => b.size - a.size || (a.vgpu.key < b.vgpu.key ? -1 : 1));
  const failed = new Set<string>();
  const enter = (done: number, cuts: readonly Cut[]): boolean | null => {
    const next = vgpus[done];
    if (next === undefined) return true;
    effort.left -= cuts.length;
    if (effort.left < 0) return null;
    const states = cuts.map((cut, at) => `${names[at]} ${cutKey(cut)}`);
    const key = `${done} ${[...states].sort().join(';')}`;
    if (failed.has(key)) return false;
    const { vgpu, owner } = next;
    const tried = new Set<string>();
    for (const [at, cut] of cuts.entries()) {
      const need = vgpu.needs[at] ?? null;
      const state = states[at] ?? '';
      if (need === null || tried.has(state)) continue;
      tried.add(state);
      const grown: Cut[] = cut.open
        .filter((open) => open.key === vgpu.key && open.room > 0 && !open.vms.includes(owner))
        .map((open) => ({
          ...cut,
          open: cut.open.map((one) =>
            one === open ? { ...one, room: one.room - 1, vms: [...one.vms, owner] } : one,
          ),
        }));
      const profile = cut.geometry.board.profiles[need.profileIndex]?.name ?? '';
      for (const start of slicesIn(freeStarts(cut.geometry, cut.occupancy, need.profileIndex))) {
        const position = positionAt(cut.geometry, profile, start);
        if (position === undefined) continue;
        const shared = { key: vgpu.key, room: need.carries - 1, vms: [owner] };
        grown.push({
          ...cut,
          occupancy: withPosition(cut.occupancy, position),
          open: need.carries > 1 ? [...cut.open, shared] : cut.open,
        });
      }
      for (const one of grown) {
        const below = enter(done + 1, cuts.with(at, one));
        if (below !== false) return below;
      }
    }
    failed.add(key);
    return false;
  };
  return enter(
    0,
    host.gpus.map(({ geometry }) => ({ geometry, occupancy: emptyOccupancy(geometry), open: [] })),
  );
}

function cutKey({ occupancy, open }: Cut): string {
  const rooms = open.map((one) => `${one.key}*${one.room}*${one.vms.join()}`).sort();
  return `${occupancy.mask} ${occupancy.counts.join()} ${rooms.join()}`;
}

function sizeOf(host: PowerOnHost, { needs }: PowerOnVgpu): number {
  const at = needs.findIndex((need) => need !== null);
  return host.gpus[at]?.geometry.board.profiles[needs[at]?.profileIndex ?? -1]?.memorySlices ?? 0;
}

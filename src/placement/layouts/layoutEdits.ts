/**
 * Edits of whole GPUs: set a layout, clear, fill. What stands where the new layout has it stays the same instance. The
 * rest moves where the layout has its profile elsewhere, and only what then finds no place goes. A VM whose instance goes
 * changes over to a free instance of its type on the same GPU before it is sent to waiting: whoever cuts a GPU anew means
 * the slices, not the VMs on them.
 */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import { geometryOf, occupancyOf } from '../../model/geometry.ts';
import { IdSource, type GiId, type GpuId, type HostId, type VmId } from '../../model/ids.ts';
import {
  findGpu,
  findHost,
  makeInstance,
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checkAssign, holdersOn } from '../vms/assign.ts';
import type { CommandError, PlacementError } from '../errors.ts';
import type { Layout } from './layouts.ts';
import { legalPlaces } from '../instanceEdits.ts';
import { checkPlacement } from '../legal.ts';
import { byStart } from '../planParts.ts';
import { driverRefusal } from '../rules/platformRules.ts';

export type LayoutCommand =
  /** The same layout on each of these GPUs. */
  | { readonly type: 'gpu/setLayout'; readonly gpuIds: readonly GpuId[]; readonly layout: Layout }
  | { readonly type: 'gpu/clear'; readonly gpuIds: readonly GpuId[] }
  /** As many instances of one profile as the free room takes; what stands stays. */
  | { readonly type: 'gpu/fill'; readonly gpuIds: readonly GpuId[]; readonly profile: ProfileName }
  /** A layout for each of these GPUs, as copied from the host of that name. */
  | {
      readonly type: 'host/setLayouts';
      readonly hostId: HostId;
      readonly from: string;
      readonly layouts: readonly GpuLayout[];
    };

export interface GpuLayout {
  readonly gpuId: GpuId;
  readonly layout: Layout;
}

/** What a layout does to a GPU: said before it is done, and what is then done. */
export interface LayoutChange {
  readonly gpu: Gpu;
  readonly kept: number;
  /** Same instance, VMs included, at another start. */
  readonly moved: number;
  readonly added: number;
  readonly removed: readonly GpuInstance[];
  /** Pinned, and not where the layout has them: it must not be set. */
  readonly pinned: readonly GiId[];
  /** What becomes of the attachments to `removed`. */
  readonly handOvers: readonly HandOver[];
}

interface HandOver {
  readonly vmId: VmId;
  readonly from: GiId;
  /** Null: the VM waits. */
  readonly to: GiId | null;
}

/** What the layout would make of this GPU. It does not ask whether the layout is legal; `checkLayout` does. */
export function layoutChange(
  plan: Plan,
  gpu: Gpu,
  layout: Layout,
  ids = new IdSource(plan.nextId),
): LayoutChange {
  const vms = vmsByInstance(plan);
  // Of two alike the one that is pinned, then the one with VMs is held on to.
  const worth = (gi: GpuInstance): number => (gi.pinned ? 2 : 0) + (vms.has(gi.id) ? 1 : 0);
  const left = [...gpu.instances].sort((a, b) => worth(b) - worth(a) || byStart(a, b));
  const take = (isIt: (gi: GpuInstance) => boolean): GpuInstance | undefined => {
    const index = left.findIndex(isIt);
    return index === -1 ? undefined : left.splice(index, 1)[0];
  };
  const kept: GpuInstance[] = [];
  const open = layout.filter(({ profile, start }) => {
    const same = take((gi) => gi.profile === profile && gi.start === start);
    if (same !== undefined) kept.push(same);
    return same === undefined;
  });
  const pinned = left.filter((gi) => gi.pinned).map((gi) => gi.id);
  const moved: GpuInstance[] = [];
  const added: GpuInstance[] = [];
  for (const { profile, start } of open) {
    const same = take((gi) => gi.profile === profile && !gi.pinned);
    if (same !== undefined) moved.push({ ...same, start });
    else added.push(makeInstance(ids.gi(), profile, start));
  }
  const isSame = kept.length === gpu.instances.length && added.length === 0;
  const after = isSame ? gpu : { ...gpu, instances: [...kept, ...moved, ...added].sort(byStart) };
  return {
    gpu: after,
    kept: kept.length,
    moved: moved.length,
    added: added.length,
    removed: [...left].sort(byStart),
    pinned,
    handOvers: handOver(plan, after, left),
  };
}

/** Gives each VM of the instances that go the first instance of its type that has room for it. */
function handOver(plan: Plan, gpu: Gpu, gone: readonly GpuInstance[]): HandOver[] {
  const vms = vmsByInstance(plan);
  const serving = new Map(gpu.instances.map((gi) => [gi.id, holdersOn(plan, gi.id)]));
  const handOvers: HandOver[] = [];
  for (const { id: from } of gone) {
    for (const vm of new Set(vms.get(from))) {
      for (const { wants, instance } of vm.attachments) {
        if (instance !== from) continue;
        const to = gpu.instances.find((gi) => {
          const others = serving.get(gi.id) ?? [];
          return others.every(({ vmId }) => vmId !== vm.id) && checkAssign(wants, { gpu, gi }, others).ok;
        });
        if (to !== undefined) serving.get(to.id)?.push({ vmId: vm.id, wants });
        handOvers.push({ vmId: vm.id, from, to: to?.id ?? null });
      }
    }
  }
  return handOvers;
}

/**
 * Why this GPU cannot be cut like that; null when it can. An empty layout suits any. A profile that stands there already,
 * though the driver should not have it, is no reason to refuse the rest.
 */
export function checkLayout(host: Pick<Host, 'driver'>, gpu: Gpu, layout: Layout): PlacementError | null {
  const ids = new IdSource();
  const instances: GpuInstance[] = [];
  for (const { profile, start } of layout) {
    const legal = checkPlacement({ ...gpu, instances }, profile, start);
    if (!legal.ok) return legal.error;
    const tooNew = driverRefusal(host, gpu, profile);
    if (tooNew !== null && countOf(layout, profile) > countOf(gpu.instances, profile)) return tooNew;
    instances.push(makeInstance(ids.gi(), profile, start));
  }
  return null;
}

function countOf(layout: Layout, profile: ProfileName): number {
  return layout.filter((one) => one.profile === profile).length;
}

export function applyLayoutCommand(plan: Plan, command: LayoutCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'gpu/setLayout':
      return setLayouts(plan, sameOn(command.gpuIds, command.layout));
    case 'gpu/clear':
      return setLayouts(plan, sameOn(command.gpuIds, []));
    case 'gpu/fill':
      return fillGpus(plan, command.gpuIds, command.profile);
    case 'host/setLayouts':
      return findHost(plan, command.hostId) === undefined
        ? err({ code: 'not-found', what: 'host' })
        : setLayouts(plan, command.layouts);
  }
}

function sameOn(gpuIds: readonly GpuId[], layout: Layout): GpuLayout[] {
  return [...new Set(gpuIds)].map((gpuId) => ({ gpuId, layout }));
}

/** All or nothing: one GPU that refuses its layout leaves every other as it is. */
export function setLayouts(plan: Plan, wanted: readonly GpuLayout[]): Result<Plan, CommandError> {
  const ids = new IdSource(plan.nextId);
  const changes: LayoutChange[] = [];
  for (const { gpuId, layout } of wanted) {
    const place = findGpu(plan, gpuId);
    if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
    const { host, gpu } = place;
    const fault = checkLayout(host, gpu, layout);
    if (fault !== null) return err(fault);
    const change = layoutChange(plan, gpu, layout, ids);
    if (change.gpu !== gpu) changes.push(change);
  }
  const pinned = changes.flatMap((change) => change.pinned);
  if (pinned.length > 0) return err({ code: 'pinned', pinned });
  return ok(withGpus(plan, changes, ids.next));
}

/** The plan with all these GPUs exchanged in one pass. The same plan when there are none. */
function withGpus(
  plan: Plan,
  changes: readonly Pick<LayoutChange, 'gpu' | 'handOvers'>[],
  nextId: number,
): Plan {
  if (changes.length === 0) return plan;
  const gpus = new Map(changes.map(({ gpu }) => [gpu.id, gpu]));
  const hosts = plan.hosts.map((host) =>
    host.gpus.some((gpu) => gpus.has(gpu.id))
      ? { ...host, gpus: host.gpus.map((gpu) => gpus.get(gpu.id) ?? gpu) }
      : host,
  );
  const byVm = new Map<VmId, HandOver[]>();
  for (const one of changes.flatMap(({ handOvers }) => handOvers)) {
    byVm.set(one.vmId, [...(byVm.get(one.vmId) ?? []), one]);
  }
  if (byVm.size === 0) return { ...plan, hosts, nextId };
  const vms = plan.vms.map((vm) => {
    const own = byVm.get(vm.id);
    if (own === undefined) return vm;
    const attachments = vm.attachments.map((attachment) => {
      const index = own.findIndex(({ from }) => from === attachment.instance);
      const [taken] = index === -1 ? [] : own.splice(index, 1);
      return taken === undefined ? attachment : { ...attachment, instance: taken.to };
    });
    return { ...vm, attachments };
  });
  return { ...plan, hosts, vms, nextId };
}

/** GPUs without room are passed over; when none has any, the reason of the first is the answer. */
function fillGpus(plan: Plan, gpuIds: readonly GpuId[], profile: ProfileName): Result<Plan, CommandError> {
  const ids = new IdSource(plan.nextId);
  const changes: { gpu: Gpu; handOvers: readonly HandOver[] }[] = [];
  let refused: CommandError | null = null;
  for (const gpuId of new Set(gpuIds)) {
    const gpu = findGpu(plan, gpuId)?.gpu;
    if (gpu === undefined) return err({ code: 'not-found', what: 'gpu' });
    const { starts, why } = legalPlaces(plan, gpu, profile);
    refused ??= why;
    if (starts.length > 0) changes.push({ gpu: filled(gpu, profile, ids), handOvers: [] });
  }
  return changes.length === 0 && refused !== null ? err(refused) : ok(withGpus(plan, changes, ids.next));
}

/**
 * The starts of one profile do not overlap each other, so any order places as many. Where a maximum ends it sooner, the
 * ones that are taken are those that leave most other starts legal.
 */
function filled(gpu: Gpu, profile: ProfileName, ids: IdSource): Gpu {
  const board = findBoard(gpu.board);
  if (board === undefined) return gpu;
  const geometry = geometryOf(board);
  const index = geometry.profileIndexByName.get(profile) ?? -1;
  let { instances } = gpu;
  for (;;) {
    const model = { variant: 'fewest-lost', kind: gpu.kind ?? 'straight' } as const;
    const start = driverStart(board, occupancyOf(geometry, instances), index, model);
    if (start === null) return { ...gpu, instances: [...instances].sort(byStart) };
    instances = [...instances, makeInstance(ids.gi(), profile, start)];
  }
}

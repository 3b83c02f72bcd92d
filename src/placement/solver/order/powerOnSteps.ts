/**
 * From who runs now to who is to run, on a host whose hypervisor makes the instances: who is powered off, and in which order
 * the others are powered on so that each finds its place under every modelled driver. VMs that run stay where they are; of
 * those that are in the way as few as possible are powered off, and no pinned one ever.
 */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import {
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type Vm,
} from '../../../model/plan.ts';
import { gpuDifferences } from '../../observed/difference.ts';
import { powerOnHost, type PowerOnHost, type PowerOnVm } from '../../powerOn/powerOn.ts';
import { played, type OrderedVm, type StuckVm } from '../../powerOn/powerOnOrder.ts';
import { whyNoRoom, type NoRoom } from '../../powerOn/powerOnRoom.ts';
import { runsBeside, type Effort, type StandingVgpu } from '../../powerOn/powerOnRun.ts';
import { searchOrder } from '../../powerOn/powerOnSearch.ts';
import type { InstanceAt } from './steps.ts';

/** A VM that runs now, or an instance of which nobody knows who has it (`vm` null). */
interface Running {
  readonly vm: string | null;
  readonly places: readonly { readonly gpu: Gpu; readonly gi: GpuInstance; readonly attachment: number }[];
  readonly isPinned: boolean;
}

export interface PoweredOff {
  readonly vm: string | null;
  readonly from: readonly InstanceAt[];
  readonly isPinned: boolean;
}

export type PowerOnChange =
  | {
      readonly kind: 'order';
      readonly off: readonly PoweredOff[];
      readonly on: readonly OrderedVm[];
      readonly host: PowerOnHost | null;
      /** VMs that go on running elsewhere than the target draws them. */
      readonly elsewhere: readonly string[];
      /** VMs that run before and after, and are powered off in between. */
      readonly restarted: readonly string[];
      /** Fewer cannot be. */
      readonly isFewest: boolean;
    }
  /** They do not all fit on the host, whatever runs. */
  | { readonly kind: 'no-room'; readonly host: PowerOnHost; readonly why: NoRoom }
  /** Whoever is powered off, no order starts all; `isProven` false: not every way was tried. */
  | {
      readonly kind: 'none';
      readonly host: PowerOnHost;
      readonly stuck: StuckVm | null;
      readonly isProven: boolean;
    };

/** GPUs looked at, in thought, before it is given up: some tenths of a second. */
const MAX_EFFORT = 1_500_000;

export function powerOnChange(
  currentPlan: Plan,
  targetPlan: Plan,
  current: Host | null,
  target: Host | null,
  effort = MAX_EFFORT,
): PowerOnChange {
  const host = target === null ? null : powerOnHost(targetPlan, target.id);
  const running = runningOn(currentPlan, targetPlan, current, target);
  if (host === null) {
    const off = running.map((one) => offOf(current, one));
    return { kind: 'order', off, on: [], host, elsewhere: [], restarted: [], isFewest: true };
  }
  const room = whyNoRoom(host, { left: Math.ceil(effort / 10) });
  if (room.kind === 'no') return { kind: 'no-room', host, why: room.why };
  const staying = new Map<PowerOnVm, Running>();
  const blocks: StandingVgpu[] = [];
  const leaving: Running[] = [];
  for (const one of running) {
    const wanted = one.vm === null ? undefined : host.vms.find(({ vm }) => vm.name === one.vm);
    if (wanted !== undefined && standingOf(host, wanted, one) !== null) staying.set(wanted, one);
    else if (one.vm === null && isKeptIdle(targetPlan, target, one)) blocks.push(...blockOf(host, one));
    else leaving.push(one);
  }
  const left: Effort = { left: effort };
  const movable = [...staying].filter(([, { isPinned }]) => !isPinned).map(([vm]) => vm);
  let isProven = true;
  let stuck: StuckVm | null = null;
  const attempt = (restarted: ReadonlySet<PowerOnVm>): PowerOnChange | null => {
    const stays = [...staying.keys()].filter((vm) => !restarted.has(vm));
    const starting = { ...host, vms: host.vms.filter((vm) => !stays.includes(vm)) };
    const standing = stays.flatMap((vm) => standingOf(host, vm, staying.get(vm)) ?? []);
    const runs = runsBeside(starting, [...standing, ...blocks]);
    const found = (['near-drawn', 'start'] as const)
      .map((goal) => {
        const few: Effort = { left: Math.min(left.left, Math.ceil(effort / 8)) };
        const before = few.left;
        const searched = searchOrder(starting, runs, { goal, effort: few });
        left.left -= before - Math.max(0, few.left);
        return searched;
      })
      .sort((a, b) => rank[a.kind] - rank[b.kind])[0];
    if (found?.kind !== 'found') {
      isProven &&= found?.kind === 'none';
      if (stuck === null) ({ stuck } = played(starting, runs, found?.sequence ?? [], { left: effort }));
      return null;
    }
    const { order } = played(starting, runs, found.sequence, { left: effort });
    const again = [...restarted].flatMap((vm) => staying.get(vm) ?? []);
    return {
      kind: 'order',
      off: [...leaving, ...again].map((one) => offOf(current, one)),
      on: order,
      host,
      elsewhere: stays.filter((vm) => !isAsDrawn(vm, staying.get(vm))).map(({ vm }) => vm.name),
      restarted: again.flatMap(({ vm }) => vm ?? []),
      isFewest: isProven,
    };
  };
  // Those that do not run where they are drawn go first: that may be what the target is about.
  const inTurn = [...movable].sort(
    (a, b) => Number(isAsDrawn(a, staying.get(a))) - Number(isAsDrawn(b, staying.get(b))),
  );
  for (let count = 0; count <= inTurn.length; count++) {
    for (const chosen of subsets(inTurn, count)) {
      const change = attempt(new Set(chosen));
      if (change !== null) return change;
      if (left.left <= 0) {
        isProven = false;
        left.left = Math.ceil(effort / 4);
        return attempt(new Set(movable)) ?? { kind: 'none', host, stuck, isProven: false };
      }
    }
  }
  return { kind: 'none', host, stuck, isProven };
}

const rank = { found: 0, none: 1, open: 2 } as const;

/** Every choice of `count`, in the order of the list. */
function* subsets<T>(list: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= list.length - count; at++) {
    for (const rest of subsets(list, count - 1, at + 1)) yield [list[at] as T, ...rest];
  }
}

/**
 * Who runs on the host. Where CURRENT names no VM at all, as a listing does, an instance is taken to be that of the VMs which
 * the target has at its place, or else on one of its profile on that GPU.
 */
function runningOn(
  currentPlan: Plan,
  targetPlan: Plan,
  current: Host | null,
  target: Host | null,
): Running[] {
  if (current === null) return [];
  const isAnonymous = currentPlan.vms.every((vm) =>
    vm.attachments.every(({ instance }) => instance === null),
  );
  const vmsOf = isAnonymous ? asExpected(targetPlan, current, target) : byInstance(currentPlan.vms);
  const byVm = new Map<string, { places: Running['places'][number][]; isPinned: boolean }>();
  const idle: Running[] = [];
  for (const gpu of current.gpus) {
    if (gpu.use !== 'mig') continue;
    for (const gi of gpu.instances) {
      const on = vmsOf.get(gi.id) ?? [];
      if (on.length === 0) idle.push({ vm: null, places: [{ gpu, gi, attachment: 0 }], isPinned: gi.pinned });
      for (const { vm, attachment } of on) {
        const one = byVm.get(vm) ?? { places: [], isPinned: false };
        byVm.set(vm, one);
        one.places.push({ gpu, gi, attachment });
        one.isPinned ||= gi.pinned;
      }
    }
  }
  return [...[...byVm].map(([vm, one]) => ({ vm, ...one })), ...idle];
}

type OnInstance = ReadonlyMap<number, readonly { readonly vm: string; readonly attachment: number }[]>;

function byInstance(vms: readonly Vm[]): OnInstance {
  const on = new Map<number, { vm: string; attachment: number }[]>();
  for (const vm of vms) {
    for (const [attachment, { instance }] of vm.attachments.entries()) {
      if (instance === null) continue;
      on.set(instance, [...(on.get(instance) ?? []), { vm: vm.name, attachment }]);
    }
  }
  return on;
}

function asExpected(targetPlan: Plan, current: Host, target: Host | null): OnInstance {
  const planned = byInstance(targetPlan.vms);
  const on = new Map<number, readonly { vm: string; attachment: number }[]>();
  for (const one of gpuDifferences(target?.gpus ?? [], current.gpus, new Map())) {
    for (const pair of [...one.asPlanned, ...one.moved]) {
      const vms = planned.get(pair.planned.id);
      if (vms !== undefined) on.set(pair.observed.id, vms);
    }
  }
  return on;
}

function offOf(host: Host | null, { vm, places, isPinned }: Running): PoweredOff {
  const from = places.map(({ gpu, gi }) => ({
    host: host?.name ?? '',
    gpu: gpu.index,
    board: gpu.board,
    profile: gi.profile,
    start: gi.start,
  }));
  return { vm, from, isPinned };
}

/** What the VM holds now, as the target's host counts it; null where it cannot go on running on that. */
function standingOf(
  host: PowerOnHost,
  wanted: PowerOnVm,
  running: Running | undefined,
): StandingVgpu[] | null {
  if (running?.places.length !== wanted.vgpus.length) return null;
  const standing: StandingVgpu[] = [];
  for (const { gpu, gi, attachment } of running.places) {
    const gpuAt = host.gpus.findIndex((one) => one.gpu.index === gpu.index && one.gpu.board === gpu.board);
    const vgpu = wanted.vgpus.find((one) => one.attachment === attachment);
    const need = vgpu?.needs[gpuAt] ?? null;
    if (vgpu === undefined || need === null) return null;
    if (host.gpus[gpuAt]?.geometry.board.profiles[need.profileIndex]?.name !== gi.profile) return null;
    const { profileIndex, carries } = need;
    standing.push({ gpuAt, profileIndex, start: gi.start, vmId: wanted.vm.id, key: vgpu.key, carries });
  }
  return standing;
}

/** An instance without a VM that the target has as well, and for nobody: one that is a VM's there would be in its way. */
function isKeptIdle(targetPlan: Plan, target: Host | null, { places }: Running): boolean {
  const on = vmsByInstance(targetPlan);
  return places.every(({ gpu, gi }) =>
    target?.gpus.some(
      (other) =>
        other.index === gpu.index &&
        other.board === gpu.board &&
        other.use === 'mig' &&
        other.instances.some(
          (one) => one.profile === gi.profile && one.start === gi.start && !on.has(one.id),
        ),
    ),
  );
}

function blockOf(host: PowerOnHost, { places }: Running): StandingVgpu[] {
  return places.flatMap(({ gpu, gi }) => {
    const gpuAt = host.gpus.findIndex((one) => one.gpu.index === gpu.index);
    const board = findBoard(gpu.board);
    const profileIndex = board?.profiles.findIndex(({ name }) => name === gi.profile) ?? -1;
    return gpuAt === -1 || profileIndex === -1
      ? []
      : [{ gpuAt, profileIndex, start: gi.start, vmId: null, key: '', carries: 1 }];
  });
}

function isAsDrawn(wanted: PowerOnVm, running: Running | undefined): boolean {
  return wanted.vgpus.every(({ attachment, drawn }) =>
    running?.places.some(
      ({ gpu, gi, attachment: other }) =>
        other === attachment &&
        drawn?.gpu.index === gpu.index &&
        drawn.gi.start === gi.start &&
        drawn.gi.profile === gi.profile,
    ),
  );
}

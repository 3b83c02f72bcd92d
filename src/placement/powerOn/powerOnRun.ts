/**
 * One modelled hypervisor while VMs power on. Whether a GPU is straight or mirrored, and in which order the vGPUs of one VM
 * are taken, is not known: a run that depends on it goes on as several, and an order works when none of them refuses.
 */
import { DRIVER_VARIANTS, driverStart, type DriverVariant } from '../../model/driverStart.ts';
import {
  emptyOccupancy,
  freeStarts,
  positionAt,
  withPosition,
  type Occupancy,
} from '../../model/geometry.ts';
import type { Board } from '../../model/board.ts';
import type { VmId } from '../../model/ids.ts';
import type { GpuKind } from '../../model/plan.ts';
import type { PowerOnGpu, PowerOnHost, PowerOnVgpu, PowerOnVm } from './powerOn.ts';

/** An instance that more VMs may join. */
interface Shared {
  readonly key: string;
  readonly start: number;
  readonly room: number;
  readonly vms: readonly VmId[];
}

interface GpuState {
  readonly occupancy: Occupancy;
  /** Null until a start depended on it. */
  readonly kind: GpuKind | null;
  readonly shared: readonly Shared[];
  /** Equal for states that answer every vGPU of the host alike, now and later. */
  readonly key: string;
}

export interface Run {
  readonly variant: DriverVariant;
  /** Like the host's `gpus`. */
  readonly gpus: readonly GpuState[];
  /** The orders in which VMs with several vGPUs took them, where there was a choice. */
  readonly vgpuOrders: readonly (readonly [vm: VmId, attachments: readonly number[]])[];
  readonly key: string;
}

/** A vGPU that found its place. */
export interface Landing {
  readonly attachment: number;
  /** Of the vGPU. */
  readonly key: string;
  /** In the host's `gpus`. */
  readonly gpuAt: number;
  readonly profileIndex: number;
  readonly start: number;
  /** It joined an instance that was there. */
  readonly isJoined: boolean;
}

export interface Started {
  readonly run: Run;
  readonly landings: readonly Landing[];
}

/** A vGPU that found none, so that its VM does not start. */
export interface Refused {
  /** As it was before the VM. */
  readonly run: Run;
  readonly attachment: number;
  /** The VM's vGPUs that had theirs by then. */
  readonly beside: readonly Landing[];
}

export type StartResult =
  | { readonly kind: 'started'; readonly started: readonly Started[] }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** The effort ran out: nothing is known of the VM. */
  | { readonly kind: 'open' };

/**
 * What a question may still cost, in GPUs looked at; it goes down as it is spent. A step alone bounds nothing: a VM with a
 * dozen different vGPUs can take them in millions of ways, and a host can have any number of GPUs.
 */
export interface Effort {
  left: number;
}

/** Every model at its start: an empty host. */
export function firstRuns(
  host: PowerOnHost,
  variants: readonly DriverVariant[] = DRIVER_VARIANTS,
  kindOf: (gpu: PowerOnGpu) => GpuKind | null = ({ kinds }) =>
    kinds.length === 1 ? (kinds[0] ?? null) : null,
): Run[] {
  return variants.map((variant) => {
    const gpus = host.gpus.map((one) =>
      gpuState(one, emptyOccupancy(one.geometry), variant === 'list' ? null : kindOf(one), []),
    );
    return makeRun(variant, gpus, []);
  });
}

/** An instance that stands before the first VM powers on. `vmId` null: nobody who powers on may join it. */
export interface StandingVgpu {
  readonly gpuAt: number;
  readonly profileIndex: number;
  readonly start: number;
  readonly vmId: VmId | null;
  /** Of the vGPU that is on it, and how many like it the instance carries. */
  readonly key: string;
  readonly carries: number;
}

/** Every model on a host on which VMs run already. */
export function runsBeside(host: PowerOnHost, standing: readonly StandingVgpu[]): Run[] {
  return firstRuns(host).map((run) => {
    const gpus = run.gpus.map((state, gpuAt) => {
      const one = host.gpus[gpuAt];
      if (one === undefined) return state;
      const here = standing.filter((other) => other.gpuAt === gpuAt);
      let { occupancy } = state;
      const shared = new Map<number, Shared>();
      for (const { profileIndex, start, vmId, key, carries } of here) {
        const before = shared.get(start);
        const position = one.geometry.positions[profileIndex]?.find((other) => other.start === start);
        if (before === undefined && position !== undefined) occupancy = withPosition(occupancy, position);
        if (vmId === null || carries < 2) continue;
        const vms = [...(before?.vms ?? []), vmId];
        shared.set(start, { key, start, room: carries - vms.length, vms });
      }
      return gpuState(one, occupancy, state.kind, [...shared.values()]);
    });
    return makeRun(run.variant, gpus, run.vgpuOrders);
  });
}

function makeRun(variant: DriverVariant, gpus: readonly GpuState[], vgpuOrders: Run['vgpuOrders']): Run {
  return { variant, gpus, vgpuOrders, key: `${variant} ${gpus.map((gpu) => gpu.key).join(' ')}` };
}

function gpuState(
  { geometry, wanted }: PowerOnGpu,
  occupancy: Occupancy,
  kind: GpuKind | null,
  shared: readonly Shared[],
): GpuState {
  const open = shared.filter((one) => one.room > 0);
  const isFull =
    open.length === 0 && wanted.every((profileIndex) => freeStarts(geometry, occupancy, profileIndex) === 0);
  const key = isFull
    ? 'full'
    : `${kind ?? '?'}:${occupancy.mask}:${occupancy.counts.join()}:${open.map((one) => `${one.key}@${one.start}*${one.room}`).join()}`;
  return { occupancy, kind, shared, key };
}

const kept = new WeakMap<Board, Map<string, number | null>>();

/** `driverStart`, remembered: a search asks the same thing over and over. */
function startOf(
  board: Board,
  occupancy: Occupancy,
  profileIndex: number,
  variant: DriverVariant,
  kind: GpuKind,
): number | null {
  const known = kept.get(board) ?? new Map<string, number | null>();
  kept.set(board, known);
  const key = `${variant} ${kind} ${profileIndex} ${occupancy.mask} ${occupancy.counts.join()}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const start = driverStart(board, occupancy, profileIndex, { variant, kind });
  known.set(key, start);
  return start;
}

interface Landed {
  readonly gpus: readonly GpuState[];
  readonly landing: Landing;
}

/** The first GPU with room takes it; none: no GPU has room. Several where the kind of that GPU decides the start. */
function land(
  host: PowerOnHost,
  run: Pick<Run, 'variant' | 'gpus'>,
  vmId: VmId,
  vgpu: PowerOnVgpu,
): Landed[] {
  for (const [gpuAt, one] of host.gpus.entries()) {
    const need = vgpu.needs[gpuAt] ?? null;
    const state = run.gpus[gpuAt];
    if (need === null || state === undefined) continue;
    const { profileIndex } = need;
    const landed = (start: number, isJoined: boolean, changed: GpuState): Landed => ({
      gpus: run.gpus.with(gpuAt, changed),
      landing: { attachment: vgpu.attachment, key: vgpu.key, gpuAt, profileIndex, start, isJoined },
    });
    const open = state.shared.find(
      (other) => other.key === vgpu.key && other.room > 0 && !other.vms.includes(vmId),
    );
    if (open !== undefined) {
      const joined = { ...open, room: open.room - 1, vms: [...open.vms, vmId] };
      const shared = state.shared.map((other) => (other === open ? joined : other));
      return [landed(open.start, true, gpuState(one, state.occupancy, state.kind, shared))];
    }
    const { geometry } = one;
    if (freeStarts(geometry, state.occupancy, profileIndex) === 0) continue;
    const kinds =
      state.kind !== null ? [state.kind] : run.variant === 'list' ? one.kinds.slice(0, 1) : one.kinds;
    const starts = kinds.map((kind) =>
      startOf(geometry.board, state.occupancy, profileIndex, run.variant, kind),
    );
    const isDecidedByKind = new Set(starts).size > 1;
    return kinds.slice(0, isDecidedByKind ? kinds.length : 1).flatMap((kind, at) => {
      const start = starts[at] ?? null;
      const name = geometry.board.profiles[profileIndex]?.name ?? '';
      const position = start === null ? undefined : positionAt(geometry, name, start);
      if (start === null || position === undefined) return [];
      const shared =
        need.carries > 1
          ? [...state.shared, { key: vgpu.key, start, room: need.carries - 1, vms: [vmId] }]
          : state.shared;
      const occupancy = withPosition(state.occupancy, position);
      return [landed(start, false, gpuState(one, occupancy, isDecidedByKind ? kind : state.kind, shared))];
    });
  }
  return [];
}

interface Partly extends Started {
  readonly left: readonly PowerOnVgpu[];
}

/**
 * Powers a VM on: all of its vGPUs or none. The order in which the hypervisor takes them is its own, so each is gone through;
 * one that leaves a vGPU without place is a refusal. `order` (attachments) fixes it instead. Without `effort` it is followed to
 * the end, which is for a fixed order only.
 */
export function startVm(
  host: PowerOnHost,
  run: Run,
  { vm, vgpus }: PowerOnVm,
  order: readonly number[] | null,
  effort: Effort = { left: Infinity },
): StartResult {
  const listed =
    order === null ? vgpus : order.flatMap((at) => vgpus.find((vgpu) => vgpu.attachment === at) ?? []);
  let front: Partly[] = [{ run, landings: [], left: listed }];
  for (let done = 0; done < vgpus.length; done++) {
    const next = new Map<string, Partly>();
    for (const partly of front) {
      const tried = new Set<string>();
      for (const vgpu of order === null ? partly.left : partly.left.slice(0, 1)) {
        if (tried.has(vgpu.key)) continue;
        tried.add(vgpu.key);
        effort.left -= host.gpus.length;
        if (effort.left < 0) return { kind: 'open' };
        const landed = land(host, partly.run, vm.id, vgpu);
        if (landed.length === 0) {
          return {
            kind: 'refused',
            refused: {
              run: withOrder(run, vm.id, partly, vgpu),
              attachment: vgpu.attachment,
              beside: partly.landings,
            },
          };
        }
        const left = partly.left.filter((other) => other !== vgpu);
        for (const { gpus, landing } of landed) {
          const landings = [...partly.landings, landing];
          const grown = { run: makeRun(run.variant, gpus, run.vgpuOrders), landings, left };
          // Which vGPU is where counts as well as what is taken: landings are what is shown.
          const places = placesKey(landings);
          const key = `${grown.run.key}|${places}`;
          if (!next.has(key)) next.set(key, grown);
        }
      }
    }
    front = [...next.values()];
  }
  const isChoice = order === null && new Set(vgpus.map((vgpu) => vgpu.key)).size > 1;
  const started = front.map((one) => ({
    landings: nearestToDrawn(host, vgpus, one.landings),
    run: isChoice
      ? {
          ...one.run,
          vgpuOrders: [...run.vgpuOrders, [vm.id, one.landings.map((l) => l.attachment)] as const],
        }
      : one.run,
  }));
  return { kind: 'started', started };
}

/** vGPUs of one VM that need the same are interchangeable: one that is drawn where any of them landed has that place. */
function nearestToDrawn(
  host: PowerOnHost,
  vgpus: readonly PowerOnVgpu[],
  landings: readonly Landing[],
): Landing[] {
  if (new Set(vgpus.map(({ key }) => key)).size === vgpus.length) return [...landings];
  const isDrawnAt = ({ drawn }: PowerOnVgpu, { gpuAt, profileIndex, start }: Landing): boolean => {
    const one = host.gpus[gpuAt];
    const profile = one?.geometry.board.profiles[profileIndex]?.name;
    return drawn?.gpu.id === one?.gpu.id && drawn?.gi.start === start && drawn.gi.profile === profile;
  };
  const left = new Set(vgpus);
  const owners = new Map<Landing, PowerOnVgpu>();
  for (const isExact of [true, false]) {
    for (const landing of landings) {
      if (owners.has(landing)) continue;
      for (const vgpu of left) {
        if (vgpu.key !== landing.key || (isExact && !isDrawnAt(vgpu, landing))) continue;
        owners.set(landing, vgpu);
        left.delete(vgpu);
        break;
      }
    }
  }
  return landings.map((landing) => ({
    ...landing,
    attachment: owners.get(landing)?.attachment ?? landing.attachment,
  }));
}

/** The run as it was, with the order in mind that led to the refusal. */
function withOrder(run: Run, vmId: VmId, partly: Partly, refused: PowerOnVgpu): Run {
  const others = partly.left.filter((other) => other !== refused);
  const order = [...partly.landings, refused, ...others].map((one) => one.attachment);
  const kinds = partly.run.gpus.map((gpu) => gpu.kind);
  const gpus = run.gpus.map((gpu, at) => ({ ...gpu, kind: kinds[at] ?? gpu.kind }));
  return { ...run, gpus, vgpuOrders: [...run.vgpuOrders, [vmId, order]] };
}

/** vGPUs that need the same are interchangeable. */
export function placesKey(landings: readonly Landing[]): string {
  return landings
    .map(({ key, gpuAt, start }) => `${key}@${gpuAt}:${start}`)
    .sort()
    .join();
}

/** Powers a VM on in every run. Runs that go on alike are one. */
export function startInAll(
  host: PowerOnHost,
  runs: readonly Run[],
  vm: PowerOnVm,
  effort: Effort,
): StartResult {
  const started = new Map<string, Started>();
  for (const run of runs) {
    const result = startVm(host, run, vm, null, effort);
    if (result.kind !== 'started') return result;
    for (const one of result.started) {
      const key = `${one.run.key}|${placesKey(one.landings)}`;
      if (!started.has(key)) started.set(key, one);
    }
  }
  return { kind: 'started', started: [...started.values()] };
}

/** The runs that go on after a VM, each state once. */
export function distinctRuns(started: readonly Started[]): Run[] {
  const runs = new Map<string, Run>();
  for (const { run } of started) if (!runs.has(run.key)) runs.set(run.key, run);
  return [...runs.values()];
}

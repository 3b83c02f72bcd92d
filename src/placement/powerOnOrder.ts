/**
 * In which order to power on the VMs of a host so that each finds its place, whatever the driver does: under every model
 * of it, on straight and mirrored GPUs. Nothing is ever moved, so one order succeeds where another fails.
 */
import { DRIVER_VARIANTS, type DriverVariant } from '../model/driverStart.ts';
import type { GpuId, VmId } from '../model/ids.ts';
import type { GpuKind } from '../model/plan.ts';
import type { PowerOnGpu, PowerOnHost, PowerOnVm } from './powerOn.ts';
import { whyNoRoom, type NoRoom } from './powerOnRoom.ts';
import {
  distinctRuns,
  firstRuns,
  placesKey,
  startInAll,
  type Landing,
  type Refused,
  type Run,
  type Started,
} from './powerOnRun.ts';

/** One way the host may behave, with everything that is not known decided. Plain data: a command carries it. */
export interface PowerOnModel {
  readonly variant: DriverVariant;
  /** Of GPUs that may be either; one that is not named is straight. */
  readonly kinds: readonly { readonly gpuId: GpuId; readonly kind: GpuKind }[];
  /** In which order a VM takes its vGPUs, by their place in the VM; one that is not named takes them as listed. */
  readonly vgpuOrders: readonly { readonly vmId: VmId; readonly attachments: readonly number[] }[];
}

/** Where the vGPUs of a VM land together, and a model under which they do. */
export interface Outcome {
  readonly landings: readonly Landing[];
  readonly model: PowerOnModel;
}

export interface OrderedVm {
  readonly vm: PowerOnVm;
  /** One: every model agrees. */
  readonly outcomes: readonly Outcome[];
}

/** The VM that does not start, of which vGPU, and under which model. */
export interface StuckVm {
  readonly vm: PowerOnVm;
  readonly attachment: number;
  readonly model: PowerOnModel;
}

export type PowerOnOrder =
  /** Every VM starts under every model. */
  | { readonly kind: 'order'; readonly order: readonly OrderedVm[]; readonly isAsDrawn: boolean }
  /** They do not all fit, in whatever order and at whatever starts. */
  | { readonly kind: 'no-room'; readonly why: NoRoom }
  /**
   * They fit, and no order starts all of them under every model. `order` starts most; `refusedBy`: the models that have no
   * order even alone, or all of them where it is that no order suits all.
   */
  | {
      readonly kind: 'none';
      readonly order: readonly OrderedVm[];
      readonly stuck: StuckVm;
      readonly refusedBy: readonly PowerOnModel[];
      /** False where it was not found out whether they fit at all. */
      readonly isRoomKnown: boolean;
    }
  /** Not found within `steps`, and not disproved. */
  | {
      readonly kind: 'open';
      readonly order: readonly OrderedVm[];
      readonly stuck: StuckVm;
      readonly steps: number;
    };

/** VMs that are powered on, in thought, before a search gives up. */
const MAX_STEPS = 50_000;

/**
 * First choice: an order in which every VM lands where it is drawn. Else one in which all start, of two that are found the
 * one that leaves more of them where they are drawn. Exact up to `maxSteps`. Deterministic: VMs that are interchangeable
 * keep the order of the plan, but where one is drawn where the next lands.
 */
export function powerOnOrder(host: PowerOnHost, maxSteps = MAX_STEPS): PowerOnOrder {
  const room = whyNoRoom(host, maxSteps);
  if (room.kind === 'no') return { kind: 'no-room', why: room.why };
  const runs = firstRuns(host);
  const few = Math.ceil(maxSteps / 10);
  const drawn = search(host, runs, { goal: 'as-drawn', maxSteps: few });
  if (drawn.kind === 'found') return found(host, played(host, runs, drawn.sequence).order);
  const near = search(host, runs, { goal: 'near-drawn', maxSteps: few });
  const large = near.kind === 'none' ? near : search(host, runs, { goal: 'start', maxSteps });
  const orders = [near, large].map(({ sequence }) => played(host, runs, named(host, runs, sequence)));
  const whole = orders.filter((one, at) => [near, large][at]?.kind === 'found');
  const [best] = whole.sort((a, b) => countElsewhere(host, a.order) - countElsewhere(host, b.order));
  if (best !== undefined) return found(host, best.order);
  const { order, stuck } = orders[1] ?? { order: [], stuck: null };
  if (stuck === null) return found(host, order);
  if (large.kind === 'open') return { kind: 'open', order, stuck, steps: maxSteps };
  const models = uniformModels(host);
  const alone = models.filter(
    (model) => search(host, runsOf(host, model), { goal: 'start', maxSteps }).kind === 'none',
  );
  return {
    kind: 'none',
    order,
    stuck,
    refusedBy: alone.length > 0 ? alone : models,
    isRoomKnown: room.kind === 'yes',
  };
}

function found(host: PowerOnHost, order: readonly OrderedVm[]): PowerOnOrder {
  return { kind: 'order', order, isAsDrawn: countElsewhere(host, order) === 0 };
}

/** VMs that some model does not put where they are drawn. */
export function countElsewhere(host: PowerOnHost, order: readonly OrderedVm[]): number {
  return order.filter(({ vm, outcomes }) => !outcomes.every(({ landings }) => isDrawnAt(host, vm, landings)))
    .length;
}

/** The models by name: each driver, with all GPUs of unknown kind straight, and with all of them mirrored. */
export function uniformModels(host: PowerOnHost): PowerOnModel[] {
  const open = host.gpus.filter(({ kinds }) => kinds.length > 1);
  return DRIVER_VARIANTS.flatMap((variant): PowerOnModel[] => {
    const straight: PowerOnModel = { variant, kinds: [], vgpuOrders: [] };
    if (variant === 'list' || open.length === 0) return [straight];
    const kinds = open.map(({ gpu }) => ({ gpuId: gpu.id, kind: 'mirrored' as const }));
    return [straight, { ...straight, kinds }];
  });
}

/** The kind of a GPU under a model. */
function kindUnder(model: PowerOnModel, { gpu, kinds }: PowerOnGpu): GpuKind {
  const only = kinds.length === 1 ? kinds[0] : undefined;
  return only ?? model.kinds.find(({ gpuId }) => gpuId === gpu.id)?.kind ?? 'straight';
}

/** The runs of one model on an empty host; the orders in which VMs take their vGPUs are still open in them. */
export function runsOf(host: PowerOnHost, model: PowerOnModel): Run[] {
  return firstRuns(host, [model.variant], (gpu) => kindUnder(model, gpu));
}

/** What a run has decided so far, as a model. */
function modelOf(host: PowerOnHost, run: Run): PowerOnModel {
  return {
    variant: run.variant,
    kinds: host.gpus.flatMap(({ gpu, kinds }, at) => {
      const kind = run.gpus[at]?.kind ?? null;
      return kind === 'mirrored' && kinds.length > 1 ? [{ gpuId: gpu.id, kind }] : [];
    }),
    vgpuOrders: run.vgpuOrders.map(([vmId, attachments]) => ({ vmId, attachments })),
  };
}

interface SearchOptions {
  /** All where they are drawn; or as many of them as come first to hand; or all that is asked is that they start. */
  readonly goal: 'as-drawn' | 'near-drawn' | 'start';
  readonly maxSteps: number;
}

interface Searched {
  readonly kind: 'found' | 'none' | 'open';
  /** All VMs where it was found, else as many as ever started. */
  readonly sequence: readonly PowerOnVm[];
}

/**
 * Depth first, the largest first since those fail last. VMs of one key are interchangeable, so only keys branch; what failed
 * once, in all runs together, is not entered again.
 */
function search(host: PowerOnHost, first: readonly Run[], { goal, maxSteps }: SearchOptions): Searched {
  const groups = new Map<string, PowerOnVm[]>();
  for (const vm of [...host.vms].sort(largestFirst)) {
    const same = groups.get(vm.key);
    if (same === undefined) groups.set(vm.key, [vm]);
    else same.push(vm);
  }
  const failed = new Set<string>();
  const sequence: PowerOnVm[] = [];
  let best: readonly PowerOnVm[] = [];
  let steps = 0;

  const enter = (runs: readonly Run[]): Searched['kind'] => {
    if (sequence.length === host.vms.length) return 'found';
    if (sequence.length > best.length) best = [...sequence];
    const left = [...groups.values()].map((vms) => vms.map((vm) => vm.vm.id).join()).join('|');
    const key = `${left} ${runs
      .map((run) => run.key)
      .sort()
      .join(';')}`;
    if (failed.has(key)) return 'none';
    const next: { readonly vm: PowerOnVm; readonly runs: readonly Run[]; readonly isThere: boolean }[] = [];
    for (const vms of groups.values()) {
      const [candidate] = vms;
      if (candidate === undefined) continue;
      if (++steps > maxSteps) return 'open';
      const result = startInAll(host, runs, candidate);
      if (result.kind === 'refused') continue;
      const there = goal === 'start' ? undefined : drawnThere(host, vms, result.started);
      if (there === undefined && goal === 'as-drawn') continue;
      const vm = there ?? candidate;
      // An instance that may be shared knows who is on it.
      const own = vm === candidate ? result : startInAll(host, runs, vm);
      if (own.kind === 'refused') continue;
      next.push({ vm, runs: distinctRuns(own.started), isThere: there !== undefined });
    }
    for (const one of [...next.filter(({ isThere }) => isThere), ...next.filter(({ isThere }) => !isThere)]) {
      const vms = groups.get(one.vm.key) ?? [];
      const at = vms.indexOf(one.vm);
      vms.splice(at, 1);
      sequence.push(one.vm);
      const below = enter(one.runs);
      if (below === 'found') return 'found';
      sequence.pop();
      vms.splice(at, 0, one.vm);
      if (below === 'open') return 'open';
    }
    failed.add(key);
    return 'none';
  };
  const kind = enter(first);
  return { kind, sequence: kind === 'found' ? sequence : best };
}

function largestFirst(a: PowerOnVm, b: PowerOnVm): number {
  return (
    b.size.memory - a.size.memory ||
    b.size.compute - a.size.compute ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/** The VM that is drawn where every run has just put one of its key. */
function drawnThere(
  host: PowerOnHost,
  vms: readonly PowerOnVm[],
  started: readonly Started[],
): PowerOnVm | undefined {
  return vms.find((vm) => started.every(({ landings }) => isDrawnAt(host, vm, landings)));
}

/** True when each vGPU is drawn where one of the VM's vGPUs that need the same has landed. */
export function isDrawnAt(host: PowerOnHost, vm: PowerOnVm, landings: readonly Landing[]): boolean {
  return placesDrawn(vm) === placesLanded(host, landings);
}

function placesDrawn({ vgpus }: PowerOnVm): string {
  return vgpus
    .map(
      ({ key, drawn }) =>
        `${key} ${drawn === null ? '' : `${drawn.gpu.id} ${drawn.gi.profile}@${drawn.gi.start}`}`,
    )
    .sort()
    .join('\n');
}

function placesLanded(host: PowerOnHost, landings: readonly Landing[]): string {
  return landings
    .map(({ gpuAt, profileIndex, start, key }) => {
      const one = host.gpus[gpuAt];
      return `${key} ${one?.gpu.id} ${one?.geometry.board.profiles[profileIndex]?.name}@${start}`;
    })
    .sort()
    .join('\n');
}

/** The same sequence of keys, each step given to the VM that is drawn nearest to where it lands. */
function named(host: PowerOnHost, first: readonly Run[], sequence: readonly PowerOnVm[]): PowerOnVm[] {
  const landed: (readonly Started[])[] = [];
  let runs = first;
  for (const vm of sequence) {
    const result = startInAll(host, runs, vm);
    if (result.kind === 'refused') break;
    landed.push(result.started);
    runs = distinctRuns(result.started);
  }
  const left = new Set(host.vms);
  const names = new Map<number, PowerOnVm>();
  const give = (isNear: (vm: PowerOnVm, started: readonly Started[]) => boolean): void => {
    for (const [step, started] of landed.entries()) {
      if (names.has(step)) continue;
      const key = sequence[step]?.key;
      for (const vm of left) {
        if (vm.key !== key || !isNear(vm, started)) continue;
        names.set(step, vm);
        left.delete(vm);
        break;
      }
    }
  };
  give((vm, started) => started.every(({ landings }) => isDrawnAt(host, vm, landings)));
  give((vm, started) => started.some(({ landings }) => isDrawnAt(host, vm, landings)));
  give((vm, started) =>
    started.every(({ landings }) => {
      const gpus = new Set(landings.map(({ gpuAt }) => host.gpus[gpuAt]?.gpu.id));
      return vm.vgpus.every(({ drawn }) => drawn !== null && gpus.has(drawn.gpu.id));
    }),
  );
  give(() => true);
  return landed.flatMap((_, step) => names.get(step) ?? []);
}

/** An order with what comes of it; where it leaves VMs, the first of those that some run refuses, the largest first. */
function played(
  host: PowerOnHost,
  first: readonly Run[],
  sequence: readonly PowerOnVm[],
): { readonly order: readonly OrderedVm[]; readonly stuck: StuckVm | null } {
  const order: OrderedVm[] = [];
  let runs = first;
  for (const vm of sequence) {
    const result = startInAll(host, runs, vm);
    if (result.kind === 'refused') return { order, stuck: stuckAt(host, vm, result.refused) };
    order.push({ vm, outcomes: outcomesOf(host, result.started) });
    runs = distinctRuns(result.started);
  }
  const done = new Set(sequence);
  for (const vm of [...host.vms].sort(largestFirst)) {
    if (done.has(vm)) continue;
    const result = startInAll(host, runs, vm);
    if (result.kind === 'refused') return { order, stuck: stuckAt(host, vm, result.refused) };
  }
  return { order, stuck: null };
}

function stuckAt(host: PowerOnHost, vm: PowerOnVm, { run, attachment }: Refused): StuckVm {
  return { vm, attachment, model: modelOf(host, run) };
}

function outcomesOf(host: PowerOnHost, started: readonly Started[]): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (const { run, landings } of started) {
    const key = placesKey(landings);
    if (!outcomes.has(key)) outcomes.set(key, { landings, model: modelOf(host, run) });
  }
  return [...outcomes.values()];
}

/** The first VM of an order (the host's other VMs aside) that some model does not start; null where all of them start. */
export function stuckIn(host: PowerOnHost, order: readonly PowerOnVm[]): StuckVm | null {
  let runs: readonly Run[] = firstRuns(host);
  for (const vm of order) {
    const result = startInAll(host, runs, vm);
    if (result.kind === 'refused') return stuckAt(host, vm, result.refused);
    runs = distinctRuns(result.started);
  }
  return null;
}

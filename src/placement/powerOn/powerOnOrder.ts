/**
 * In which order to power on the VMs of a host so that each finds its place, whatever the driver does: under every model
 * of it, on straight and mirrored GPUs. Nothing is ever moved, so one order succeeds where another fails.
 */
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import { modelOf, runsOf, uniformModels, type PowerOnModel } from './powerOnModel.ts';
import { whyNoRoom, type NoRoom } from './powerOnRoom.ts';
import { distinctRuns, firstRuns, placesKey, startInAll } from './powerOnRun.ts';
import type { Effort, Landing, Refused, Run, Started } from './powerOnRun.ts';
import { isDrawnAt, largestFirst, searchOrder } from './powerOnSearch.ts';

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
  /** Not found with the effort that a question may take, and not disproved. */
  | {
      readonly kind: 'open';
      readonly order: readonly OrderedVm[];
      /** Null where what comes after `order` could not be followed to its end, for there are too many ways. */
      readonly stuck: StuckVm | null;
    };

/** GPUs looked at, in thought, before a search gives up: about half a second. */
const MAX_EFFORT = 1_500_000;

/**
 * First choice: an order in which every VM lands where it is drawn. Else one in which all start, of two that are found the
 * one that leaves more of them where they are drawn. Exact as far as `effort` goes. Deterministic: VMs that are interchangeable
 * keep the order of the plan, but where one is drawn where the next lands.
 */
export function powerOnOrder(host: PowerOnHost, effort = MAX_EFFORT): PowerOnOrder {
  const few = (): Effort => ({ left: Math.ceil(effort / 10) });
  const half = (): Effort => ({ left: Math.ceil(effort / 2) });
  const room = whyNoRoom(host, few());
  if (room.kind === 'no') return { kind: 'no-room', why: room.why };
  const runs = firstRuns(host);
  const drawn = searchOrder(host, runs, { goal: 'as-drawn', effort: few() });
  // What a search found it has followed to its end: playing it again costs no more.
  const replay = (sequence: readonly PowerOnVm[]): Played =>
    played(host, runs, named(host, runs, sequence, few()), few());
  if (drawn.kind === 'found') {
    const { order } = played(host, runs, drawn.sequence, few());
    if (order.length === host.vms.length) return found(host, order);
  }
  const near = searchOrder(host, runs, { goal: 'near-drawn', effort: few() });
  const large = near.kind === 'none' ? near : searchOrder(host, runs, { goal: 'start', effort: half() });
  const orders = [near, large].map(({ sequence }) => replay(sequence));
  const whole = orders.filter(({ order }) => order.length === host.vms.length);
  const [best] = whole.sort((a, b) => countElsewhere(host, a.order) - countElsewhere(host, b.order));
  if (best !== undefined) return found(host, best.order);
  const { order, stuck } = orders[1] ?? { order: [], stuck: null };
  if (large.kind === 'open' || stuck === null) return { kind: 'open', order, stuck };
  const models = uniformModels(host);
  const alone = models.filter(
    (model) => searchOrder(host, runsOf(host, model), { goal: 'start', effort: few() }).kind === 'none',
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

/** The same sequence of keys, each step given to the VM that is drawn nearest to where it lands. */
function named(
  host: PowerOnHost,
  first: readonly Run[],
  sequence: readonly PowerOnVm[],
  effort: Effort,
): PowerOnVm[] {
  const landed: (readonly Started[])[] = [];
  let runs = first;
  for (const vm of sequence) {
    const result = startInAll(host, runs, vm, effort);
    if (result.kind !== 'started') break;
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

interface Played {
  readonly order: readonly OrderedVm[];
  /** Null where all VMs of the host have started, or where the effort did not reach so far. */
  readonly stuck: StuckVm | null;
}

/**
 * An order with what comes of it. VMs that it leaves out and that start all the same come after it, the largest first; of
 * those that do not, the first is what it is stuck with.
 */
export function played(
  host: PowerOnHost,
  first: readonly Run[],
  sequence: readonly PowerOnVm[],
  effort: Effort,
): Played {
  const order: OrderedVm[] = [];
  let runs = first;
  const refusalOf = (vm: PowerOnVm): Refused | 'open' | null => {
    const result = startInAll(host, runs, vm, effort);
    if (result.kind === 'open') return 'open';
    if (result.kind === 'refused') return result.refused;
    order.push({ vm, outcomes: outcomesOf(host, result.started) });
    runs = distinctRuns(result.started);
    return null;
  };
  const named = new Set(sequence);
  let left = [...sequence, ...[...host.vms].sort(largestFirst).filter((vm) => !named.has(vm))];
  let stuck: StuckVm | null = null;
  for (let before = -1; before !== left.length;) {
    before = left.length;
    stuck = null;
    const still: PowerOnVm[] = [];
    for (const vm of left) {
      const refused = refusalOf(vm);
      if (refused === 'open') return { order, stuck: null };
      if (refused === null) continue;
      stuck ??= stuckAt(host, vm, refused);
      still.push(vm);
    }
    left = still;
  }
  return { order, stuck };
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

/**
 * The first VM of an order (the host's other VMs aside) that some model does not start; null where all of them start, or
 * where it was not found out.
 */
export function stuckIn(host: PowerOnHost, order: readonly PowerOnVm[]): StuckVm | null {
  const effort: Effort = { left: MAX_EFFORT / 10 };
  let runs: readonly Run[] = firstRuns(host);
  for (const vm of order) {
    const result = startInAll(host, runs, vm, effort);
    if (result.kind === 'open') return null;
    if (result.kind === 'refused') return stuckAt(host, vm, result.refused);
    runs = distinctRuns(result.started);
  }
  return null;
}

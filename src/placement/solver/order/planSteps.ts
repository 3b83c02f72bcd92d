/**
 * The ordered steps from one plan to another (`diff`): with explicit starts new before old where room allows, and on hosts
 * that make instances at power-on an order of VMs that works whatever the driver does.
 */
import type { Plan } from '../../../model/plan.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { checkGpu, type Violation } from '../../check.ts';
import type { Outcome, Search } from '../search.ts';
import type { OrderSolution } from './orderProblem.ts';
import { powerOnChange, type PowerOnChange } from './powerOnSteps.ts';
import { solveOrder } from './solveOrder.ts';
import { withUntil, type InstanceAt, type PowerOnPlace, type Step, type StepDraft } from './steps.ts';
import { asItIs, transitionOf, type Transition } from './transition.ts';
import { writeSteps } from './writeSteps.ts';

/** What is to be known beside the steps. */
export type StepNote =
  /** One side does not have the host, or the GPU: it is taken as one without instances. */
  | { readonly code: 'only-current' | 'only-target'; readonly host: string; readonly gpu: number | null }
  /** A pinned instance that the target does not have where it is. */
  | { readonly code: 'pinned-goes'; readonly at: InstanceAt }
  /** A VM goes on running on a host that makes its own instances, elsewhere than it is drawn. */
  | { readonly code: 'stays-elsewhere'; readonly host: string; readonly vm: string }
  /** CURRENT says of no instance who has it. */
  | { readonly code: 'nobody-named' }
  /** Of a host with power-on: it was not tried out whether fewer could be powered off. */
  | { readonly code: 'perhaps-fewer'; readonly host: string };

/** A host of which no order starts every VM. */
export interface NoPowerOn {
  readonly host: string;
  readonly change: Exclude<PowerOnChange, { kind: 'order' }>;
}

export interface StepPlan {
  /** Empty where there is nothing to do, and where a host has no order. */
  readonly steps: readonly Step[];
  readonly waves: number;
  readonly kept: number;
  /** Instances that go before what replaces them is there, though both plans have them. */
  readonly parked: number;
  /** Of these, VMs. */
  readonly parkedVms: number;
  readonly notes: readonly StepNote[];
  readonly none: readonly NoPowerOn[];
}

export interface StepsError {
  readonly code: 'target-illegal';
  readonly violations: readonly Violation[];
}

/**
 * `current` is taken as it really is: what was observed counts where it holds that. The bound is a weight (`PARK_WEIGHT`):
 * no order parks less. An illegal target is refused, for nothing leads there; an illegal current state is left behind.
 */
export function stepsBetween(current: Plan, target: Plan): Result<() => Search<StepPlan>, StepsError> {
  const violations = target.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      checkGpu(gpu, host).map(({ gi, fault }): Violation => ({ fault, host, gpu, gi, vm: null })),
    ),
  );
  if (violations.length > 0) return err({ code: 'target-illegal', violations });
  const now = asItIs(current);
  return ok(() => search(now, target));
}

function* search(current: Plan, target: Plan): Search<StepPlan> {
  const transition = transitionOf(current, target);
  const changes = transition.powerOn.map(({ name, current: before, target: after }) => ({
    name,
    change: powerOnChange(current, target, before, after),
  }));
  const answer = (outcome: Outcome<OrderSolution>): Outcome<StepPlan> => {
    const { best: solution, bound, work } = outcome;
    const isProven = outcome.isProven && !transition.isCautious;
    const kept: { plan?: StepPlan } = {};
    return {
      // Written when it is asked for: a search passes many answers by.
      get best() {
        if (solution === null) return null;
        kept.plan ??= planOf(current, target, transition, changes, solution);
        return kept.plan;
      },
      bound,
      isProven,
      work,
    };
  };
  const order = solveOrder(transition.problem);
  let step = order.next();
  for (; step.done !== true; step = order.next()) yield answer(step.value);
  return answer(step.value);
}

type Changes = readonly { readonly name: string; readonly change: PowerOnChange }[];

function planOf(
  current: Plan,
  target: Plan,
  transition: Transition,
  changes: Changes,
  solution: OrderSolution,
): StepPlan {
  const none = changes.flatMap(({ name, change }): NoPowerOn[] =>
    change.kind === 'order' ? [] : [{ host: name, change }],
  );
  const steps = none.length > 0 ? [] : withUntil(allSteps(transition, changes, solution));
  const parked = solution.parked.map((v) => transition.leaving[v]);
  return {
    steps,
    waves: steps.reduce((most, { wave }) => Math.max(most, wave), 0),
    kept: transition.kept,
    parked: parked.length,
    parkedVms: parked.reduce((sum, one) => sum + (one?.vgpus.length ?? 0), 0),
    notes: notesOf(current, target, transition, changes),
    none,
  };
}

/** First who is powered off, then what is made by hand, then who is powered on: each finds the room that the last has left. */
function allSteps(transition: Transition, changes: Changes, solution: OrderSolution): StepDraft[] {
  const orders = changes.flatMap(({ name, change }) => (change.kind === 'order' ? [{ name, change }] : []));
  const off = orders.flatMap(({ name, change }) =>
    change.off.map(({ vm, from, isPinned }): StepDraft => ({
      kind: 'power-off',
      host: name,
      vm,
      from,
      isPinned,
      wave: 1,
      interrupts: vm === null ? [] : [vm],
    })),
  );
  const modes = transition.powerOn.flatMap((one) => modeSteps(one, off.length > 0 ? 2 : 1));
  const before = Math.max(0, ...[...off, ...modes].map(({ wave }) => wave));
  const made = writeSteps(transition, solution).map((step): StepDraft => ({
    ...step,
    wave: step.wave + before,
  }));
  const last = Math.max(before, ...made.map(({ wave }) => wave));
  const on = orders.flatMap(({ name, change }) =>
    change.on.map(({ vm, outcomes }, at): StepDraft => ({
      kind: 'power-on',
      host: name,
      vm: vm.vm.name,
      outcomes: outcomes.map(({ landings }) =>
        landings.map(({ attachment, gpuAt, profileIndex, start }): PowerOnPlace => {
          const one = change.host?.gpus[gpuAt];
          const { index = 0, board = '' } = one?.gpu ?? {};
          const profile = one?.geometry.board.profiles[profileIndex]?.name ?? '';
          return { attachment, at: { host: name, gpu: index, board, profile, start } };
        }),
      ),
      wave: last + 1 + at,
      interrupts: [],
    })),
  );
  return [...off, ...modes, ...made, ...on.sort((a, b) => a.wave - b.wave)];
}

/** MIG mode and boards of a host with power-on, between the last power-off and the first power-on. */
function modeSteps({ name, current, target }: Transition['powerOn'][number], wave: number): StepDraft[] {
  const before = new Map((current?.gpus ?? []).map((gpu) => [gpu.index, gpu]));
  return (target?.gpus ?? []).flatMap((gpu): StepDraft[] => {
    const old = before.get(gpu.index);
    if (old === undefined) return [];
    const at = { host: name, gpu: gpu.index, board: gpu.board };
    const isOther = old.board !== gpu.board;
    const exchange: StepDraft[] = isOther
      ? [{ kind: 'exchange', at: { ...at, board: old.board }, to: gpu.board, wave, interrupts: [] }]
      : [];
    const isOn = old.use === 'mig' && !isOther;
    if (isOn === (gpu.use === 'mig')) return exchange;
    return [...exchange, { kind: gpu.use === 'mig' ? 'mig-on' : 'mig-off', at, wave, interrupts: [] }];
  });
}

function notesOf(current: Plan, target: Plan, transition: Transition, changes: Changes): StepNote[] {
  const notes: StepNote[] = [];
  const now = new Map(current.hosts.map((host) => [host.name, host]));
  const then = new Map(target.hosts.map((host) => [host.name, host]));
  for (const name of now.keys())
    if (!then.has(name)) notes.push({ code: 'only-current', host: name, gpu: null });
  for (const name of then.keys())
    if (!now.has(name)) notes.push({ code: 'only-target', host: name, gpu: null });
  for (const [name, host] of then) {
    const other = now.get(name);
    if (other === undefined) continue;
    const before = new Set(other.gpus.map(({ index }) => index));
    const after = new Set(host.gpus.map(({ index }) => index));
    for (const gpu of before) if (!after.has(gpu)) notes.push({ code: 'only-current', host: name, gpu });
    for (const gpu of after) if (!before.has(gpu)) notes.push({ code: 'only-target', host: name, gpu });
  }
  for (const { gpuAt, gi, isPinned } of transition.leaving) {
    const gpu = transition.gpus[gpuAt];
    if (!isPinned || gpu === undefined) continue;
    const { host, index, board } = gpu;
    notes.push({
      code: 'pinned-goes',
      at: { host, gpu: index, board, profile: gi.profile, start: gi.start },
    });
  }
  for (const { name, change } of changes) {
    if (change.kind !== 'order') continue;
    for (const { isPinned, from } of change.off) {
      if (isPinned) for (const at of from) notes.push({ code: 'pinned-goes', at });
    }
    for (const vm of change.elsewhere) notes.push({ code: 'stays-elsewhere', host: name, vm });
    if (!change.isFewest) notes.push({ code: 'perhaps-fewer', host: name });
  }
  const hasInstances = current.hosts.some((host) => host.gpus.some((gpu) => gpu.instances.length > 0));
  if (transition.isAnonymous && hasInstances) notes.push({ code: 'nobody-named' });
  return notes;
}

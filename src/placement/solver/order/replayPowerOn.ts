/**
 * Power-off and power-on played again under every modelled behaviour of a host: each driver, each kind that a GPU may be, each
 * order in which a VM takes its vGPUs. Shares no code with the search for an order: it reads the plans, the steps and where
 * the model of a driver puts an instance.
 */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { DRIVER_VARIANTS, driverStart, type DriverVariant } from '../../../model/driverStart.ts';
import { geometryOf, occupancyOf } from '../../../model/geometry.ts';
import { canBeMirrored } from '../../../model/instanceId.ts';
import { findInstance, type Gpu, type GpuKind, type Host, type Plan, type Vm } from '../../../model/plan.ts';
import { platformFacts } from '../../../model/platform.ts';
import { isWanted, typesOfInstance, vmsPerInstance } from '../../vms/assign.ts';
import type { Step } from './steps.ts';

export type PowerOnFault = 'not-running' | 'no-place' | 'place-not-foretold' | 'not-all-running';

interface Standing {
  readonly profile: string;
  readonly start: number;
  readonly wants: string;
  readonly vms: readonly string[];
}

interface Behaviour {
  readonly variant: DriverVariant;
  readonly kinds: readonly GpuKind[];
}

/** GPU by GPU, in the order in which the hypervisor asks them. */
type HostState = readonly (readonly Standing[])[];

/** GPUs whose kind is not known are tried both ways together up to so many, beyond that all of one kind or of the other. */
const MAX_OPEN_KINDS = 4;
/** So many vGPUs of one VM are taken in every order. */
const MAX_ORDERED = 3;

/** The first step that fails under some behaviour, with the fault; null where none does. `step`: in the whole list. */
export function replayPowerOnHost(
  current: Plan,
  target: Plan,
  name: string,
  steps: readonly Step[],
): { readonly step: number; readonly fault: PowerOnFault } | null {
  const now = current.hosts.find((host) => host.name === name);
  const then = target.hosts.find((host) => host.name === name);
  if (then === undefined) return null;
  const gpus = [...then.gpus].sort((a, b) => a.index - b.index).filter(isPlannable);
  // A listing names nobody: who runs is then what no power-on has to start.
  const isAnonymous =
    now?.gpus.some((gpu) => gpu.instances.length > 0) === true &&
    current.vms.every((vm) => vm.attachments.every(({ instance }) => instance === null));
  for (const behaviour of behavioursOf(gpus)) {
    let states: HostState[] = [standingNow(current, now, gpus)];
    const running = new Set(namesOn(current, now));
    for (const [at, step] of steps.entries()) {
      if ((step.kind !== 'power-off' && step.kind !== 'power-on') || step.host !== name) continue;
      if (step.kind === 'power-off') {
        if (step.vm !== null && !running.delete(step.vm) && !isAnonymous)
          return { step: at, fault: 'not-running' };
        states = states.map((state) => without(state, gpus, step));
        continue;
      }
      const vm = target.vms.find((one) => one.name === step.vm);
      if (vm === undefined || running.has(step.vm)) return { step: at, fault: 'not-running' };
      const next = states.flatMap((state) => started(target, then, gpus, state, vm, behaviour));
      if (next.includes(null)) return { step: at, fault: 'no-place' };
      const foretold = new Set(
        step.outcomes.map((places) => placesKey(places.map(({ at: place }) => place))),
      );
      for (const state of next) {
        const places = state?.flatMap((standing, gpu) =>
          standing.flatMap((one) =>
            one.vms.filter((other) => other === step.vm).map(() => ({ gpu: gpus[gpu]?.index ?? 0, ...one })),
          ),
        );
        if (!foretold.has(placesKey(places ?? []))) return { step: at, fault: 'place-not-foretold' };
      }
      states = distinct(next.filter((state) => state !== null));
      running.add(step.vm);
    }
    const isWhole = namesOn(target, then).every((vm) => running.has(vm));
    if (!isWhole && !isAnonymous) return { step: steps.length, fault: 'not-all-running' };
  }
  return null;
}

function isPlannable(gpu: Gpu): boolean {
  return gpu.use === 'mig' && findBoard(gpu.board)?.profiles.some(({ starts }) => starts !== null) === true;
}

function behavioursOf(gpus: readonly Gpu[]): Behaviour[] {
  const may = gpus.map(({ board: id, kind }): readonly GpuKind[] => {
    const board = findBoard(id);
    if (board === undefined || !canBeMirrored(board)) return ['straight'];
    return kind === null ? ['straight', 'mirrored'] : [kind];
  });
  const open = may.filter((kinds) => kinds.length > 1).length;
  let all: GpuKind[][] = [[]];
  if (open <= MAX_OPEN_KINDS) {
    for (const kinds of may) all = all.flatMap((before) => kinds.map((kind) => [...before, kind]));
  } else {
    all = [0, 1].map((which) => may.map((kinds) => kinds[which] ?? kinds[0] ?? 'straight'));
  }
  return DRIVER_VARIANTS.flatMap((variant) => all.map((kinds) => ({ variant, kinds })));
}

function namesOn(plan: Plan, host: Host | undefined): string[] {
  const ids = new Set((host?.gpus ?? []).flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
  return plan.vms
    .filter((vm) => vm.attachments.some(({ instance }) => instance !== null && ids.has(instance)))
    .map((vm) => vm.name);
}

function standingNow(plan: Plan, host: Host | undefined, gpus: readonly Gpu[]): HostState {
  return gpus.map(({ index, board }) => {
    const gpu = host?.gpus.find((one) => one.index === index && one.board === board && one.use === 'mig');
    return (gpu?.instances ?? []).map(({ id, profile, start }): Standing => {
      const on = plan.vms.flatMap((vm) =>
        vm.attachments
          .filter(({ instance }) => instance === id)
          .map(({ wants }) => ({ name: vm.name, wants })),
      );
      return { profile, start, wants: JSON.stringify(on[0]?.wants ?? null), vms: on.map((one) => one.name) };
    });
  });
}

/** With a VM its instances go, but for those that others share. */
function without(state: HostState, gpus: readonly Gpu[], step: Step & { kind: 'power-off' }): HostState {
  return state.map((standing, gpu) =>
    standing.flatMap((one) => {
      const isMeant = step.from.some(
        (place) =>
          place.gpu === gpus[gpu]?.index && place.start === one.start && place.profile === one.profile,
      );
      if (!isMeant) return [one];
      const vms = one.vms.filter((vm) => vm !== step.vm);
      return vms.length === 0 ? [] : [{ ...one, vms }];
    }),
  );
}

/** The states after a VM, one for each order of its vGPUs; null where one of them finds no place. */
function started(
  plan: Plan,
  host: Host,
  gpus: readonly Gpu[],
  state: HostState,
  vm: Vm,
  behaviour: Behaviour,
): (HostState | null)[] {
  const drawn = vm.attachments.map(({ instance }) =>
    instance === null ? undefined : findInstance(plan, instance),
  );
  const boards = new Set(drawn.flatMap((place) => (place?.host.id === host.id ? [place.gpu.board] : [])));
  const isOneBoard =
    vm.attachments.length > 1 && platformFacts(host).isOneBoard.value === true && boards.size === 1;
  const own = vm.attachments.flatMap((attachment, at) => {
    const place = drawn[at];
    return place !== undefined && place.host.id !== host.id
      ? []
      : [{ ...attachment, drawn: place?.gi.profile }];
  });
  const orders = own.length <= MAX_ORDERED ? permutations(own) : [own, [...own].reverse()];
  return orders.map((order) => {
    let now: HostState | null = state;
    for (const { wants, drawn: profile } of order) {
      now = landed(gpus, now, vm.name, wants, profile, isOneBoard ? boards : null, behaviour);
      if (now === null) return null;
    }
    return now;
  });
}

/** The first GPU with room takes it: an instance of its kind that is shared, else one made anew. */
function landed(
  gpus: readonly Gpu[],
  state: HostState,
  vm: string,
  wants: Vm['attachments'][number]['wants'],
  drawn: string | undefined,
  only: ReadonlySet<string> | null,
  { variant, kinds }: Behaviour,
): HostState | null {
  for (const [at, gpu] of gpus.entries()) {
    const board = findBoard(gpu.board);
    const standing = state[at] ?? [];
    if (board === undefined || (only !== null && !only.has(gpu.board))) continue;
    const serving = board.profiles.filter(
      ({ name, starts }) => starts !== null && isWanted(wants, gpu, { profile: name }),
    );
    const profile = serving.find(({ name }) => name === drawn) ?? serving[0];
    if (profile === undefined) continue;
    const carries = vmsPerInstance(typesOfInstance(gpu, { profile: profile.name }), wants);
    const key = JSON.stringify(wants);
    const shared = standing.find(
      (one) => one.wants === key && one.vms.length > 0 && one.vms.length < carries && !one.vms.includes(vm),
    );
    if (shared !== undefined) {
      const joined = standing.map((one) => (one === shared ? { ...one, vms: [...one.vms, vm] } : one));
      return state.with(at, joined);
    }
    const occupancy = occupancyOf(geometryOf(board), standing);
    const kind = kinds[at] ?? 'straight';
    const start = driverStart(board, occupancy, board.profiles.indexOf(profile), { variant, kind });
    if (start === null) continue;
    return state.with(at, [...standing, { profile: profile.name, start, wants: key, vms: [vm] }]);
  }
  return null;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

function placesKey(
  places: readonly { readonly gpu: number; readonly profile: string; readonly start: number }[],
): string {
  return places
    .map(({ gpu, profile, start }) => `${gpu} ${profile}@${start}`)
    .sort()
    .join();
}

function distinct(states: readonly HostState[]): HostState[] {
  return [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
}

/**
 * What a host reports held against what is planned for it, GPU by GPU. A plain value: the page draws it, `compare` prints
 * it, and adopting one side or the other goes by it, so that what is shown is what is done.
 */
import type { GiId } from '../../model/ids.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { Gpu, GpuInstance, Vm } from '../../model/plan.ts';

/** One instance, as it is planned and as it was reported. */
export interface InstancePair {
  readonly planned: GpuInstance;
  readonly observed: GpuInstance;
}

/** GPUs are matched by their index on the host. */
export interface GpuDifference {
  readonly index: number;
  /** Null: the plan has no such GPU. */
  readonly planned: Gpu | null;
  /** Null: not reported. `nvidia-smi mig -lgi` names no GPU without instances, so this alone is no difference. */
  readonly observed: Gpu | null;
  /** Same profile, same start. */
  readonly asPlanned: readonly InstancePair[];
  /** Of these, those whose compute instances were reported and are not the planned ones. */
  readonly recut: readonly InstancePair[];
  /** Same profile, another start. */
  readonly moved: readonly InstancePair[];
  readonly onlyPlanned: readonly GpuInstance[];
  readonly onlyObserved: readonly GpuInstance[];
  readonly isOtherBoard: boolean;
  /** MIG mode is on at one side only; whether a GPU without it is reserved is nobody's to report. */
  readonly isOtherMode: boolean;
  /** VMs whose planned instance is not where the plan has it, in the order of the instances. */
  readonly vms: readonly Vm[];
  readonly isSame: boolean;
}

type VmsOn = ReadonlyMap<GiId, readonly Vm[]>;

const ALL_KNOWN: ReadonlySet<GiId> = new Set();

/**
 * Every GPU of either side, by index. `vms` are those of the plan. Of observed instances in `startUnknown` only the profile was
 * reported: they are as planned wherever one of that profile is planned on the GPU.
 */
export function gpuDifferences(
  planned: readonly Gpu[],
  observed: readonly Gpu[],
  vms: VmsOn,
  startUnknown: ReadonlySet<GiId> = ALL_KNOWN,
): GpuDifference[] {
  const seen = new Pile(observed, (gpu) => String(gpu.index));
  return [
    ...planned.map((gpu) =>
      gpuDifference(gpu.index, gpu, seen.take(String(gpu.index)), { vms, startUnknown }),
    ),
    ...seen.left().map((gpu) => gpuDifference(gpu.index, null, gpu, { vms, startUnknown })),
  ].sort((a, b) => a.index - b.index);
}

/** Things that are taken by a key, each once: in a plan that is illegal several may have the same. */
class Pile<T> {
  readonly #items: readonly T[];
  readonly #byKey = new Map<string, T[]>();
  readonly #taken = new Set<T>();

  constructor(items: readonly T[], keyOf: (item: T) => string) {
    this.#items = items;
    for (const item of items) {
      const key = keyOf(item);
      const others = this.#byKey.get(key);
      if (others === undefined) this.#byKey.set(key, [item]);
      else others.push(item);
    }
    for (const same of this.#byKey.values()) same.reverse();
  }

  /** The first that is left of a key; null when there is none. */
  take(key: string): T | null {
    const item = this.#byKey.get(key)?.pop();
    if (item === undefined) return null;
    this.#taken.add(item);
    return item;
  }

  left(): T[] {
    return this.#items.filter((item) => !this.#taken.has(item));
  }
}

interface Known {
  readonly vms: VmsOn;
  readonly startUnknown: ReadonlySet<GiId>;
}

function gpuDifference(
  index: number,
  planned: Gpu | null,
  observed: Gpu | null,
  { vms, startUnknown }: Known,
): GpuDifference {
  const matched = matchInstances(planned?.instances ?? [], observed?.instances ?? [], { vms, startUnknown });
  const isBoth = planned !== null && observed !== null;
  const isOtherBoard = isBoth && planned.board !== observed.board;
  const isOtherMode = isBoth && (planned.use === 'mig') !== (observed.use === 'mig');
  const recut = matched.asPlanned.filter(isRecut);
  const displaced = [...matched.moved.map((pair) => pair.planned), ...matched.onlyPlanned];
  return {
    index,
    planned,
    observed,
    ...matched,
    recut,
    isOtherBoard,
    isOtherMode,
    vms: [...new Set(displaced.flatMap((gi) => vms.get(gi.id) ?? []))],
    isSame:
      !isOtherBoard && !isOtherMode && displaced.length + matched.onlyObserved.length + recut.length === 0,
  };
}

/**
 * Same profile and start first. What is left of a profile is paired in the order of the starts, instances with VMs before
 * those without: instances of one profile are interchangeable, so no VM loses its own while there is one to take over.
 */
function matchInstances(
  planned: readonly GpuInstance[],
  observed: readonly GpuInstance[],
  { vms, startUnknown }: Known,
): Pick<GpuDifference, 'asPlanned' | 'moved' | 'onlyPlanned' | 'onlyObserved'> {
  const asPlanned: InstancePair[] = [];
  const rest: GpuInstance[] = [];
  const byPlace = new Pile(observed, placeOf);
  for (const gi of planned) {
    const same = byPlace.take(placeOf(gi));
    if (same === null) rest.push(gi);
    else asPlanned.push({ planned: gi, observed: same });
  }
  const byProfile = new Pile(byPlace.left(), (gi) => gi.profile);
  const others = new Map<GpuInstance, GpuInstance>();
  for (const isServing of [true, false]) {
    for (const gi of rest) {
      const other = vms.has(gi.id) === isServing ? byProfile.take(gi.profile) : null;
      if (other !== null) others.set(gi, other);
    }
  }
  const moved: InstancePair[] = [];
  const onlyPlanned: GpuInstance[] = [];
  for (const gi of rest) {
    const other = others.get(gi);
    if (other === undefined) onlyPlanned.push(gi);
    else if (startUnknown.has(other.id)) asPlanned.push({ planned: gi, observed: other });
    else moved.push({ planned: gi, observed: other });
  }
  return { asPlanned, moved, onlyPlanned, onlyObserved: byProfile.left() };
}

/** A listing of GPU instances says nothing of what they are cut into; and in which order they were cut is no difference. */
function isRecut({ planned, observed }: InstancePair): boolean {
  return observed.computeInstances.length > 0 && cutOf(planned) !== cutOf(observed);
}

function cutOf(gi: GpuInstance): string {
  return creationsIn(gi)
    .map(({ name }) => name)
    .sort()
    .join('\n');
}

function placeOf(gi: GpuInstance): string {
  return `${gi.start} ${gi.profile}`;
}

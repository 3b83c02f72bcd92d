/** The GPUs as the search for ways out sees them: what is free once some instances are lifted, and where those may go. */
import {
  freeStarts,
  geometryOf,
  occupancyOf,
  positionAt,
  slicesIn,
  withPosition,
  type Geometry,
  type Occupancy,
} from '../../model/geometry.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId, GpuId } from '../../model/ids.ts';
import {
  findInstance,
  vmsByInstance,
  type GiPlace,
  type GpuInstance,
  type GpuPlace,
  type Plan,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { checkCarried } from '../instanceEdits.ts';
import type { InstanceMove } from '../rearrange.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import { legalGpu } from './rooms.ts';

/** A GPU without the instance that is being moved anyway. */
export interface Standing extends GpuPlace {
  readonly geometry: Geometry;
  readonly occupancy: Occupancy;
  readonly instances: readonly GpuInstance[];
}

/** An instance that is thought to stand somewhere. */
export interface Filled {
  readonly on: Standing;
  readonly profile: ProfileName;
  readonly start: number;
  /** Null: what is placed anew. */
  readonly giId?: GiId;
}

export class WhyFleet {
  /** GPUs on which something may be placed, those near the one that was asked for first. */
  readonly nearest: readonly Standing[];
  readonly #plan: Plan;
  readonly #moving: GiPlace | undefined;
  readonly #byGpu: ReadonlyMap<GpuId, Standing>;
  /** Groups of the VMs on each GPU that has any, by the instance that they are on. */
  readonly #groups = new Map<GpuId, (readonly [group: string, giId: GiId, vmId: number])[]>();

  readonly #free = new Map<ProfileName, readonly Standing[]>();
  readonly #partners = new Map<ProfileName, readonly GiId[]>();

  readonly #mayTake: (place: GpuPlace) => boolean;
  readonly #kinds = new Map<GpuId, string>();

  constructor(
    plan: Plan,
    moving: GiId | null,
    asked: GpuId,
    mayTake: (place: GpuPlace) => boolean = () => true,
  ) {
    this.#plan = plan;
    this.#mayTake = mayTake;
    this.#moving = moving === null ? undefined : findInstance(plan, moving);
    const all = plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => standingOn({ host, gpu }, this.#moving, gpu.id === asked) ?? []),
    );
    this.#byGpu = new Map(all.map((one) => [one.gpu.id, one]));
    this.nearest = [...all].sort((a, b) => this.distance(asked, a.gpu.id) - this.distance(asked, b.gpu.id));
    for (const [giId, vms] of vmsByInstance(plan)) {
      const gpuId = findInstance(plan, giId)?.gpu.id;
      for (const { group, id } of vms) {
        if (group === null || gpuId === undefined) continue;
        const known = this.#groups.get(gpuId) ?? [];
        known.push([group, giId, id]);
        this.#groups.set(gpuId, known);
      }
    }
  }

  /** Null where nothing can be placed: MIG mode is off, or the board is not known. */
  standing(gpuId: GpuId): Standing | null {
    return this.#byGpu.get(gpuId) ?? null;
  }

  /** The GPU that an instance is on. */
  standingOf(giId: GiId): Standing | null {
    const gpuId = findInstance(this.#plan, giId)?.gpu.id;
    return gpuId === undefined ? null : this.standing(gpuId);
  }

  /** 0 the same GPU, 1 another of its host, 2 another host. */
  distance(from: GpuId, to: GpuId): number {
    if (from === to) return 0;
    const [a, b] = [this.#byGpu.get(from), this.#byGpu.get(to)];
    return a !== undefined && a.host.id === b?.host.id ? 1 : 2;
  }

  moveDistance({ giId, gpuId }: InstanceMove): number {
    const from = findInstance(this.#plan, giId);
    return from === undefined ? 0 : this.distance(from.gpu.id, gpuId);
  }

  /** Whether the GPU may have what was asked for, room aside: its board, its driver, and the VMs of what moves. */
  takes(to: Standing, profile: ProfileName): boolean {
    if (!to.geometry.profileIndexByName.has(profile) || !this.#mayTake(to)) return false;
    const from = this.#moving;
    if (from === undefined) return driverRefusal(to.host, to.gpu, profile) === null;
    return checkCarried(this.#plan, from, to).ok && this.#isApart(from, to, [from.gi.id], []);
  }

  /** Where the instance that is being moved stands on this GPU, if it does. */
  ownStart({ gpu }: Standing): number | null {
    return this.#moving?.gpu.id === gpu.id ? this.#moving.gi.start : null;
  }

  movable({ instances }: Standing): GiId[] {
    return instances.filter((gi) => !gi.pinned).map((gi) => gi.id);
  }

  /** Free starts of a profile once `lifted` are gone and `filled` are there. */
  starts(
    to: Standing,
    profile: ProfileName,
    lifted: readonly GiId[],
    filled: readonly Filled[] = [],
  ): number[] {
    const { geometry, instances } = to;
    const index = geometry.profileIndexByName.get(profile);
    if (index === undefined) return [];
    let { occupancy } = to;
    if (lifted.some((id) => instances.some((gi) => gi.id === id)))
      occupancy = occupancyOf(
        geometry,
        instances.filter((gi) => !lifted.includes(gi.id)),
      );
    for (const { on, profile: other, start } of filled) {
      const position = on === to ? positionAt(geometry, other, start) : undefined;
      if (position !== undefined) occupancy = withPosition(occupancy, position);
    }
    return slicesIn(freeStarts(geometry, occupancy, index));
  }

  /** GPUs that have a start free for a profile, nothing moved. */
  #freeFor(profile: ProfileName): readonly Standing[] {
    const known = this.#free.get(profile);
    if (known !== undefined) return known;
    const free = this.nearest.filter((to) => this.starts(to, profile, []).length > 0);
    this.#free.set(profile, free);
    return free;
  }

  /** Where an instance may go, the nearest first, no further than `limit`; lazily, for mostly the first is all that is asked. */
  *destinations(
    giId: GiId,
    lifted: readonly GiId[],
    filled: readonly Filled[],
    limit = Infinity,
  ): Generator<InstanceMove> {
    const from = findInstance(this.#plan, giId);
    if (from === undefined) return;
    const { profile } = from.gi;
    const touched = new Set(filled.map(({ on }) => on));
    for (const id of lifted) {
      const on = this.#byGpu.get(findInstance(this.#plan, id)?.gpu.id ?? from.gpu.id);
      if (on !== undefined) touched.add(on);
    }
    // Everywhere else it is as it was: who had no room has none.
    const free = this.#freeFor(profile);
    const all = [...touched, ...free.filter((one) => !touched.has(one))];
    for (const distance of [0, 1, 2]) {
      if (distance >= limit) return;
      for (const to of all) {
        if (this.distance(from.gpu.id, to.gpu.id) !== distance) continue;
        for (const start of this.#startsOf(from, to, lifted, filled)) yield { giId, gpuId: to.gpu.id, start };
      }
    }
  }

  /** Starts at which an instance may come to a GPU with its VMs; its own place is none. */
  #startsOf(from: GiPlace, to: Standing, lifted: readonly GiId[], filled: readonly Filled[]): number[] {
    const starts = this.starts(to, from.gi.profile, lifted, filled);
    if (starts.length === 0) return starts;
    if (from.gpu.id === to.gpu.id) return starts.filter((start) => start !== from.gi.start);
    // A GPU that is illegal as it is is left alone.
    if (legalGpu(to.gpu) === null) return [];
    const mayCome = this.#isApart(from, to, lifted, filled) && checkCarried(this.#plan, from, to).ok;
    return mayCome ? starts : [];
  }

  /** True when no VM of a group would come beside another one of it. */
  #isApart(from: GiPlace, to: Standing, lifted: readonly GiId[], filled: readonly Filled[]): boolean {
    const vms = (vmsByInstance(this.#plan).get(from.gi.id) ?? []).filter(({ group }) => group !== null);
    if (vms.length === 0) return true;
    const there = (this.#groups.get(to.gpu.id) ?? []).filter(([, giId]) => !lifted.includes(giId));
    const landed = filled.flatMap(({ on, giId }) =>
      on !== to || giId === undefined
        ? []
        : (vmsByInstance(this.#plan).get(giId) ?? []).map((vm) => [vm.group, giId, vm.id] as const),
    );
    return [...there, ...landed].every(([group, , vmId]) =>
      vms.every((vm) => vm.group !== group || vm.id === vmId),
    );
  }

  /** Instances on other GPUs in whose room one like `giId` could stand, the nearest to the GPU asked for first; with so many VMs. */
  partners(giId: GiId, vms: number | null = null): readonly GiId[] {
    const from = findInstance(this.#plan, giId);
    const profile = from?.gi.profile ?? '';
    const key = vms === null ? profile : `${profile} ${vms}`;
    const known = this.#partners.get(key);
    const all =
      known ??
      this.nearest.flatMap((to) =>
        legalGpu(to.gpu) === null
          ? []
          : this.movable(to).filter(
              (b) =>
                (vms === null || (vmsByInstance(this.#plan).get(b) ?? []).length === vms) &&
                this.starts(to, profile, [b]).length > 0,
            ),
      );
    this.#partners.set(key, all);
    return all.filter((b) => findInstance(this.#plan, b)?.gpu.id !== from?.gpu.id);
  }

  /**
   * The same for pairs of instances that stand alike, on GPUs that are alike in all that decides where what may go: whether
   * their moves lead anywhere is the same then, however far that is. What VMs of a group or with several vGPUs have is like nothing else.
   */
  pairKey(a: GiId, b: GiId): string {
    const of = (id: GiId): string => {
      const place = findInstance(this.#plan, id);
      const on = place === undefined ? null : this.standing(place.gpu.id);
      return place === undefined || on === null ? '' : `${this.#kindOf(on)} ${place.gi.start}`;
    };
    const isSame = findInstance(this.#plan, a)?.gpu.id === findInstance(this.#plan, b)?.gpu.id;
    return `${of(a)} ${isSame ? 'and' : 'there'} ${of(b)}`;
  }

  #kindOf({ host, gpu, instances }: Standing): string {
    const known = this.#kinds.get(gpu.id);
    if (known !== undefined) return known;
    const vms = vmsByInstance(this.#plan);
    const kind = JSON.stringify([
      ...[gpu.board, gpu.variant, host.platform, host.release, host.driver],
      ...instances.map(({ id, profile, start, pinned }) => {
        const own = vms.get(id) ?? [];
        const isPlain = own.every(({ group, attachments }) => group === null && attachments.length === 1);
        return [profile, start, pinned, isPlain ? own.map(({ attachments }) => attachments[0]?.wants) : id];
      }),
    ]);
    this.#kinds.set(gpu.id, kind);
    return kind;
  }

  /** Where two instances may go at once beside what is placed, for the least distance below `limit`; null where they cannot. */
  twoDestinations(a: GiId, b: GiId, placed: Filled, limit: number): InstanceMove[] | null {
    let best: InstanceMove[] | null = null;
    let left = limit;
    for (const first of this.destinations(a, [a, b], [placed], left)) {
      const near = this.moveDistance(first);
      if (near >= left) break;
      const on = this.standing(first.gpuId);
      const profile = findInstance(this.#plan, a)?.gi.profile;
      if (on === null || profile === undefined) continue;
      const filled = [placed, { on, profile, start: first.start, giId: a }];
      for (const second of this.destinations(b, [a, b], filled, left - near)) {
        const sum = near + this.moveDistance(second);
        if (sum < left) {
          left = sum;
          best = [first, second];
        }
        break;
      }
    }
    return best;
  }
}

function standingOn(place: GpuPlace, moving: GiPlace | undefined, isAsked: boolean): Standing | null {
  const { gpu } = place;
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  if (board?.memorySlices == null) return null;
  // Only on the GPU that was asked for may something be done although it is not legal as it is.
  if (!isAsked && legalGpu(gpu) === null) return null;
  const geometry = geometryOf(board);
  const instances = gpu.instances.filter((gi) => gi.id !== moving?.gi.id);
  return { ...place, geometry, instances, occupancy: occupancyOf(geometry, instances) };
}

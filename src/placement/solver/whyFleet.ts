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
import { invariant } from '../../model/assert.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId, GpuId, HostId, VmId } from '../../model/ids.ts';
import {
  findInstance,
  vmsByInstance,
  type GiPlace,
  type GpuInstance,
  type GpuPlace,
  type Plan,
  type Vm,
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
  /** The VMs on it that are in a group, each with the instance that it has here. */
  readonly members: readonly Member[];
}

interface Member {
  readonly group: string;
  readonly giId: GiId;
  readonly vmId: VmId;
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
  /** The host of every GPU of the plan, of those too on which nothing can be placed. */
  readonly #hostOf: ReadonlyMap<GpuId, HostId>;
  readonly #free = new Map<ProfileName, readonly Standing[]>();
  readonly #partners = new Map<ProfileName, readonly GiId[]>();

  readonly #mayTake: (place: GpuPlace) => boolean;
  readonly #kinds = new Map<GpuId, string>();

  constructor(plan: Plan, moving: GiId | null, asked: GpuId, mayTake: (place: GpuPlace) => boolean) {
    this.#plan = plan;
    this.#mayTake = mayTake;
    this.#moving = moving === null ? undefined : findInstance(plan, moving);
    const places = plan.hosts.flatMap((host) => host.gpus.map((gpu): GpuPlace => ({ host, gpu })));
    this.#hostOf = new Map(places.map(({ host, gpu }) => [gpu.id, host.id]));
    const all = places.flatMap(
      (place) => standingOn(plan, place, this.#moving, place.gpu.id === asked) ?? [],
    );
    this.#byGpu = new Map(all.map((one) => [one.gpu.id, one]));
    this.nearest = [...all].sort((a, b) => this.distance(asked, a.gpu.id) - this.distance(asked, b.gpu.id));
  }

  /** Null where nothing can be placed: MIG mode is off, or the board is not known. */
  standing(gpuId: GpuId): Standing | null {
    return this.#byGpu.get(gpuId) ?? null;
  }

  /** The GPU that an instance is on, of those that are here. */
  standingOf(giId: GiId): Standing {
    const on = this.standing(this.#placeOf(giId).gpu.id);
    invariant(on !== null, 'an instance is on a GPU of the plan on which something may be placed');
    return on;
  }

  /** Ids of instances come from the plan. */
  #placeOf(giId: GiId): GiPlace {
    const place = findInstance(this.#plan, giId);
    invariant(place !== undefined, 'an instance is in its plan');
    return place;
  }

  #vmsOn(giId: GiId): readonly Vm[] {
    return vmsByInstance(this.#plan).get(giId) ?? [];
  }

  /** 0 the same GPU, 1 another of its host, 2 another host. */
  distance(from: GpuId, to: GpuId): number {
    if (from === to) return 0;
    return this.#hostOf.get(from) === this.#hostOf.get(to) ? 1 : 2;
  }

  moveDistance({ giId, gpuId }: InstanceMove): number {
    return this.distance(this.#placeOf(giId).gpu.id, gpuId);
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
    lifted: readonly GiId[] = [],
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
    const free = this.nearest.filter((to) => this.starts(to, profile).length > 0);
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
    const from = this.#placeOf(giId);
    const touched = new Set([...filled.map(({ on }) => on), ...lifted.map((id) => this.standingOf(id))]);
    // Everywhere else it is as it was: who had no room has none.
    const free = this.#freeFor(from.gi.profile);
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
    const vms = this.#vmsOn(from.gi.id).filter(({ group }) => group !== null);
    if (vms.length === 0) return true;
    const there = to.members.filter(({ giId }) => !lifted.includes(giId));
    const landed = filled.flatMap(({ on, giId }) =>
      on === to && giId !== undefined ? membersOn(this.#plan, giId) : [],
    );
    return [...there, ...landed].every(({ group, vmId }) =>
      vms.every((vm) => vm.group !== group || vm.id === vmId),
    );
  }

  /** Instances on other GPUs in whose room one like `giId` could stand, the nearest to the GPU asked for first; with so many VMs. */
  partners(giId: GiId, vms: number | null = null): readonly GiId[] {
    const from = this.#placeOf(giId);
    const { profile } = from.gi;
    const key = vms === null ? profile : `${profile} ${vms}`;
    const known = this.#partners.get(key);
    const all =
      known ??
      this.nearest.flatMap((to) =>
        legalGpu(to.gpu) === null
          ? []
          : this.movable(to).filter(
              (b) =>
                (vms === null || this.#vmsOn(b).length === vms) && this.starts(to, profile, [b]).length > 0,
            ),
      );
    this.#partners.set(key, all);
    return all.filter((b) => this.#placeOf(b).gpu.id !== from.gpu.id);
  }

  /**
   * The same for pairs of instances that stand alike, on GPUs that are alike in all that decides where what may go: whether
   * their moves lead anywhere is the same then, however far that is. What VMs of a group or with several vGPUs have is like nothing else.
   */
  pairKey(a: GiId, b: GiId): string {
    const [one, other] = [this.#placeOf(a), this.#placeOf(b)];
    const of = ({ gi }: GiPlace): string => `${this.#kindOf(this.standingOf(gi.id))} ${gi.start}`;
    return `${of(one)} ${one.gpu.id === other.gpu.id ? 'and' : 'there'} ${of(other)}`;
  }

  #kindOf({ host, gpu, instances }: Standing): string {
    const known = this.#kinds.get(gpu.id);
    if (known !== undefined) return known;
    const kind = JSON.stringify([
      ...[gpu.board, gpu.variant, host.platform, host.release, host.driver],
      ...instances.map(({ id, profile, start, pinned }) => {
        const own = this.#vmsOn(id);
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
    const { profile } = this.#placeOf(a).gi;
    for (const first of this.destinations(a, [a, b], [placed], left)) {
      const near = this.moveDistance(first);
      if (near >= left) break;
      const on = this.standing(first.gpuId);
      invariant(on !== null, 'where an instance may go something may be placed');
      const filled = [placed, { on, profile, start: first.start, giId: a }];
      // The nearest there is, and near enough.
      const [second] = this.destinations(b, [a, b], filled, left - near);
      if (second === undefined) continue;
      left = near + this.moveDistance(second);
      best = [first, second];
    }
    return best;
  }
}

function standingOn(
  plan: Plan,
  place: GpuPlace,
  moving: GiPlace | undefined,
  isAsked: boolean,
): Standing | null {
  const { gpu } = place;
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  if (board?.memorySlices == null) return null;
  // Only on the GPU that was asked for may something be done although it is not legal as it is.
  if (!isAsked && legalGpu(gpu) === null) return null;
  const geometry = geometryOf(board);
  const instances = gpu.instances.filter((gi) => gi.id !== moving?.gi.id);
  const members = gpu.instances.flatMap(({ id }) => membersOn(plan, id));
  return { ...place, geometry, instances, members, occupancy: occupancyOf(geometry, instances) };
}

function membersOn(plan: Plan, giId: GiId): Member[] {
  return (vmsByInstance(plan).get(giId) ?? []).flatMap(({ group, id }) =>
    group === null ? [] : { group, giId, vmId: id },
  );
}

/** The GPUs of a plan as a retarget sees them: equal ones are one class, however many there are. */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { geometryOf, type Geometry, type Position } from '../../../model/geometry.ts';
import type { GpuInstance, GpuPlace, Plan } from '../../../model/plan.ts';
import { isDrawable } from '../../../model/board.ts';
import { checkGpu } from '../../check.ts';
import { driverRefusal } from '../../rules/platformRules.ts';
import { cutOf, type Cut } from './regions.ts';

/** Why a GPU is left as it is. */
export type LeftOutWhy = 'not-in-mig-mode' | 'board-unknown' | 'starts-unknown' | 'illegal';

export interface LeftOut {
  readonly place: GpuPlace;
  readonly why: LeftOutWhy;
}

/** GPUs of one board on which the same may be made. */
export interface Kind {
  readonly cut: Cut;
  /** Indexed like `board.profiles`: the driver of the host is too old to make it. */
  readonly refused: readonly boolean[];
}

/** A GPU that takes part. */
export interface FleetGpu {
  readonly place: GpuPlace;
  readonly kind: number;
  /** In `classes`: one for each region; empty where an instance covers the whole GPU. */
  readonly parts: readonly number[];
  /** In `holders`, or null. */
  readonly holder: number | null;
}

/** Regions that hold the same: of these it only counts how many there are. */
export interface PartClass {
  readonly kind: number;
  readonly region: number;
  /** What is there, as bits of the region's positions, and which of it may not go. */
  readonly bits: number;
  readonly pinned: number;
  /** What losing the instance at each position costs. */
  readonly weights: readonly number[];
  /** In `gpus`. A whole instance that is destroyed leaves one more of the empty class. */
  readonly members: readonly number[];
}

/** GPUs with an instance that covers them whole. */
export interface HolderClass {
  readonly kind: number;
  readonly position: Position;
  readonly isPinned: boolean;
  readonly weight: number;
  readonly members: readonly number[];
}

export interface Fleet {
  readonly kinds: readonly Kind[];
  readonly gpus: readonly FleetGpu[];
  readonly classes: readonly PartClass[];
  readonly holders: readonly HolderClass[];
  readonly leftOut: readonly LeftOut[];
}

export interface FleetOptions {
  /** Profiles that are to be made, by name. */
  readonly wanted: ReadonlySet<string>;
  /** What losing an instance costs: a whole number from 0. */
  readonly weightOf: (gi: GpuInstance) => number;
}

/** GPUs that can be cut otherwise, and those that cannot, with the reason. */
export function placesOf(plan: Plan): {
  readonly places: readonly GpuPlace[];
  readonly leftOut: readonly LeftOut[];
} {
  const leftOut: LeftOut[] = [];
  const places: GpuPlace[] = [];
  // GPUs that hold the same on hosts with one driver are legal together.
  const known = new Map<string, LeftOutWhy | null>();
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const key = standingKey({ host, gpu });
      let why = known.get(key);
      if (why === undefined) known.set(key, (why = whyLeftOut({ host, gpu })));
      if (why === null) places.push({ host, gpu });
      else leftOut.push({ place: { host, gpu }, why });
    }
  }
  return { places, leftOut };
}

export function fleetOf(plan: Plan, { wanted, weightOf }: FleetOptions): Fleet {
  const { places, leftOut } = placesOf(plan);
  const active = activeProfiles(places, wanted);
  const builder = new FleetBuilder(active, weightOf);
  for (const place of places) builder.add(place);
  return { ...builder.build(), leftOut };
}

function standingKey({ host, gpu }: GpuPlace): string {
  let key = `${host.driver} ${gpu.board} ${gpu.variant} ${gpu.use}`;
  for (const { profile, start, computeInstances } of gpu.instances) {
    key += ` ${profile}@${start}`;
    for (const ci of computeInstances) key += `/${ci.profile}@${ci.start}`;
  }
  return key;
}

function whyLeftOut({ host, gpu }: GpuPlace): LeftOutWhy | null {
  if (gpu.use !== 'mig') return 'not-in-mig-mode';
  const board = findBoard(gpu.board);
  if (board === undefined) return 'board-unknown';
  if (!isDrawable(board)) return 'starts-unknown';
  return checkGpu(gpu, host).some(({ gi }) => gi !== null) ? 'illegal' : null;
}

/** By geometry: the profiles that are there or wanted. */
function activeProfiles(places: readonly GpuPlace[], wanted: ReadonlySet<string>): Map<Geometry, boolean[]> {
  const active = new Map<Geometry, boolean[]>();
  for (const { gpu } of places) {
    const board = findBoard(gpu.board);
    if (board === undefined) continue;
    const geometry = geometryOf(board);
    let profiles = active.get(geometry);
    if (profiles === undefined) {
      profiles = board.profiles.map(({ name }) => wanted.has(name));
      active.set(geometry, profiles);
    }
    for (const gi of gpu.instances) {
      const index = geometry.profileIndexByName.get(gi.profile);
      if (index !== undefined) profiles[index] = true;
    }
  }
  return active;
}

class FleetBuilder {
  readonly #active: ReadonlyMap<Geometry, readonly boolean[]>;
  readonly #weightOf: FleetOptions['weightOf'];
  readonly #kinds: Kind[] = [];
  readonly #kindAt = new Map<string, number>();
  readonly #kindOfHost = new Map<string, number>();
  readonly #gpus: FleetGpu[] = [];
  readonly #classes: (PartClass & { members: number[] })[] = [];
  readonly #classAt = new Map<string, number>();
  readonly #holders: (HolderClass & { members: number[] })[] = [];
  readonly #holderAt = new Map<string, number>();

  constructor(active: ReadonlyMap<Geometry, readonly boolean[]>, weightOf: FleetOptions['weightOf']) {
    this.#active = active;
    this.#weightOf = weightOf;
  }

  add(place: GpuPlace): void {
    const board = findBoard(place.gpu.board);
    if (board === undefined) return;
    const geometry = geometryOf(board);
    const kind = this.#kindOf(place, geometry);
    const { cut } = this.#kinds[kind] ?? { cut: null };
    if (cut === null) return;
    const at = this.#gpus.length;
    const whole = place.gpu.instances.flatMap((gi) => {
      const position = cut.whole.find((one) => isAt(geometry, one, gi));
      return position === undefined ? [] : [{ gi, position }];
    })[0];
    if (whole !== undefined) {
      const holder = this.#holderOf(kind, whole.position, whole.gi, at);
      this.#gpus.push({ place, kind, parts: [], holder });
      return;
    }
    const parts = cut.regions.map((region, regionAt) => {
      let bits = 0;
      let pinned = 0;
      const weights = region.positions.map(() => 0);
      for (const gi of place.gpu.instances) {
        const bit = region.positions.findIndex((one) => isAt(geometry, one, gi));
        if (bit === -1) continue;
        bits |= 1 << bit;
        if (gi.pinned) pinned |= 1 << bit;
        weights[bit] = this.#weightOf(gi);
      }
      return this.#classOf(kind, regionAt, bits, pinned, weights, at);
    });
    this.#gpus.push({ place, kind, parts, holder: null });
  }

  #kindOf({ host, gpu }: GpuPlace, geometry: Geometry): number {
    // The driver is the host's: what it refuses is asked once for each board of it.
    const own = `${host.driver} ${gpu.board}`;
    const seen = this.#kindOfHost.get(own);
    if (seen !== undefined) return seen;
    const active = this.#active.get(geometry) ?? [];
    const refused = geometry.board.profiles.map(
      ({ name }, index) => active[index] === true && driverRefusal(host, gpu, name) !== null,
    );
    const key = `${gpu.board} ${refused.join()}`;
    let kind = this.#kindAt.get(key);
    if (kind === undefined) {
      kind = this.#kinds.push({ cut: cutOf(geometry, active), refused }) - 1;
      this.#kindAt.set(key, kind);
      // The class of empty regions is there even where no region is empty, for one that is emptied joins it.
      for (const [region, { positions }] of this.#kinds[kind]?.cut.regions.entries() ?? []) {
        this.#classOf(
          kind,
          region,
          0,
          0,
          positions.map(() => 0),
          null,
        );
      }
    }
    this.#kindOfHost.set(own, kind);
    return kind;
  }

  #classOf(
    kind: number,
    region: number,
    bits: number,
    pinned: number,
    weights: readonly number[],
    member: number | null,
  ): number {
    const key = `${kind} ${region} ${bits} ${pinned} ${weights.join()}`;
    let at = this.#classAt.get(key);
    if (at === undefined) {
      at = this.#classes.push({ kind, region, bits, pinned, weights, members: [] }) - 1;
      this.#classAt.set(key, at);
    }
    if (member !== null) this.#classes[at]?.members.push(member);
    return at;
  }

  #holderOf(kind: number, position: Position, gi: GpuInstance, member: number): number {
    const weight = this.#weightOf(gi);
    const key = `${kind} ${position.profileIndex} ${gi.pinned} ${weight}`;
    let at = this.#holderAt.get(key);
    if (at === undefined) {
      at = this.#holders.push({ kind, position, isPinned: gi.pinned, weight, members: [] }) - 1;
      this.#holderAt.set(key, at);
    }
    this.#holders[at]?.members.push(member);
    return at;
  }

  build(): Omit<Fleet, 'leftOut'> {
    return { kinds: this.#kinds, gpus: this.#gpus, classes: this.#classes, holders: this.#holders };
  }
}

function isAt(geometry: Geometry, { profileIndex, start }: Position, gi: GpuInstance): boolean {
  return geometry.board.profiles[profileIndex]?.name === gi.profile && start === gi.start;
}

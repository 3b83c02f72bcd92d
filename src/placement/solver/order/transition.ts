/**
 * Two plans held against each other as the question of order: what stays, what goes, what comes, whose room each needs and
 * who is on it. Hosts are matched by name, GPUs by index, instances by profile and start, VMs by name and place of the vGPU.
 */
import type { Board, BoardId } from '../../../model/board.ts';
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { isUndivided } from '../../../model/compute.ts';
import { geometryOf, occupancyOf, type Geometry } from '../../../model/geometry.ts';
import type { GiId } from '../../../model/ids.ts';
import type { Gpu, GpuInstance, Host, Plan, Vm } from '../../../model/plan.ts';
import { creationOf } from '../../../model/platform.ts';
import { blockOf, rangesOverlap } from '../../../model/slices.ts';
import { gpuDifferences } from '../../observed/difference.ts';
import { adoptObserved } from '../../observed/observedEdits.ts';
import type { OrderProblem } from './orderProblem.ts';

/** A GPU as both plans name it. Where the board is exchanged there are two, the old one and the new one. */
export interface GpuChange {
  readonly host: string;
  readonly index: number;
  readonly board: BoardId;
  /** Null where CURRENT does not have it, or has another board there. */
  readonly before: Gpu | null;
  readonly after: Gpu | null;
  /** In `gpus`: the board that has to be taken out first. */
  readonly replaces: number | null;
}

/** One vGPU of a VM, the same in both plans. */
export interface VgpuKey {
  readonly vm: string;
  readonly attachment: number;
}

/** An instance that goes; or, with `isKept`, one that stays while VMs leave it for others. */
export interface Leaving {
  readonly gpuAt: number;
  readonly gi: GpuInstance;
  readonly isKept: boolean;
  readonly isPinned: boolean;
  /** `to`: in `coming`; null: it has no instance in the target, or one on a host that makes its own. */
  readonly vgpus: readonly (VgpuKey & { readonly to: number | null })[];
}

/** An instance that comes; or, with `isKept`, one that stays and is to have other VMs. */
export interface Coming {
  readonly gpuAt: number;
  readonly gi: GpuInstance;
  readonly isKept: boolean;
  readonly vgpus: readonly VgpuKey[];
  /** VMs that the target has on it where CURRENT does not say who runs where. */
  readonly expected: readonly string[];
}

/** A kept instance whose compute instances are to be others. */
export interface Recut {
  readonly gpuAt: number;
  readonly from: GpuInstance;
  readonly to: GpuInstance;
  /** VMs that are on it in both plans. */
  readonly vms: readonly string[];
}

export interface Transition {
  readonly gpus: readonly GpuChange[];
  readonly leaving: readonly Leaving[];
  readonly coming: readonly Coming[];
  readonly recuts: readonly Recut[];
  readonly kept: number;
  /** CURRENT names no VM on any instance, as a listing does: of interruptions only the instance is known. */
  readonly isAnonymous: boolean;
  readonly problem: OrderProblem;
  /** True where the engines of a board run out and more was made to wait than has to: fewest parked is then not proven. */
  readonly isCautious: boolean;
  /** Host pairs on which the hypervisor makes the instances; they are no part of the rest. */
  readonly powerOn: readonly {
    readonly name: string;
    readonly current: Host | null;
    readonly target: Host | null;
  }[];
}

/** What parking costs: a VM outweighs any number of instances without one, a pinned instance any number of VMs. */
export const PARK_WEIGHT = { instance: 1, vm: 10_000, pinned: 100_000_000 } as const;

/** CURRENT as it really is: of a host with observed state that is what counts, with the VMs on it. */
export function asItIs(current: Plan): Plan {
  let plan = current;
  for (const host of current.hosts) {
    if (host.observed === null) continue;
    const adopted = adoptObserved(plan, host.id, null);
    if (adopted.ok) plan = adopted.value;
  }
  return plan;
}

/** True for hosts on which instances come with the power-on of their VM: the target says it, else CURRENT. */
export function isPowerOn(current: Host | null, target: Host | null): boolean {
  const host = target ?? current;
  return host !== null && creationOf(host) === 'power-on';
}

/** `current` as `asItIs` gives it. */
export function transitionOf(current: Plan, target: Plan): Transition {
  const builder = new Builder(current, target);
  const now = new Map(current.hosts.map((host) => [host.name, host]));
  const powerOn: { name: string; current: Host | null; target: Host | null }[] = [];
  for (const [name, [before, after]] of hostPairs(now, target)) {
    if (isPowerOn(before, after)) {
      powerOn.push({ name, current: before, target: after });
    } else {
      builder.host(name, before, after);
    }
  }
  return { ...builder.build(), powerOn };
}

/** Hosts of either plan by name, in the order of the target; of several with one name the first counts. */
function hostPairs(
  now: ReadonlyMap<string, Host>,
  target: Plan,
): Map<string, readonly [Host | null, Host | null]> {
  const pairs = new Map<string, readonly [Host | null, Host | null]>();
  for (const host of target.hosts) {
    if (!pairs.has(host.name)) pairs.set(host.name, [now.get(host.name) ?? null, host]);
  }
  for (const [name, host] of now) if (!pairs.has(name)) pairs.set(name, [host, null]);
  return pairs;
}

/** On which instance each vGPU is. Of two VMs with one name the first counts. */
export function placesOf(plan: Plan): { byGi: Map<GiId, VgpuKey[]>; byKey: Map<string, GiId> } {
  const byGi = new Map<GiId, VgpuKey[]>();
  const byKey = new Map<string, GiId>();
  const seen = new Set<string>();
  for (const vm of plan.vms as readonly Vm[]) {
    if (seen.has(vm.name)) continue;
    seen.add(vm.name);
    for (const [attachment, { instance }] of vm.attachments.entries()) {
      if (instance === null) continue;
      const key = { vm: vm.name, attachment };
      byKey.set(keyOf(key), instance);
      const others = byGi.get(instance);
      if (others === undefined) byGi.set(instance, [key]);
      else others.push(key);
    }
  }
  return { byGi, byKey };
}

export function keyOf({ vm, attachment }: VgpuKey): string {
  return `${attachment} ${vm}`;
}

interface Grown {
  readonly gpuAt: number;
  readonly gi: GpuInstance;
  readonly isKept: boolean;
}

class Builder {
  readonly #current: ReturnType<typeof placesOf>;
  readonly #target: ReturnType<typeof placesOf>;
  readonly #isAnonymous: boolean;
  readonly #gpus: GpuChange[] = [];
  readonly #leaving: Grown[] = [];
  readonly #coming: Grown[] = [];
  readonly #recuts: Recut[] = [];
  /** Kept instances, by what they are in the one plan and in the other. */
  readonly #keptAs = new Map<GiId, GiId>();
  readonly #pinned = new Set<GiId>();
  #kept = 0;

  constructor(current: Plan, target: Plan) {
    this.#current = placesOf(current);
    this.#target = placesOf(target);
    this.#isAnonymous = this.#current.byGi.size === 0;
  }

  host(name: string, before: Host | null, after: Host | null): void {
    const now = (before?.gpus ?? []).map(inMigMode);
    const then = (after?.gpus ?? []).map(inMigMode);
    for (const one of gpuDifferences(then, now, new Map())) {
      const { planned: next, observed: old, index } = one;
      if (one.isOtherBoard && old !== null && next !== null) {
        const gone =
          this.#gpus.push({ host: name, index, board: old.board, before: old, after: null, replaces: null }) -
          1;
        const come =
          this.#gpus.push({
            host: name,
            index,
            board: next.board,
            before: null,
            after: next,
            replaces: gone,
          }) - 1;
        for (const gi of old.instances) this.#leave(gone, gi, false);
        for (const gi of next.instances) this.#come(come, gi, false);
        continue;
      }
      const board = next?.board ?? old?.board ?? '';
      const gpuAt =
        this.#gpus.push({ host: name, index, board, before: old, after: next, replaces: null }) - 1;
      for (const pair of one.asPlanned) this.#keep(gpuAt, pair.observed, pair.planned);
      for (const gi of [...one.moved.map((pair) => pair.observed), ...one.onlyObserved])
        this.#leave(gpuAt, gi, false);
      for (const gi of [...one.moved.map((pair) => pair.planned), ...one.onlyPlanned])
        this.#come(gpuAt, gi, false);
    }
  }

  #leave(gpuAt: number, gi: GpuInstance, isKept: boolean): void {
    if (gi.pinned && !isKept) this.#pinned.add(gi.id);
    this.#leaving.push({ gpuAt, gi, isKept });
  }

  #come(gpuAt: number, gi: GpuInstance, isKept: boolean): void {
    this.#coming.push({ gpuAt, gi, isKept });
  }

  #keep(gpuAt: number, now: GpuInstance, then: GpuInstance): void {
    this.#kept++;
    this.#keptAs.set(now.id, then.id);
    const nowOn = this.#current.byGi.get(now.id) ?? [];
    const thenOn = this.#target.byGi.get(then.id) ?? [];
    const stays = (key: VgpuKey): boolean => thenOn.some((other) => keyOf(other) === keyOf(key));
    const staying = nowOn.filter(stays);
    if (nowOn.length > staying.length) this.#leave(gpuAt, now, true);
    if (!this.#isAnonymous && thenOn.length > staying.length) this.#come(gpuAt, then, true);
    if (!isSameCut(now, then)) {
      const vms = this.#isAnonymous ? thenOn : staying;
      this.#recuts.push({ gpuAt, from: now, to: then, vms: vms.map((key) => key.vm) });
    }
  }

  build(): Omit<Transition, 'powerOn'> {
    const comingAt = new Map(this.#coming.map(({ gi }, at) => [gi.id, at]));
    const keptAs = this.#keptAs;
    const leaving = this.#leaving.map((one): Leaving => {
      const vgpus = (this.#current.byGi.get(one.gi.id) ?? []).flatMap((key) => {
        const there = this.#target.byKey.get(keyOf(key));
        if (one.isKept && there === keptAs.get(one.gi.id)) return [];
        return [{ ...key, to: there === undefined ? null : (comingAt.get(there) ?? null) }];
      });
      return { ...one, isPinned: this.#pinned.has(one.gi.id), vgpus };
    });
    const staying = new Set(
      [...keptAs].flatMap(([now, then]) =>
        (this.#current.byGi.get(now) ?? []).map(keyOf).filter((key) => this.#target.byKey.get(key) === then),
      ),
    );
    const coming = this.#coming.map((one): Coming => {
      const on = this.#target.byGi.get(one.gi.id) ?? [];
      return {
        ...one,
        vgpus: this.#isAnonymous ? [] : on.filter((key) => !staying.has(keyOf(key))),
        expected: this.#isAnonymous ? on.map((key) => key.vm) : [],
      };
    });
    const { problem, isCautious } = problemOf(this.#gpus, leaving, coming);
    return {
      gpus: this.#gpus,
      leaving,
      coming,
      recuts: this.#recuts,
      kept: this.#kept,
      isAnonymous: this.#isAnonymous,
      problem,
      isCautious,
    };
  }
}

/** A GPU that is not in MIG mode has no instances, whatever a text says. */
function inMigMode(gpu: Gpu): Gpu {
  return gpu.use === 'mig' || gpu.instances.length === 0 ? gpu : { ...gpu, instances: [] };
}

/** The same compute instances: the same profiles, at the same starts where both say them. */
function isSameCut(now: GpuInstance, then: GpuInstance): boolean {
  if (isUndivided(now) && isUndivided(then)) return true;
  const list = (gi: GpuInstance, withStarts: boolean): string =>
    gi.computeInstances
      .map(({ profile, start }) => (withStarts ? `${profile}@${start}` : profile))
      .sort()
      .join();
  const isSaid = [...now.computeInstances, ...then.computeInstances].every(({ start }) => start !== null);
  return list(now, isSaid) === list(then, isSaid);
}

function problemOf(
  gpus: readonly GpuChange[],
  leaving: readonly Leaving[],
  coming: readonly Coming[],
): { problem: OrderProblem; isCautious: boolean } {
  const leavingOn = byGpu(leaving);
  const comingOn = byGpu(coming);
  const pools = new Map<string, number>();
  const poolOf = ({ gpuAt, gi }: Leaving | Coming): number => {
    const key = `${gpus[gpuAt]?.board} ${gi.profile}`;
    const pool = pools.get(key) ?? pools.size;
    pools.set(key, pool);
    return pool;
  };
  let isCautious = false;
  const fills = coming.map((one) => {
    const pool = one.isKept || one.vgpus.length > 0 ? null : poolOf(one);
    const waitsFor: number[] = [];
    const gpu = gpus[one.gpuAt];
    const old = gpu?.replaces ?? null;
    if (old !== null) for (const v of leavingOn.get(old) ?? []) waitsFor.push(v);
    const here = leavingOn.get(one.gpuAt) ?? [];
    const board = findBoard(gpu?.board ?? '');
    if (one.isKept) {
      const others = here.filter((v) => leaving[v]?.isKept === true && isSamePlace(leaving[v], one));
      waitsFor.push(...others);
    } else if (board !== undefined) {
      const rules = rulesOn(
        geometryOf(board),
        gpu,
        (comingOn.get(one.gpuAt) ?? []).flatMap((f) => coming[f] ?? []),
      );
      const inTheWay = here.filter((v) => {
        const other = leaving[v];
        return other !== undefined && !other.isKept && isInTheWay(board, other.gi, one.gi, rules);
      });
      if (rules.scarce.length > 0 && inTheWay.length > 1) isCautious = true;
      waitsFor.push(...inTheWay);
    }
    return { waitsFor, pool };
  });
  const vacates = leaving.map((one) => {
    const needs = [...new Set(one.vgpus.flatMap(({ to }) => to ?? []))];
    const isNamed = one.isKept || one.vgpus.length > 0;
    const weight =
      PARK_WEIGHT.instance + one.vgpus.length * PARK_WEIGHT.vm + (one.isPinned ? PARK_WEIGHT.pinned : 0);
    return { needs, pool: isNamed ? null : poolOf(one), weight };
  });
  return { problem: { vacates, fills }, isCautious };
}

function byGpu(list: readonly { readonly gpuAt: number }[]): Map<number, number[]> {
  const on = new Map<number, number[]>();
  for (const [at, { gpuAt }] of list.entries()) {
    const others = on.get(gpuAt);
    if (others === undefined) on.set(gpuAt, [at]);
    else others.push(at);
  }
  return on;
}

function isSamePlace(a: Grown, b: Grown): boolean {
  return a.gpuAt === b.gpuAt && a.gi.start === b.gi.start && a.gi.profile === b.gi.profile;
}

interface SetRules {
  readonly geometry: Geometry;
  /** Engines of which old and new instances together want more than there are. */
  readonly scarce: readonly number[];
}

/** The rules about sets of instances that old and new ones, both there for a while, might break. */
function rulesOn(geometry: Geometry, gpu: GpuChange | undefined, coming: readonly Coming[]): SetRules {
  const { engineTotals, engines } = geometry;
  if (engineTotals === null) return { geometry, scarce: [] };
  const added = coming.filter(({ isKept }) => !isKept).map(({ gi }) => gi);
  const { counts } = occupancyOf(geometry, [...(gpu?.before?.instances ?? []), ...added]);
  const scarce = engineTotals.flatMap((total, engine) => {
    const wanted = counts.reduce((sum, count, profile) => sum + count * (engines[profile]?.[engine] ?? 0), 0);
    return wanted > total ? [engine] : [];
  });
  return { geometry, scarce };
}

/** True when the old one has to be gone before the new one can be made: slices, maximum, exclusion, engines. */
function isInTheWay(
  board: Board,
  old: GpuInstance,
  gi: GpuInstance,
  { geometry, scarce }: SetRules,
): boolean {
  const room = blockOf(board, gi.profile, gi.start).memory;
  if (rangesOverlap(room, blockOf(board, old.profile, old.start).memory)) return true;
  const index = geometry.profileIndexByName.get(gi.profile) ?? -1;
  const other = geometry.profileIndexByName.get(old.profile) ?? -1;
  const profile = board.profiles[index];
  if (profile === undefined || other === -1) return false;
  if (index === other && profile.maxInstances < (profile.starts?.length ?? 0)) return true;
  if (geometry.excludedBy[index]?.includes(other) === true) return true;
  return scarce.some(
    (engine) => (geometry.engines[index]?.[engine] ?? 0) > 0 && (geometry.engines[other]?.[engine] ?? 0) > 0,
  );
}

/**
 * The nearest target: from the layout of a plan to a wanted multiset of instances, or to the fewest GPUs, with the least
 * lost. Pinned instances stay; VMs keep the instances that stay and go with those that are made anew.
 */
import type { Board } from '../../../model/board.ts';
import type { Position } from '../../../model/geometry.ts';
import { IdSource, type GiId } from '../../../model/ids.ts';
import { makeInstance, vmsByInstance, type Gpu, type GpuInstance, type Plan } from '../../../model/plan.ts';
import type { ProfileName } from '../../../model/profile.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { byStart } from '../../planParts.ts';
import type { Outcome, Search } from '../search.ts';
import { solveInteger } from '../solveInteger.ts';
import { fleetOf, type Fleet, type LeftOut } from './fleet.ts';
import { realize, type Held } from './realize.ts';
import { rebind } from './rebind.ts';
import { retargetProgram, type RetargetProgram } from './retargetProgram.ts';

export interface Retargeted {
  readonly plan: Plan;
  readonly kept: number;
  readonly destroyed: number;
  readonly created: number;
  /** GPUs with an instance, before and after. */
  readonly usedBefore: number;
  readonly used: number;
  /** VMs that have another instance than before; VMs that lost theirs and wait. */
  readonly moved: number;
  readonly waiting: number;
  readonly leftOut: readonly LeftOut[];
}

/** What counts as loss: every instance alike, or only what VMs have, each VM once. */
export type LossWeights = 'instances' | 'vms';

export type RetargetError =
  | { readonly code: 'profile-not-here'; readonly profile: ProfileName }
  /** More of them are pinned than are wanted. */
  | {
      readonly code: 'pins-exceed-demand';
      readonly profile: ProfileName;
      readonly pinned: number;
      readonly wanted: number;
    }
  /** None that can take part; `gpus`: how many there are. */
  | { readonly code: 'no-gpu'; readonly gpus: number };

export interface RetargetQuestion {
  /** The instances that there are to be, by profile; all others go. */
  readonly demand: ReadonlyMap<ProfileName, number>;
  readonly weights: LossWeights;
}

/**
 * The bound is the least weight that is lost. A search that ends proven without an answer says that the GPUs cannot hold
 * what is wanted, however they are cut. GPUs that are not in MIG mode, unknown or illegal are left as they are.
 */
export function retarget(
  plan: Plan,
  { demand, weights }: RetargetQuestion,
): Result<() => Search<Retargeted>, RetargetError> {
  const fleet = fleetFor(plan, new Set(demand.keys()), weights);
  const fault = faultOf(fleet, demand);
  if (fault !== null) return err(fault);
  return ok(() => search(plan, fleet, retargetProgram(fleet, { demand, empty: null })));
}

/**
 * The same instances on the fewest GPUs, and of all ways to do that the one that loses least. The bound is that of the loss,
 * once the number of GPUs is known. GPUs of other boards are matters of their own.
 */
export function compact(plan: Plan, weights: LossWeights): Result<() => Search<Retargeted>, RetargetError> {
  const fleet = fleetFor(plan, new Set(), weights);
  if (fleet.gpus.length === 0) return err({ code: 'no-gpu', gpus: fleet.leftOut.length });
  return ok(() => compactSearch(plan, weights));
}

function fleetFor(plan: Plan, wanted: ReadonlySet<string>, weights: LossWeights): Fleet {
  const on = vmsByInstance(plan);
  const weightOf = weights === 'instances' ? () => 1 : (gi: GpuInstance) => on.get(gi.id)?.length ?? 0;
  return fleetOf(plan, { wanted, weightOf });
}

function faultOf(fleet: Fleet, demand: ReadonlyMap<ProfileName, number>): RetargetError | null {
  if (fleet.gpus.length === 0) return { code: 'no-gpu', gpus: fleet.leftOut.length };
  for (const profile of demand.keys()) {
    const isHere = fleet.kinds.some(({ cut }) =>
      cut.geometry.board.profiles.some(({ name, starts }) => name === profile && starts !== null),
    );
    if (!isHere) return { code: 'profile-not-here', profile };
  }
  const pinned = new Map<ProfileName, number>();
  for (const { place } of fleet.gpus) {
    for (const gi of place.gpu.instances) {
      if (gi.pinned) pinned.set(gi.profile, (pinned.get(gi.profile) ?? 0) + 1);
    }
  }
  for (const [profile, count] of pinned) {
    const wanted = demand.get(profile) ?? 0;
    if (count > wanted) return { code: 'pins-exceed-demand', profile, pinned: count, wanted };
  }
  return null;
}

function* search(plan: Plan, fleet: Fleet, { program, meanings }: RetargetProgram): Search<Retargeted> {
  const solving = solveInteger(program);
  const hurt = hurtOf(plan);
  for (let step = solving.next(); ; step = solving.next()) {
    const { best, bound, isProven, work } = step.value;
    const written: { answer?: Retargeted } = {};
    const outcome = {
      // Written when it is asked for: a search passes many answers by.
      get best() {
        if (best === null) return null;
        written.answer ??= retargeted(
          plan,
          [{ fleet, held: realize(fleet, meanings, best.values, hurt) }],
          fleet.leftOut,
        );
        return written.answer;
      },
      bound,
      isProven,
      work,
    };
    if (step.done === true) return outcome;
    yield outcome;
  }
}

function hurtOf(plan: Plan): (gi: GpuInstance) => number {
  const on = vmsByInstance(plan);
  return (gi) => on.get(gi.id)?.length ?? 0;
}

/** Board by board: first how many GPUs can be emptied, then with what loss. */
function* compactSearch(plan: Plan, weights: LossWeights): Search<Retargeted> {
  const boards = [...new Set(plan.hosts.flatMap((host) => host.gpus.map((gpu) => gpu.board)))];
  const hurt = hurtOf(plan);
  const done: { fleet: Fleet; held: Held }[] = [];
  const leftOut: LeftOut[] = [];
  let [bound, work, isProven] = [0, 0, true];
  // What stopping now would leave: the boards that are done, and this one as far as it is known. Written when asked for, and
  // then the same, however many boards are done by that time.
  const interim = (
    fleet: Fleet,
    { meanings }: RetargetProgram,
    values: readonly number[] | null,
    sofar: number,
  ): Outcome<Retargeted> => {
    const [before, left] = [[...done], [...leftOut]];
    return {
      get best() {
        const here = values === null ? [] : [{ fleet, held: realize(fleet, meanings, values, hurt) }];
        const parts = [...before, ...here];
        return parts.length === 0 ? null : retargeted(plan, parts, left);
      },
      bound: null,
      isProven: false,
      work: sofar,
    };
  };
  for (const board of boards) {
    const alone = {
      ...plan,
      hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.filter((gpu) => gpu.board === board) })),
    };
    const fleet = fleetFor(alone, new Set(), weights);
    leftOut.push(...fleet.leftOut);
    if (fleet.gpus.length === 0) continue;
    const demand = new Map<ProfileName, number>();
    for (const { place } of fleet.gpus) {
      for (const { profile } of place.gpu.instances) demand.set(profile, (demand.get(profile) ?? 0) + 1);
    }
    const first = retargetProgram(fleet, { demand, empty: { atLeast: 0, isMaximised: true } });
    const counting = solveInteger(first.program);
    let step = counting.next();
    for (; step.done !== true; step = counting.next()) {
      yield interim(fleet, first, step.value.best?.values ?? null, work + step.value.work);
    }
    const emptied = step.value;
    work += emptied.work;
    isProven &&= emptied.isProven;
    if (emptied.best === null) continue;
    const second = retargetProgram(fleet, {
      demand,
      empty: { atLeast: Math.max(0, -emptied.best.cost), isMaximised: false },
    });
    // The same columns in the same order: what empties most is a way to do it.
    const nearest = solveInteger(second.program, { incumbent: emptied.best.values });
    let next = nearest.next();
    for (; next.done !== true; next = nearest.next()) {
      const values = (next.value.best ?? emptied.best).values;
      yield interim(fleet, second, values, work + next.value.work);
    }
    const { best } = next.value;
    work += next.value.work;
    isProven &&= next.value.isProven;
    bound += next.value.bound ?? 0;
    const values = (best ?? emptied.best).values;
    done.push({ fleet, held: realize(fleet, second.meanings, values, hurt) });
  }
  return { best: retargeted(plan, done, leftOut), bound, isProven, work };
}

function retargeted(
  plan: Plan,
  parts: readonly { readonly fleet: Fleet; readonly held: Held }[],
  leftOut: readonly LeftOut[],
): Retargeted {
  const ids = new IdSource(plan.nextId);
  const changed = new Map<number, Gpu>();
  const gone = new Set<GiId>();
  let [kept, created] = [0, 0];
  for (const { fleet, held } of parts) {
    for (const [at, { place, kind }] of fleet.gpus.entries()) {
      const { gpu } = place;
      const board = fleet.kinds[kind]?.cut.geometry.board;
      if (isAsHeld(gpu, held[at] ?? [], board)) {
        kept += gpu.instances.length;
        continue;
      }
      const old = new Map(gpu.instances.map((gi) => [`${gi.profile} ${gi.start}`, gi]));
      const instances = (held[at] ?? []).map(({ profileIndex, start }): GpuInstance => {
        const profile = board?.profiles[profileIndex]?.name ?? '';
        const key = `${profile} ${start}`;
        const same = old.get(key);
        old.delete(key);
        if (same !== undefined) kept++;
        else created++;
        return same ?? makeInstance(ids.gi(), profile, start);
      });
      for (const gi of old.values()) gone.add(gi.id);
      changed.set(gpu.id, { ...gpu, instances: instances.sort(byStart) });
    }
  }
  const hosts = plan.hosts.map((host) =>
    host.gpus.some((gpu) => changed.has(gpu.id))
      ? { ...host, gpus: host.gpus.map((gpu) => changed.get(gpu.id) ?? gpu) }
      : host,
  );
  const rebound = rebind(plan, { ...plan, hosts, nextId: ids.next }, gone);
  return {
    plan: changed.size === 0 ? plan : rebound.plan,
    kept,
    destroyed: gone.size,
    created,
    usedBefore: usedIn(plan),
    used: usedIn(rebound.plan),
    moved: rebound.moved.length,
    waiting: rebound.waiting.length,
    leftOut,
  };
}

function isAsHeld({ instances }: Gpu, held: readonly Position[], board: Board | undefined): boolean {
  return (
    held.length === instances.length &&
    instances.every((gi) =>
      held.some((one) => one.start === gi.start && board?.profiles[one.profileIndex]?.name === gi.profile),
    )
  );
}

function usedIn(plan: Plan): number {
  return plan.hosts.reduce(
    (sum, host) => sum + host.gpus.filter((gpu) => gpu.instances.length > 0).length,
    0,
  );
}

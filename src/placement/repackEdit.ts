/** A repack that was worked out for a plan, taken over as one step; and what of it moves. */
import type { GiId, GpuId } from '../model/ids.ts';
import {
  findInstance,
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuInstance,
  type Plan,
  type Vm,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkGpu } from './check.ts';
import type { CommandError } from './errors.ts';

export interface Repack {
  readonly type: 'plan/repack';
  /** This very plan with its instances elsewhere: the same hosts, GPUs and VMs. */
  readonly plan: Plan;
  /** It holds other instances than before: another mix, and not the same in other places. Names the step. */
  readonly isMix?: boolean;
}

/** An instance that goes, and the one that is made in its stead. */
export interface RepackMove {
  readonly from: GiPlace;
  /** Null: nothing takes its place. */
  readonly to: GiPlace | null;
  readonly vms: readonly Vm[];
}

/**
 * What moves from one plan to the other: an instance with VMs goes where its VMs are afterwards, the others to what is new
 * of their profile on their board, in the order of the plan.
 */
export function repackMoves(before: Plan, after: Plan): RepackMove[] {
  const vms = vmsByInstance(before);
  const attached = new Map<string, GiId | null>();
  for (const { id, attachments } of after.vms)
    attachments.forEach(({ instance }, index) => attached.set(`${id} ${index}`, instance));
  const fresh = placesOf(after).filter(({ gi }) => findInstance(before, gi.id) === undefined);
  const open = new Map(fresh.map((place) => [place.gi.id, place]));
  const gone = placesOf(before).filter(({ gi }) => findInstance(after, gi.id) === undefined);
  const goesTo = new Map<GiId, GiPlace>();
  for (const { gi } of gone) {
    for (const vm of vms.get(gi.id) ?? []) {
      const at = vm.attachments.findIndex(({ instance }) => instance === gi.id);
      const to = attached.get(`${vm.id} ${at}`) ?? null;
      const place = to === null ? undefined : open.get(to);
      if (to === null || place === undefined) continue;
      open.delete(to);
      goesTo.set(gi.id, place);
      break;
    }
  }
  const left = new Map<string, GiPlace[]>();
  const keyOf = ({ gpu, gi }: GiPlace): string => `${gpu.board} ${gi.profile}`;
  for (const place of open.values()) left.set(keyOf(place), [...(left.get(keyOf(place)) ?? []), place]);
  return gone.map((from) => ({
    from,
    to: goesTo.get(from.gi.id) ?? left.get(keyOf(from))?.shift() ?? null,
    vms: [...new Set(vms.get(from.gi.id))],
  }));
}

function placesOf(plan: Plan): GiPlace[] {
  return plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) => gpu.instances.map((gi) => ({ host, gpu, gi }))),
  );
}

/** An instance that is made anew is cut as the one was that it stands for, and keeps what is noted of it. */
export function withCuts(before: Plan, after: Plan): Plan {
  const stoodFor = new Map<GiId, GpuInstance>();
  for (const { from, to } of repackMoves(before, after)) {
    const { computeInstances, extra } = from.gi;
    if (to !== null && computeInstances.length + extra.length > 0) stoodFor.set(to.gi.id, from.gi);
  }
  if (stoodFor.size === 0) return after;
  const asBefore = (gi: GpuInstance): GpuInstance => {
    const old = stoodFor.get(gi.id);
    return old === undefined ? gi : { ...gi, computeInstances: old.computeInstances, extra: old.extra };
  };
  return {
    ...after,
    hosts: after.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({ ...gpu, instances: gpu.instances.map(asBefore) })),
    })),
  };
}

/** Refused where it is of another plan, where a GPU would be illegal that is not now, and where what is pinned would go. */
export function repack(plan: Plan, { plan: after }: Repack): Result<Plan, CommandError> {
  if (after === plan) return ok(plan);
  const next = new Map<GpuId, Gpu>(after.hosts.flatMap((host) => host.gpus.map((gpu) => [gpu.id, gpu])));
  const pinned: GiId[] = [];
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const changed = next.get(gpu.id);
      if (changed === undefined || changed.board !== gpu.board)
        return err({ code: 'not-found', what: 'gpu' });
      if (changed === gpu) continue;
      for (const { id, pinned: isPinned, start } of gpu.instances)
        if (isPinned && !changed.instances.some((gi) => gi.id === id && gi.start === start)) pinned.push(id);
      const stood = checkGpu(gpu, host);
      const fault = checkGpu(changed, host).find(
        (one) => !stood.some(({ gi, fault: { code } }) => gi === one.gi && code === one.fault.code),
      );
      if (fault !== undefined) return err(fault.fault);
    }
  }
  return pinned.length > 0 ? err({ code: 'pinned', pinned }) : ok(after);
}

/** Placing and moving GPU instances. */
import { IdSource, type GiId, type GpuId } from '../model/ids.ts';
import {
  findGpu,
  findHost,
  findInstance,
  makeInstance,
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuInstance,
  type GpuPlace,
  type Plan,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, isWanted } from './vms/assign.ts';
import type { AssignError, CommandError } from './errors.ts';
import { checkPlacement, legalStarts, type LegalStarts } from './legal.ts';
import { byStart, withGpu } from './planParts.ts';
import { driverRefusal, type DriverFault } from './rules/platformRules.ts';
import { vmRuleFaultOfMove } from './vms/vmRules.ts';

export function placeInstance(
  plan: Plan,
  gpuId: GpuId,
  profile: ProfileName,
  start: number,
): Result<Plan, CommandError> {
  const place = findGpu(plan, gpuId);
  if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
  const legal = checkPlacement(place.gpu, profile, start);
  if (!legal.ok) return legal;
  const tooNew = driverRefusal(place.host, place.gpu, profile);
  if (tooNew !== null) return err(tooNew);
  const ids = new IdSource(plan.nextId);
  const gi = makeInstance(ids.gi(), profile, start);
  const instances = [...place.gpu.instances, gi].sort(byStart);
  return ok({ ...withGpu(plan, place.host, { ...place.gpu, instances }), nextId: ids.next });
}

/** Where a GPU of the plan takes a new instance of `profile`, its host's driver considered; and why nowhere. */
export function legalPlaces(plan: Plan, gpu: Gpu, profile: ProfileName): LegalStarts {
  const legal = legalStarts(gpu, profile);
  const place = legal.starts.length === 0 ? undefined : findGpu(plan, gpu.id);
  const why = place === undefined ? null : driverRefusal(place.host, place.gpu, profile);
  return why === null ? legal : { starts: [], why };
}

/** What the VMs on an instance want of it. */
export function wantedOn(plan: Plan, giId: GiId): Wanted[] {
  const attachments = (vmsByInstance(plan).get(giId) ?? []).flatMap((vm) => vm.attachments);
  return attachments.filter(({ instance }) => instance === giId).map(({ wants }) => wants);
}

/**
 * Whether an instance may come to another GPU with its VMs: the driver there has to have its profile, and who is served where it stands must be served there too. A VM
 * that should not have it in the first place is reported by `checkPlan` and is no reason to hold the instance fast.
 */
export function checkCarried(
  plan: Plan,
  from: GiPlace,
  to: GpuPlace,
): Result<null, AssignError | DriverFault> {
  if (from.gpu.id === to.gpu.id) return ok(null);
  const { gpu, gi } = from;
  const tooNew = driverRefusal(to.host, to.gpu, gi.profile);
  if (tooNew !== null && driverRefusal(from.host, gpu, gi.profile) === null) return err(tooNew);
  for (const vm of vmsByInstance(plan).get(gi.id) ?? []) {
    for (const [index, { wants, instance }] of vm.attachments.entries()) {
      if (instance !== gi.id || !isWanted(wants, gpu, gi)) continue;
      const serves = checkAssign(wants, { gpu: to.gpu, gi }, []);
      if (!serves.ok) return serves;
      // Its other vGPUs stay where they are.
      const fault = vmRuleFaultOfMove(plan, vm, index, from, to);
      if (fault !== null) return err(fault);
    }
  }
  return ok(null);
}

/** Where an instance may be moved on a GPU, its own or another, with its VMs; and why nowhere. */
export function legalMoves(plan: Plan, giId: GiId, gpu: Gpu): LegalStarts {
  const from = findInstance(plan, giId);
  if (from === undefined) return { starts: [], why: null };
  const legal = legalStarts(gpu, from.gi.profile, giId);
  if (from.gpu.id === gpu.id) {
    return { ...legal, starts: legal.starts.filter((start) => start !== from.gi.start) };
  }
  const to = findGpu(plan, gpu.id);
  const carried = legal.starts.length === 0 || to === undefined ? ok(null) : checkCarried(plan, from, to);
  return carried.ok ? legal : { starts: [], why: carried.error };
}

export function moveInstance(
  plan: Plan,
  giId: GiId,
  gpuId: GpuId,
  start: number,
): Result<Plan, CommandError> {
  const from = findInstance(plan, giId);
  if (from === undefined) return err({ code: 'not-found', what: 'instance' });
  const to = findGpu(plan, gpuId);
  if (to === undefined) return err({ code: 'not-found', what: 'gpu' });
  const legal = checkPlacement(to.gpu, from.gi.profile, start, giId);
  if (!legal.ok) return legal;
  const carried = checkCarried(plan, from, to);
  if (!carried.ok) return carried;
  if (from.gpu.id === gpuId && from.gi.start === start) return ok(plan);
  const moved: GpuInstance = { ...from.gi, start };
  const without = from.gpu.instances.filter((gi) => gi.id !== giId);
  if (from.gpu.id === gpuId) {
    return ok(withGpu(plan, from.host, { ...from.gpu, instances: [...without, moved].sort(byStart) }));
  }
  const left = withGpu(plan, from.host, { ...from.gpu, instances: without });
  // The same host may hold both GPUs: take it as it is after the first edit.
  const host = findHost(left, to.host.id) ?? to.host;
  return ok(withGpu(left, host, { ...to.gpu, instances: [...to.gpu.instances, moved].sort(byStart) }));
}

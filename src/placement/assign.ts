/** Which VM may have which instance: exactly the matching type, and no more VMs than the instance carries. */
import { VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { GiId, VmId } from '../model/ids.ts';
import {
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuInstance,
  type Plan,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { vgpuTypesOf, type VgpuType } from '../model/vgpu.ts';
import type { AssignError } from './errors.ts';

/** The vGPU types that an instance can carry on its GPU; several where the board's variant is open. */
export function typesOfInstance(
  gpu: Pick<Gpu, 'board' | 'variant'>,
  gi: Pick<GpuInstance, 'profile'>,
): VgpuType[] {
  return vgpuTypesOf(VGPU_BOARDS, gpu, gi.profile);
}

/** How many VMs an instance carries: 1, but where its board time-slices inside an instance. */
export function vmsPerInstance(types: readonly VgpuType[], wants: Wanted): number {
  const matching = wants.kind === 'type' ? types.filter((type) => type.type === wants.type) : types;
  return Math.max(1, ...matching.map((type) => type.maxPerInstance ?? 1));
}

/** True when an instance of this profile on this GPU is what is wanted, whoever has it now. */
export function isWanted(
  wants: Wanted,
  gpu: Pick<Gpu, 'board' | 'variant'>,
  gi: Pick<GpuInstance, 'profile'>,
): boolean {
  if (wants.kind === 'profile') return wants.profile === gi.profile;
  return typesOfInstance(gpu, gi).some((type) => type.type === wants.type);
}

/** Whether the instance can serve this attachment, beside the VMs that have it already. */
export function checkAssign(
  wants: Wanted,
  place: Pick<GiPlace, 'gpu' | 'gi'>,
  others: readonly VmId[],
): Result<null, AssignError> {
  const types = typesOfInstance(place.gpu, place.gi);
  if (!isWanted(wants, place.gpu, place.gi)) {
    return err({
      code: 'wrong-type',
      wants,
      profile: place.gi.profile,
      types: types.map((type) => type.type),
    });
  }
  const max = vmsPerInstance(types, wants);
  return others.length >= max ? err({ code: 'instance-full', vms: others, max }) : ok(null);
}

/** The planned instances that could serve the VM's first waiting attachment now, in the order of the plan. */
export function freeInstancesFor(plan: Plan, vm: Vm): GiPlace[] {
  const wants = vm.attachments.find((attachment) => attachment.instance === null)?.wants;
  if (wants === undefined) return [];
  const taken = vmsByInstance(plan);
  const places: GiPlace[] = [];
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      for (const gi of gpu.instances) {
        const others = (taken.get(gi.id) ?? []).map((other) => other.id);
        if (checkAssign(wants, { gpu, gi }, others).ok) places.push({ host, gpu, gi });
      }
    }
  }
  return places;
}

/** True while at least one attachment of the VM has no instance. */
export function isWaiting(vm: Vm): boolean {
  return vm.attachments.some((attachment) => attachment.instance === null);
}

/** Ids of the VMs on an instance. */
export function vmIdsOn(plan: Plan, giId: GiId): VmId[] {
  return (vmsByInstance(plan).get(giId) ?? []).map((vm) => vm.id);
}

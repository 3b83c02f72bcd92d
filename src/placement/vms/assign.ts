/** Which VM may have which instance: exactly the matching type, and no more VMs than the instance carries. */
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { GiId, VmId } from '../../model/ids.ts';
import {
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuInstance,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { Remembered } from '../../model/remembered.ts';
import { vgpuTypesOf, type VgpuType } from '../../model/vgpu.ts';
import type { AssignError } from '../errors.ts';
import { heldVgpus, vgpuFault, vmRuleFault } from './vmRules.ts';

const typesKept = new Remembered<readonly VgpuType[]>();

/** The vGPU types that an instance can carry on its GPU; several where the board's variant is open. */
export function typesOfInstance(
  gpu: Pick<Gpu, 'board' | 'variant'>,
  gi: Pick<GpuInstance, 'profile'>,
): readonly VgpuType[] {
  const key = `${gpu.board}\n${gpu.variant ?? ''}\n${gi.profile}`;
  return typesKept.of(key, () => vgpuTypesOf(VGPU_BOARDS, gpu, gi.profile));
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
  types: readonly VgpuType[] = typesOfInstance(gpu, gi),
): boolean {
  if (wants.kind === 'profile') return wants.profile === gi.profile;
  return types.some((type) => type.type === wants.type);
}

/** Of an instance, the part that one vGPU takes where so many of its type share one; parts add up to 1 at the most. */
export function isRoomFor(carries: number, used: number): boolean {
  // Three thirds are one, whatever the rounding.
  return carries > 0 && used + 1 / carries < 1 + 1e-9;
}

/** A vGPU that has an instance. */
export interface Holder {
  readonly vmId: VmId;
  readonly wants: Wanted;
}

/**
 * Whether the instance can serve this attachment, beside those that have it already. Types that share an instance each take
 * their part of it: one that has it to itself leaves nothing, in whichever order they come.
 */
export function checkAssign(
  wants: Wanted,
  place: Pick<GiPlace, 'gpu' | 'gi'>,
  others: readonly Holder[],
): Result<null, AssignError> {
  const types = typesOfInstance(place.gpu, place.gi);
  if (!isWanted(wants, place.gpu, place.gi, types)) {
    return err({
      code: 'wrong-type',
      wants,
      board: place.gpu.board,
      profile: place.gi.profile,
      types: types.map((type) => type.type),
    });
  }
  if (others.length === 0) return ok(null);
  const own = vmsPerInstance(types, wants);
  const carries = others.map((other) => carriesBeside(types, other.wants, own));
  const used = carries.reduce((sum, many) => sum + 1 / many, 0);
  if (isRoomFor(own, used)) return ok(null);
  return err({ code: 'instance-full', vms: others.map(({ vmId }) => vmId), max: Math.min(own, ...carries) });
}

/** One that should not be there, for it is of another type, counts as one of these. */
function carriesBeside(types: readonly VgpuType[], wants: Wanted, own: number): number {
  const isOther = wants.kind === 'type' && types.every((type) => type.type !== wants.type);
  return isOther ? own : vmsPerInstance(types, wants);
}

/** Which vGPU is spoken of when none is named: the first that waits, else the only one, which may change over. */
export function vgpuToAssign(vm: Vm): number | null {
  const waiting = vm.attachments.findIndex((attachment) => attachment.instance === null);
  if (waiting !== -1) return waiting;
  return vm.attachments.length === 1 ? 0 : null;
}

/** Whether the instance can serve this vGPU of the VM, beside the VMs that have it and the VM's other vGPUs. */
export function checkVgpu(plan: Plan, vm: Vm, index: number, place: GiPlace): Result<null, AssignError> {
  const wants = vm.attachments[index]?.wants;
  if (wants === undefined || vm.attachments.some(({ instance }) => instance === place.gi.id)) {
    return err({ code: 'already-assigned' });
  }
  const serves = checkAssign(wants, place, holdersOn(plan, place.gi.id));
  if (!serves.ok) return serves;
  const fault = vmRuleFault(plan, vm, index, place);
  return fault === null ? ok(null) : err(fault);
}

/**
 * The planned instances that could serve a vGPU of the VM now, in the order of the plan: the named one, or the first that
 * waits. One that is placed already is asked for as if it waited.
 */
export function freeInstancesFor(plan: Plan, vm: Vm, index = vgpuToAssign(vm)): GiPlace[] {
  if (index === null) return [];
  const wants = vm.attachments[index]?.wants;
  if (wants === undefined) return [];
  const beside = heldVgpus(plan, vm, index);
  const places: GiPlace[] = [];
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      if (vgpuFault({ wants, place: { host, gpu } }, beside) !== null) continue;
      for (const gi of gpu.instances) {
        const others = holdersOn(plan, gi.id);
        if (others.every((other) => other.vmId !== vm.id) && checkAssign(wants, { gpu, gi }, others).ok)
          places.push({ host, gpu, gi });
      }
    }
  }
  return places;
}

/** True while at least one attachment of the VM has no instance. */
export function isWaiting(vm: Vm): boolean {
  return vm.attachments.some((attachment) => attachment.instance === null);
}

/** What the instance serves, vGPU by vGPU. */
export function holdersOn(plan: Plan, giId: GiId): Holder[] {
  const vms = new Set(vmsByInstance(plan).get(giId));
  return [...vms].flatMap(({ id, attachments }) =>
    attachments.flatMap(({ wants, instance }) => (instance === giId ? { vmId: id, wants } : [])),
  );
}

/** Ids of the VMs on an instance. */
export function vmIdsOn(plan: Plan, giId: GiId): VmId[] {
  return (vmsByInstance(plan).get(giId) ?? []).map((vm) => vm.id);
}

/**
 * What a VM's vGPUs demand of each other: the single place where they are held against one another. Assigning, legal
 * targets, free lists, placing by the hundred and the check of a whole plan all ask here.
 */
import type { HostId } from '../model/ids.ts';
import { findInstance, type GpuPlace, type Plan, type Vm, type Wanted } from '../model/plan.ts';

const VM_RULES = ['other-host'] as const;

/** Why a vGPU of a VM may not be where its instance is, because of the VM's other vGPUs. */
export type VmRuleFault =
  /** A VM runs on one host. `host`: where another of its vGPUs is. */
  { readonly code: 'other-host'; readonly host: HostId };

/** True for a fault of these rules among all reasons why an instance cannot serve a VM. */
export function isVmRuleFault(error: { readonly code: string }): error is VmRuleFault {
  return VM_RULES.some((code) => code === error.code);
}

/** A vGPU that has, or is about to have, its instance. */
export interface HeldVgpu {
  readonly wants: Wanted;
  readonly place: GpuPlace;
}

/** One vGPU against those of the same VM that have their instance; the first rule that is broken, or null. */
export function vgpuFault(vgpu: HeldVgpu, beside: readonly HeldVgpu[]): VmRuleFault | null {
  const away = beside.find(({ place }) => place.host.id !== vgpu.place.host.id);
  return away === undefined ? null : { code: 'other-host', host: away.place.host.id };
}

/** The vGPUs of the VM that are in the plan, without the one that is spoken of (null: all of them). */
export function heldVgpus(plan: Plan, vm: Vm, without: number | null): HeldVgpu[] {
  return vm.attachments.flatMap(({ wants, instance }, index) => {
    if (instance === null || index === without) return [];
    const place = findInstance(plan, instance);
    return place === undefined ? [] : [{ wants, place }];
  });
}

/** Why the VM's vGPU may not be on an instance of this GPU, because of the VM's others; null when it may. */
export function vmRuleFault(
  plan: Plan,
  vm: Vm,
  attachmentIndex: number,
  place: GpuPlace,
): VmRuleFault | null {
  const wants = vm.attachments[attachmentIndex]?.wants;
  return wants === undefined ? null : vgpuFault({ wants, place }, heldVgpus(plan, vm, attachmentIndex));
}

/**
 * What a VM's vGPUs demand of each other and of their host: the single place where they are held against one another.
 * Assigning, legal targets, free lists, placing by the hundred and the check of a whole plan all ask here.
 */
import type { HostId } from '../../model/ids.ts';
import { findInstance, type GpuPlace, type Plan, type Vm } from '../../model/plan.ts';
import { isCertain, vgpuRuleFaults, type HeldVgpu, type VgpuRuleFault } from '../rules/platformRules.ts';

export type { HeldVgpu } from '../rules/platformRules.ts';

/** Every code of these rules, for who has to tell them from other reasons. */
const VM_RULES: readonly VmRuleFault['code'][] = [
  'other-host',
  'vgpus-per-vm',
  'mixed-boards',
  'mixed-series',
  'type-release',
];

/** Why a vGPU of a VM may not be where its instance is, because of its host or of the VM's other vGPUs. */
export type VmRuleFault =
  /** A VM runs on one host. `host`: where another of its vGPUs is. */
  { readonly code: 'other-host'; readonly host: HostId } | VgpuRuleFault;

/** True for a fault of these rules among all reasons why an instance cannot serve a VM. */
export function isVmRuleFault<T extends { readonly code: string }>(error: T): error is T & VmRuleFault {
  return VM_RULES.some((code) => code === error.code);
}

/** One vGPU against those of the same VM that have their instance; the first rule that is broken, or null. */
export function vgpuFault(vgpu: HeldVgpu, beside: readonly HeldVgpu[]): VmRuleFault | null {
  const away = beside.find(({ place }) => place.host.id !== vgpu.place.host.id);
  if (away !== undefined) return { code: 'other-host', host: away.place.host.id };
  return vgpuRuleFaults(vgpu, beside).find(isCertain) ?? null;
}

/** The vGPUs of the VM that are in the plan, without the one that is spoken of (null: all of them). */
export function heldVgpus(plan: Plan, vm: Vm, without: number | null): HeldVgpu[] {
  return vm.attachments.flatMap(({ wants, instance }, index) => {
    if (instance === null || index === without) return [];
    const place = findInstance(plan, instance);
    return place === undefined ? [] : [{ wants, place }];
  });
}

/** Why the VM's vGPU may not be on an instance of this GPU, because of its host or the VM's others; null when it may. */
export function vmRuleFault(
  plan: Plan,
  vm: Vm,
  attachmentIndex: number,
  place: GpuPlace,
): VmRuleFault | null {
  const wants = vm.attachments[attachmentIndex]?.wants;
  return wants === undefined ? null : vgpuFault({ wants, place }, heldVgpus(plan, vm, attachmentIndex));
}

/**
 * Why the VM's vGPU may not go from one GPU to another: the first rule that is broken there and not here. Who should not be
 * here in the first place is reported by the check of the plan, and is no reason to hold it fast.
 */
export function vmRuleFaultOfMove(
  plan: Plan,
  vm: Vm,
  attachmentIndex: number,
  from: GpuPlace,
  to: GpuPlace,
): VmRuleFault | null {
  const there = vmRuleFault(plan, vm, attachmentIndex, to);
  if (there === null) return null;
  return vmRuleFault(plan, vm, attachmentIndex, from)?.code === there.code ? null : there;
}

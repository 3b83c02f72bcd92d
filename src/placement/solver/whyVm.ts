/**
 * Why a vGPU of a VM cannot be where it was to be, and what would help (whyVmWays.ts): another instance that serves it, a new
 * one, with or without making room for it, the instance that was meant once those who have it go elsewhere or wait, and the
 * type of that instance in the place of the one that is wanted. Of each kind the cheapest, by the same costs as for
 * instances; VMs of one group are not brought together.
 */
import type { BoardId } from '../../model/board.ts';
import type { GiId, GpuId, VmId } from '../../model/ids.ts';
import {
  findGpu,
  findInstance,
  findVm,
  type GiPlace,
  type GpuPlace,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import type { CommandError } from '../errors.ts';
import { legalPlaces } from '../instanceEdits.ts';
import { checkVgpu, vgpuToAssign } from '../vms/assign.ts';
import { vmRuleFault } from '../vms/vmRules.ts';
import { createWhyWaiting, type WaitReason } from '../vms/whyWaiting.ts';
import { AskedVgpu } from './whyVmAsked.ts';
import { vmWaysOut, type VmWays } from './whyVmWays.ts';

export interface VmQuestion {
  readonly vmId: VmId;
  /** Which of its vGPUs, from 0; null: the first that waits, or the only one. */
  readonly attachment: number | null;
  /** Null: anywhere in the plan. */
  readonly gpuId: GpuId | null;
  /** The instance that was meant, whose GPU is asked then; null: any on that GPU, or a new one. */
  readonly giId: GiId | null;
}

export type VmRefusal =
  | { readonly kind: 'edit'; readonly error: CommandError }
  /** Another VM of its group is on the GPU. */
  | { readonly kind: 'group-apart'; readonly group: string }
  /** No profile of the board is what is wanted. */
  | { readonly kind: 'not-served'; readonly wants: Wanted; readonly board: BoardId }
  /** Nowhere in the plan. */
  | { readonly kind: 'waits'; readonly reason: WaitReason };

export type VmWhy =
  | { readonly isLegal: true }
  | ({ readonly isLegal: false; readonly refusal: VmRefusal } & VmWays);

/** Whether the VM can have what was asked for, and else why not, with the ways out, the cheapest first. */
export function whyNotVm(plan: Plan, question: VmQuestion): VmWhy {
  const vm = findVm(plan, question.vmId);
  if (vm === undefined) return refused({ code: 'not-found', what: 'vm' });
  const attachment = question.attachment ?? vgpuToAssign(vm);
  if (attachment === null) return refused({ code: 'already-assigned' });
  const wants = vm.attachments[attachment]?.wants;
  if (wants === undefined) return refused({ code: 'not-found', what: 'vgpu' });
  const meant = question.giId === null ? null : findInstance(plan, question.giId);
  if (meant === undefined) return refused({ code: 'not-found', what: 'instance' });
  const on = meant ?? (question.gpuId === null ? null : findGpu(plan, question.gpuId));
  if (on === undefined) return refused({ code: 'not-found', what: 'gpu' });
  const asked = new AskedVgpu(plan, vm, attachment, wants);
  const refusal = refusalOf(asked, on, meant);
  if (refusal === null) return { isLegal: true };
  return { isLegal: false, refusal, ...vmWaysOut(asked, on, meant) };
}

function refused(error: CommandError): VmWhy {
  return { isLegal: false, refusal: { kind: 'edit', error }, ways: [], isWhole: true };
}

function refusalOf(asked: AskedVgpu, on: GpuPlace | null, meant: GiPlace | null): VmRefusal | null {
  const { plan, vm, attachment, wants } = asked;
  if (meant !== null) {
    const serves = checkVgpu(plan, vm, attachment, meant);
    return serves.ok ? null : { kind: 'edit', error: serves.error };
  }
  if (on === null) return reasonToWait(asked);
  const fault = vmRuleFault(plan, vm, attachment, on);
  if (fault !== null) return { kind: 'edit', error: fault };
  if (vm.group !== null && asked.isKeptFrom(on)) return { kind: 'group-apart', group: vm.group };
  if (asked.free().some(({ gpu }) => gpu.id === on.gpu.id)) return null;
  const reasons = asked.profilesOn(on).map((profile) => legalPlaces(plan, on.gpu, profile).why);
  const [reason] = reasons;
  if (reason === undefined) return { kind: 'not-served', wants, board: on.gpu.board };
  return reason === null || reasons.includes(null) ? null : { kind: 'edit', error: reason };
}

/** As if this vGPU waited: why it finds no place in the plan. */
function reasonToWait(asked: AskedVgpu): VmRefusal | null {
  if (asked.free().length > 0) return null;
  const alone: Vm = {
    ...asked.vm,
    attachments: asked.vm.attachments.map((one, index) =>
      index === asked.attachment ? { ...one, instance: null } : one,
    ),
  };
  const reason = createWhyWaiting(asked.plan)(alone);
  return reason === null ? null : { kind: 'waits', reason };
}

/** Which VMs cannot run on while a change is made, and for what. */
import { isEqual } from '../sameDocument.ts';
import type { Change, PlanChanges } from './change.ts';
import { vmsByInstance, type GiPlace, type GpuPlace, type Vm } from '../../model/plan.ts';

export type OffReason =
  /** An instance that is in use cannot be destroyed, nor cut otherwise. */
  | { readonly code: 'instance-goes' | 'instance-moves' | 'instance-recut'; readonly at: GiPlace }
  /** The whole GPU: it is taken out, exchanged, or its MIG mode changes. */
  | { readonly code: 'gpu-goes' | 'other-board' | 'other-use'; readonly at: GpuPlace }
  /** It loses a vGPU, gets one, or has another. */
  | { readonly code: 'vgpus-change' }
  | { readonly code: 'vm-goes' };

export interface VmOff {
  readonly vm: Vm;
  readonly why: OffReason;
}

/**
 * VMs of the plan before that have an instance there, each once with its first reason, in the order of that plan. Who waits
 * does not run; in which order the rest goes on is a matter of steps (solver/order). Yields every `AT_ONCE` changes.
 */
export function* searchMustBeOff({ before, hosts, changes }: PlanChanges): Generator<void, VmOff[]> {
  const reasons = new Map<Vm, OffReason>();
  const note = (vms: readonly Vm[], why: OffReason): void => {
    for (const vm of vms) if (!reasons.has(vm)) reasons.set(vm, why);
  };
  for (const [index, change] of changes.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield;
    if (change.about === 'instance' && change.before !== null) {
      const why = instanceReason(change, change.before);
      if (why !== null) note(change.vmsBefore, why);
    }
    if (change.about === 'vm' && change.before !== null) {
      const isOnOne = change.before.attachments.some(({ instance }) => instance !== null);
      if (!isOnOne) continue;
      if (change.after === null) note([change.before], { code: 'vm-goes' });
      else if (change.vgpus.some(isOfRunning)) note([change.before], { code: 'vgpus-change' });
    }
  }
  const on = vmsByInstance(before);
  yield;
  for (const [index, gpu] of hosts.flatMap(({ gpus }) => gpus).entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield;
    const why = gpu.changes.map(gpuReason).find((one) => one !== null);
    if (gpu.before === null || why == null) continue;
    for (const gi of gpu.before.gpu.instances) note(on.get(gi.id) ?? [], why);
  }
  return before.vms.flatMap((vm) => {
    const why = reasons.get(vm);
    return why === undefined ? [] : [{ vm, why }];
  });
}

const AT_ONCE = 2000;

/** The same at once. */
export function mustBeOff(changes: PlanChanges): VmOff[] {
  const steps = searchMustBeOff(changes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function instanceReason(change: Extract<Change, { about: 'instance' }>, at: GiPlace): OffReason | null {
  if (change.kind === 'removed') return { code: 'instance-goes', at };
  if (change.kind === 'moved') return { code: 'instance-moves', at };
  const isRecut = change.fields.some(({ field }) => field === 'computeInstances' || field === 'profile');
  return isRecut ? { code: 'instance-recut', at } : null;
}

function gpuReason(change: Change): OffReason | null {
  if (change.about !== 'gpu' || change.before === null) return null;
  if (change.kind === 'removed') return { code: 'gpu-goes', at: change.before };
  if (change.fields.some(({ field }) => field === 'board')) return { code: 'other-board', at: change.before };
  return change.fields.some(({ field }) => field === 'use') ? { code: 'other-use', at: change.before } : null;
}

/** Unknown fields of a vGPU mean nothing to us. */
function isOfRunning({
  before,
  after,
  isElsewhere,
}: {
  readonly before: VgpuOf;
  readonly after: VgpuOf;
  readonly isElsewhere: boolean;
}): boolean {
  return isElsewhere || before === null || after === null || !isEqual(before.wants, after.wants);
}

type VgpuOf = { readonly wants: unknown } | null;

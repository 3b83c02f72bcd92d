/** What stands in the column State: placed, what would let a waiting VM in, or why nothing would. */
import { boardsOf, findInstance, type GiPlace, type Plan, type Vm } from '../../model/plan.ts';
import { freeInstancesFor, isWaiting, vgpuToAssign } from '../../placement/vms/assign.ts';
import { fitsWanted } from '../../placement/fits.ts';
import { waitMessage } from '../../placement/vms/waitMessages.ts';
import { createWhyWaiting } from '../../placement/vms/whyWaiting.ts';
import { wantedProfile } from '../board/typeNames.ts';

interface Answers {
  readonly whyWaiting: ReturnType<typeof createWhyWaiting>;
  readonly free: Map<string, readonly GiPlace[]>;
  readonly texts: Map<string, string>;
}

export const PLACED = 'Placed';

const known = new WeakMap<Plan, Answers>();

function answersOf(plan: Plan): Answers {
  const answers = known.get(plan) ?? {
    whyWaiting: createWhyWaiting(plan),
    free: new Map<string, readonly GiPlace[]>(),
    texts: new Map<string, string>(),
  };
  known.set(plan, answers);
  return answers;
}

/** Equal for VMs of which the same can be said; a VM with a vGPU in its place speaks for itself alone. */
function keyOf(vm: Vm, index: number | null): string {
  const own = vm.attachments.some(({ instance }) => instance !== null) ? vm.id : '';
  return JSON.stringify([own, vm.group, index, ...vm.attachments.map(({ wants }) => wants)]);
}

/** Instances that could serve the vGPU now, or the next that waits; of a placed one, as if it waited. */
export function freeFor(plan: Plan, vm: Vm, index = vgpuToAssign(vm)): readonly GiPlace[] {
  if (index === null) return [];
  const { free } = answersOf(plan);
  const key = keyOf(vm, index);
  const before = free.get(key);
  if (before !== undefined) return before;
  const places = freeInstancesFor(plan, vm, index);
  free.set(key, places);
  return places;
}

/** "Placed", "2 matching instances free now", or the reason why it waits. */
export function stateText(plan: Plan, vm: Vm): string {
  if (!isWaiting(vm)) {
    if (vm.attachments.length === 0) return 'Wants no vGPU';
    const isWhole = vm.attachments.every(
      ({ instance }) => instance !== null && findInstance(plan, instance) !== undefined,
    );
    return isWhole ? PLACED : 'Its instance is gone';
  }
  const { texts, whyWaiting } = answersOf(plan);
  const key = keyOf(vm, null);
  const before = texts.get(key);
  if (before !== undefined) return before;
  const reason = whyWaiting(vm);
  const text = reason === null ? prospectText(plan, vm) : waitMessage(reason, plan);
  texts.set(key, text);
  return text;
}

function prospectText(plan: Plan, vm: Vm): string {
  const free = freeFor(plan, vm).length;
  if (free > 0) return `${free} matching ${free === 1 ? 'instance' : 'instances'} free now`;
  const wants = vm.attachments.find(({ instance }) => instance === null)?.wants;
  const fits = wants === undefined ? 0 : fitsWanted(plan, wants);
  const profile = wants === undefined ? null : wantedProfile(wants, boardsOf(plan.hosts));
  return fits === 0 ? 'There is room now' : `Room for ${fits} more ${profile ?? ''}`;
}

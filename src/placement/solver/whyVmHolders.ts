/** Ways to an instance that others have: they change over to others that serve them, or wait. */
import type { GiId, VmId } from '../../model/ids.ts';
import { vmsByInstance, type GiPlace, type Plan, type Vm } from '../../model/plan.ts';
import { applyCommand } from '../commands.ts';
import type { Rearrange, VgpuChange } from '../rearrange.ts';
import { freeInstancesFor, isWanted } from '../vms/assign.ts';
import { distanceBetween, isKeptFrom, type AskedVgpu } from './whyVmAsked.ts';
import type { VmWayOut } from './whyVmWays.ts';
import { FREE, type WayCost } from './whyCost.ts';

/** Each of those who have the instance alone, and all of them: as few as it takes are told by what works of it. */
export function changeOvers(asked: AskedVgpu, place: GiPlace): VmWayOut[] {
  const { plan, vm, wants } = asked;
  const holders = [...new Set(vmsByInstance(plan).get(place.gi.id))].filter(({ id }) => id !== vm.id);
  if (holders.length === 0 || !isWanted(wants, place.gpu, place.gi)) return [];
  const sets = [...holders.map((one) => [one]), ...(holders.length > 1 ? [holders] : [])];
  return sets.flatMap((set) =>
    [without(asked, place, set, false), without(asked, place, set, true)].flatMap((way) => way ?? []),
  );
}

function without(
  asked: AskedVgpu,
  place: GiPlace,
  holders: readonly Vm[],
  isWaiting: boolean,
): VmWayOut | null {
  const giId = place.gi.id;
  let now = asked.plan;
  const others: { vmId: VmId; giId: GiId | null }[] = [];
  const vgpus: VgpuChange[] = [];
  let distance = 0;
  for (const vm of holders) {
    const attachment = vm.attachments.findIndex(({ instance }) => instance === giId);
    const mayStay = vm.group === null || vm.group !== asked.vm.group;
    const to = isWaiting ? null : nearestFor(now, vm, attachment, place, mayStay);
    if (to === undefined) return null;
    const change: VgpuChange =
      to === null
        ? { kind: 'wait', vmId: vm.id, attachment }
        : { kind: 'assign', vmId: vm.id, attachment, giId: to.place.gi.id };
    const done = applyCommand(now, changing([change]));
    if (!done.ok) return null;
    now = done.value;
    distance += to?.distance ?? 0;
    vgpus.push(change);
    others.push({ vmId: vm.id, giId: to?.place.gi.id ?? null });
  }
  const cost: WayCost = {
    ...{ ...FREE, distance },
    vmsWaiting: isWaiting ? holders.length : 0,
    vmsInterrupted: holders.length,
  };
  return {
    kind: isWaiting ? 'take-over' : 'change-over',
    ...{ giId, making: null, others, wants: null, cost },
    command: changing([...vgpus, asked.given(giId)]),
  };
}

/** No instance goes, moves or is made: only who has which. */
export function changing(vgpus: readonly VgpuChange[]): Rearrange {
  return { type: 'gi/rearrange', removes: [], moves: [], place: null, vgpus };
}

/** The nearest instance that a vGPU may change over to, on the GPU that it has now only if it may stay there; undefined where there is none. */
function nearestFor(
  plan: Plan,
  vm: Vm,
  attachment: number,
  from: GiPlace,
  mayStay: boolean,
): { readonly place: GiPlace; readonly distance: number } | undefined {
  const found = freeInstancesFor(plan, vm, attachment)
    .filter(({ gpu }) => (gpu.id === from.gpu.id ? mayStay : !isKeptFrom(plan, vm, gpu)))
    .map((place) => ({ place, distance: distanceBetween(from, place) }));
  return found.sort((a, b) => a.distance - b.distance)[0];
}

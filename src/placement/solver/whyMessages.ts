/** The sentences of the ways out: what each does, and what it costs. */
import type { GiId } from '../../model/ids.ts';
import { findGpu, findInstance, vmsByInstance, type Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { counted, gpuName, makeList, makeShortList } from '../messages.ts';
import type { WayOut } from './why.ts';
import type { WayCost } from './whyCost.ts';

/** "Move asr-1 to slice 4", "Use esx-02 GPU 3", "Use 1g.10gb at slice 2": what a button says. */
export function wayLabel(
  { kind, moves, removes, place, isElsewhere }: Omit<WayOut, 'cost' | 'command'>,
  plan: Plan,
): string {
  const to = findGpu(plan, place.gpuId);
  const there = to === undefined ? 'another GPU' : `${to.host.name} GPU ${to.gpu.index}`;
  switch (kind) {
    case 'start':
      return `Use slice ${place.start}`;
    case 'gpu':
      return `Use ${there}`;
    case 'profile':
      return `Use ${place.profile} at slice ${place.start}`;
    case 'remove':
      return `Remove ${makeShortList(removes.map((id) => holder(plan, id)))}`;
    case 'move':
    case 'two-moves':
      return `${isElsewhere ? `Use ${there} and move` : 'Move'} ${makeList(
        moves.map(({ giId, gpuId, start }) => {
          const from = findInstance(plan, giId);
          const gpu = gpuId === from?.gpu.id ? undefined : findGpu(plan, gpuId);
          // A VM is known by its name; an instance that makes room for another one, by its GPU as well.
          const isNear = from?.gpu.id === place.gpuId || (vmsByInstance(plan).get(giId) ?? []).length > 0;
          const who = holder(plan, giId) + (from === undefined || isNear ? '' : ` of ${gpuName(from)}`);
          const where = gpu === undefined ? '' : `GPU ${gpu.gpu.index} on ${gpu.host.name}, `;
          // "GPU 3 on esx-02, slice 4, and ...": the comma is closed, except at the end.
          return `${who} to ${where}slice ${start}${gpu === undefined ? '' : ','}`;
        }),
      ).replace(/,$/, '')}`;
  }
}

/** "3g.20gb at slice 4 of GPU 0 on esx-01", of something that is to be there. */
export function placeLabel({ gpuId, profile, start }: WayOut['place'], plan: Plan): string {
  const on = findGpu(plan, gpuId);
  return `${profile} at slice ${start}${on === undefined ? '' : ` of ${gpuName(on)}`}`;
}

/** The VMs of an instance by name; one without any by its profile and start. */
function holder(plan: Plan, id: GiId): string {
  const place = findInstance(plan, id);
  const vms = vmsByInstance(plan).get(id) ?? [];
  if (vms.length > 0) return makeShortList(vms.map((vm) => vm.name));
  return place === undefined ? 'an instance' : `${place.gi.profile} at slice ${place.gi.start}`;
}

/** "1 VM restarts", "nothing restarts", "1 compute slice less". */
export function wayCost({
  cost,
  place,
}: {
  readonly cost: WayCost;
  readonly place: { readonly profile: ProfileName };
}): string {
  const { vmsWaiting, vmsInterrupted, instancesMoved, instancesRemoved, lessCompute, moreMemory } = cost;
  if (vmsWaiting > 0) return counted(vmsWaiting, 'VM waits', 'VMs wait');
  if (lessCompute > 0) return `${counted(lessCompute, 'compute slice')} less`;
  if (vmsInterrupted > 0) return counted(vmsInterrupted, 'VM restarts', 'VMs restart');
  if (instancesRemoved > 0) return `${counted(instancesRemoved, 'instance')} without a VM`;
  if (instancesMoved > 0) return `${counted(instancesMoved, 'instance')} without a VM`;
  if (moreMemory > 0) return `${counted(moreMemory, 'memory slice')} more`;
  return cost.otherProfile > 0 ? `${place.profile} in its place` : 'nothing restarts';
}

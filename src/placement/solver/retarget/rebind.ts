/** VMs whose instance is gone go to a new one of its profile, where there is one that may have them; else they wait. */
import type { GiId, GpuId, VmId } from '../../../model/ids.ts';
import { findInstance, vmsByInstance, type GiPlace, type Plan, type Vm } from '../../../model/plan.ts';
import { vgpuFault } from '../../vms/vmRules.ts';

export interface Rebound {
  readonly plan: Plan;
  /** VMs that have another instance now, and those that have lost one for nothing. */
  readonly moved: readonly VmId[];
  readonly waiting: readonly VmId[];
}

/** `before`: the plan in which the VMs had their instances; `after`: the same VMs, other instances. */
export function rebind(before: Plan, after: Plan, gone: ReadonlySet<GiId>): Rebound {
  const on = vmsByInstance(before);
  const open = new Map<string, GiPlace[]>();
  const groups = new Map<GpuId, Map<string, Set<VmId>>>();
  for (const host of after.hosts) {
    for (const gpu of host.gpus) {
      for (const gi of gpu.instances) {
        const vms = on.get(gi.id) ?? [];
        for (const vm of vms) join(groups, gpu.id, vm);
        if (findInstance(before, gi.id) !== undefined) continue;
        const key = `${gpu.board} ${gi.profile}`;
        const others = open.get(key);
        if (others === undefined) open.set(key, [{ host, gpu, gi }]);
        else others.push({ host, gpu, gi });
      }
    }
  }
  const goesTo = new Map<GiId, GiId>();
  for (const id of [...gone].sort((a, b) => a - b)) {
    const vms = [...new Set(on.get(id) ?? [])];
    const old = findInstance(before, id);
    if (old === undefined || vms.length === 0) continue;
    const places = open.get(`${old.gpu.board} ${old.gi.profile}`) ?? [];
    const at = nearest(places, old, (place) =>
      vms.every((vm) => mayBe(vm, id, place, groups, goesTo, after)),
    );
    const [place] = at === -1 ? [] : places.splice(at, 1);
    if (place === undefined) continue;
    goesTo.set(id, place.gi.id);
    for (const vm of vms) join(groups, place.gpu.id, vm);
  }
  const moved = new Set<VmId>();
  const waiting = new Set<VmId>();
  const vms = after.vms.map((vm) => {
    if (!vm.attachments.some(({ instance }) => instance !== null && gone.has(instance))) return vm;
    return {
      ...vm,
      attachments: vm.attachments.map((attachment) => {
        if (attachment.instance === null || !gone.has(attachment.instance)) return attachment;
        const instance = goesTo.get(attachment.instance) ?? null;
        (instance === null ? waiting : moved).add(vm.id);
        return { ...attachment, instance };
      }),
    };
  });
  return { plan: { ...after, vms }, moved: [...moved], waiting: [...waiting] };
}

/** The first that will do: on the same GPU, else on the same host, else anywhere. */
function nearest(places: readonly GiPlace[], old: GiPlace, mayHave: (place: GiPlace) => boolean): number {
  const tests = [
    (place: GiPlace) => place.gpu.id === old.gpu.id,
    (place: GiPlace) => place.host.id === old.host.id,
    () => true,
  ];
  for (const isNear of tests) {
    const at = places.findIndex((place) => isNear(place) && mayHave(place));
    if (at !== -1) return at;
  }
  return -1;
}

function join(groups: Map<GpuId, Map<string, Set<VmId>>>, gpu: GpuId, { id, group }: Vm): void {
  if (group === null) return;
  const here = groups.get(gpu) ?? new Map<string, Set<VmId>>();
  groups.set(gpu, here);
  here.set(group, (here.get(group) ?? new Set<VmId>()).add(id));
}

/** One VM of a group on a GPU, all vGPUs of a VM where its platform has them together. */
function mayBe(
  vm: Vm,
  id: GiId,
  place: GiPlace,
  groups: ReadonlyMap<GpuId, ReadonlyMap<string, ReadonlySet<VmId>>>,
  goesTo: ReadonlyMap<GiId, GiId>,
  after: Plan,
): boolean {
  const others = vm.group === null ? undefined : groups.get(place.gpu.id)?.get(vm.group);
  if (others !== undefined && [...others].some((other) => other !== vm.id)) return false;
  const beside = vm.attachments.flatMap(({ wants, instance }) => {
    if (instance === null || instance === id) return [];
    const stands = findInstance(after, goesTo.get(instance) ?? instance);
    return stands === undefined ? [] : [{ wants, place: stands }];
  });
  return vm.attachments.every(
    ({ wants, instance }) => instance !== id || vgpuFault({ wants, place }, beside) === null,
  );
}

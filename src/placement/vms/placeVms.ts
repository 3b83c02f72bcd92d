/**
 * Placing VMs by the hundred. First every VM, in the order given, takes open instances that match, for they cost nothing.
 * For those that are left instances are made, and then the largest go first, whatever the order given: a 4g has one start on
 * a GPU and a 1g has seven, so the small ones find room among the large and not the other way round. Each goes to the GPU
 * and start that cost the others least (`solver/suggest.ts`), GPUs in use before idle ones. What cannot be placed whole
 * waits, and nothing that stands is moved.
 */
import type { GiId, VmId } from '../../model/ids.ts';
import { findVm, type Host, type Plan, type Vm } from '../../model/plan.ts';
import { isWaiting } from './assign.ts';
import { Fleet, wantsKey, type Slot } from './fleet.ts';
import { byStart } from '../planParts.ts';
import { runSearch, type Outcome, type Search } from '../solver/search.ts';

/** The plan with those of the VMs placed that find room; the same plan when none does. */
export function placeVms(plan: Plan, vmIds: readonly VmId[]): Plan {
  return runSearch(searchPlaces(plan, vmIds)).best ?? plan;
}

/**
 * The same, a VM after the other: a unit of work is a VM that was looked at, twice where it takes no open instance. There
 * is no plan until all were, and it is proven best in nothing.
 */
export function* searchPlaces(plan: Plan, vmIds: readonly VmId[]): Search<Plan> {
  let work = 0;
  const soFar = (best: Plan | null = null): Outcome<Plan> => ({ best, bound: null, isProven: false, work });
  const vms = [...new Set(vmIds)].flatMap((id) => findVm(plan, id) ?? []).filter(isWaiting);
  if (vms.length === 0) return soFar(plan);
  const fleet = new Fleet(plan);
  const given = new Map<VmId, ReadonlyMap<number, GiId>>();
  const put = (vm: Vm, reach: Parameters<Fleet['put']>[1]): boolean => {
    const instances = fleet.put(vm, reach);
    if (instances !== null) given.set(vm.id, instances);
    return instances !== null;
  };
  const left: Vm[] = [];
  for (const vm of vms) {
    if (!put(vm, 'open')) left.push(vm);
    work += 1;
    yield soFar();
  }
  // Room only goes: where one found none, others like it find none.
  const hopeless = new Set<string>();
  for (const vm of largestFirst(fleet, left)) {
    work += 1;
    yield soFar();
    const [only] = vm.attachments.length === 1 && vm.group === null ? vm.attachments : [];
    const key = only === undefined ? null : wantsKey(only.wants);
    if (key !== null && hopeless.has(key)) continue;
    if (!put(vm, 'in-use') && !put(vm, 'any') && key !== null) hopeless.add(key);
  }
  return soFar(given.size === 0 ? plan : planWith(plan, fleet, given));
}

/** By the largest vGPU that waits: its memory, then its compute, then how many there are; else as given. */
function largestFirst(fleet: Fleet, vms: readonly Vm[]): Vm[] {
  const sized = vms.map((vm) => {
    const sizes = vm.attachments
      .filter(({ instance }) => instance === null)
      .map(({ wants }) => fleet.sizeOf(wants));
    const memory = Math.max(...sizes.map((size) => size.memory));
    const compute = Math.max(...sizes.filter((size) => size.memory === memory).map((size) => size.compute));
    return { vm, memory, compute, count: sizes.length };
  });
  sized.sort((a, b) => b.memory - a.memory || b.compute - a.compute || b.count - a.count);
  return sized.map(({ vm }) => vm);
}

function planWith(plan: Plan, fleet: Fleet, given: ReadonlyMap<VmId, ReadonlyMap<number, GiId>>): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host, index) => hostWith(host, fleet.hosts[index] ?? [])),
    vms: plan.vms.map((vm) => {
      const instances = given.get(vm.id);
      if (instances === undefined) return vm;
      const attachments = vm.attachments.map((one, index) => ({
        ...one,
        instance: instances.get(index) ?? one.instance,
      }));
      return { ...vm, attachments };
    }),
    nextId: fleet.ids.next,
  };
}

function hostWith(host: Host, slots: readonly Slot[]): Host {
  if (slots.every(({ added }) => added.length === 0)) return host;
  const gpus = slots.map(({ gpu, added }) =>
    added.length === 0 ? gpu : { ...gpu, instances: [...gpu.instances, ...added].sort(byStart) },
  );
  return { ...host, gpus };
}

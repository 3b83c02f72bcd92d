/**
 * What an edit may have changed, so that an answer about a fleet is worked out again for that part only. Plans share what
 * did not change: what is the same object is the same.
 */
import type { GiId, HostId } from './ids.ts';
import { findInstance, hostsBetween, vmsByInstance, type Plan, type Vm } from './plan.ts';

export interface PlanChange {
  /** VMs of the plan after that are other than before, or on hosts that are, or share an instance with one of these. */
  readonly vms: ReadonlySet<Vm>;
  /** Hosts of either plan that are other than before, or have or had an instance of one of these VMs. */
  readonly hosts: ReadonlySet<HostId>;
}

/** An edit of more hosts or VMs than one in so many: everything is as soon worked out again. */
const MANY = 4;

/** What is new in one list of VMs beside another. */
function vmsSince(before: readonly Vm[], after: readonly Vm[]): Vm[] {
  if (before === after) return [];
  if (before.length === after.length) {
    const others = after.filter((vm, index) => vm !== before[index]);
    if (others.length <= 1) return others;
  }
  const old = new Set(before);
  return after.filter((vm) => !old.has(vm));
}

/** Null: so much that nothing is won by knowing it. */
export function planChange(before: Plan, after: Plan): PlanChange | null {
  const { gone, fresh } = hostsBetween(before.hosts, after.hosts);
  if ((gone.length + fresh.length) * MANY > after.hosts.length) return null;
  const [lost, come] = [vmsSince(after.vms, before.vms), vmsSince(before.vms, after.vms)];
  if ((lost.length + come.length) * MANY > after.vms.length) return null;
  const on = vmsByInstance(after);
  const hosts = new Set<HostId>();
  const vms = new Set<Vm>();
  const open: Vm[] = [];
  const add = (vm: Vm): void => {
    if (vms.has(vm)) return;
    vms.add(vm);
    open.push(vm);
  };
  const addOn = (instance: GiId): void => {
    for (const vm of on.get(instance) ?? []) add(vm);
  };
  for (const host of [...gone, ...fresh]) {
    hosts.add(host.id);
    for (const gpu of host.gpus) for (const gi of gpu.instances) addOn(gi.id);
  }
  for (const { attachments } of lost) {
    for (const { instance } of attachments) {
      if (instance === null) continue;
      addOn(instance);
      for (const plan of [before, after]) {
        const place = findInstance(plan, instance);
        if (place !== undefined) hosts.add(place.host.id);
      }
    }
  }
  for (const vm of come) add(vm);
  for (let vm = open.pop(); vm !== undefined; vm = open.pop()) {
    for (const { instance } of vm.attachments) {
      if (instance === null) continue;
      addOn(instance);
      const place = findInstance(after, instance);
      if (place !== undefined) hosts.add(place.host.id);
    }
  }
  return { vms, hosts };
}

/**
 * What an edit may have changed, so that an answer about a fleet is worked out again for that part only. Plans share what
 * did not change: what is the same object is the same.
 */
import type { GiId, GpuId, HostId } from './ids.ts';
import { between, findInstance, vmsByInstance, type Gpu, type Host, type Plan, type Vm } from './plan.ts';

export interface PlanChange {
  /** VMs of the plan after that are other than before, or on GPUs that are, or share an instance with one of these. */
  readonly vms: ReadonlySet<Vm>;
  /** VMs of the plan before that are gone, or other. */
  readonly lost: readonly Vm[];
  /** GPUs of either plan that are other than before, or on hosts that are but for their GPUs, or have or had an instance of one of these VMs. */
  readonly gpus: ReadonlySet<GpuId>;
  /** Hosts of either plan with such a GPU, or that are other than before. */
  readonly hosts: ReadonlySet<HostId>;
  /**
   * Hosts of the plan before that are other in nothing but their GPUs, with what they have become: what was said of their other
   * GPUs is true of the new one.
   */
  readonly renewed: ReadonlyMap<Host, Host>;
}

/** An edit of more hosts and GPUs, or of more VMs, than one in so many: everything is as soon worked out again. */
const MANY = 4;

/** Of hosts that are gone those that came back with other GPUs, and nothing else. What was observed decides nothing here. */
function renewedHosts(gone: readonly Host[], fresh: readonly Host[]): ReadonlyMap<Host, Host> {
  const now = new Map(fresh.map((host) => [host.id, host]));
  const renewed = new Map<Host, Host>();
  for (const host of gone) {
    const other = now.get(host.id);
    if (other === undefined) continue;
    const fields = Object.keys(other) as (keyof Host)[];
    const isSame = (field: keyof Host): boolean =>
      field === 'gpus' || field === 'observed' || host[field] === other[field];
    if (fields.every(isSame)) renewed.set(host, other);
  }
  return renewed;
}

/** Null: so much that nothing is won by knowing it. */
export function planChange(before: Plan, after: Plan): PlanChange | null {
  const { gone, fresh } = between(before.hosts, after.hosts);
  const renewed = renewedHosts(gone, fresh);
  const others: Gpu[] = [];
  const changed = new Set(renewed.values());
  for (const host of gone) if (!renewed.has(host)) for (const gpu of host.gpus) others.push(gpu);
  for (const host of fresh) if (!changed.has(host)) for (const gpu of host.gpus) others.push(gpu);
  for (const [host, now] of renewed) {
    const gpus = between(host.gpus, now.gpus);
    for (const gpu of gpus.gone) others.push(gpu);
    for (const gpu of gpus.fresh) others.push(gpu);
  }
  const size = after.hosts.reduce((sum, host) => sum + 1 + host.gpus.length, 0);
  if ((gone.length + fresh.length - 2 * renewed.size + others.length) * MANY > size) return null;
  const { gone: lost, fresh: come } = between(before.vms, after.vms);
  if ((lost.length + come.length) * MANY > after.vms.length) return null;
  const on = vmsByInstance(after);
  const hosts = new Set<HostId>();
  const gpus = new Set<GpuId>();
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
  const addPlace = (plan: Plan, instance: GiId): void => {
    const place = findInstance(plan, instance);
    if (place === undefined) return;
    hosts.add(place.host.id);
    gpus.add(place.gpu.id);
  };
  for (const host of [...gone, ...fresh]) hosts.add(host.id);
  for (const gpu of others) {
    gpus.add(gpu.id);
    for (const gi of gpu.instances) addOn(gi.id);
  }
  for (const { attachments } of lost) {
    for (const { instance } of attachments) {
      if (instance === null) continue;
      addOn(instance);
      for (const plan of [before, after]) addPlace(plan, instance);
    }
  }
  for (const vm of come) add(vm);
  for (let vm = open.pop(); vm !== undefined; vm = open.pop()) {
    for (const { instance } of vm.attachments) {
      if (instance === null) continue;
      addOn(instance);
      addPlace(after, instance);
    }
  }
  return { vms, lost, gpus, hosts, renewed };
}

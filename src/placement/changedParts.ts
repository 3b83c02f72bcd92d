/** What of a plan has to be looked at again after an edit: for checks that keep what they found of everything else. */
import type { HostId, VmId } from '../model/ids.ts';
import { findInstance, findVm, vmsByInstance, type Host, type Plan } from '../model/plan.ts';

/** Plans share what an edit left alone, so identity tells what it did not. */
export interface ChangedParts {
  /** Hosts that are not in the plan before. */
  readonly hosts: ReadonlySet<Host>;
  /** Hosts of which a VM changed, came or went. */
  readonly hostsOfVms: ReadonlySet<HostId>;
  /** VMs that are not in the plan before, those on a host that is not, and those that share an instance with one of them; ids of VMs that went, too. */
  readonly vms: ReadonlySet<VmId>;
  /** No VM came, went or has another name. */
  readonly areVmNamesSame: boolean;
  /** VMs beside those on an instance, which need no second look themselves. */
  readonly sharers: ReadonlySet<VmId>;
}

/** Null where so much changed that everything may be looked at as well. */
export function changedParts(before: Plan, after: Plan): ChangedParts | null {
  if (last?.before !== before || last.after !== after)
    last = { before, after, parts: compared(before, after) };
  return last.parts;
}

/** Several checks ask of one edit. */
let last: { readonly before: Plan; readonly after: Plan; readonly parts: ChangedParts | null } | null = null;

function compared(before: Plan, after: Plan): ChangedParts | null {
  const [goneHosts, newHosts] = differing(before.hosts, after.hosts);
  const [goneVms, newVms] = differing(before.vms, after.vms);
  if (goneVms.length + newVms.length > MOST) return null;
  const on = vmsByInstance(after);
  const vms = new Set<VmId>();
  for (const { gpus } of [...goneHosts, ...newHosts])
    for (const { instances } of gpus)
      for (const { id } of instances) for (const vm of on.get(id) ?? []) vms.add(vm.id);
  const hostsOfVms = new Set<HostId>();
  for (const vm of [...goneVms, ...newVms]) {
    vms.add(vm.id);
    for (const { instance } of vm.attachments) {
      if (instance === null) continue;
      for (const other of on.get(instance) ?? []) vms.add(other.id);
      const place = findInstance(after, instance);
      if (place !== undefined) hostsOfVms.add(place.host.id);
    }
  }
  const sharers = new Set<VmId>();
  for (const id of vms)
    for (const { instance } of findVm(after, id)?.attachments ?? [])
      for (const other of instance === null ? [] : (on.get(instance) ?? []))
        if (!vms.has(other.id)) sharers.add(other.id);
  const areVmNamesSame =
    goneVms.length === newVms.length &&
    goneVms.every(({ id, name }, n) => id === newVms[n]?.id && name === newVms[n].name);
  return { hosts: new Set(newHosts), hostsOfVms, vms, areVmNamesSame, sharers };
}

/** Above so many VMs that differ, checking them one by one is no gain. */
const MOST = 20_000;

/** What only one of two lists has, both without what they begin and end with alike. */
function differing<T>(before: readonly T[], after: readonly T[]): readonly [readonly T[], readonly T[]] {
  if (before === after) return [[], []];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const was = before.slice(start, before.length - end);
  const is = after.slice(start, after.length - end);
  if (was.length === 0 || is.length === 0) return [was, is];
  const [wasThere, isThere] = [new Set(was), new Set(is)];
  const [stayed, stays] = [was.filter((one) => isThere.has(one)), is.filter((one) => wasThere.has(one))];
  // In another order everything is beside something else.
  if (stayed.some((one, index) => one !== stays[index])) return [was, is];
  return [was.filter((one) => !isThere.has(one)), is.filter((one) => !wasThere.has(one))];
}

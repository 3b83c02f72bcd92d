/** What comes in from another plan or a listing, with ids of this plan. */
import { IdSource, type GiId, type HostId } from '../model/ids.ts';
import { FreeNames } from '../model/name.ts';
import {
  findHost,
  type Extra,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type Vm,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { byStart, detach, instanceIds, withHost } from './planParts.ts';
import { isEqual, isSameGpus } from './sameDocument.ts';

/** Copies of `gpus` with ids of this plan; `renamed` learns which instance became which. */
export function copyGpus(gpus: readonly Gpu[], ids: IdSource, renamed: Map<GiId, GiId>): Gpu[] {
  return gpus.map((gpu) => ({
    ...gpu,
    id: ids.gpu(),
    instances: gpu.instances.map((gi) => {
      const id = ids.gi();
      renamed.set(gi.id, id);
      return { ...gi, id };
    }),
  }));
}

/** Adds hosts and VMs of another plan; a name that is taken gets a number. */
export function addHosts(plan: Plan, other: Plan): Plan {
  const isNothing = other.hosts.length + other.vms.length + other.requests.length + other.extra.length === 0;
  if (isNothing) return plan;
  const ids = new IdSource(plan.nextId);
  const renamed = new Map<GiId, GiId>();
  const hostNames = new FreeNames(plan.hosts.map((host) => host.name));
  const hosts = other.hosts.map((host): Host => {
    return {
      ...host,
      id: ids.host(),
      name: hostNames.take(host.name),
      gpus: copyGpus(host.gpus, ids, renamed),
      observed: host.observed === null ? null : copyGpus(host.observed, ids, renamed),
    };
  });
  const vmNames = new FreeNames(plan.vms.map((vm) => vm.name));
  const vms = other.vms.map((vm): Vm => {
    return {
      ...vm,
      id: ids.vm(),
      name: vmNames.take(vm.name),
      attachments: vm.attachments.map((attachment) => ({
        ...attachment,
        instance: attachment.instance === null ? null : (renamed.get(attachment.instance) ?? null),
      })),
    };
  });
  return {
    ...plan,
    hosts: [...plan.hosts, ...hosts],
    vms: [...plan.vms, ...vms],
    requests: [...plan.requests, ...other.requests],
    extra: mergedExtra(other.extra, plan.extra),
    nextId: ids.next,
  };
}

/** Unknown fields of both; where both have one, the latter's. */
function mergedExtra(first: Extra, latter: Extra): Extra {
  const names = new Set(latter.map(([name]) => name));
  return [...first.filter(([name]) => !names.has(name)), ...latter];
}

/** The instance that stands, with what a text says of it: a listing says nothing, a plan document may. */
function withRead(old: GpuInstance, read: GpuInstance): GpuInstance {
  if (!read.pinned && read.computeInstances.length === 0 && read.extra.length === 0) return old;
  return {
    ...old,
    pinned: old.pinned || read.pinned,
    computeInstances: read.computeInstances.length > 0 ? read.computeInstances : old.computeInstances,
    extra: mergedExtra(old.extra, read.extra),
  };
}

/**
 * Takes over what was read for a host: GPUs are matched by index, instances by profile and start, and what stands as before
 * keeps its VMs. `seen` becomes the observed state; null leaves it.
 */
export function importHost(
  plan: Plan,
  hostId: HostId,
  read: readonly Gpu[],
  seen: readonly Gpu[] | null,
): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  const ids = new IdSource(plan.nextId);
  // Two GPUs of one index are illegal and are still two: the second is not to be lost for the first.
  const before = [...host.gpus];
  const merged = read.map((gpu): Gpu => {
    const at = before.findIndex(({ index }) => index === gpu.index);
    const [old] = at === -1 ? [] : before.splice(at, 1);
    const kept = [...(old?.instances ?? [])];
    return {
      ...(old ?? gpu),
      id: old?.id ?? ids.gpu(),
      notes: gpu.notes || (old?.notes ?? ''),
      board: gpu.board,
      variant: gpu.variant ?? (old?.board === gpu.board ? old.variant : null),
      kind: gpu.kind ?? old?.kind ?? null,
      uuid: gpu.uuid ?? old?.uuid ?? null,
      pciId: gpu.pciId ?? old?.pciId ?? null,
      use: gpu.use,
      extra: mergedExtra(old?.extra ?? [], gpu.extra),
      instances: gpu.instances
        .map((gi) => {
          const same = kept.findIndex((one) => one.profile === gi.profile && one.start === gi.start);
          const [found] = same === -1 ? [] : kept.splice(same, 1);
          return found === undefined ? { ...gi, id: ids.gi() } : withRead(found, gi);
        })
        .sort(byStart),
    };
  });
  const gpus = [...before, ...merged].sort((a, b) => a.index - b.index);
  const isSeen = seen === null || isSameGpus(seen, host.observed);
  // What stands keeps its id, so the same text means the same GPUs.
  if (isSeen && isEqual(gpus, host.gpus)) return ok(plan);
  const observed = isSeen ? host.observed : copyGpus(seen, ids, new Map());
  const still = instanceIds(gpus);
  const gone = new Set([...instanceIds(host.gpus)].filter((id) => !still.has(id)));
  return ok(detach({ ...withHost(plan, { ...host, gpus, observed }), nextId: ids.next }, gone));
}

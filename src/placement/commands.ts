/**
 * Every edit of a plan. A command gives a new plan or an error; the old plan is never touched and untouched parts stay
 * identical. What a command does to VMs is always the same: a VM whose instance goes away waits again.
 */
import { assertNever } from '../model/assert.ts';
import type { BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type GiId, type GpuId, type HostId, type VmId } from '../model/ids.ts';
import { checkName, FreeNames } from '../model/name.ts';
import {
  findGpu,
  findHost,
  findInstance,
  findVm,
  vmsByInstance,
  type Creation,
  type Extra,
  type Gpu,
  type GpuInstance,
  type GpuKind,
  type GpuUse,
  type Host,
  type Plan,
  type Platform,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, isWanted, vmIdsOn } from './assign.ts';
import type { CommandError } from './errors.ts';
import { checkPlacement } from './legal.ts';

/** Where a plan that replaces another, or hosts that are added, came from: names the step in the history. */
export type Origin = 'template' | 'import' | 'link' | 'new';

export interface HostFields {
  readonly platform: Platform | null;
  readonly release: string | null;
  readonly driver: string | null;
  readonly creation: Creation | null;
  readonly notes: string;
}

export interface GpuFields {
  readonly index: number;
  readonly board: BoardId;
  readonly variant: string | null;
  readonly kind: GpuKind | null;
  readonly use: GpuUse;
}

export type PlanCommand =
  | { readonly type: 'plan/rename'; readonly name: string }
  | { readonly type: 'plan/replace'; readonly plan: Plan; readonly origin: Origin }
  | { readonly type: 'plan/addHosts'; readonly plan: Plan; readonly origin: Origin }
  | {
      readonly type: 'host/add';
      readonly name: string;
      readonly fields: Partial<HostFields>;
      readonly gpus: { readonly board: BoardId; readonly count: number } | null;
    }
  | { readonly type: 'host/rename'; readonly hostId: HostId; readonly name: string }
  | { readonly type: 'host/set'; readonly hostId: HostId; readonly fields: Partial<HostFields> }
  | { readonly type: 'host/remove'; readonly hostId: HostId }
  /** Takes over what was read for this host: GPUs are matched by index, instances by profile and start. */
  | {
      readonly type: 'host/import';
      readonly hostId: HostId;
      readonly gpus: readonly Gpu[];
      readonly observed: readonly Gpu[] | null;
    }
  | { readonly type: 'gpu/add'; readonly hostId: HostId; readonly board: BoardId; readonly count: number }
  | { readonly type: 'gpu/set'; readonly gpuId: GpuId; readonly fields: Partial<GpuFields> }
  | { readonly type: 'gpu/remove'; readonly gpuId: GpuId }
  | {
      readonly type: 'gi/place';
      readonly gpuId: GpuId;
      readonly profile: ProfileName;
      readonly start: number;
    }
  | { readonly type: 'gi/move'; readonly giId: GiId; readonly gpuId: GpuId; readonly start: number }
  | { readonly type: 'gi/remove'; readonly giId: GiId }
  | { readonly type: 'vm/add'; readonly name: string; readonly wants: Wanted; readonly giId: GiId | null }
  | { readonly type: 'vm/rename'; readonly vmId: VmId; readonly name: string }
  | { readonly type: 'vm/want'; readonly vmId: VmId; readonly wants: Wanted }
  | { readonly type: 'vm/assign'; readonly vmId: VmId; readonly giId: GiId }
  | { readonly type: 'vm/unassign'; readonly vmId: VmId }
  | { readonly type: 'vm/remove'; readonly vmId: VmId };

/** GPUs of one host; `index` is below this too. */
export const MAX_GPUS_PER_HOST = 64;

/** Applies one command. Pure; ids of new things continue the plan's own count. */
export function applyCommand(plan: Plan, command: PlanCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'plan/rename': {
      const name = checkName(command.name);
      return name.ok
        ? ok({ ...plan, name: name.value })
        : err({ code: 'bad-name', what: 'plan', why: name.error });
    }
    case 'plan/replace':
      return ok(command.plan);
    case 'plan/addHosts':
      return ok(addHosts(plan, command.plan));
    case 'host/add':
      return addHost(plan, command);
    case 'host/rename': {
      const name = nameOf(plan.hosts, 'host', command.name, command.hostId);
      return name.ok ? editHost(plan, command.hostId, (host) => ({ ...host, name: name.value })) : name;
    }
    case 'host/set':
      return editHost(plan, command.hostId, (host) => ({ ...host, ...command.fields }));
    case 'host/remove': {
      const host = findHost(plan, command.hostId);
      if (host === undefined) return err({ code: 'not-found', what: 'host' });
      const hosts = plan.hosts.filter((other) => other !== host);
      return ok(detach({ ...plan, hosts }, instanceIds(host.gpus)));
    }
    case 'host/import':
      return importHost(plan, command);
    case 'gpu/add':
      return addGpus(plan, command.hostId, command.board, command.count);
    case 'gpu/set':
      return setGpu(plan, command.gpuId, command.fields);
    case 'gpu/remove': {
      const place = findGpu(plan, command.gpuId);
      if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
      const gpus = place.host.gpus.filter((gpu) => gpu !== place.gpu);
      return ok(detach(withHost(plan, { ...place.host, gpus }), instanceIds([place.gpu])));
    }
    case 'gi/place':
      return placeInstance(plan, command.gpuId, command.profile, command.start);
    case 'gi/move':
      return moveInstance(plan, command.giId, command.gpuId, command.start);
    case 'gi/remove': {
      const place = findInstance(plan, command.giId);
      if (place === undefined) return err({ code: 'not-found', what: 'instance' });
      const instances = place.gpu.instances.filter((gi) => gi !== place.gi);
      return ok(detach(withGpu(plan, place.host, { ...place.gpu, instances }), new Set([command.giId])));
    }
    case 'vm/add':
      return addVm(plan, command.name, command.wants, command.giId);
    case 'vm/rename': {
      const name = nameOf(plan.vms, 'vm', command.name, command.vmId);
      return name.ok ? editVm(plan, command.vmId, (vm) => ({ ...vm, name: name.value })) : name;
    }
    case 'vm/want':
      return editVm(plan, command.vmId, (vm) => ({
        ...vm,
        // Of a VM with several vGPUs the first: the others are not spoken of, and stay.
        attachments: [
          { wants: command.wants, instance: null, extra: vm.attachments[0]?.extra ?? [] },
          ...vm.attachments.slice(1),
        ],
      }));
    case 'vm/assign':
      return assignVm(plan, command.vmId, command.giId);
    case 'vm/unassign':
      return editVm(plan, command.vmId, (vm) => ({
        ...vm,
        attachments: vm.attachments.map((attachment) => ({ ...attachment, instance: null })),
      }));
    case 'vm/remove':
      return findVm(plan, command.vmId) === undefined
        ? err({ code: 'not-found', what: 'vm' })
        : ok({ ...plan, vms: plan.vms.filter((vm) => vm.id !== command.vmId) });
    default:
      return assertNever(command);
  }
}

function nameOf(
  named: readonly { readonly id: number; readonly name: string }[],
  what: 'host' | 'vm',
  text: string,
  own: number | null,
): Result<string, CommandError> {
  const name = checkName(text);
  if (!name.ok) return err({ code: 'bad-name', what, why: name.error });
  if (named.some((other) => other.id !== own && other.name === name.value)) {
    return err({ code: 'name-taken', what, name: name.value });
  }
  return name;
}

function editHost(plan: Plan, id: HostId, edit: (host: Host) => Host): Result<Plan, CommandError> {
  const host = findHost(plan, id);
  return host === undefined ? err({ code: 'not-found', what: 'host' }) : ok(withHost(plan, edit(host)));
}

function editVm(plan: Plan, id: VmId, edit: (vm: Vm) => Vm): Result<Plan, CommandError> {
  return findVm(plan, id) === undefined
    ? err({ code: 'not-found', what: 'vm' })
    : ok({ ...plan, vms: plan.vms.map((vm) => (vm.id === id ? edit(vm) : vm)) });
}

function withHost(plan: Plan, host: Host): Plan {
  return { ...plan, hosts: plan.hosts.map((other) => (other.id === host.id ? host : other)) };
}

function withGpu(plan: Plan, host: Host, gpu: Gpu): Plan {
  return withHost(plan, { ...host, gpus: host.gpus.map((other) => (other.id === gpu.id ? gpu : other)) });
}

function instanceIds(gpus: readonly Gpu[]): Set<GiId> {
  return new Set(gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
}

/** Sends the VMs of instances that are gone back to waiting; VMs that had none of them stay the same object. */
function detach(plan: Plan, gone: ReadonlySet<GiId>): Plan {
  const had = (vm: Vm): boolean => vm.attachments.some((a) => a.instance !== null && gone.has(a.instance));
  if (!plan.vms.some(had)) return plan;
  return {
    ...plan,
    vms: plan.vms.map((vm) =>
      had(vm)
        ? {
            ...vm,
            attachments: vm.attachments.map((a) =>
              a.instance !== null && gone.has(a.instance) ? { ...a, instance: null } : a,
            ),
          }
        : vm,
    ),
  };
}

function byStart(a: GpuInstance, b: GpuInstance): number {
  return a.start - b.start || a.id - b.id;
}

function addHost(
  plan: Plan,
  command: Extract<PlanCommand, { type: 'host/add' }>,
): Result<Plan, CommandError> {
  const name = nameOf(plan.hosts, 'host', command.name, null);
  if (!name.ok) return name;
  const ids = new IdSource(plan.nextId);
  const host: Host = {
    id: ids.host(),
    name: name.value,
    notes: '',
    platform: null,
    release: null,
    driver: null,
    creation: null,
    ...command.fields,
    gpus: [],
    observed: null,
    extra: [],
  };
  const added = { ...plan, hosts: [...plan.hosts, host], nextId: ids.next };
  return command.gpus === null ? ok(added) : addGpus(added, host.id, command.gpus.board, command.gpus.count);
}

function addGpus(plan: Plan, hostId: HostId, board: BoardId, count: number): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  if (findBoard(board) === undefined) return err({ code: 'board-unknown', board });
  // An import may have brought more than the page adds.
  const room = Math.max(0, MAX_GPUS_PER_HOST - host.gpus.length);
  if (!Number.isInteger(count) || count < 1 || count > room)
    return err({ code: 'bad-count', count, max: room });
  const ids = new IdSource(plan.nextId);
  const taken = new Set(host.gpus.map((gpu) => gpu.index));
  const gpus = [...host.gpus];
  for (let index = 0; gpus.length < host.gpus.length + count; index++) {
    if (!taken.has(index)) gpus.push(newGpu(ids, index, board));
  }
  gpus.sort((a, b) => a.index - b.index);
  return ok({ ...withHost(plan, { ...host, gpus }), nextId: ids.next });
}

function newGpu(ids: IdSource, index: number, board: BoardId): Gpu {
  return {
    id: ids.gpu(),
    index,
    board,
    variant: null,
    uuid: null,
    pciId: null,
    kind: null,
    use: 'mig',
    instances: [],
    extra: [],
  };
}

function setGpu(plan: Plan, gpuId: GpuId, fields: Partial<GpuFields>): Result<Plan, CommandError> {
  const place = findGpu(plan, gpuId);
  if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
  const { host } = place;
  let gpu: Gpu = { ...place.gpu, ...fields };
  // Only what is changed is looked at: the rest may be as an import left it, and must not stand in the way of an edit.
  if (gpu.index !== place.gpu.index) {
    if (!Number.isInteger(gpu.index) || gpu.index < 0 || gpu.index >= MAX_GPUS_PER_HOST) {
      return err({ code: 'bad-index', index: gpu.index });
    }
    if (host.gpus.some((other) => other.id !== gpuId && other.index === gpu.index)) {
      return err({ code: 'index-taken', index: gpu.index });
    }
  }
  let gone = new Set<GiId>();
  if (fields.use !== undefined && fields.use !== 'mig') {
    // Without MIG mode there are no instances; their VMs wait, and undo brings both back.
    gone = instanceIds([gpu]);
    gpu = { ...gpu, instances: [] };
  }
  if (fields.board !== undefined && fields.board !== place.gpu.board) {
    // The variant names a kind of the old board, and every instance must exist on the new one too.
    gpu = { ...gpu, variant: fields.variant ?? null };
    for (const gi of gpu.instances) {
      const fits = checkPlacement(gpu, gi.profile, gi.start, gi.id);
      if (!fits.ok) return fits;
    }
  }
  if (gpu.board !== place.gpu.board || gpu.variant !== place.gpu.variant) {
    // The types go with the board: a VM that has its own here must not find itself on another.
    for (const gi of gpu.instances) {
      for (const wants of wantedOn(plan, gi.id)) {
        const serves = checkAssign(wants, { gpu, gi }, []);
        if (!serves.ok && isWanted(wants, place.gpu, gi)) return serves;
      }
    }
  }
  const gpus = host.gpus.map((other) => (other.id === gpuId ? gpu : other)).sort((a, b) => a.index - b.index);
  return ok(detach(withHost(plan, { ...host, gpus }), gone));
}

function placeInstance(
  plan: Plan,
  gpuId: GpuId,
  profile: ProfileName,
  start: number,
): Result<Plan, CommandError> {
  const place = findGpu(plan, gpuId);
  if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
  const legal = checkPlacement(place.gpu, profile, start);
  if (!legal.ok) return legal;
  const ids = new IdSource(plan.nextId);
  const gi: GpuInstance = {
    id: ids.gi(),
    profile,
    start,
    pinned: false,
    reportedId: null,
    computeInstances: [],
    extra: [],
  };
  const instances = [...place.gpu.instances, gi].sort(byStart);
  return ok({ ...withGpu(plan, place.host, { ...place.gpu, instances }), nextId: ids.next });
}

/** What the VMs on an instance want of it. */
function wantedOn(plan: Plan, giId: GiId): Wanted[] {
  const attachments = (vmsByInstance(plan).get(giId) ?? []).flatMap((vm) => vm.attachments);
  return attachments.filter(({ instance }) => instance === giId).map(({ wants }) => wants);
}

function moveInstance(plan: Plan, giId: GiId, gpuId: GpuId, start: number): Result<Plan, CommandError> {
  const from = findInstance(plan, giId);
  if (from === undefined) return err({ code: 'not-found', what: 'instance' });
  const to = findGpu(plan, gpuId);
  if (to === undefined) return err({ code: 'not-found', what: 'gpu' });
  const legal = checkPlacement(to.gpu, from.gi.profile, start, giId);
  if (!legal.ok) return legal;
  const moved: GpuInstance = { ...from.gi, start };
  // Its VMs come along, so the place they come to must be of their type too.
  for (const wants of wantedOn(plan, giId)) {
    const serves = checkAssign(wants, { gpu: to.gpu, gi: moved }, []);
    if (!serves.ok) return serves;
  }
  const without = from.gpu.instances.filter((gi) => gi.id !== giId);
  if (from.gpu.id === gpuId) {
    return ok(withGpu(plan, from.host, { ...from.gpu, instances: [...without, moved].sort(byStart) }));
  }
  const left = withGpu(plan, from.host, { ...from.gpu, instances: without });
  // The same host may hold both GPUs: take it as it is after the first edit.
  const host = findHost(left, to.host.id) ?? to.host;
  return ok(withGpu(left, host, { ...to.gpu, instances: [...to.gpu.instances, moved].sort(byStart) }));
}

function addVm(plan: Plan, text: string, wants: Wanted, giId: GiId | null): Result<Plan, CommandError> {
  const name = nameOf(plan.vms, 'vm', text, null);
  if (!name.ok) return name;
  const ids = new IdSource(plan.nextId);
  const vm: Vm = {
    id: ids.vm(),
    name: name.value,
    notes: '',
    group: null,
    attachments: [{ wants, instance: null, extra: [] }],
    extra: [],
  };
  const added = { ...plan, vms: [...plan.vms, vm], nextId: ids.next };
  return giId === null ? ok(added) : assignVm(added, vm.id, giId);
}

/** Gives the VM's first waiting attachment the instance; a VM with a single attachment changes over to it. */
function assignVm(plan: Plan, vmId: VmId, giId: GiId): Result<Plan, CommandError> {
  const vm = findVm(plan, vmId);
  if (vm === undefined) return err({ code: 'not-found', what: 'vm' });
  const place = findInstance(plan, giId);
  if (place === undefined) return err({ code: 'not-found', what: 'instance' });
  if (vm.attachments.some((attachment) => attachment.instance === giId))
    return err({ code: 'already-assigned' });
  const waiting = vm.attachments.findIndex((attachment) => attachment.instance === null);
  const index = waiting === -1 && vm.attachments.length === 1 ? 0 : waiting;
  const attachment = vm.attachments[index];
  if (attachment === undefined) return err({ code: 'already-assigned' });
  const serves = checkAssign(attachment.wants, place, vmIdsOn(plan, giId));
  if (!serves.ok) return serves;
  const attachments = vm.attachments.map((other, i) => (i === index ? { ...other, instance: giId } : other));
  return editVm(plan, vmId, (one) => ({ ...one, attachments }));
}

/** Copies of `gpus` with ids of this plan; `renamed` learns which instance became which. */
function copyGpus(gpus: readonly Gpu[], ids: IdSource, renamed: Map<GiId, GiId>): Gpu[] {
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
function addHosts(plan: Plan, other: Plan): Plan {
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

function importHost(
  plan: Plan,
  command: Extract<PlanCommand, { type: 'host/import' }>,
): Result<Plan, CommandError> {
  const host = findHost(plan, command.hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  const ids = new IdSource(plan.nextId);
  const before = new Map(host.gpus.map((gpu) => [gpu.index, gpu]));
  const read = command.gpus.map((gpu): Gpu => {
    const old = before.get(gpu.index);
    before.delete(gpu.index);
    const kept = [...(old?.instances ?? [])];
    return {
      ...(old ?? gpu),
      id: old?.id ?? ids.gpu(),
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
  const observed = command.observed === null ? host.observed : copyGpus(command.observed, ids, new Map());
  const gpus = [...before.values(), ...read].sort((a, b) => a.index - b.index);
  const still = instanceIds(gpus);
  const gone = new Set([...instanceIds(host.gpus)].filter((id) => !still.has(id)));
  return ok(detach({ ...withHost(plan, { ...host, gpus, observed }), nextId: ids.next }, gone));
}

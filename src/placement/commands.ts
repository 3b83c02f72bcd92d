/**
 * Every edit of a plan. A command gives a new plan or an error; the old plan is never touched and untouched parts stay
 * identical. What a command does to VMs is always the same: a VM whose instance goes away waits again.
 */
import { assertNever } from '../model/assert.ts';
import type { BoardId } from '../model/board.ts';
import { IdSource, type GiId, type GpuId, type HostId, type VmId } from '../model/ids.ts';
import { checkName } from '../model/name.ts';
import {
  findGpu,
  findHost,
  findInstance,
  findVm,
  type Creation,
  type Gpu,
  type Host,
  type Plan,
  type Platform,
  type Vm,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, vmIdsOn } from './assign.ts';
import type { CommandError } from './errors.ts';
import { addGpus, setGpu, type GpuFields } from './gpuEdits.ts';
import { moveInstance, placeInstance } from './instanceEdits.ts';
import { applyLayoutCommand, type LayoutCommand } from './layoutEdits.ts';
import { adoptObserved, adoptPlanned, forgetObserved, observe, type Observation } from './observedEdits.ts';
import { detach, editHost, editVm, instanceIds, nameOf, withGpu, withHost } from './planParts.ts';
import { addHosts, importHost } from './takeOver.ts';

/** Where a plan that replaces another, or hosts that are added, came from: names the step in the history. */
export type Origin = 'template' | 'import' | 'link' | 'new';

export interface HostFields {
  readonly platform: Platform | null;
  readonly release: string | null;
  readonly driver: string | null;
  readonly creation: Creation | null;
  readonly notes: string;
}

export type PlanCommand =
  | LayoutCommand
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
  /** Records what hosts report; the other two bring both sides together, on some GPUs or (null) on all. */
  | { readonly type: 'host/observe'; readonly seen: readonly Observation[] }
  | {
      readonly type: 'host/adoptObserved' | 'host/adoptPlanned';
      readonly hostId: HostId;
      readonly gpuIndexes: readonly number[] | null;
    }
  | { readonly type: 'host/forgetObserved'; readonly hostId: HostId }
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
      return importHost(plan, command.hostId, command.gpus, command.observed);
    case 'host/observe':
      return observe(plan, command.seen);
    case 'host/adoptObserved':
      return adoptObserved(plan, command.hostId, command.gpuIndexes);
    case 'host/adoptPlanned':
      return adoptPlanned(plan, command.hostId, command.gpuIndexes);
    case 'host/forgetObserved':
      return forgetObserved(plan, command.hostId);
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
    case 'gpu/setLayout':
    case 'gpu/clear':
    case 'gpu/fill':
    case 'host/setLayouts':
      return applyLayoutCommand(plan, command);
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

/** The names of steps in the history: what a command did, in the words of the button or the drag that gave it. */
import { assertNever } from '../model/assert.ts';
import { splitName } from '../model/compute.ts';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import {
  EMPTY_PLAN,
  findGpu,
  findHost,
  findInstance,
  findVm,
  vmsByInstance,
  type Plan,
  type PlanRequest,
} from '../model/plan.ts';
import { parseProfileName } from '../model/profile.ts';
import type { PlanCommand } from './commands.ts';
import type { NotesOf } from './notesEdits.ts';
import type { Rearrange, VgpuChange } from './rearrange.ts';
import { boardName, counted, gpuName, layoutName, makeList, makeShortList, wantedName } from './messages.ts';

const ORIGIN = {
  template: (name: string): string => `Start from ${name}`,
  // A layout has no name of its own.
  import: (name: string, { hosts }: Plan): string =>
    `Import ${(name === EMPTY_PLAN.name && makeShortList(hosts.map((host) => host.name))) || name}`,
  link: (name: string): string => `Open the link ${name}`,
  new: (): string => 'Start a new plan',
  version: (name: string): string => `Go back to an earlier version of ${name}`,
  tab: (): string => 'Changes from another tab',
  recovered: (): string => 'Changes that had not been saved',
} as const;

/**
 * The name of a step in the history, for instance "Move asr-1 to slice 4 of GPU 3 on esx-02". `plan` is the plan before
 * the step.
 */
export function describeCommand(command: PlanCommand, plan: Plan): string {
  const gpu = (id: Parameters<typeof findGpu>[1]): string => {
    const place = findGpu(plan, id);
    return place === undefined ? 'a GPU' : gpuName(place);
  };
  const gpus = (ids: readonly GpuId[]): string =>
    ids.length === 1 ? ids.map(gpu).join('') : counted(ids.length, 'GPU');
  const host = (id: Parameters<typeof findHost>[1]): string => findHost(plan, id)?.name ?? 'a host';
  const vm = (id: VmId): string => findVm(plan, id)?.name ?? 'a VM';
  const vms = (ids: readonly VmId[]): string =>
    namedOrCounted(ids.flatMap((id) => findVm(plan, id)?.name ?? []));
  // What is taken away is said by name.
  const named = (ids: readonly VmId[]): string => {
    const names = ids.flatMap((id) => findVm(plan, id)?.name ?? []);
    return names.length === 1 ? `VM ${names[0]}` : `${counted(names.length, 'VM')}: ${makeShortList(names)}`;
  };
  const instance = (id: GiId): string => {
    const place = findInstance(plan, id);
    if (place === undefined) return 'an instance';
    const vms = vmsByInstance(plan).get(id) ?? [];
    return vms.length === 0
      ? place.gi.profile
      : `${place.gi.profile} ${makeShortList(vms.map((one) => one.name))}`;
  };
  const at = (id: GiId): string => {
    const place = findInstance(plan, id);
    return place === undefined
      ? 'an instance'
      : `${place.gi.profile} at slice ${place.gi.start} of ${gpuName(place)}`;
  };
  const notesOf = (of: NotesOf): string => {
    switch (of.kind) {
      case 'plan':
        return 'of the plan';
      case 'host':
        return `on ${host(of.id)}`;
      case 'gpu':
        return `on ${gpu(of.id)}`;
      case 'vm':
        return `on ${vm(of.id)}`;
    }
  };
  const changed = (change: VgpuChange): string => {
    switch (change.kind) {
      case 'wait':
        return `send ${vm(change.vmId)} back to waiting`;
      case 'want':
        return `have ${vm(change.vmId)} want ${wantedName(change.wants)}`;
      case 'assign':
        return `assign ${vm(change.vmId)} to ${change.giId === null ? 'it' : at(change.giId)}`;
    }
  };
  const rearranged = ({ removes, moves, place, vgpus = [] }: Rearrange): string => {
    const moved = moves.map(({ giId, gpuId, start }) => {
      const isNear = findInstance(plan, giId)?.gpu.id === gpuId;
      return `${instance(giId)} to slice ${start}${isNear ? '' : ` of ${gpu(gpuId)}`}`;
    });
    const parts = [
      ...(removes.length === 0 ? [] : [`remove ${makeShortList(removes.map(instance))}`]),
      ...(moved.length === 0 ? [] : [`move ${makeShortList(moved)}`]),
      ...(place === null ? [] : [`place ${place.profile} at slice ${place.start} of ${gpu(place.gpuId)}`]),
      ...vgpus.map(changed),
    ];
    const text = makeList(parts, 'and then');
    return text === '' ? 'Change nothing' : text.charAt(0).toUpperCase() + text.slice(1);
  };
  switch (command.type) {
    case 'plan/rename':
      return `Rename the plan to ${command.name.trim()}`;
    case 'plan/replace':
      return ORIGIN[command.origin](command.plan.name, command.plan);
    case 'plan/addHosts':
      return command.plan.hosts.length === 0
        ? `Add ${counted(command.plan.vms.length, 'VM')}`
        : `Add ${makeShortList(command.plan.hosts.map((one) => one.name))}`;
    case 'host/add':
      return `Add host ${command.name.trim()}`;
    case 'host/rename':
      return `Rename ${host(command.hostId)} to ${command.name.trim()}`;
    case 'host/addMany':
      return `Add ${counted(command.names.length, 'host')}: ${makeShortList(command.names)}`;
    case 'host/setMany':
      return `Change the settings of ${makeShortList(command.hostIds.map(host))}`;
    case 'host/removeMany':
      return `Remove ${counted(command.hostIds.length, 'host')}: ${makeShortList(command.hostIds.map(host))}`;
    case 'host/set':
      return `Change the settings of ${host(command.hostId)}`;
    case 'host/remove':
      return `Remove host ${host(command.hostId)}`;
    case 'host/import':
      return `Import into ${host(command.hostId)}`;
    case 'host/observe':
      if (command.seen.every((one) => one.gpus === null))
        return `Record the driver of ${makeShortList(command.seen.map((one) => host(one.hostId)))}`;
      return `Record as observed on ${makeShortList(command.seen.map((one) => host(one.hostId)))}`;
    case 'host/adoptObserved':
      return `Make ${gpusOf(command.gpuIndexes, host(command.hostId))} as observed`;
    case 'host/adoptPlanned':
      return `Mark ${gpusOf(command.gpuIndexes, host(command.hostId))} as done`;
    case 'host/forgetObserved':
      return `Forget what was observed on ${host(command.hostId)}`;
    case 'host/arrange':
      return `Draw ${host(command.hostId)} as it powers on`;
    case 'gpu/add':
      return `Add ${command.count === 1 ? 'a GPU' : `${command.count} GPUs`} to ${host(command.hostId)}`;
    case 'gpu/set':
      if (command.fields.use === 'mig') return `Turn MIG mode on for ${gpu(command.gpuId)}`;
      if (command.fields.use === 'off') return `Turn MIG mode off for ${gpu(command.gpuId)}`;
      if (command.fields.use === 'reserved') return `Reserve ${gpu(command.gpuId)}`;
      if (command.fields.index !== undefined)
        return `Renumber ${gpu(command.gpuId)} to GPU ${command.fields.index}`;
      return `Change ${gpu(command.gpuId)}`;
    case 'gpu/setBoard':
      return `Change the board of ${gpu(command.gpuId)} to ${boardName(command.board)}`;
    case 'gpu/remove':
      return `Remove ${gpu(command.gpuId)}`;
    case 'gpu/setLayout':
      return `Set ${layoutName(command.layout)} on ${gpus(command.gpuIds)}`;
    case 'gpu/clear':
      return `Clear ${gpus(command.gpuIds)}`;
    case 'gpu/fill':
      return `Fill ${gpus(command.gpuIds)} with ${command.profile}`;
    case 'host/setLayouts':
      return `Paste the layout of ${command.from} onto ${host(command.hostId)}`;
    case 'gi/place':
      return `Place ${command.profile} at slice ${command.start} of ${gpu(command.gpuId)}`;
    case 'gi/move':
      return `Move ${instance(command.giId)} to slice ${command.start} of ${gpu(command.gpuId)}`;
    case 'gi/remove':
      return `Remove ${instance(command.giId)} from ${gpu(findInstance(plan, command.giId)?.gpu.id ?? (0 as never))}`;
    case 'gi/rearrange':
      return rearranged(command);
    case 'plan/repack':
      if (command.isMix === true)
        return `Cut for another mix: ${counted(goneFrom(plan, command.plan), 'instance goes', 'instances go')}, ${goneFrom(command.plan, plan)} made`;
      return `Repack: move ${counted(goneFrom(plan, command.plan), 'instance')}`;
    case 'ci/split':
      // One that is named 1c or 2c of it is no whole one: rows are left over.
      return command.profiles.every((name) => parseProfileName(name)?.ciSlices == null)
        ? `Make ${at(command.giId)} one compute instance`
        : `Split ${at(command.giId)} into ${splitName(command.profiles)}`;
    case 'requests/set':
      return requestsName(plan.requests, command.requests);
    case 'requests/place': {
      const { hosts } = command.hosts;
      const fresh = hosts.reduce((sum, one) => sum + one.gpus.length, 0);
      const where =
        fresh === 0
          ? ''
          : ` on ${counted(fresh, 'new GPU')} of ${makeShortList(hosts.map((one) => one.name))}`;
      return `Place ${counted(sum(command.taken), 'requested instance')}${where}`;
    }
    case 'vm/add':
      return `Add VM ${command.name.trim()}`;
    case 'vm/rename':
      return `Rename VM ${vm(command.vmId)} to ${command.name.trim()}`;
    case 'vm/addMany':
      return `${command.place ? 'Add and place' : 'Add'} ${namedOrCounted(command.vms.map((one) => one.name))}`;
    case 'vm/setGroup':
      return command.group === null || command.group.trim() === ''
        ? `Take ${vms(command.vmIds)} out of the group`
        : `Put ${vms(command.vmIds)} into group ${command.group.trim()}`;
    case 'vm/want':
      return `Change what ${vm(command.vmId)} wants to ${wantedName(command.wants)}`;
    case 'vm/wantMany':
      return `Change what ${vms(command.vmIds)} ${command.vmIds.length === 1 ? 'wants' : 'want'} to ${wantedName(command.wants)}`;
    case 'vm/addVgpu':
      return `Add a vGPU ${wantedName(command.wants)} to ${vm(command.vmId)}`;
    case 'vm/removeVgpu': {
      const wants = findVm(plan, command.vmId)?.attachments[command.attachment]?.wants;
      return `Remove vGPU ${command.attachment + 1}${wants === undefined ? '' : `, ${wantedName(wants)},`} of ${vm(command.vmId)}`;
    }
    case 'vm/assign':
      return `Assign ${vm(command.vmId)} to ${at(command.giId)}`;
    case 'vm/unassign':
      return command.attachment === undefined
        ? `Send ${vm(command.vmId)} back to waiting`
        : `Send vGPU ${command.attachment + 1} of ${vm(command.vmId)} back to waiting`;
    case 'vm/unassignMany':
      return `Send ${vms(command.vmIds)} back to waiting`;
    case 'vm/place':
      return `Place ${vms(command.vmIds)}`;
    case 'notes/set':
      return `${command.notes.trim() === '' ? 'Remove' : 'Change'} the notes ${notesOf(command.of)}`;
    case 'vm/remove':
      return `Remove VM ${vm(command.vmId)}`;
    case 'vm/removeMany':
      return `Remove ${named(command.vmIds)}`;
    default:
      return assertNever(command);
  }
}

/** "Request 40 × 3g.20gb" where one thing is asked for anew. */
function requestsName(before: readonly PlanRequest[], after: readonly PlanRequest[]): string {
  if (after.length === 0) return 'Clear the requests';
  const changed = after.filter((one) => !before.includes(one));
  const [only] = changed;
  if (changed.length === 1 && only !== undefined && after.length >= before.length)
    return `Request ${only.count} × ${only.profile ?? 'what is needed'}`;
  const gone = before.filter((one) => !after.includes(one));
  const [left] = gone;
  return changed.length === 0 && gone.length === 1 && left !== undefined
    ? `Request no ${left.profile ?? 'such needs'}`
    : `Change the requests`;
}

/** "VM chat-1", or how many: the name of a step has to fit a line. */
function namedOrCounted(names: readonly string[]): string {
  return names.length === 1 ? `VM ${names[0]}` : counted(names.length, 'VM');
}

/** "esx-01", "GPU 0 on esx-01", "GPUs 0 and 2 on esx-01". */
function gpusOf(indexes: readonly number[] | null, host: string): string {
  if (indexes === null) return host;
  return `${indexes.length === 1 ? 'GPU' : 'GPUs'} ${makeShortList(indexes)} on ${host}`;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Instances of the one plan that the other does not have. */
function goneFrom(before: Plan, after: Plan): number {
  let gone = 0;
  for (const { gpus } of before.hosts)
    for (const { instances } of gpus)
      for (const { id } of instances) if (findInstance(after, id) === undefined) gone++;
  return gone;
}

/**
 * Edits of VMs. A command names its VMs by id, one or many, so it acts on those that were meant when the button was pressed,
 * whatever has been sorted, filtered or undone since; ids that are gone are passed over.
 */
import { assertNever } from '../../model/assert.ts';
import { IdSource, type GiId, type VmId } from '../../model/ids.ts';
import { checkName, cleanNotes, MAX_NOTES_LENGTH } from '../../model/name.ts';
import {
  findInstance,
  findVm,
  MAX_VGPUS_PER_VM,
  type Attachment,
  type NewVm,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checkAssign, checkVgpu, holdersOn, vgpuToAssign } from './assign.ts';
import type { CommandError } from '../errors.ts';
import { placeVms } from './placeVms.ts';
import { editVms, nameOf } from '../planParts.ts';
import { heldVgpus, vgpuFault } from './vmRules.ts';

/** More VMs than this are not added to a plan. An import may hold more. */
const MAX_VMS = 50_000;

/** `attachment` counts the VM's vGPUs from 0. */
export type VmCommand =
  | { readonly type: 'vm/add'; readonly name: string; readonly wants: Wanted; readonly giId: GiId | null }
  /** `place`: and gives each an instance where one can be had. */
  | { readonly type: 'vm/addMany'; readonly vms: readonly NewVm[]; readonly place: boolean }
  | { readonly type: 'vm/rename'; readonly vmId: VmId; readonly name: string }
  /** Null: in no group. */
  | { readonly type: 'vm/setGroup'; readonly vmIds: readonly VmId[]; readonly group: string | null }
  /** Left out, `attachment` is the first. */
  | {
      readonly type: 'vm/want';
      readonly vmId: VmId;
      readonly wants: Wanted;
      readonly attachment?: number;
    }
  /** Every vGPU of every one of them. */
  | { readonly type: 'vm/wantMany'; readonly vmIds: readonly VmId[]; readonly wants: Wanted }
  | { readonly type: 'vm/addVgpu'; readonly vmId: VmId; readonly wants: Wanted }
  | { readonly type: 'vm/removeVgpu'; readonly vmId: VmId; readonly attachment: number }
  /** Left out, `attachment` is the first that waits; a VM with a single one changes over. */
  | {
      readonly type: 'vm/assign';
      readonly vmId: VmId;
      readonly giId: GiId;
      readonly attachment?: number;
    }
  /** Left out, `attachment` is all of them. */
  | { readonly type: 'vm/unassign'; readonly vmId: VmId; readonly attachment?: number }
  | { readonly type: 'vm/unassignMany'; readonly vmIds: readonly VmId[] }
  /** Each takes a free instance, or has one made; see placeVms. What finds no place goes on waiting. */
  | { readonly type: 'vm/place'; readonly vmIds: readonly VmId[] }
  | { readonly type: 'vm/remove'; readonly vmId: VmId }
  | { readonly type: 'vm/removeMany'; readonly vmIds: readonly VmId[] };

export function applyVmCommand(plan: Plan, command: VmCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'vm/add':
      return addVm(plan, command.name, command.wants, command.giId);
    case 'vm/addMany':
      return addMany(plan, command.vms, command.place);
    case 'vm/rename': {
      const name = nameOf(plan.vms, 'vm', command.name, command.vmId);
      if (!name.ok) return name;
      return editVms(plan, [command.vmId], (vm) =>
        vm.name === name.value ? vm : { ...vm, name: name.value },
      );
    }
    case 'vm/setGroup': {
      const group = readGroup(command.group);
      if (!group.ok) return group;
      return editVms(plan, command.vmIds, (vm) =>
        vm.group === group.value ? vm : { ...vm, group: group.value },
      );
    }
    case 'vm/want': {
      const { vmId, wants, attachment = 0 } = command;
      const vm = findVm(plan, vmId);
      // A VM without any is given one; of a VM with several the others are not spoken of, and stay.
      if (vm?.attachments.length === 0 && attachment === 0) return addVgpu(plan, vmId, wants);
      if (vm !== undefined && vm.attachments[attachment] === undefined)
        return err({ code: 'not-found', what: 'vgpu' });
      return editVms(plan, [vmId], (one) => wanting(plan, one, wants, attachment));
    }
    case 'vm/wantMany':
      return editVms(plan, command.vmIds, (vm) => wanting(plan, vm, command.wants, null));
    case 'vm/addVgpu':
      return addVgpu(plan, command.vmId, command.wants);
    case 'vm/removeVgpu': {
      const vm = findVm(plan, command.vmId);
      if (vm !== undefined && vm.attachments[command.attachment] === undefined)
        return err({ code: 'not-found', what: 'vgpu' });
      return editVms(plan, [command.vmId], (one) => ({
        ...one,
        attachments: one.attachments.filter((_, index) => index !== command.attachment),
      }));
    }
    case 'vm/assign':
      return assignVm(plan, command.vmId, command.giId, command.attachment);
    case 'vm/unassign':
      return editVms(plan, [command.vmId], (vm) => unassigned(vm, command.attachment ?? null));
    case 'vm/unassignMany':
      return editVms(plan, command.vmIds, (vm) => unassigned(vm, null));
    case 'vm/place':
      return ok(placeVms(plan, command.vmIds));
    case 'vm/remove':
      return removeVms(plan, [command.vmId]);
    case 'vm/removeMany':
      return removeVms(plan, command.vmIds);
    default:
      return assertNever(command);
  }
}

function removeVms(plan: Plan, vmIds: readonly VmId[]): Result<Plan, CommandError> {
  const named = new Set(vmIds);
  const vms = plan.vms.filter((vm) => !named.has(vm.id));
  return vms.length === plan.vms.length ? err({ code: 'not-found', what: 'vm' }) : ok({ ...plan, vms });
}

function waitingFor(wants: Wanted): Attachment {
  return { wants, instance: null, extra: [] };
}

function addVm(plan: Plan, text: string, wants: Wanted, giId: GiId | null): Result<Plan, CommandError> {
  const added = addMany(plan, [{ name: text, group: null, wants: [wants] }], false);
  const vm = added.ok ? added.value.vms.at(-1) : undefined;
  return giId === null || !added.ok || vm === undefined ? added : assignVm(added.value, vm.id, giId);
}

function addMany(plan: Plan, vms: readonly NewVm[], isPlaced: boolean): Result<Plan, CommandError> {
  const count = plan.vms.length + vms.length;
  if (count > MAX_VMS) return err({ code: 'too-many-vms', count, max: MAX_VMS });
  const ids = new IdSource(plan.nextId);
  const taken = new Set(plan.vms.map((vm) => vm.name));
  const added: Vm[] = [];
  for (const { name: text, group: groupText, wants, notes = '' } of vms) {
    const name = checkName(text);
    if (!name.ok) return err({ code: 'bad-name', what: 'vm', why: name.error });
    if (taken.has(name.value)) return err({ code: 'name-taken', what: 'vm', name: name.value });
    taken.add(name.value);
    const group = readGroup(groupText);
    if (!group.ok) return group;
    if (wants.length > MAX_VGPUS_PER_VM) return err({ code: 'too-many-vgpus', max: MAX_VGPUS_PER_VM });
    if (notes.length > MAX_NOTES_LENGTH)
      return err({ code: 'notes-too-long', length: notes.length, max: MAX_NOTES_LENGTH });
    added.push({
      id: ids.vm(),
      name: name.value,
      notes: cleanNotes(notes),
      group: group.value,
      attachments: wants.map(waitingFor),
      extra: [],
    });
  }
  if (added.length === 0) return ok(plan);
  const now: Plan = { ...plan, vms: [...plan.vms, ...added], nextId: ids.next };
  return ok(
    isPlaced
      ? placeVms(
          now,
          added.map((vm) => vm.id),
        )
      : now,
  );
}

/** A group has a name like any other; one of blanks alone is none. */
function readGroup(text: string | null): Result<string | null, CommandError> {
  if (text === null || text.trim() === '') return ok(null);
  const name = checkName(text);
  return name.ok ? name : err({ code: 'bad-name', what: 'group', why: name.error });
}

function addVgpu(plan: Plan, vmId: VmId, wants: Wanted): Result<Plan, CommandError> {
  if ((findVm(plan, vmId)?.attachments.length ?? 0) >= MAX_VGPUS_PER_VM)
    return err({ code: 'too-many-vgpus', max: MAX_VGPUS_PER_VM });
  return editVms(plan, [vmId], (vm) => ({ ...vm, attachments: [...vm.attachments, waitingFor(wants)] }));
}

/** The VM with another want for one vGPU, or for all (null). An instance that serves the new want too is kept. */
function wanting(plan: Plan, vm: Vm, wants: Wanted, index: number | null): Vm {
  const isMeant = (one: Attachment, i: number): boolean =>
    (index === null || i === index) && !sameWants(one.wants, wants);
  if (!vm.attachments.some(isMeant)) return vm;
  const attachments = vm.attachments.map((one, i) => {
    if (!isMeant(one, i)) return one;
    const place = one.instance === null ? undefined : findInstance(plan, one.instance);
    const isServed =
      place !== undefined &&
      checkAssign(
        wants,
        place,
        holdersOn(plan, place.gi.id).filter(({ vmId }) => vmId !== vm.id),
      ).ok &&
      vgpuFault({ wants, place }, heldVgpus(plan, vm, i)) === null;
    return { ...one, wants, instance: isServed ? one.instance : null };
  });
  return { ...vm, attachments };
}

function sameWants(a: Wanted, b: Wanted): boolean {
  return a.kind === 'type'
    ? b.kind === 'type' && a.type === b.type
    : b.kind === 'profile' && a.profile === b.profile;
}

function unassigned(vm: Vm, index: number | null): Vm {
  const isMeant = ({ instance }: Attachment, i: number): boolean =>
    instance !== null && (index === null || i === index);
  return vm.attachments.some(isMeant)
    ? {
        ...vm,
        attachments: vm.attachments.map((one, i) => (isMeant(one, i) ? { ...one, instance: null } : one)),
      }
    : vm;
}

function assignVm(plan: Plan, vmId: VmId, giId: GiId, attachment?: number): Result<Plan, CommandError> {
  const vm = findVm(plan, vmId);
  if (vm === undefined) return err({ code: 'not-found', what: 'vm' });
  const place = findInstance(plan, giId);
  if (place === undefined) return err({ code: 'not-found', what: 'instance' });
  if (attachment !== undefined && vm.attachments[attachment] === undefined)
    return err({ code: 'not-found', what: 'vgpu' });
  const index = attachment ?? vgpuToAssign(vm);
  if (index === null) return err({ code: 'already-assigned' });
  const serves = checkVgpu(plan, vm, index, place);
  if (!serves.ok) return serves;
  if (vm.attachments[index]?.instance === giId) return ok(plan);
  const attachments = vm.attachments.map((other, i) => (i === index ? { ...other, instance: giId } : other));
  return editVms(plan, [vmId], (one) => ({ ...one, attachments }));
}

/** What is said of what is in the hand, and of what an edit did beyond its name. */
import type { PlanCommand } from '../placement/commands.ts';
import { findVm, vmsByInstance, type Plan } from '../model/plan.ts';
import { commandMessage, gpuName } from '../placement/messages.ts';
import { placedMessage } from '../placement/vms/waitMessages.ts';
import { legalFor, profileInHand } from './targets.ts';
import type { Lifted } from './uiStore.ts';

export function liftedName(plan: Plan, lifted: Lifted): string {
  if (lifted.kind === 'vm') return findVm(plan, lifted.vmId)?.name ?? 'VM';
  return profileInHand(plan, lifted) ?? 'Instance';
}

/** Why no GPU of the plan takes it: the reason of the first, for each of the others shows its own. */
export function whyNowhere(plan: Plan, lifted: Lifted): string {
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const [first] = places;
  if (first === undefined) return 'Add a host with a GPU first.';
  const { why } = legalFor(plan, first.gpu, lifted);
  if (why === null) return '';
  const reason = commandMessage(why, plan);
  return places.length === 1 ? reason : `${gpuName(first)}: ${reason} Each other GPU shows its own reason.`;
}

/** What a command did beyond its name: who was placed, who waits now, what is free again. */
export function outcomeOf(command: PlanCommand, before: Plan, after: Plan): string {
  switch (command.type) {
    case 'vm/place':
      return placedMessage(after, command.vmIds);
    case 'vm/addMany': {
      const added = after.vms.slice(before.vms.length).map((vm) => vm.id);
      return command.place ? placedMessage(after, added) : '';
    }
    case 'vm/remove':
    case 'vm/removeMany':
      return freedInstances(before, after);
    // Who is sent back to waiting waits: the label has said it.
    case 'vm/unassign':
    case 'vm/unassignMany':
      return '';
    default:
      return newlyWaiting(before, after);
  }
}

/** "2 instances are free again." A VM that goes leaves its instances where they are. */
function freedInstances(before: Plan, after: Plan): string {
  const held = vmsByInstance(after);
  const freed = [...vmsByInstance(before).keys()].filter((giId) => !held.has(giId)).length;
  if (freed === 0) return '';
  return freed === 1 ? 'Its instance is free again.' : `${freed} instances are free again.`;
}

function newlyWaiting(before: Plan, after: Plan): string {
  if (before.vms === after.vms) return '';
  const waiting = new Set(
    before.vms.filter((vm) => vm.attachments.some((a) => a.instance === null)).map((vm) => vm.id),
  );
  const sent = after.vms.filter(
    (vm) =>
      !waiting.has(vm.id) &&
      vm.attachments.some((a) => a.instance === null) &&
      findVm(before, vm.id) !== undefined,
  );
  if (sent.length === 0) return '';
  const [first] = sent;
  return sent.length === 1 ? `${first?.name} waits again.` : `${sent.length} VMs wait again.`;
}

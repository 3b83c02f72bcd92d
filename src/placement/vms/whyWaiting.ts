/** Why a VM waits: the first of the questions, from the most general to the most particular, that has no answer. */
import { boardLabel } from '../../model/board.ts';
import { BOARDS, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { Attachment, GpuUse, Plan, Vm, Wanted } from '../../model/plan.ts';
import { Fleet, hasRoom, isKeptApart, matchOn, wantsKey } from './fleet.ts';
import { heldVgpus, vgpuFault, type VmRuleFault } from './vmRules.ts';

export type WaitReason =
  | { readonly code: 'no-gpu' }
  /** No public source gives the profile of the type, or the type is on no list. */
  | { readonly code: 'profile-unknown'; readonly wants: Wanted }
  /** No board of the plan has it; `boards` do. */
  | { readonly code: 'other-board'; readonly wants: Wanted; readonly boards: readonly string[] }
  | { readonly code: 'mig-off'; readonly wants: Wanted; readonly use: GpuUse }
  | { readonly code: 'no-start'; readonly wants: Wanted }
  | { readonly code: 'group-apart'; readonly wants: Wanted; readonly group: string }
  /** There is room, but not beside the VM's other vGPUs. */
  | { readonly code: 'vm-rule'; readonly fault: VmRuleFault }
  /** Each of its vGPUs has room somewhere; no one host takes all that wait. */
  | { readonly code: 'not-together'; readonly count: number };

/** Answers for one plan, and keeps them: many VMs wait for the same reason. Null: the VM can be placed as the plan stands. */
export function createWhyWaiting(plan: Plan): (vm: Vm) => WaitReason | null {
  const fleet = new Fleet(plan);
  const known = new Map<string, WaitReason | null>();
  return (vm) => {
    const waiting = vm.attachments.filter(({ instance }) => instance === null);
    if (waiting.length === 0) return null;
    // A VM with a vGPU in its place asks for itself alone.
    const own = waiting.length < vm.attachments.length ? vm.id : '';
    const key = JSON.stringify([own, vm.group, ...waiting.map(({ wants }) => wantsKey(wants))]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const reason = fleet.takes(vm) ? null : reasonOf(fleet, vm);
    known.set(key, reason);
    return reason;
  };
}

function reasonOf(fleet: Fleet, vm: Vm): WaitReason {
  const waiting = vm.attachments.filter(({ instance }) => instance === null);
  for (const { wants } of waiting) {
    const reason = reasonOfOne(fleet, vm, wants);
    if (reason !== null) return reason;
  }
  const fault = faultOfAll(fleet, vm, waiting);
  return fault === null ? { code: 'not-together', count: waiting.length } : { code: 'vm-rule', fault };
}

/** The rule that keeps its vGPUs from being together on any host, room aside: that of the first host. */
function faultOfAll(fleet: Fleet, vm: Vm, waiting: readonly Attachment[]): VmRuleFault | null {
  const held = heldVgpus(fleet.plan, vm, null);
  let first: VmRuleFault | null = null;
  for (const [slot] of fleet.hosts) {
    if (slot === undefined) continue;
    const all = [...held, ...waiting.map(({ wants }) => ({ wants, place: slot }))];
    const faults = all.map((vgpu, index) => vgpuFault(vgpu, all.slice(0, index)));
    const fault = faults.find((one) => one !== null) ?? null;
    if (fault === null) return null;
    first ??= fault;
  }
  return first;
}

/** Why this one vGPU finds no place, the VM's other waiting ones aside. */
function reasonOfOne(fleet: Fleet, vm: Vm, wants: Wanted): WaitReason | null {
  const { slots } = fleet;
  if (slots.length === 0) return { code: 'no-gpu' };
  const boards = boardsWith(wants);
  const matching = slots.filter(
    (slot) =>
      boards.some((board) => board.id === slot.gpu.board) ||
      slot.gpu.instances.some((gi) => matchOn(slot, wants).carries(gi.profile) > 0),
  );
  if (matching.length === 0) {
    return boards.length === 0
      ? { code: 'profile-unknown', wants }
      : { code: 'other-board', wants, boards: boards.map(boardLabel) };
  }
  const [first] = matching;
  if (first !== undefined && matching.every(({ gpu }) => gpu.use !== 'mig'))
    return { code: 'mig-off', wants, use: first.gpu.use };
  const rooms = matching.filter((slot) => hasRoom(slot, wants));
  if (rooms.length === 0) return { code: 'no-start', wants };
  const apart = rooms.filter((slot) => !isKeptApart(slot, vm));
  if (apart.length === 0 && vm.group !== null) return { code: 'group-apart', wants, group: vm.group };
  const held = heldVgpus(fleet.plan, vm, null);
  const faults = apart.map((slot) => vgpuFault({ wants, place: slot }, held));
  const [fault] = faults;
  return fault != null && !faults.includes(null) ? { code: 'vm-rule', fault } : null;
}

/** Boards of the catalogue on which an instance of a profile with public starts is what is wanted. */
function boardsWith(wants: Wanted): typeof BOARDS {
  return BOARDS.filter((board) =>
    board.profiles.some(({ name, starts }) => {
      if (starts === null) return false;
      if (wants.kind === 'profile') return wants.profile === name;
      return VGPU_BOARDS.some(
        ({ boards, types }) =>
          boards.includes(board.id) &&
          types.some(({ type, profile }) => type === wants.type && profile === name),
      );
    }),
  );
}

/** The sentences about VMs that wait: why each does, and what became of many that were to be placed. */
import { assertNever } from '../../model/assert.ts';
import type { VmId } from '../../model/ids.ts';
import { boardsOf, findVm, type Plan, type Wanted } from '../../model/plan.ts';
import { isWaiting } from './assign.ts';
import { assignMessage, counted, makeList, profileOfType, wantedName } from '../messages.ts';
import { createWhyWaiting, type WaitReason } from './whyWaiting.ts';

/** Reasons that one sentence lists; what is beyond is counted. */
const MAX_REASONS = 3;
const MAX_BOARDS = 2;

/** "A100-3-20C (3g.20gb)": the type and what it needs, or the profile. */
function wantedWithProfile(wants: Wanted, plan: Plan): string {
  const profile = wants.kind === 'type' ? profileOfType(wants.type, boardsOf(plan.hosts)) : null;
  return profile === null ? wantedName(wants) : `${wantedName(wants)} (${profile})`;
}

/** Why a VM waits, in one sentence. */
export function waitMessage(reason: WaitReason, plan: Plan): string {
  switch (reason.code) {
    case 'no-gpu':
      return 'The plan has no GPU yet.';
    case 'profile-unknown':
      return `No public source says which profile ${wantedName(reason.wants)} needs.`;
    case 'other-board': {
      const { boards } = reason;
      const more = boards.length - MAX_BOARDS;
      const named = more > 1 ? [...boards.slice(0, MAX_BOARDS), `${more} more boards`] : boards;
      return `${wantedName(reason.wants)} belongs to ${makeList(named)}, and the plan has no such GPU.`;
    }
    case 'mig-off':
      return reason.use === 'off'
        ? `MIG mode is off on every GPU that could have ${wantedWithProfile(reason.wants, plan)}.`
        : `Every GPU that could have ${wantedWithProfile(reason.wants, plan)} is reserved or has MIG mode off.`;
    case 'no-start':
      return `No GPU has a legal start left for ${wantedWithProfile(reason.wants, plan)}.`;
    case 'group-apart':
      return `Group ${reason.group} keeps it apart: every GPU with room for ${wantedWithProfile(reason.wants, plan)} has a VM of the group.`;
    case 'vm-rule':
      return assignMessage(reason.fault, plan);
    case 'not-together':
      return `No host has room for all ${reason.count} of its vGPUs together.`;
    default:
      return assertNever(reason);
  }
}

/** "88 placed, 12 wait. No GPU has ... (10). Group web ... (2)." `plan` is the plan after the step. */
export function placedMessage(plan: Plan, vmIds: readonly VmId[]): string {
  const vms = vmIds.flatMap((id) => findVm(plan, id) ?? []);
  const waiting = vms.filter(isWaiting);
  const placed = `${vms.length - waiting.length} placed`;
  if (waiting.length === 0) return vms.length === 1 ? '' : `All ${vms.length} are placed.`;
  const whyWaiting = createWhyWaiting(plan);
  const sentences = new Map<string, number>();
  for (const vm of waiting) {
    const reason = whyWaiting(vm);
    const sentence = reason === null ? 'There is room: place them again.' : waitMessage(reason, plan);
    sentences.set(sentence, (sentences.get(sentence) ?? 0) + 1);
  }
  const sorted = [...sentences].sort((a, b) => b[1] - a[1]);
  const [first] = sorted;
  if (sorted.length === 1 && first !== undefined)
    return `${placed}, ${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'}: ${first[0]}`;
  const named = sorted
    .slice(0, MAX_REASONS)
    .map(([sentence, count]) => `${sentence.replace(/\.$/, '')} (${count}).`);
  const rest = sorted.slice(MAX_REASONS).reduce((sum, [, count]) => sum + count, 0);
  const others =
    rest === 0 ? '' : ` ${counted(rest, 'other waits', 'others wait')} for reasons of their own.`;
  return `${placed}, ${waiting.length} wait. ${named.join(' ')}${others}`;
}

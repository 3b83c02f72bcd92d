/** The sentences of placement: what happened, which rule, with what, and what would work. Used by page and CLI alike. */
import { assertNever } from '../model/assert.ts';
import { boardLabel } from '../model/board.ts';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import { findWithoutMig, MIG_FAMILIES, type BoardWithoutMig } from '../model/catalogue/withoutMig.ts';
import type { GiId } from '../model/ids.ts';
import type { NameError } from '../model/name.ts';
import { findHost, findInstance, type GpuUse, type Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { blockOf, makeRangeName } from '../model/slices.ts';
import type { Violation } from './check.ts';
import type {
  AssignError,
  CommandError,
  ComputeFault,
  ComputeUnknown,
  PlacementError,
  PlanFault,
} from './errors.ts';
import {
  boardName,
  counted,
  gpuName,
  holderName,
  layoutName,
  makeList,
  makeShortList,
  MAX_NAMED,
  PLATFORM_NAMES,
  platformName,
  profileOfType,
  profileRuns,
  startsPhrase,
  strandedList,
  uniqueProfiles,
  vmNames,
  wantedName,
} from './messageWords.ts';
import type { RuleFault } from './rules/platformRules.ts';
import type { StrandedSlice } from './stranded.ts';
import { isVmRuleFault } from './vms/vmRules.ts';

export {
  boardName,
  counted,
  gpuName,
  layoutName,
  makeList,
  makeShortList,
  PLATFORM_NAMES,
  platformName,
  profileOfType,
  profileRuns,
  strandedList,
  wantedName,
};

const USE: Record<GpuUse, string> = {
  mig: 'MIG mode is on',
  off: 'MIG mode is off',
  reserved: 'the GPU is reserved for time-sliced vGPU or passthrough',
};

/** "2g.10gb asr-1 holds slices 0–1". */
function holds(plan: Plan, ids: readonly GiId[]): string {
  const named = ids.length <= MAX_NAMED ? ids : ids.slice(0, MAX_NAMED - 1);
  const parts = named.flatMap((id) => {
    const place = findInstance(plan, id);
    if (place === undefined) return [];
    const board = findBoard(place.gpu.board);
    const range =
      board === undefined
        ? { start: place.gi.start, count: 1 }
        : blockOf(board, place.gi.profile, place.gi.start).memory;
    const name = holderName(plan, id);
    const who = name === place.gi.profile ? name : `${place.gi.profile} ${name}`;
    return [`${who} holds ${makeRangeName(range)}`];
  });
  if (named.length < ids.length) parts.push(`${ids.length - named.length} more are in the way`);
  return makeList(parts);
}

/** Why a placement is refused: the rule, and what is in the way, in one sentence. */
export function placementMessage(error: PlacementError, plan: Plan): string {
  switch (error.code) {
    case 'board-unknown':
      return unknownBoardMessage(error.board);
    case 'mig-off':
      return `Nothing can be placed here: ${USE[error.use]}.`;
    case 'not-a-profile':
      return `${error.profile} is not a profile of ${boardName(error.board)}${insteadOf(error.similar)}${belongsTo(error.profile)}.`;
    case 'starts-unknown':
      return `No public source gives the starts of ${error.profile} on ${boardName(error.board)}, so it cannot be placed.`;
    case 'not-a-start':
      return `${error.profile} cannot start at slice ${error.start}: it starts at ${startsPhrase(error.starts)}.`;
    case 'overlap': {
      const range = makeRangeName({ start: error.start, count: error.size });
      return `${error.profile} at slice ${error.start} needs ${range}, and ${holds(plan, error.blockedBy)}.`;
    }
    case 'maximum':
      return `A GPU takes at most ${error.max} of ${error.profile}, and has ${error.max === 1 ? 'it' : 'them'} already.`;
    case 'excluded':
      return `${error.profile} cannot stand beside ${makeList(uniqueProfiles(plan, error.blockedBy))}: ${withoutStop(error.why)}.`;
    case 'no-start-free':
      return error.free < error.size
        ? `${error.profile} needs ${counted(error.size, 'memory slice')} and ${error.free === 0 ? 'none is' : `only ${error.free} ${error.free === 1 ? 'is' : 'are'}`} free: ${holds(plan, error.blockedBy)}.`
        : `${error.profile} starts at ${startsPhrase(error.starts)}, and ${holds(plan, error.blockedBy)}.`;
    case 'driver-too-old':
      return ruleMessage(error);
    case 'ci-not-offered':
    case 'ci-maximum':
    case 'ci-slices':
    case 'ci-place':
      return computeMessage(error);
    default:
      return assertNever(error);
  }
}

function unknownBoardMessage(board: string): string {
  const product = findWithoutMig(board);
  return product === null
    ? `The board ${board} is not in the catalogue, so nothing is known about its profiles.`
    : withoutMigMessage(product);
}

/** "L40S has no MIG: NVIDIA’s vGPU tables have time-sliced types of it only. MIG is on A100, A30, H100 ...". */
export function withoutMigMessage({ product, why }: BoardWithoutMig): string {
  return `${product} has no MIG: ${why}. MIG is on ${makeList(MIG_FAMILIES)}.`;
}

/** Why an instance cannot be cut like that. */
function computeMessage(error: ComputeFault): string {
  switch (error.code) {
    case 'ci-not-offered':
      return `${error.profile} is no compute instance of ${error.instance}, which offers ${makeList(error.offered)}.`;
    case 'ci-maximum':
      return `${error.instance} takes at most ${error.max} of ${error.profile}.`;
    case 'ci-slices':
      return `The compute instances of ${error.instance} need ${error.needed} compute slices together, and it has ${error.has}.`;
    case 'ci-place':
      return `${error.profile} at compute slice ${error.start} inside ${error.instance} leaves its ${counted(error.slices, 'compute slice')} or stands on another compute instance.`;
    default:
      return assertNever(error);
  }
}

/** What is not known of the compute instances of a board. */
export function computeUnknownMessage({ profile, instance, board }: Omit<ComputeUnknown, 'code'>): string {
  return `Which compute instances ${instance} on ${boardName(board)} offers is unknown beyond the whole one, so ${profile} cannot be checked.`;
}

/** The reason as its source words it, without the full stop that the sentence sets: "... profiles.'" too. */
function withoutStop(why: string): string {
  return why.replace(/\.(['"]?)$/, '$1');
}

/** " (it has 2g.10gb)": what the board calls a profile of that size. */
function insteadOf(similar: readonly ProfileName[]): string {
  return similar.length === 0 ? '' : ` (it has ${makeList(similar.slice(0, 2))})`;
}

/** "; it belongs to A100-SXM4-80GB, H100 PCIe and 4 more": the usual mistake is a name of another board. */
function belongsTo(profile: ProfileName): string {
  const owners = BOARDS.filter((board) => board.profiles.some((one) => one.name === profile)).map(boardLabel);
  const named = owners.length > 3 ? [...owners.slice(0, 2), `${owners.length - 2} more boards`] : owners;
  return owners.length === 0 ? '' : `; it belongs to ${makeList(named)}`;
}

/** Why an instance cannot serve a VM, in one sentence. */
export function assignMessage(error: AssignError, plan: Plan): string {
  switch (error.code) {
    case 'wrong-type': {
      const wants = wantedName(error.wants);
      const needs = error.wants.kind === 'type' ? profileOfType(error.wants.type, [error.board]) : null;
      const wanted = needs === null || needs === error.profile ? wants : `${wants}, which needs ${needs}`;
      const gives = error.types.length === 0 ? 'has no vGPU type' : `is ${makeList(error.types, 'or')}`;
      return `The VM wants ${wanted}; this ${error.profile} instance ${gives}. The type must match exactly.`;
    }
    case 'instance-full':
      return error.max === 1
        ? `The instance already serves ${vmNames(plan, error.vms)}, and it carries one VM.`
        : `The instance already serves ${vmNames(plan, error.vms)}, and it carries ${error.max} VMs.`;
    case 'already-assigned':
      return 'The VM already has an instance for each of its vGPUs.';
    case 'other-host':
      return `A VM runs on one host, and another vGPU of this VM is on ${findHost(plan, error.host)?.name ?? 'another host'}.`;
    default:
      return ruleMessage(error);
  }
}

/** Why a rule of the platform refuses, in one sentence. What it only doubts is in warnings.ts. */
export function ruleMessage(fault: RuleFault): string {
  switch (fault.code) {
    case 'vgpus-per-vm': {
      const most = fault.most === 1 ? 'one MIG-backed vGPU' : `at most ${fault.most} vGPUs`;
      return `A VM has ${most} on ${platformName(fault)}, and with this one it has ${fault.count}.`;
    }
    case 'mixed-boards':
      return `The vGPUs of a VM are of one board on ${platformName(fault)}, and these are of ${makeList(fault.boards.map(boardName))}.`;
    case 'mixed-series':
      return `The vGPUs of a VM are of one series on ${platformName(fault)}, and these are ${makeList(fault.types)}.`;
    case 'type-release':
      return `${fault.type} needs ESXi ${fault.needs}, and this is ${platformName(fault)}.`;
    case 'driver-too-old':
      return `${fault.profile} needs driver ${fault.needs} or later, and this host has ${fault.driver}.`;
    default:
      return assertNever(fault);
  }
}

/** Why a name is refused. */
export function nameMessage(error: NameError): string {
  switch (error.code) {
    case 'name-empty':
      return 'A name needs at least one character.';
    case 'name-too-long':
      return `A name has at most ${error.max} characters; this one has ${error.length}.`;
    case 'name-has-control':
      return `Character ${error.index + 1} of the name (U+${error.codePoint.toString(16).toUpperCase().padStart(4, '0')}) is a control or invisible character.`;
    default:
      return assertNever(error);
  }
}

const NOUN = { host: 'host', gpu: 'GPU', instance: 'instance', vm: 'VM', vgpu: 'vGPU' } as const;

/** Why an edit was refused, in one sentence. */
export function commandMessage(error: CommandError, plan: Plan): string {
  switch (error.code) {
    case 'not-found':
      return `That ${NOUN[error.what]} is no longer in the plan.`;
    case 'bad-name':
      return nameMessage(error.why);
    case 'name-taken':
      return `There is already a ${error.what === 'vm' ? 'VM' : 'host'} named ${error.name}.`;
    case 'index-taken':
      return `There is already a GPU ${error.index} on this host.`;
    case 'bad-index':
      return 'A GPU index is a whole number from 0 to 63.';
    case 'bad-count':
      return error.max === 0
        ? 'The host is full: it has 64 GPUs.'
        : `The number of GPUs to add is a whole number from 1 to ${error.max}.`;
    case 'pinned':
      return `Pinned instances stay where they are: ${makeShortList(error.pinned.map((id) => placeName(plan, id)))}.`;
    case 'too-many-vms':
      return `A plan takes at most ${error.max} VMs, and this would make ${error.count}.`;
    case 'too-many-vgpus':
      return `A VM takes at most ${error.max} vGPUs.`;
    case 'notes-too-long':
      return `Notes take at most ${error.max} characters, and these are ${error.length}.`;
    case 'read-only':
      return 'This plan is read-only. “Make it mine” gives you a copy that you can change.';
    case 'nothing-observed':
      return `Nothing was observed on ${error.host} yet.`;
    case 'ci-unknown':
      return computeUnknownMessage(error);
    case 'not-started':
      return `There is no place for ${error.vm}: it would not start.`;
    default:
      return refusalMessage(error, plan);
  }
}

/** "3g.20gb chat-a at slice 0 of GPU 0 on esx-01". */
function placeName(plan: Plan, id: GiId): string {
  const place = findInstance(plan, id);
  if (place === undefined) return 'another instance';
  const holder = holderName(plan, id);
  const who = holder === place.gi.profile ? holder : `${place.gi.profile} ${holder}`;
  return `${who} at slice ${place.gi.start} of ${gpuName(place)}`;
}

/** "Compute slice 3: no profile can use it beside 3g.20gb and 3g.20gb." */
export function strandedMessage({ kind, slice, beside }: StrandedSlice): string {
  const name = `${kind === 'compute' ? 'Compute' : 'Memory'} slice ${slice}`;
  const others = beside.length === 0 ? '' : ` beside ${makeList(profileRuns(beside))}`;
  return `${name}: no profile can use it${others}.`;
}

function planFaultMessage(fault: PlanFault): string {
  switch (fault.code) {
    case 'duplicate-host-name':
      return `There are two hosts named ${fault.name}.`;
    case 'duplicate-vm-name':
      return `There are two VMs named ${fault.name}.`;
    case 'duplicate-gpu-index':
      return `There are two GPUs with index ${fault.index}.`;
    case 'instance-gone':
      return 'The VM is assigned to an instance that is not in the plan.';
    default:
      return assertNever(fault);
  }
}

/** What is wrong with a plan, in one sentence; the place is the caller's to add. */
export function violationMessage(violation: Violation, plan: Plan): string {
  const { fault } = violation;
  switch (fault.code) {
    case 'duplicate-host-name':
    case 'duplicate-vm-name':
    case 'duplicate-gpu-index':
    case 'instance-gone':
      return planFaultMessage(fault);
    default:
      return refusalMessage(fault, plan);
  }
}

/** Why an instance cannot stand somewhere or cannot serve a VM. */
function refusalMessage(error: PlacementError | AssignError, plan: Plan): string {
  switch (error.code) {
    case 'wrong-type':
    case 'instance-full':
    case 'already-assigned':
      return assignMessage(error, plan);
    default:
      return isVmRuleFault(error) ? assignMessage(error, plan) : placementMessage(error, plan);
  }
}

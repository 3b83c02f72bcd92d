/** The sentences of placement: what happened, which rule, with what, and what would work. Used by page and CLI alike. */
import { assertNever } from '../model/assert.ts';
import { boardLabel, type BoardId } from '../model/board.ts';
import { BOARDS, boardTitle, findBoard, typesNamed } from '../model/catalogue/catalogue.ts';
import { findWithoutMig, MIG_FAMILIES, type BoardWithoutMig } from '../model/catalogue/withoutMig.ts';
import type { GiId, VmId } from '../model/ids.ts';
import type { NameError } from '../model/name.ts';
import {
  findHost,
  findInstance,
  findVm,
  vmsByInstance,
  type GpuUse,
  type Host,
  type Plan,
  type Platform,
  type Wanted,
} from '../model/plan.ts';
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
import type { PasteFault } from './layouts/pasteLayout.ts';
import type { RuleFault, VgpuRuleFault } from './rules/platformRules.ts';
import type { SliceUse, StrandedSlice } from './stranded.ts';
import { isVmRuleFault } from './vms/vmRules.ts';

/** "3", "3 and 5", "0, 2 and 4". */
export function makeList(items: readonly (string | number)[], last = 'and'): string {
  if (items.length < 2) return String(items[0] ?? '');
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}

/** Names in one sentence: all instances of a whole GPU still are, what an illegal plan can pile up is not. */
const MAX_NAMED = 8;

/** The same as `makeList` for what there may be ten thousand of: "a, b, c and 9,997 more" once they are many. */
export function makeShortList(items: readonly (string | number)[], last = 'and'): string {
  if (items.length <= MAX_NAMED) return makeList(items, last);
  const named = items.slice(0, MAX_NAMED - 1);
  return makeList([...named, `${items.length - named.length} more`], last);
}

/** "1 instance", "2 instances". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "GPU 0 on esx-01". */
export function gpuName(place: {
  readonly host: { readonly name: string };
  readonly gpu: { readonly index: number };
}): string {
  return `GPU ${place.gpu.index} on ${place.host.name}`;
}

/** "3g.20gb + 3g.20gb", "4g.20gb + 3 × 1g.5gb": what a layout cuts a GPU into, wherever each piece stands. */
export function layoutName(layout: readonly { readonly profile: ProfileName }[]): string {
  return layout.length === 0 ? 'nothing' : profileRuns(layout).join(' + ');
}

/** Each profile once, in the order of its first; two of a kind are named twice, three and more are counted. */
export function profileRuns(layout: readonly { readonly profile: ProfileName }[]): string[] {
  const counts = new Map<ProfileName, number>();
  for (const { profile } of layout) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  return [...counts].flatMap(([profile, count]) =>
    count > 2 ? [`${count} × ${profile}`] : new Array<string>(count).fill(profile),
  );
}

/** The board's product name, or the id that was written where the catalogue does not have it. */
export function boardName(board: string): string {
  const known = findBoard(board);
  return known === undefined ? board : boardTitle(known);
}

const USE: Record<GpuUse, string> = {
  mig: 'MIG mode is on',
  off: 'MIG mode is off',
  reserved: 'the GPU is reserved for time-sliced vGPU or passthrough',
};

/** What a VM wants, with the profile beside the type where it is known. */
export function wantedName(wants: Wanted): string {
  return wants.kind === 'type' ? wants.type : wants.profile;
}

/** Who holds the slices: its VMs by name, or the instance itself. */
function holderName(plan: Plan, id: GiId): string {
  const place = findInstance(plan, id);
  if (place === undefined) return 'another instance';
  const vms = vmsByInstance(plan).get(id) ?? [];
  return vms.length === 0 ? place.gi.profile : makeShortList(vms.map((vm) => vm.name));
}

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

function startsPhrase(starts: readonly number[]): string {
  return starts.length === 1 ? `slice ${starts[0]} only` : `slice ${makeList(starts, 'or')}`;
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

function uniqueProfiles(plan: Plan, ids: readonly GiId[]): ProfileName[] {
  return [...new Set(ids.flatMap((id) => findInstance(plan, id)?.gi.profile ?? []))];
}

/** The same in a few words, for the line under a GPU. */
export function placementNote(error: PlacementError, plan: Plan): string {
  switch (error.code) {
    case 'board-unknown':
      return findWithoutMig(error.board) === null ? 'Board not known' : 'This board has no MIG';
    case 'mig-off':
      return error.use === 'off' ? 'MIG mode is off' : 'Reserved, not for MIG';
    case 'not-a-profile':
      return `Not a profile of ${boardName(error.board)}`;
    case 'starts-unknown':
      return 'Starts not public';
    case 'not-a-start':
      return `Starts at ${startsPhrase(error.starts)}`;
    case 'overlap':
      return `Taken by ${makeShortList(error.blockedBy.map((id) => holderName(plan, id)))}`;
    case 'maximum':
      return `At most ${error.max} per GPU`;
    case 'excluded':
      return `Not beside ${makeList(uniqueProfiles(plan, error.blockedBy))}`;
    case 'no-start-free': {
      if (error.free < error.size) return `${counted(error.free, 'memory slice')} free, ${error.size} needed`;
      // A list of every slice says less than one word about all of them, and leaves the line.
      if (error.starts.length > 3) return `${counted(error.free, 'slice')} free, but at none of its starts`;
      const ranges = error.starts.map((start) =>
        makeRangeName({ start, count: error.size }).replace(/^slices? /, ''),
      );
      return `${counted(error.free, 'slice')} free, but not ${makeList(ranges, 'or')}`;
    }
    case 'driver-too-old':
      return `Needs driver ${error.needs}; the host has ${error.driver}`;
    case 'ci-not-offered':
      return `It offers no ${error.profile}`;
    case 'ci-maximum':
      return `At most ${error.max} of ${error.profile}`;
    case 'ci-slices':
      return `Compute instances need ${error.needed} slices of ${error.has}`;
    case 'ci-place':
      return `${error.profile} cannot be at its compute slice ${error.start}`;
    default:
      return assertNever(error);
  }
}

function vmNames(plan: Plan, ids: readonly VmId[]): string {
  return makeShortList(ids.map((id) => findVm(plan, id)?.name ?? 'another VM'));
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

/** "ESXi", "KVM": as the maker writes it. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  esxi: 'ESXi',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'bare-metal': 'Bare metal',
};

/** "ESXi 8.0 U2", "ESXi of unknown release", "a host of unknown platform". */
export function platformName({ platform, release }: Pick<Host, 'platform' | 'release'>): string {
  if (platform === null) return 'a host of unknown platform';
  if (platform === 'bare-metal') return 'bare metal';
  const name = PLATFORM_NAMES[platform];
  // The release as it was written may name the platform itself.
  if (release !== null)
    return release.toLowerCase().includes(name.toLowerCase()) ? release : `${name} ${release}`;
  return platform === 'esxi' ? 'ESXi of unknown release' : name;
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

/** The same in a few words, for the line under a GPU. */
function ruleNote(fault: VgpuRuleFault): string {
  switch (fault.code) {
    case 'vgpus-per-vm':
      return `${fault.most === 1 ? 'One vGPU' : `${fault.most} vGPUs`} to a VM on ${platformName(fault)}`;
    case 'mixed-boards':
      return `The VM’s vGPUs are of ${boardName(fault.boards[0])}`;
    case 'mixed-series':
      return `The VM has ${fault.types[0]}, of another series`;
    case 'type-release':
      return `${fault.type} needs ESXi ${fault.needs}`;
    default:
      return assertNever(fault);
  }
}

/** "3g.20gb", the profile that a vGPU type needs on these boards, all where it is not one; null when no table says. */
export function profileOfType(type: string, on: readonly BoardId[]): string | null {
  const profiles = typesNamed(type, on).flatMap(({ profile }) => profile ?? []);
  return profiles.length === 0 ? null : makeList(profiles, 'or');
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

/** Why an edit was refused, in a few words for the line under a GPU. */
export function commandNote(error: CommandError, plan: Plan): string {
  switch (error.code) {
    case 'board-unknown':
    case 'mig-off':
    case 'not-a-profile':
    case 'starts-unknown':
    case 'not-a-start':
    case 'overlap':
    case 'maximum':
    case 'excluded':
    case 'no-start-free':
    case 'driver-too-old':
    case 'ci-not-offered':
    case 'ci-maximum':
    case 'ci-slices':
    case 'ci-place':
      return placementNote(error, plan);
    case 'wrong-type':
      return `${error.profile} is not ${wantedName(error.wants)}`;
    case 'instance-full':
      return `Already serves ${vmNames(plan, error.vms)}`;
    case 'vgpus-per-vm':
    case 'mixed-boards':
    case 'mixed-series':
    case 'type-release':
      return ruleNote(error);
    case 'other-host':
      return `Another vGPU of the VM is on ${findHost(plan, error.host)?.name ?? 'another host'}`;
    default:
      return commandMessage(error, plan);
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

/** Why a copied layout is not taken over to a GPU. */
export function pasteFaultMessage(error: PasteFault, plan: Plan): string {
  switch (error.code) {
    case 'no-such-gpu':
      return 'the host has no GPU of that index.';
    case 'other-slices':
      return `${boardName(error.to)} has other slices than ${boardName(error.from)}.`;
    case 'no-counterpart':
      return `${boardName(error.to)} has no profile with the slices of ${error.profile} on ${boardName(error.from)}.`;
    default:
      return `${placementNote(error, plan)}.`;
  }
}

/** "compute 3, memory 6 7"; empty where nothing is stranded. */
export function strandedList({ strandedCompute, strandedMemory }: SliceUse): string {
  const parts = [
    ...(strandedCompute.length === 0 ? [] : [`compute ${strandedCompute.join(' ')}`]),
    ...(strandedMemory.length === 0 ? [] : [`memory ${strandedMemory.join(' ')}`]),
  ];
  return parts.join(', ');
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

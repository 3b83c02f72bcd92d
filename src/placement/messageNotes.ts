/** Refusals in a few words, for the line under a GPU: the whole sentences are in messages.ts. */
import { assertNever } from '../model/assert.ts';
import { findWithoutMig } from '../model/catalogue/withoutMig.ts';
import { findHost, type Plan } from '../model/plan.ts';
import { makeRangeName } from '../model/slices.ts';
import type { CommandError, PlacementError } from './errors.ts';
import type { PasteFault } from './layouts/pasteLayout.ts';
import { commandMessage } from './messages.ts';
import {
  boardName,
  counted,
  holderName,
  makeList,
  makeShortList,
  platformName,
  uniqueProfiles,
  vmNames,
  wantedName,
} from './messageWords.ts';
import type { VgpuRuleFault } from './rules/platformRules.ts';

/** Why a placement is refused. */
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
      // Slices are what the axis counts.
      return `Starts at ${error.starts.length === 1 ? `${error.starts[0]} only` : makeList(error.starts, 'or')}`;
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

/** Why a rule of the platform refuses. */
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

/** Why an edit was refused. */
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

/** The sentences about a VM that was refused, and the ways out of it. */
import { findInstance, findVm, type GiPlace, type Plan } from '../../model/plan.ts';
import { boardName, commandMessage, gpuName, makeList, wantedName } from '../messages.ts';
import { waitMessage } from '../vms/waitMessages.ts';
import type { VmRefusal } from './whyVm.ts';
import type { VmWayOut } from './whyVmWays.ts';
import { placeLabel, wayCost, wayLabel } from './whyMessages.ts';

export function vmRefusalMessage(refusal: VmRefusal, plan: Plan): string {
  switch (refusal.kind) {
    case 'edit':
      return commandMessage(refusal.error, plan);
    case 'group-apart':
      return `Another VM of group ${refusal.group} is on this GPU, and they are kept apart.`;
    case 'not-served':
      return `No instance of ${boardName(refusal.board)} can be ${wantedName(refusal.wants)}.`;
    case 'waits':
      return waitMessage(refusal.reason, plan);
  }
}

/** The code of a refusal, for programs. */
export function vmRefusalCode(refusal: VmRefusal): string {
  switch (refusal.kind) {
    case 'edit':
      return refusal.error.code;
    case 'waits':
      return refusal.reason.code;
    default:
      return refusal.kind;
  }
}

/** "Use 3g.20gb at slice 4 of GPU 0 on esx-01", "Move asr-1 to slice 4, and make 3g.20gb at slice 0 of GPU 0 on esx-01". */
export function vmWayLabel(way: VmWayOut, plan: Plan): string {
  const { kind, giId, making, others, wants } = way;
  const place = giId === null ? undefined : findInstance(plan, giId);
  switch (kind) {
    case 'instance':
      return `Use ${instanceName(place)}`;
    case 'place':
    case 'move':
    case 'two-moves':
    case 'remove': {
      if (making === null) return 'Make an instance';
      const make = `make ${placeLabel(making.place, plan)}`;
      if (kind === 'place') return `M${make.slice(1)}`;
      // Where it ends is said once, at the end.
      return `${wayLabel({ ...making, kind, isElsewhere: false }, plan)}, and ${make}`;
    }
    case 'change-over':
      return `Assign ${makeList(
        others.map(({ vmId, giId: to }) => {
          const other = to === null ? undefined : findInstance(plan, to);
          return `${nameOf(plan, vmId)} to ${instanceName(other)}`;
        }),
      )}, and use ${instanceName(place)}`;
    case 'take-over':
      return `Take ${instanceName(place)} from ${makeList(others.map(({ vmId }) => nameOf(plan, vmId)))}`;
    case 'other-type':
      return `Want ${wants === null ? 'its type' : wantedName(wants)} instead, and use ${instanceName(place)}`;
  }
}

/** What the way costs others and the VM itself. */
export function vmWayCost({ cost, wants, making }: VmWayOut): string {
  const profile = wants === null ? (making?.place.profile ?? '') : wantedName(wants);
  return wayCost({ cost, place: { profile } });
}

function nameOf(plan: Plan, id: Parameters<typeof findVm>[1]): string {
  return findVm(plan, id)?.name ?? 'a VM';
}

function instanceName(place: GiPlace | undefined): string {
  return place === undefined
    ? 'an instance'
    : `${place.gi.profile} at slice ${place.gi.start} of ${gpuName(place)}`;
}

/** What would let a waiting VM in, worked out once for all VMs that want the same. */
import type { GiPlace, Plan, Vm, Wanted } from '../../model/plan.ts';
import { freeInstancesFor } from '../../placement/assign.ts';
import { fitsWanted } from '../../placement/fits.ts';
import { wantedProfile } from '../board/typeNames.ts';

export interface Prospect {
  /** Instances that could serve it now. */
  readonly free: readonly GiPlace[];
  /** How many instances that could serve it still fit. */
  readonly starts: number;
}

const known = new WeakMap<Plan, Map<string, Prospect>>();

function keyOf(wants: Wanted): string {
  return wants.kind === 'type' ? `type ${wants.type}` : `profile ${wants.profile}`;
}

function wantsNext(vm: Vm): Wanted | undefined {
  return vm.attachments.find((attachment) => attachment.instance === null)?.wants;
}

/** The prospect of the VM's first waiting attachment. */
export function prospectOf(plan: Plan, vm: Vm): Prospect {
  const wants = wantsNext(vm);
  if (wants === undefined) return { free: [], starts: 0 };
  const byWants = known.get(plan) ?? new Map<string, Prospect>();
  known.set(plan, byWants);
  const key = keyOf(wants);
  const prospect = byWants.get(key);
  if (prospect !== undefined) return prospect;
  const fresh = { free: freeInstancesFor(plan, vm), starts: fitsWanted(plan, wants) };
  byWants.set(key, fresh);
  return fresh;
}

/** "1 legal start free now: place a 3g.20gb first" */
export function prospectText(plan: Plan, vm: Vm): string {
  const { free, starts } = prospectOf(plan, vm);
  if (free.length > 0)
    return `${free.length} matching ${free.length === 1 ? 'instance' : 'instances'} free now`;
  const wants = wantsNext(vm);
  const profile = wants === undefined ? null : wantedProfile(wants);
  if (profile === null) return 'No profile is known for this type';
  if (starts > 0)
    return `${starts} legal ${starts === 1 ? 'start' : 'starts'} free now: place a ${profile} first`;
  return `No legal start for ${profile} now`;
}

/** The machine behind the terminals of a host, and how it follows what the plan says of the host. */
import { machineOf, observedGpus, type Machine, type SimVm } from '../../console/simulator/simulator.ts';
import type { HostId } from '../../model/ids.ts';
import { findHost, type Host, type Plan } from '../../model/plan.ts';

/** A machine and what of the plan it was last held against. */
export interface Session {
  readonly machine: Machine;
  readonly host: Host;
  readonly vms: Plan['vms'];
}

/** Null where the plan has no such host. A host of which nothing was observed begins as a new machine: with MIG mode off. */
export function sessionOf(plan: Plan, hostId: HostId): Session | null {
  const host = findHost(plan, hostId);
  const machine = machineOf(plan, hostId, { from: 'observed', isMigOff: host?.observed === null });
  return host === undefined || machine === null ? null : { machine, host, vms: plan.vms };
}

/**
 * The session as the plan is now; `isReset`: what was observed is not what this machine came to (it was undone, imported or
 * forgotten), so its GPUs are as the plan says, and its VMs are off.
 */
export function following(
  session: Session,
  plan: Plan,
): { readonly session: Session; readonly isReset: boolean } | null {
  const fresh = sessionOf(plan, session.host.id);
  if (fresh === null) return null;
  const { machine: now, host } = fresh;
  if (host === session.host && plan.vms === session.vms) return { session, isReset: false };
  let { machine } = session;
  const isReset = host.observed !== session.host.observed;
  if (isReset || host.observed === null) machine = { ...machine, gpus: now.gpus };
  if (isReset) machine = { ...machine, processes: [], vms: now.vms };
  const before = new Map(machine.vms.map((vm) => [vm.id, vm]));
  machine = { ...machine, name: now.name, vms: now.vms.map((vm) => vmAsPlanned(vm, before.get(vm.id))) };
  const isOtherSystem =
    host.driver !== session.host.driver ||
    host.platform !== session.host.platform ||
    host.release !== session.host.release;
  if (isOtherSystem) {
    const { driver, isDriverAssumed, platform, release, vibs } = now;
    machine = { ...machine, driver, isDriverAssumed, platform, release, vibs };
  }
  return { session: { machine, host, vms: plan.vms }, isReset };
}

/** A VM that runs stays as it is, under the name that it has now; one that is off is as the plan says. */
function vmAsPlanned(planned: SimVm, before: SimVm | undefined): SimVm {
  if (before === undefined) return planned;
  if (!before.isOn) return { ...planned, starts: before.starts };
  const { name } = planned;
  return { ...before, name, guest: before.guest && { ...before.guest, name } };
}

/** What `after` reports, where a command has changed it; null where it has not. */
export function reportedChange(
  before: Machine,
  after: Machine,
  host: Host,
): ReturnType<typeof observedGpus> | null {
  if (before.gpus === after.gpus) return null;
  const gpus = observedGpus(after, host);
  return JSON.stringify(gpus) === JSON.stringify(observedGpus(before, host)) ? null : gpus;
}

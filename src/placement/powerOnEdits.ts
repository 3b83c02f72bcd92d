/** The layout that a power-on order ends in, taken over as what is planned. */
import type { HostId, VmId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { powerOnHost } from './powerOn.ts';
import type { PowerOnModel } from './powerOnOrder.ts';
import { expectedPlan, replayPowerOn } from './powerOnReplay.ts';

export interface AdoptExpected {
  readonly type: 'host/adoptExpected';
  readonly hostId: HostId;
  /** All VMs of the host. */
  readonly order: readonly VmId[];
  readonly model: PowerOnModel;
}

/**
 * Draws every VM of the host where it lands in this order under this model. Instances without a VM stay where there is
 * room beside. Refused where a VM would not start, and where a pinned instance would be elsewhere or gone.
 */
export function adoptExpected(
  plan: Plan,
  { hostId, order, model }: AdoptExpected,
): Result<Plan, CommandError> {
  const host = powerOnHost(plan, hostId);
  if (host === null) return err({ code: 'not-found', what: 'host' });
  const steps = replayPowerOn(plan, host, order, model);
  const started = new Set(steps.filter(({ refused }) => refused === null).map(({ vm }) => vm));
  const stuck = host.vms.find((vm) => !started.has(vm));
  if (stuck !== undefined) return err({ code: 'not-started', vm: stuck.vm.name });
  const next = expectedPlan(plan, host, steps, true);
  const gpus = next.hosts.find((one) => one.id === hostId)?.gpus ?? [];
  const pinned = host.host.gpus.flatMap((gpu) => {
    const still = new Map(gpus.find((one) => one.id === gpu.id)?.instances.map((gi) => [gi.id, gi.start]));
    return gpu.instances.filter((gi) => gi.pinned && still.get(gi.id) !== gi.start).map((gi) => gi.id);
  });
  if (pinned.length > 0) return err({ code: 'pinned', pinned });
  const isSame =
    next.vms.every((vm, at) => vm === plan.vms[at]) && gpus.every((gpu, at) => gpu === host.host.gpus[at]);
  return ok(isSame ? plan : next);
}

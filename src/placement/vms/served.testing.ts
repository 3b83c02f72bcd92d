/** Hosts with a VM on each instance, for tests of power-on: made by commands, read as people write layouts. */
import type { Host, Plan } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { commandMessage } from '../messages.ts';
import { powerOnHost, type PowerOnHost } from '../powerOn/powerOn.ts';
import { uniformModels } from '../powerOn/powerOnModel.ts';
import { powerOnOrder } from '../powerOn/powerOnOrder.ts';
import { placedVgpus, replayPowerOn } from '../powerOn/powerOnReplay.ts';
import { planOf } from '../standing.testing.ts';

function firstHost(plan: Plan): Host {
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  return host;
}

export function hostOf(plan: Plan): PowerOnHost {
  const host = powerOnHost(plan, firstHost(plan).id);
  if (host === null) throw new Error('no host');
  return host;
}

export function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(commandMessage(next.error, plan));
  return next.value;
}

/** "esx-01" with these GPUs and a VM "vm-0", "vm-1" ... on each instance, but for those of `idle`. */
export function served(layouts: readonly string[], idle: readonly number[] = []): Plan {
  let plan = planOf(layouts);
  const all = firstHost(plan).gpus.flatMap((gpu) => gpu.instances);
  for (const [at, gi] of all.entries()) {
    if (idle.includes(at)) continue;
    const wants = { kind: 'profile', profile: gi.profile } as const;
    plan = apply(plan, { type: 'vm/add', name: `vm-${at}`, wants, giId: gi.id });
  }
  return plan;
}

/** "vm-0 0/3g.20gb@4", VM by VM. */
export function placesIn(plan: Plan): string[] {
  const at = new Map(
    firstHost(plan).gpus.flatMap((gpu) =>
      gpu.instances.map((gi) => [gi.id, `${gpu.index}/${gi.profile}@${gi.start}`] as const),
    ),
  );
  return plan.vms.map(
    (vm) =>
      `${vm.name} ${vm.attachments.map(({ instance }) => (instance === null ? 'waits' : at.get(instance))).join(' ')}`,
  );
}

export function layoutsOf(plan: Plan): string[] {
  return firstHost(plan).gpus.map((gpu) => gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' '));
}

/** The edit that draws what the order that was found ends in, under the first model. */
export function adoption(plan: Plan): PlanCommand {
  const host = hostOf(plan);
  const answer = powerOnOrder(host);
  if (answer.kind !== 'order') throw new Error(answer.kind);
  const order = answer.order.map(({ vm }) => vm.vm.id);
  const [model] = uniformModels(host);
  if (model === undefined) throw new Error('no model');
  const steps = replayPowerOn(plan, host, order, model);
  return { type: 'host/arrange', hostId: host.host.id, vgpus: placedVgpus(host, steps) };
}

export const adopted = (plan: Plan): Plan => apply(plan, adoption(plan));

/**
 * Plans on the line to the solver. Nearly every question is about the plan that the last one was about, or about that plan
 * with one edit: what goes over the line is the difference. Copying a plan of a thousand GPUs takes a busy page longer than a
 * frame; and what the solver remembers of GPUs it has seen stays true of those that did not change. A plan that is another one
 * goes packed.
 */
import type { Plan } from '../../model/plan.ts';
import { packPlan, unpackPlan, type AnyPackedPlan } from '../packedPlan.ts';
import { applyPatch, patchOf, type Patch } from './patch.ts';

export type PlanOnLine = Patch | AnyPackedPlan;

/** The arguments without their plan, and how it differs from the plan that was sent before; null: they have none. */
export interface Sent {
  readonly args: unknown;
  readonly plan: PlanOnLine | null;
}

interface PlanLine {
  /** Call `isSent` when it is on its way: only then the other end has the plan. */
  readonly pack: (args: unknown) => { readonly sent: Sent; readonly isSent: () => void };
}

/** The page's end; one for each port, for a new solver has seen no plan. */
export function createPlanSender(): PlanLine {
  let last: unknown = null;
  return {
    pack: (args) => {
      if (!hasPlan(args)) return { sent: { args, plan: null }, isSent: () => undefined };
      const { plan } = args;
      const onLine = isPlan(plan) && !isKin(last, plan) ? packPlan(plan) : patchOf(last, plan);
      return { sent: { args: { ...args, plan: null }, plan: onLine }, isSent: () => void (last = plan) };
    },
  };
}

/** The solver's end: gives the arguments with their plan. To be called with what comes in, in its order. */
export function createPlanReceiver(): (sent: Sent) => unknown {
  let last: unknown = null;
  return ({ args, plan }) => {
    if (plan === null || !hasPlan(args)) return args;
    const isPacked = plan.kind === 'packed' || plan.kind === 'whole';
    last = isPacked ? unpackPlan(plan) : applyPatch(last, plan);
    return { ...args, plan: last };
  };
}

function hasPlan(args: unknown): args is { readonly plan: unknown } {
  return typeof args === 'object' && args !== null && 'plan' in args;
}

function isPlan(plan: unknown): plan is Plan {
  return typeof plan === 'object' && plan !== null && 'hosts' in plan && 'vms' in plan;
}

/** True when at least half of the hosts, with their GPUs, are those of the plan before; a large host is kin to itself with one GPU cut anew. */
function isKin(before: unknown, { hosts }: Plan): boolean {
  if (!isPlan(before)) return false;
  let all = 0;
  let same = 0;
  for (const [at, host] of hosts.entries()) {
    const was = before.hosts[at];
    all += 1 + host.gpus.length;
    if (host === was) same += 1 + host.gpus.length;
    else if (was !== undefined) same += host.gpus.filter((gpu, index) => gpu === was.gpus[index]).length;
  }
  return 2 * same >= all;
}

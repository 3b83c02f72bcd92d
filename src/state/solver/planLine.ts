/**
 * Plans on the line to the solver. Nearly every question is about the plan that the last one was about, or about that plan
 * with one edit: what goes over the line is the difference. Copying a plan of a thousand GPUs takes a busy page longer than a
 * frame; and what the solver remembers of GPUs it has seen stays true of those that did not change.
 */
import { applyPatch, patchOf, type Patch } from './patch.ts';

/** The arguments without their plan, and how it differs from the plan that was sent before; null: they have none. */
export interface Sent {
  readonly args: unknown;
  readonly plan: Patch | null;
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
      const sent = { args: { ...args, plan: null }, plan: patchOf(last, plan) };
      return { sent, isSent: () => void (last = plan) };
    },
  };
}

/** The solver's end: gives the arguments with their plan. To be called with what comes in, in its order. */
export function createPlanReceiver(): (sent: Sent) => unknown {
  let last: unknown = null;
  return ({ args, plan }) => {
    if (plan === null || !hasPlan(args)) return args;
    last = applyPatch(last, plan);
    return { ...args, plan: last };
  };
}

function hasPlan(args: unknown): args is { readonly plan: unknown } {
  return typeof args === 'object' && args !== null && 'plan' in args;
}

import { useEffect, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import { usePlan } from '../../state/app.ts';
import { whenIdle } from '../../state/repacked.ts';

/** Of more VMs and hosts than these an edit is painted first, and what is counted of all of them follows while the page rests. */
const AT_ONCE = 2000;

const isShared = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length > 0 && (one[0] === other[0] || one.at(-1) === other.at(-1));

/** Whether nothing of the one went into the other: ids mean other things then. An edit leaves most of a plan as it is. */
export function isOtherDocument(one: Plan, other: Plan): boolean {
  return !isShared(one.vms, other.vms) && !isShared(one.hosts, other.hosts);
}

/**
 * The plan; of a large one the last that the page had a moment for, null before the first of a document. `prepare`: what is done in a moment of
 * its own before, so that both together do not hold the page up.
 */
export function useRestingPlan(prepare?: (plan: Plan) => void): Plan | null {
  const plan = usePlan((state) => state.plan);
  const [rested, setRested] = useState<Plan | null>(null);
  const isLarge = plan.vms.length + plan.hosts.length > AT_ONCE;
  useEffect(() => {
    if (!isLarge) return undefined;
    const take = (): void => setRested(plan);
    let stop = whenIdle(() => {
      if (prepare === undefined) {
        take();
        return;
      }
      prepare(plan);
      stop = whenIdle(take);
    });
    return () => stop();
  }, [plan, isLarge, prepare]);
  if (!isLarge) return plan;
  return rested === null || isOtherDocument(rested, plan) ? null : rested;
}

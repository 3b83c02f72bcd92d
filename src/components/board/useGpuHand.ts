import { useMemo } from 'react';
import type { Gpu, Plan } from '../../model/plan.ts';
import { usePlan, useUi } from '../../state/app.ts';
import { legalFor, type InHandPlaces } from '../../state/targets.ts';
import type { Lifted, LiftedBy } from '../../state/uiStore.ts';

export interface Hand {
  readonly lifted: Lifted;
  readonly liftedBy: LiftedBy | null;
  readonly legal: InHandPlaces;
  readonly plan: Plan;
}

/** What is in the hand, as one GPU sees it: where it may go here, and why nowhere. Null while nothing is lifted. */
export function useGpuHand(gpu: Gpu): Hand | null {
  const lifted = useUi((ui) => ui.lifted);
  const liftedBy = useUi((ui) => ui.liftedBy);
  const plan = usePlan((state) => (lifted === null ? null : state.plan));
  return useMemo(
    () =>
      lifted === null || plan === null
        ? null
        : { lifted, liftedBy, plan, legal: legalFor(plan, gpu, lifted) },
    [lifted, liftedBy, plan, gpu],
  );
}

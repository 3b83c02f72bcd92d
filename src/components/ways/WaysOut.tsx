import { useMemo } from 'react';
import type { Plan } from '../../model/plan.ts';
import { wayCost, wayLabel } from '../../placement/solver/whyMessages.ts';
import type { Refusal } from '../../state/uiStore.ts';
import { useTask } from '../solver/useTask.ts';
import { VmWaysOut } from './VmWaysOut.tsx';
import { WayList } from './WayList.tsx';

interface WaysOutProps {
  readonly refusal: Refusal;
  readonly plan: Plan;
}

/** What would help. */
export function WaysOut({ refusal, plan }: WaysOutProps) {
  const { gpuId, profile, start, moving, vm } = refusal;
  const asked = useMemo(
    () => (profile === null ? null : { plan, question: { gpuId, profile, start, moving } }),
    [plan, gpuId, profile, start, moving],
  );
  const { ending } = useTask('ways', asked, { keep: { plan, name: JSON.stringify(asked?.question) } });
  if (vm !== null) return <VmWaysOut vmId={vm.vmId} gpuId={gpuId} giId={vm.giId} plan={plan} />;
  if (profile === null) return null;
  const ways = (ending?.outcome.best ?? []).map((way) => ({
    ...{ label: wayLabel(way, plan), cost: wayCost(way), command: way.command },
  }));
  const none =
    'No other GPU has room, and neither one move nor two make it. What is pinned was left where it is.';
  return <WayList ending={ending} ways={ways} none={none} />;
}

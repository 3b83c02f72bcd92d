import { useMemo } from 'react';
import type { GiId, GpuId, VmId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { vmRefusalMessage, vmWayCost, vmWayLabel } from '../../placement/solver/whyVmMessages.ts';
import { Part } from '../inspector/Panel.tsx';
import { useTask } from '../solver/useTask.ts';
import { WayList } from './WayList.tsx';

interface VmWaysOutProps {
  readonly vmId: VmId;
  /** Where it was to be; null: anywhere, and then the reason why it waits is told, too. */
  readonly gpuId: GpuId | null;
  readonly giId: GiId | null;
  readonly plan: Plan;
}

/** What would help a VM to the first of its vGPUs that waits. */
export function VmWaysOut({ vmId, gpuId, giId, plan }: VmWaysOutProps) {
  const asked = useMemo(
    () => ({ plan, question: { vmId, attachment: null, gpuId, giId } }),
    [plan, vmId, gpuId, giId],
  );
  const { ending } = useTask('vmWays', asked, { keep: { plan, name: JSON.stringify(asked.question) } });
  const why = ending?.outcome.best ?? null;
  if (why?.isLegal === true) return null;
  const ways = (why?.ways ?? []).map((way) => ({
    ...{ label: vmWayLabel(way, plan), cost: vmWayCost(way), command: way.command },
  }));
  return (
    <>
      {gpuId === null && why !== null && (
        <Part title="Why it waits">
          <p className="text-table">{vmRefusalMessage(why.refusal, plan)}</p>
        </Part>
      )}
      <WayList
        ending={ending}
        ways={ways}
        none="No instance that would serve it is free, can be made with two moves or fewer, or can be given up by others. What is pinned was left where it is."
      />
    </>
  );
}

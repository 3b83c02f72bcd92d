import { useMemo } from 'react';
import { formatErrorMessage } from '../../../formats/messages.ts';
import type { Plan } from '../../../model/plan.ts';
import { unpackPlan } from '../../../state/packedPlan.ts';
import type { MadeLink } from '../../../state/reading/shareTask.ts';
import { counted } from '../counted.ts';
import { hardwareOf, vmsOf } from '../planWords.ts';
import { PlanStrips } from '../PlanStrips.tsx';

interface ShareContentsProps {
  readonly held: MadeLink['held'];
  /** Names are left out. */
  readonly isBare: boolean;
}

/** What the link holds, read back from the link itself and not from the plan that is open. */
export function ShareContents({ held, isBare }: ShareContentsProps) {
  const plan = useMemo(() => (held.ok ? unpackPlan(held.value) : null), [held]);
  return (
    <section>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2 text-table">
        <h3 className="font-semibold">What it contains</h3>
        <span className="text-ink3">read back from the link just made</span>
      </div>
      {plan !== null && <Contents plan={plan} isBare={isBare} />}
      {!held.ok && <p className="text-body">{formatErrorMessage(held.error)} Send the plan file instead.</p>}
    </section>
  );
}

function Contents({ plan, isBare }: { readonly plan: Plan; readonly isBare: boolean }) {
  const placed = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances)).length;
  const observed = plan.hosts.filter((host) => host.observed !== null).length;
  const rows: readonly (readonly [name: string, what: string])[] = [
    ['Name', plan.name],
    ['Hardware', hardwareOf(plan)],
    ['Instances', `${counted(placed, 'instance')} with profile, start and pin`],
    ['VMs', vmsOf(plan)],
    ...(observed === 0 ? [] : [['Observed', `what ${counted(observed, 'host')} reported`] as const]),
    ['Left out', `the steps that can be undone${isBare ? ', and every name' : ''}`],
  ];
  return (
    <>
      <PlanStrips plan={plan} />
      <dl className="pt-3 text-table">
        {rows.map(([name, what]) => (
          <div key={name} className="flex gap-3 border-t border-line py-1.5">
            <dt className="w-20 shrink-0">{name}</dt>
            <dd className="min-w-0 flex-1 text-ink2">{what}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

import { useMemo } from 'react';
import { formatErrorMessage } from '../../../formats/messages.ts';
import { decodeShare } from '../../../formats/share.ts';
import type { Plan } from '../../../model/plan.ts';
import { counted } from '../counted.ts';
import { hardwareOf, vmsOf } from '../planWords.ts';
import { PlanStrips } from '../PlanStrips.tsx';

/** What the link holds, read back from the link itself and not from the plan that is open. */
export function ShareContents({ link }: { readonly link: string }) {
  const reading = useMemo(() => decodeShare(link), [link]);
  return (
    <section>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2 text-table">
        <h3 className="font-semibold">What it contains</h3>
        <span className="text-ink3">read back from the link just made</span>
      </div>
      {reading.ok ? (
        <Contents plan={reading.value.plan} />
      ) : (
        <p className="text-body">{formatErrorMessage(reading.error)} Send the plan file instead.</p>
      )}
    </section>
  );
}

function Contents({ plan }: { readonly plan: Plan }) {
  const placed = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances)).length;
  const rows = [
    ['Name', plan.name],
    ['Hardware', hardwareOf(plan)],
    ['Instances', `${counted(placed, 'instance')} with profile, start and pin`],
    ['VMs', vmsOf(plan)],
    ['Left out', 'the steps that can be undone'],
  ] as const;
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

import type { GiId } from '../../../model/ids.ts';
import { vmsByInstance, type Plan } from '../../../model/plan.ts';
import type { HostDifference } from '../../../placement/observed/compare.ts';
import { ComparisonRow } from '../../observed/ComparisonRow.tsx';
import { GpuComparison } from '../../observed/GpuComparison.tsx';
import { counted } from '../counted.ts';

interface ComparedGpusProps {
  readonly plan: Plan;
  readonly hosts: readonly HostDifference[];
  readonly startUnknown: ReadonlySet<GiId>;
}

/** Grids up to this many GPUs; beyond, of those that differ. */
const MOST_GRIDS = 8;
const MOST_LINES = 100;

/** Every GPU as it is reported beside as it is planned, and what differs. */
export function ComparedGpus({ plan, hosts, startUnknown }: ComparedGpusProps) {
  const vms = vmsByInstance(plan);
  const all = hosts.flatMap((host) =>
    host.gpus.map((gpu) => ({ title: `GPU ${gpu.index} on ${host.name}`, gpu })),
  );
  const isMany = all.length > MOST_GRIDS;
  const drawn = new Set(all.filter(({ gpu }) => !isMany || !gpu.isSame).slice(0, MOST_GRIDS));
  return (
    <ul aria-label="GPU by GPU" className="flex flex-col gap-4">
      {all.slice(0, MOST_LINES).map((one, n) => {
        const { title, gpu } = one;
        const word = gpu.isSame ? 'as planned' : 'differs';
        return (
          <li key={n} className="verdict-gpu" data-same={gpu.isSame}>
            {drawn.has(one) ? (
              <>
                <h4 className="pb-2 text-body font-semibold">
                  {title} <span className="verdict-word">{word}</span>
                </h4>
                <GpuComparison difference={gpu} vms={vms} startUnknown={startUnknown} />
              </>
            ) : (
              <ComparisonRow title={title} difference={gpu} />
            )}
          </li>
        );
      })}
      {all.length > MOST_LINES && (
        <li className="text-note text-ink3">and {counted(all.length - MOST_LINES, 'more GPU')}</li>
      )}
    </ul>
  );
}

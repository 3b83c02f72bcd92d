import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { vmsByInstance, type Host } from '../../model/plan.ts';
import { gpuDifferences, type GpuDifference } from '../../placement/observed/difference.ts';
import { boardName } from '../../placement/messages.ts';
import { usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { laterPart } from '../ui/laterPart.tsx';
import { ComparisonRow } from './ComparisonRow.tsx';
import { GpuComparison } from './GpuComparison.tsx';
import { adopt } from './adopt.ts';
import { ObservedSummary } from './ObservedSummary.tsx';
import './observed.css';

const StepsPanel = laterPart(async () => (await import('./steps/StepsPanel.tsx')).StepsPanel, {
  meanwhile: <div className="observed-gpus" />,
});

/** Above this many GPUs those that are as planned are a line each: what differs is what is looked for. */
const MOST_DRAWN = 8;

/** What a host reports beside what is planned for it, GPU by GPU, and the ways to bring the two together. */
export function ObservedView({ host }: { readonly host: Host }) {
  const plan = usePlan((state) => state.plan);
  const heading = useRef<HTMLHeadingElement>(null);
  // With the first drawing, so that whoever sees the task is in it.
  useLayoutEffect(() => heading.current?.focus(), []);
  useEffect(() => () => focusWayIn(host.id), [host.id]);
  const vms = vmsByInstance(plan);
  const differences = host.observed === null ? [] : gpuDifferences(host.gpus, host.observed, vms);
  const isMany = differences.length > MOST_DRAWN;
  const [isSteps, setSteps] = useState(false);
  return (
    <main className="observed">
      <ObservedSummary
        host={host}
        differences={differences}
        heading={heading}
        isSteps={isSteps}
        onSteps={() => setSteps(!isSteps)}
      />
      {isSteps && <StepsPanel plan={plan} host={host} />}
      <div className="observed-gpus" hidden={isSteps}>
        {differences.map((one, n) => (
          <section key={n} aria-label={`GPU ${one.index} on ${host.name}`} className="observed-gpu">
            {isMany && one.isSame ? (
              <ComparisonRow title={`GPU ${one.index}`} difference={one} />
            ) : (
              <>
                <div className="observed-gpu-head flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 pb-1">
                  <h3 data-focus-home tabIndex={-1} className="text-body font-semibold">
                    GPU {one.index}
                  </h3>
                  <span className="flex-1 text-table whitespace-nowrap text-ink3">{boardsOf(one)}</span>
                  {!one.isSame && <AdoptOne host={host} index={one.index} />}
                </div>
                <GpuComparison difference={one} vms={vms} />
              </>
            )}
          </section>
        ))}
        {differences.length === 0 && (
          <p className="py-3 text-body text-ink2">
            {host.observed === null
              ? 'Nothing was observed on this host. Import what “nvidia-smi mig -lgi” prints there.'
              : 'No GPU on either side: nothing is planned here, and nothing was reported.'}
          </p>
        )}
      </div>
    </main>
  );
}

function AdoptOne({ host, index }: { readonly host: Host; readonly index: number }) {
  return (
    <div className="flex flex-wrap gap-1">
      <Button
        data-edits
        size="small"
        aria-label={`Make GPU ${index} as observed`}
        onClick={() => adopt('host/adoptObserved', host, [index])}
      >
        Make as observed
      </Button>
      <Button
        data-edits
        size="small"
        aria-label={`Mark GPU ${index} as done`}
        onClick={() => adopt('host/adoptPlanned', host, [index])}
      >
        Mark as done
      </Button>
    </div>
  );
}

function boardsOf({ planned, observed }: GpuDifference): string {
  const boards = [planned, observed].flatMap((gpu) => (gpu === null ? [] : boardName(gpu.board)));
  return [...new Set(boards)].join(' planned, observed ');
}

/** The board comes back when the task is closed: the focus goes to where the task was opened. */
function focusWayIn(hostId: number): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(`[data-observed="${hostId}"]`)?.focus();
}

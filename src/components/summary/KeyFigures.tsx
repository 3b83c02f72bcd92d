import type { Summary } from '../../placement/summary/summary.ts';
import { percent, proofMessage } from '../../placement/summary/summaryMessages.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Term } from '../glossary/Term.tsx';
import { UseBar, UseKey } from './UseBar.tsx';

/** What most people want to know, large, with what it is made of below. */
export function KeyFigures({ summary }: { readonly summary: Summary }) {
  const { figures, vms, proof, hosts } = summary;
  const { computeUsed, computeTotal, computeStranded, memoryUsed, memoryTotal, memoryStranded } = figures;
  const stranded = computeStranded + memoryStranded;
  return (
    <section aria-label="Key figures" className="summary-part summary-wide">
      <dl className="summary-figures">
        <div>
          <dt>
            <Term id="memory-slice">Memory slices</Term> used
          </dt>
          <dd>
            <strong>{percent(memoryUsed, memoryTotal)}</strong>
            <UseBar used={memoryUsed} stranded={memoryStranded} total={memoryTotal} />
            {figure(memoryUsed)} of {figure(memoryTotal)}
          </dd>
        </div>
        <div>
          <dt>
            <Term id="compute-slice">Compute slices</Term> used
          </dt>
          <dd>
            <strong>{percent(computeUsed, computeTotal)}</strong>
            <UseBar used={computeUsed} stranded={computeStranded} total={computeTotal} />
            {figure(computeUsed)} of {figure(computeTotal)}
          </dd>
        </div>
        <div>
          <dt>
            <Term id="stranded">Stranded</Term> slices
          </dt>
          <dd>
            <strong>{figure(stranded)}</strong>
            {figure(computeStranded)} compute, {figure(memoryStranded)} memory:{' '}
            {percent(stranded, computeTotal + memoryTotal - computeUsed - memoryUsed)} of what is free
          </dd>
        </div>
        <div>
          <dt>GPUs in use</dt>
          <dd>
            <strong>
              {figure(figures.gpusInUse)} of {figure(figures.gpus)}
            </strong>
            on {counted(hosts.length, 'host')}
            {figures.gpusUncounted > 0 && `; ${figure(figures.gpusUncounted)} without MIG slices to count`}
          </dd>
        </div>
        <div>
          <dt>VMs placed</dt>
          <dd>
            <strong>
              {figure(vms.placed)} of {figure(vms.total)}
            </strong>
            {vms.waiting === 0
              ? 'nobody waits'
              : `${figure(vms.waiting)} ${vms.waiting === 1 ? 'waits' : 'wait'}`}
            ; {figure(figures.instances - figures.instancesWithVm)} of{' '}
            {counted(figures.instances, 'instance')} without a VM
          </dd>
        </div>
        <div>
          <dt>Fewest GPUs</dt>
          <dd>
            <strong>
              {proof === null ? '…' : proof.fewest === null ? 'not known' : figure(proof.fewest)}
            </strong>
            {proof === null ? 'being worked out' : proofMessage(proof, figure)}
          </dd>
        </div>
      </dl>
      <UseKey />
    </section>
  );
}

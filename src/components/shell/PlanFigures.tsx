import { makeShortList } from '../../placement/messages.ts';
import { gestures, planStore, uiStore, usePlan } from '../../state/app.ts';
import { selectFigures } from '../../state/selectors.ts';
import { figure } from '../dialogs/counted.ts';
import { Term } from '../glossary/Term.tsx';
import type { TermId } from '../glossary/terms.ts';
import { laterPart } from '../ui/laterPart.tsx';

const RulesFigure = laterPart(async () => (await import('../problems/RulesFigure.tsx')).RulesFigure);

interface Figure {
  readonly name: string;
  /** What of the name is left where the bar is full; all of it is heard. */
  readonly short?: string;
  readonly term?: TermId;
  readonly value: string;
  /** Where, in words: for the pointer that rests on it, and for who hears the page. */
  readonly more?: string;
  /** The way to what it counts. */
  readonly ask?: { readonly title: string; readonly do: () => void } | undefined;
}

/** "10,933 of 14,000" */
function share(part: number, all: number): string {
  return `${figure(part)} of ${figure(all)}`;
}

function showStranded(): void {
  void import('../../state/shown.ts').then(({ showPart }) =>
    showPart({ planStore, uiStore, gestures }, { kind: 'stranded' }),
  );
}

/** What the plan uses, leaves and strands; always in sight, never announced. */
export function PlanFigures() {
  const figures = usePlan(selectFigures);
  const rows: Figure[] = [
    {
      name: 'Compute',
      term: 'compute-slice',
      value: share(figures.computeUsed, figures.computeTotal),
    },
    { name: 'Memory', term: 'memory-slice', value: share(figures.memoryUsed, figures.memoryTotal) },
    { name: 'VMs placed', short: 'VMs', value: figure(figures.vmsPlaced) },
    {
      name: 'Waiting',
      value: figure(figures.vmsWaiting),
      ask:
        figures.vmsWaiting > 0
          ? { title: 'List the VMs that wait, and why', do: () => gestures.listVms('waiting') }
          : undefined,
    },
    { name: 'GPUs in use', short: 'GPUs', value: share(figures.gpusInUse, figures.gpus) },
    {
      name: 'Stranded',
      term: 'stranded',
      value: `${figure(figures.strandedCompute)} compute, ${figure(figures.strandedMemory)} memory`,
      more: makeShortList(figures.strandedAt),
      ask: figures.strandedAt.length > 0 ? { title: 'Show these GPUs alone', do: showStranded } : undefined,
    },
  ];
  return (
    <section aria-label="Plan figures" className="figures">
      <dl>
        {rows.map(({ name, short = name, term, value, more = '', ask }) => (
          <div key={name} title={more === '' ? undefined : more}>
            <dt>
              {term === undefined ? (
                <>
                  {short}
                  <span className="max-[88rem]:sr-only">{name.slice(short.length)}</span>
                </>
              ) : (
                <Term id={term}>{name}</Term>
              )}
            </dt>
            <dd>
              {ask === undefined ? (
                value
              ) : (
                <button type="button" title={ask.title} className="figure-button" onClick={ask.do}>
                  {value}
                </button>
              )}
              {more !== '' && <span className="sr-only">: {more}</span>}
            </dd>
          </div>
        ))}
        <RulesFigure />
        <div>
          <dt className="sr-only">All of it</dt>
          <dd>
            <button
              type="button"
              data-summary-button
              title="By host and board, with what is stranded and why, who waits and what fits"
              className="figure-button"
              onClick={() => gestures.openView({ kind: 'summary' })}
            >
              Summary
            </button>
          </dd>
        </div>
      </dl>
    </section>
  );
}

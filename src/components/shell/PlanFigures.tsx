import { counted, makeShortList } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { selectFigures, selectViolations, selectWarnings } from '../../state/selectors.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  /** Where, in words: for the pointer that rests on it, and for who hears the page. */
  readonly more?: string;
  /** What the figure opens. */
  readonly open?: { readonly title: string; readonly run: () => void };
}

/** What the plan uses, leaves and strands; always in sight, never announced. */
export function PlanFigures() {
  const figures = usePlan(selectFigures);
  const violations = usePlan((state) => selectViolations(state).length);
  const warnings = usePlan((state) => selectWarnings(state).length);
  const problems = [
    ...(violations > 0 ? [counted(violations, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
  const rows: Figure[] = [
    { name: 'Compute slices', value: `${figures.computeUsed} of ${figures.computeTotal}` },
    { name: 'Memory slices', value: `${figures.memoryUsed} of ${figures.memoryTotal}` },
    {
      name: 'Stranded',
      value: `${figures.strandedCompute} compute, ${figures.strandedMemory} memory`,
      more: makeShortList(figures.strandedAt),
    },
    { name: 'VMs placed', value: String(figures.vmsPlaced) },
    {
      name: 'Waiting',
      value: String(figures.vmsWaiting),
      ...(figures.vmsWaiting === 0
        ? {}
        : { open: { title: 'List the VMs that wait, and why', run: () => gestures.listVms('waiting') } }),
    },
    { name: 'GPUs in use', value: `${figures.gpusInUse} of ${figures.gpus}` },
    ...(problems === ''
      ? []
      : [
          {
            name: 'Rules',
            value: problems,
            open: {
              title: 'What is wrong or in doubt, and by which rule',
              run: () => gestures.openDialog('problems'),
            },
          },
        ]),
  ];
  return (
    <section aria-label="Plan figures" className="figures">
      <dl>
        {rows.map(({ name, value, more = '', open }) => (
          <div key={name} title={more === '' ? undefined : more}>
            <dt>{name}</dt>
            <dd>
              {open === undefined ? (
                value
              ) : (
                <button type="button" title={open.title} className="figure-button" onClick={open.run}>
                  {value}
                </button>
              )}
              {more !== '' && <span className="sr-only">: {more}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

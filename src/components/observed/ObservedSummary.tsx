import type { Ref } from 'react';
import type { Host, Plan } from '../../model/plan.ts';
import type { GpuDifference } from '../../placement/observed/difference.ts';
import { countDifferences } from '../../placement/observed/differenceCounts.ts';
import { makeShortList } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { effectOf, runCommand } from '../../state/specialEdits.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { kindWords } from '../dialogs/import/kindWords.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckIcon, CloseIcon } from '../ui/icons.tsx';
import { adopt } from './adopt.ts';
import { Badge, type Sign } from './Badge.tsx';

interface ObservedSummaryProps {
  readonly host: Host;
  readonly differences: readonly GpuDifference[];
  /** Takes the focus when the task opens, and when the button that was pressed has gone. */
  readonly heading: Ref<HTMLHeadingElement>;
  /** The steps are shown instead of the GPUs. */
  readonly isSteps: boolean;
  readonly onSteps: () => void;
}

/** The difference in figures, and what can be done about it. */
export function ObservedSummary({ host, differences, heading, isSteps, onSteps }: ObservedSummaryProps) {
  const plan = usePlan((state) => state.plan);
  const counts = countDifferences(differences);
  const isSame = counts.gpus === 0;
  const vms = [...new Set(differences.flatMap((one) => one.vms.map((vm) => vm.name)))];
  const kind = kindWords({ ...plan, hosts: [host] });
  const rows: readonly (readonly [sign: Sign | 'same', what: string, count: number])[] = [
    ['same', 'as planned', counts.asPlanned],
    ...(counts.recut === 0 ? [] : [['moved-here', 'cut otherwise', counts.recut] as const]),
    ['moved-here', 'at another start', counts.moved],
    ['gone', 'only observed', counts.onlyObserved],
    ['missing', 'only planned', counts.onlyPlanned],
  ];
  return (
    <section aria-label="Summary" className="observed-summary">
      <div className="panel-part">
        <div className="flex items-center justify-between gap-2">
          <p className="min-w-0 text-table text-ink3">
            <Term id="observed">Observed</Term> on {host.name}
          </p>
          <Button variant="quiet" size="small" onClick={gestures.closeView}>
            <CloseIcon /> Close
          </Button>
        </div>
        <h2 ref={heading} data-focus-home tabIndex={-1} className="text-head font-semibold">
          {headline(host, counts.gpus, differences.length)}
        </h2>
        {kind !== null && (
          <p className="pt-1 text-table text-ink2">
            {kind} <Term id="straight-mirrored">Why?</Term>
          </p>
        )}
      </div>
      {host.observed !== null && (
        <div className="panel-part">
          <h3 className="pb-1 text-table font-semibold">
            <Term id="gi">Instances</Term> beside the <Term id="planned">planned</Term>
          </h3>
          <ul className="text-table">
            {rows.map(([sign, what, count]) => (
              <li key={what} className="flex items-center gap-2 py-0.5">
                <span className="flex w-4 justify-center">
                  {sign === 'same' ? <CheckIcon /> : <Badge sign={sign} />}
                </span>
                <span className="flex-1 text-ink2">{what}</span>
                <span className="font-medium tabular-nums">{figure(count)}</span>
              </li>
            ))}
          </ul>
          {vms.length > 0 && (
            <p className="pt-2 text-table text-ink2">VMs concerned: {makeShortList(vms)}.</p>
          )}
        </div>
      )}
      {host.observed === null ? (
        <div className="panel-part">
          <Button data-edits variant="primary" onClick={() => gestures.openDialog('import')}>
            Import
          </Button>
        </div>
      ) : (
        <>
          <div className="panel-part flex flex-col items-start gap-1">
            <Button onClick={onSteps}>{isSteps ? 'Back to the GPUs' : 'Steps to the plan'}</Button>
            <p className="text-table text-ink2">
              What to do on the host, in order, from what was observed to what is planned, and what each step
              interrupts.
            </p>
          </div>
          {!isSame && <Ways host={host} plan={plan} differences={differences} />}
          <div className="panel-part">
            <Button data-edits onClick={() => runCommand({ type: 'host/forgetObserved', hostId: host.id })}>
              Forget what was observed
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface WaysProps {
  readonly host: Host;
  readonly plan: Plan;
  readonly differences: readonly GpuDifference[];
}

function Ways({ host, plan, differences }: WaysProps) {
  return (
    <div data-edits className="panel-part flex flex-col items-start gap-1">
      <Button variant="primary" onClick={() => adopt('host/adoptObserved', host, null)}>
        Make the plan as observed
      </Button>
      <p className="pb-2 text-table text-ink2">{adoptWords(plan, host, differences)}</p>
      <Button onClick={() => adopt('host/adoptPlanned', host, null)}>
        Mark as done: observed as planned
      </Button>
      <p className="text-table text-ink2">
        When the work on the host is done. The plan stays as it is. Both ways <Term id="adopt">adopt</Term>{' '}
        one side.
      </p>
    </div>
  );
}

function headline(host: Host, differing: number, all: number): string {
  if (host.observed === null) return 'Nothing observed';
  if (differing === 0) return 'As planned';
  return all === 1
    ? 'The GPU differs'
    : `${figure(differing)} of ${counted(all, 'GPU')} ${differing === 1 ? 'differs' : 'differ'}`;
}

/** "3 instances added, 1 removed, 2 moved. chat-a waits again." */
function adoptWords(plan: Plan, host: Host, differences: readonly GpuDifference[]): string {
  const effect = effectOf(plan, { type: 'host/adoptObserved', hostId: host.id, gpuIndexes: null });
  if (effect === null) return '';
  const waiting = effect.sentToWaiting;
  const waits =
    waiting.length === 0
      ? ''
      : ` ${makeShortList(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} again.`;
  const silent = differences.filter((one) => one.observed === null && !one.isSame).map((one) => one.index);
  const emptied =
    silent.length === 0
      ? ''
      : ` GPU${silent.length === 1 ? '' : 's'} ${makeShortList(silent)} ${silent.length === 1 ? 'was' : 'were'} not reported: nothing stays there.`;
  const { moved, recut } = countDifferences(differences);
  const others = [
    ...(moved === 0 ? [] : [`, ${figure(moved)} moved`]),
    ...(recut === 0 ? [] : [`, ${figure(recut)} cut otherwise`]),
  ].join('');
  return `${counted(effect.added, 'instance')} added, ${figure(effect.removed)} removed${others}.${waits}${emptied}`;
}

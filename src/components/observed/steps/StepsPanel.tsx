import { useEffect, useMemo, useRef, useState } from 'react';
import type { Host, Plan } from '../../../model/plan.ts';
import { violationMessage } from '../../../placement/messages.ts';
import type { StepPlan } from '../../../placement/solver/order/planSteps.ts';
import {
  actionWords,
  interruptWords,
  noPowerOnMessage,
  stepLine,
  stepNoteMessage,
  stepsVerdict,
} from '../../../placement/solver/order/stepMessages.ts';
import type { Step } from '../../../placement/solver/order/steps.ts';
import { useCopy } from '../../dialogs/useCopy.ts';
import { SearchState } from '../../requests/SearchState.tsx';
import { useTask } from '../../solver/useTask.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import './steps.css';
import { capital } from '../../ui/capital.ts';

interface StepsPanelProps {
  readonly plan: Plan;
  readonly host: Host;
}

/** More than anybody does by hand: an import can differ in any number of things. */
const MAX_ROWS = 1000;
const MAX_FAULTS = 20;
/** Units of work: some tenths of a second for hundreds of GPUs, nothing to be seen for a host of eight. */
const BUDGET = 3_000_000;

/** What to do on the host, wave by wave, from what was observed to what is planned. */
export function StepsPanel({ plan, host }: StepsPanelProps) {
  const asked = useMemo(() => ({ plan, hostId: host.id }), [plan, host.id]);
  const [budget, setBudget] = useState(BUDGET);
  const { ending, soFar, cancel } = useTask('steps', asked, {
    budget,
    keep: { plan, name: String(host.id) },
  });
  const answer = ending === null || ending.how === 'fault' ? null : ending.outcome.best;
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = ending !== null;
  // On a narrow page they stand below what asked for them, and there is nothing to scroll to before they are there.
  useEffect(() => {
    if (isThere) heading.current?.scrollIntoView({ block: 'start' });
  }, [isThere]);
  return (
    <section aria-label="Steps" className="observed-gpus steps">
      <h3 ref={heading} className="text-body font-semibold" data-focus-home tabIndex={-1}>
        From observed to planned on {host.name}
      </h3>
      <div className="text-table text-ink2">
        <SearchState
          ending={ending}
          soFar={soFar}
          known={null}
          hasFound={answer !== null}
          onStop={cancel}
          onGoOn={() => setBudget(budget * 10)}
        />
      </div>
      {answer?.ok === false && (
        <>
          <p className="pt-1 text-body text-ink2">
            The plan of this host is illegal, so no steps lead to it.
          </p>
          <ul className="pt-2 text-table">
            {answer.error.violations.slice(0, MAX_FAULTS).map((one, index) => (
              <li key={index}>{violationMessage(one, plan)}</li>
            ))}
          </ul>
        </>
      )}
      {answer?.ok === true && (
        <Answer host={host} steps={answer.value} isProven={ending?.outcome.isProven === true} />
      )}
    </section>
  );
}

function Answer({ host, steps, isProven }: { host: Host; steps: StepPlan; isProven: boolean }) {
  const verdict = stepsVerdict(steps, isProven);
  return (
    <>
      {steps.none.length === 0 && <p className="pt-1 text-body text-ink2">{`${capital(verdict)}.`}</p>}
      {steps.none.map((one) => (
        <p key={one.host} className="pt-1 text-body">
          {noPowerOnMessage(one)}
        </p>
      ))}
      {steps.notes.length > 0 && (
        <ul className="steps-notes">
          {steps.notes.map((note, index) => (
            <li key={index}>{stepNoteMessage(note)}</li>
          ))}
        </ul>
      )}
      {wavesOf(steps.steps).map(({ wave, from, list }) => (
        <section key={wave} aria-label={`Wave ${wave}`} className="pt-3">
          <h4 className="pb-1 text-table font-semibold text-ink2">Wave {wave}</h4>
          <ol start={from + 1} className="steps-list">
            {list.map((step, at) => (
              <StepRow key={from + at} step={step} number={from + at + 1} />
            ))}
          </ol>
        </section>
      ))}
      {steps.steps.length > MAX_ROWS && (
        <p className="pt-2 text-table text-ink2">and {steps.steps.length - MAX_ROWS} more</p>
      )}
      {steps.steps.length > 0 && <CopySteps host={host} steps={steps.steps} />}
    </>
  );
}

function StepRow({ step, number }: { readonly step: Step; readonly number: number }) {
  const interrupts = interruptWords(step);
  return (
    <li className="steps-row">
      <span className="steps-number" aria-hidden="true">
        {number}
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>{actionWords(step)}</p>
        {interrupts !== null && <p className="font-medium">{interrupts.replace(/^i/, 'I')}</p>}
      </div>
    </li>
  );
}

function CopySteps({ host, steps }: { readonly host: Host; readonly steps: readonly Step[] }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  return (
    <div className="flex flex-col items-start gap-1 pt-4">
      <Button onClick={() => void copy(text, `steps of ${host.name}`)}>
        {isCopied ? <CheckIcon /> : <CopyIcon />} {isCopied ? 'Copied' : 'Copy the steps'}
      </Button>
      <details className="w-full text-table">
        <summary className="min-h-6 cursor-pointer text-ink2 pointer-coarse:min-h-11">As text</summary>
        <textarea
          ref={text}
          readOnly
          aria-label="Steps as text"
          rows={8}
          wrap="off"
          value={`${steps.map(stepLine).join('\n')}\n`}
          className="w-full rounded-card border border-strong bg-surface p-2 font-mono text-note"
        />
      </details>
    </div>
  );
}

interface Wave {
  readonly wave: number;
  /** In the list of all steps. */
  readonly from: number;
  readonly list: readonly Step[];
}

function wavesOf(steps: readonly Step[]): Wave[] {
  const waves: { wave: number; from: number; list: Step[] }[] = [];
  for (const [at, step] of steps.slice(0, MAX_ROWS).entries()) {
    const last = waves.at(-1);
    if (last?.wave === step.wave) last.list.push(step);
    else waves.push({ wave: step.wave, from: at, list: [step] });
  }
  return waves;
}

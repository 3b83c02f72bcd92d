import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { guideOf, isLabFinished, LAB_STEPS, type StepGuide } from '../../console/lab/lab.ts';
import { RULE_SOURCES } from '../../model/ruleSources.ts';
import { lab, useLab } from '../../state/lab/lab.ts';
import { Button } from '../ui/Button.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { focusNow } from './focusNow.ts';
import { LabFinish } from './LabFinish.tsx';
import { LabStepBody } from './LabStepBody.tsx';

const { article } = RULE_SOURCES;

/** The steps: the one to do now is open, those that are done have their tick, each can be looked at. */
export function LabSteps({ onRestart }: { readonly onRestart: () => void }) {
  const state = useLab((page) => page.lab);
  const marks = useLab((page) => page.marks);
  const shown = useLab((page) => page.shown);
  const lastDone = useLab((page) => page.lastDone);
  const trouble = useLab((page) => page.trouble);
  const { steps, current } = useMemo(() => guideOf(state, marks), [state, marks]);
  const [isListed, setListed] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const open = shown ?? current;
  const done = steps.filter(({ status }) => status === 'reached').length;
  const now = steps.find(({ step }) => step.id === current);

  // What was just done and what comes now are in sight, without the page moving.
  useLayoutEffect(() => {
    const pane = list.current;
    if (pane === null || shown !== null) return;
    const topOf = (selector: string): number =>
      pane.querySelector<HTMLElement>(selector)?.getBoundingClientRect().top ?? Infinity;
    const next = pane.querySelector('[data-next]')?.getBoundingClientRect();
    const from = pane.getBoundingClientRect();
    const top = Math.min(topOf('[data-recap]'), topOf('[data-open]'), topOf('.lab-finish')) - from.top - 8;
    const bottom = (next?.bottom ?? -Infinity) - from.bottom + 8;
    // The button that leads on goes before everything else.
    pane.scrollTop += Math.max(top === Infinity ? 0 : top, bottom);
  }, [current, lastDone, shown, marks]);

  return (
    <section aria-label="Steps" className="lab-steps" data-pane data-listed={isListed || undefined}>
      <div className="lab-progress">
        <p>
          <span className="font-semibold">{done}</span>
          <span className="lab-quiet"> of {LAB_STEPS.length} done</span>
        </p>
        <span aria-hidden="true" className="lab-bar">
          {steps.map(({ step, status }) => (
            <span key={step.id} data-status={status} />
          ))}
        </span>
        <Button
          size="small"
          className="wide:hidden"
          aria-expanded={isListed}
          onClick={() => setListed(!isListed)}
        >
          All steps
        </Button>
      </div>
      <div ref={list} className="lab-list">
        {trouble !== null && <p className="lab-note">{trouble}</p>}
        {isLabFinished(state) && current === null && <LabFinish lab={state} onRestart={onRestart} />}
        <ol>
          {steps.map((guide) => (
            <LabStepRow
              key={guide.step.id}
              guide={guide}
              isCurrent={guide.step.id === current}
              isOpen={guide.step.id === open}
              isRecap={guide.step.id === lastDone}
            />
          ))}
        </ol>
        <p className="lab-source">
          The way of an article, in our own words:{' '}
          <a href={article.url} target="_blank" rel="noreferrer">
            {article.what}
          </a>
          .
        </p>
      </div>
      {now !== undefined && open !== current && (
        <div className="lab-back">
          <Button
            variant="primary"
            onClick={() => {
              lab.showCurrent();
              queueMicrotask(focusNow);
            }}
          >
            Back to step {now.number}
          </Button>
          <span className="lab-quiet">{now.step.title}</span>
        </div>
      )}
    </section>
  );
}

interface LabStepRowProps {
  readonly guide: StepGuide;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly isRecap: boolean;
}

const STATUS_WORDS = { open: '', reached: ' (done)', undone: ' (taken away again)' } as const;

function LabStepRow({ guide, isCurrent, isOpen, isRecap }: LabStepRowProps) {
  const { step, number, status } = guide;
  const id = `lab-step-${step.id}`;
  return (
    <li
      className="lab-step"
      data-status={status}
      data-open={isOpen || undefined}
      data-recap={(isRecap && !isOpen) || undefined}
      data-now={isCurrent || undefined}
    >
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-current={isCurrent ? 'step' : undefined}
          data-lab-now={isCurrent || undefined}
          data-focus-home
          onClick={() => lab.show(step.id)}
        >
          <span aria-hidden="true" className="lab-sign">
            {status === 'reached' ? <CheckIcon /> : number}
          </span>
          <span>
            <span className="sr-only">Step {number}: </span>
            {step.title}
            <span className={status === 'undone' ? 'lab-quiet' : 'sr-only'}>{STATUS_WORDS[status]}</span>
          </span>
        </button>
      </h3>
      {isRecap && !isOpen && <p className="lab-recap">Look for: {step.lookFor}</p>}
      {isOpen && (
        <div id={id} className="lab-body">
          <LabStepBody guide={guide} isCurrent={isCurrent} />
        </div>
      )}
    </li>
  );
}

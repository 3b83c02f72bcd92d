import { Fragment } from 'react';
import { flushSync } from 'react-dom';
import { HOST, obstacleOf, type LabDo, type StepGuide } from '../../console/lab/lab.ts';
import { RULE_SOURCES } from '../../model/ruleSources.ts';
import { lab, useLab } from '../../state/lab/lab.ts';
import { Written } from '../problems/Written.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { focusNowIfLost } from './focusNow.ts';

interface LabStepBodyProps {
  readonly guide: StepGuide;
  readonly isCurrent: boolean;
}

/** Why, what to do, what to look for, and what is otherwise today. One button leads on: the next thing to do. */
export function LabStepBody({ guide, isCurrent }: LabStepBodyProps) {
  const { step, isDone, next, status } = guide;
  const refusal = useLab((page) => page.refusal);
  const obstacle = useLab((page) => (isCurrent ? obstacleOf(page.lab, step.id) : null));
  const hasRest = isCurrent && status === 'reached' && next !== null;
  return (
    <>
      <p>{step.why}</p>
      <ol className="lab-todo">
        {step.todo.map((todo, at) => (
          <li key={at}>
            <Todo todo={todo} isDone={isDone[at] === true} isNext={isCurrent && at === next} />
          </li>
        ))}
      </ol>
      {(refusal ?? obstacle) !== null && <p className="lab-note">{refusal ?? obstacle}</p>}
      <p>
        <span className="font-medium">Look for: </span>
        {step.lookFor}
      </p>
      {hasRest && (
        <Button
          size="small"
          variant="quiet"
          className="lab-skip"
          onClick={() => {
            flushSync(() => lab.skipRest(step.id));
            focusNowIfLost();
          }}
        >
          Go on without the rest
        </Button>
      )}
      {step.changed.length > 0 && (
        <div className="lab-today">
          <h4>Otherwise today</h4>
          {step.changed.map(({ text, confidence, source }) => (
            <div key={text}>
              <p>{text}</p>
              <Written confidence={confidence} sources={source === null ? [] : [RULE_SOURCES[source]]} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

interface TodoProps {
  readonly todo: LabDo;
  readonly isDone: boolean;
  readonly isNext: boolean;
}

function Todo({ todo, isDone, isNext }: TodoProps) {
  const isLine = todo.kind === 'line';
  const what = isLine ? todo.line : todo.label;
  const printed = isLine ? printedOtherwise(todo) : null;
  const word = isLine ? 'Run' : 'Do it';
  return (
    <>
      <div className="lab-do" data-kind={todo.kind} data-next={isNext || undefined}>
        <span className="lab-done">
          {isDone && (
            <>
              <CheckIcon />
              <span className="sr-only">Done:</span>
            </>
          )}
        </span>
        {isLine ? (
          <span className="lab-line">
            {todo.at !== HOST && <span className="lab-quiet lab-at">in {todo.at}</span>}
            <Command line={what} />
          </span>
        ) : (
          <span className="lab-line">{what}</span>
        )}
        <Button
          size="small"
          variant={isNext ? 'primary' : 'plain'}
          aria-label={`${word}: ${what}`}
          onClick={() => {
            flushSync(() => lab.do(todo));
            focusNowIfLost();
          }}
        >
          {word}
        </Button>
      </div>
      {printed !== null && (
        <p className="lab-quiet lab-printed">
          The article prints: <code>{printed}</code>
        </p>
      )}
    </>
  );
}

/** As the article has it, where that differs in more than blanks; else null. */
function printedOtherwise({ line, asPrinted }: Extract<LabDo, { kind: 'line' }>): string | null {
  const joined = (text: string): string => text.replace(/\s+/g, '');
  return asPrinted === null || joined(asPrinted) === joined(line) ? null : asPrinted.trim();
}

/** A long line breaks between its words, and not after the hyphens of an option. */
function Command({ line }: { readonly line: string }) {
  return (
    <code>
      {line.split(' ').map((word, at) => (
        <Fragment key={at}>
          {at > 0 && ' '}
          <span className="lab-word">{word}</span>
        </Fragment>
      ))}
    </code>
  );
}

import { useMemo, useState } from 'react';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import { NO_HOSTS, type Admitted } from '../../state/solver/admitTask.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { waitingMessage } from '../../placement/solver/admitMessages.ts';
import { admitMessage } from './answerWords.ts';

interface PlaceRoomProps {
  readonly plan: Plan;
  readonly requests: readonly PlanRequest[];
  readonly isDraft: boolean;
}

/** Units of work that the answer may take; more when it is asked to look further. */
const EFFORT = 200_000;
const PAUSE_MS = 160;
/** A large plan takes its time to be handed over. */
const LARGE_PAUSE_MS = 600;
const LARGE = 1000;

/** What of the requests the plan has room for as it stands, and why the rest waits. */
export function PlaceRoom({ plan, requests, isDraft }: PlaceRoomProps) {
  const [effort, setEffort] = useState(EFFORT);
  const args = useMemo(() => ({ plan, requests, effort }), [plan, requests, effort]);
  const gpus = plan.hosts.reduce((sum, host) => sum + host.gpus.length, 0);
  const pauseMs = gpus > LARGE ? LARGE_PAUSE_MS : PAUSE_MS;
  const { ending, before } = useTask('admit', args, { pauseMs });
  const shown = ending ?? before;
  const answer = shown === null || shown.how === 'fault' ? null : shown.outcome.best;
  const admitted = answer?.ok === true ? answer.value : null;
  const isProven = shown !== null && shown.how !== 'fault' && shown.outcome.isProven;
  const isReady = ending !== null && !isDraft && admitted !== null && admitted.count > 0;
  return (
    <section
      aria-label="Free room of this plan"
      className="requests-answer"
      data-behind={ending === null || undefined}
    >
      <h3 className="text-table font-semibold">Into the free room of this plan</h3>
      {ending?.how === 'fault' && <p>{solverFaultMessage(ending.fault)}</p>}
      {ending === null && shown === null && <p>Working it out …</p>}
      {answer?.ok === false && <p>{admitMessage(answer.error, requests)}</p>}
      {admitted !== null && (
        <>
          <p className="flex items-start gap-1.5 text-body font-medium">
            {isProven && <CheckIcon />}
            <span>{fitsWords(admitted, isProven)}</span>
          </p>
          {admitted.waiting.length > 0 && (
            <ul aria-label="What waits, and why" className="flex flex-col gap-1 text-ink2">
              {admitted.waiting.map((one, index) => (
                <li key={index}>{waitingMessage(one)}</li>
              ))}
            </ul>
          )}
          {(admitted.extraGpus ?? 0) > 0 && (
            <p className="text-ink2">
              The rest needs at least {counted(admitted.extraGpus ?? 0, 'more GPU')} of this board.
            </p>
          )}
          <p className="flex flex-wrap gap-2">
            <Button data-edits variant="primary" disabled={!isReady} onClick={() => place(admitted)}>
              {admitted.count === admitted.asked || admitted.count === 0
                ? `Place all ${figure(admitted.asked)}`
                : `Place the ${figure(admitted.count)} that ${admitted.count === 1 ? 'fits' : 'fit'}`}
            </Button>
            {ending !== null && !isProven && (
              <Button onClick={() => setEffort(effort * 10)}>Look further</Button>
            )}
          </p>
        </>
      )}
    </section>
  );
}

function place({ additions, members, taken }: Admitted): void {
  runCommand({ type: 'requests/place', hosts: NO_HOSTS, additions, members, taken });
}

function fitsWords({ count, asked, isWeighted }: Admitted, isProven: boolean): string {
  if (count === asked)
    return asked === 1 ? 'It fits as the plan stands.' : `All ${figure(asked)} fit as the plan stands.`;
  const fit = `${count === 0 ? 'None' : figure(count)} of ${figure(asked)} ${count === 1 ? 'fits' : 'fit'} as the plan stands`;
  if (!isProven) return `${fit}: the best found so far.`;
  return isWeighted ? `${fit}, and no choice is worth more.` : `${fit}, and no more can.`;
}

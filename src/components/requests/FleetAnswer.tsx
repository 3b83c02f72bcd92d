import { useEffect, useState, type RefObject } from 'react';
import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import { costWords } from '../../placement/solver/flexibleMessages.ts';
import { gestures } from '../../state/app.ts';
import type { FleetArgs } from '../../state/solver/fleetTask.ts';
import { useTask } from '../solver/useTask.ts';
import { CheckIcon } from '../ui/icons.tsx';
import { Cuts } from './Cuts.tsx';
import { fleetHeadline, fleetMessage, fleetReason } from './fleetWords.ts';
import { PlaceFleet } from './PlaceFleet.tsx';
import { SearchState } from './SearchState.tsx';

interface FleetAnswerProps {
  readonly plan: Plan;
  /** The question; the same object as long as it is the same. */
  readonly asked: FleetArgs;
  /** The numbers are still being typed: nothing is placed by them yet. */
  readonly isDraft: boolean;
  /** The user has just asked, and waits for the answer: it is spoken once. */
  readonly askedRef: RefObject<boolean>;
  /** Nothing else can be done with the requests: new GPUs are the way. */
  readonly isFirst: boolean;
}

/** Work after which the page asks whether to go on: looks at slots, of which a second has millions. */
const BUDGET = 50_000_000;
const PAUSE_MS = 120;

/** The cheapest boards for what is asked, with the reason, and what can be done with that. */
export function FleetAnswer({ plan, asked, isDraft, askedRef, isFirst }: FleetAnswerProps) {
  const [budget, setBudget] = useState(BUDGET);
  const { ending, soFar, before, cancel } = useTask('fleet', asked, { budget, pauseMs: PAUSE_MS });
  const isWorking = ending === null;
  const shown = ending ?? before;
  const outcome = shown === null || shown.how === 'fault' ? null : shown.outcome;
  const answer = outcome?.best ?? null;
  const fleeted = answer?.ok === true ? answer.value : null;
  const isProven = outcome?.isProven === true;
  const isPriced = asked.boards.some(({ cost }) => cost !== 1);
  const words = fleeted === null || outcome === null ? null : fleetHeadline(fleeted.found, outcome, isPriced);
  const because = fleeted === null ? '' : fleetReason(fleeted.because, asked);
  useEffect(() => {
    if (isDraft || isWorking || words === null || !askedRef.current) return;
    askedRef.current = false;
    gestures.say(`${words}. ${because}`);
  }, [isDraft, isWorking, words, because, askedRef]);
  const bound = soFar?.bound ?? null;
  return (
    <section aria-label="Answer" className="requests-answer" data-behind={isWorking || undefined}>
      {answer?.ok === false && <p>{fleetMessage(answer.error, asked.requests)}</p>}
      {fleeted !== null && words !== null && (
        <>
          {isProven && (
            <p className="flex items-center gap-1.5 text-ink2">
              <CheckIcon /> Proven
            </p>
          )}
          <p className="text-head font-semibold">{words}</p>
          <p className="text-ink2">{because}</p>
        </>
      )}
      <SearchState
        ending={ending}
        soFar={soFar}
        known={bound === null ? null : `At least ${costWords(bound, 1)} ${isPriced ? 'of cost' : 'GPUs'}`}
        hasFound={fleeted?.found != null}
        onStop={cancel}
        onGoOn={() => setBudget(budget * 10)}
      />
      {fleeted?.found != null && (
        <>
          <PlaceFleet
            plan={plan}
            found={fleeted.found}
            isReady={!isWorking && !isDraft}
            isFirst={isFirst}
            note={`${words ?? ''}. ${because}`}
          />
          {fleeted.found.boards.map(({ board, cuts }) => {
            const known = findBoard(board);
            return known === undefined ? null : (
              <Cuts key={board} board={known} cuts={cuts} of={boardLabel(known)} />
            );
          })}
        </>
      )}
    </section>
  );
}

import { useEffect, useState, type RefObject } from 'react';
import type { Board, BoardId } from '../../model/board.ts';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { gestures } from '../../state/app.ts';
import type { PackAnswer } from '../../state/solver/packTask.ts';
import { counted } from '../dialogs/counted.ts';
import { useTask } from '../solver/useTask.ts';
import { CheckIcon } from '../ui/icons.tsx';
import { Cuts } from './Cuts.tsx';
import { demandMessage, headline } from './answerWords.ts';
import { PlaceNew } from './PlaceNew.tsx';
import { SearchState } from './SearchState.tsx';

interface RequestsAnswerProps {
  readonly board: Board;
  readonly plan: Plan;
  /** The question; the same object as long as it is the same. */
  readonly asked: { readonly board: BoardId; readonly requests: readonly PlanRequest[] };
  /** The numbers are still being typed: nothing is placed by them yet. */
  readonly isDraft: boolean;
  /** The user has just asked, and waits for the answer: it is spoken once. */
  readonly askedRef: RefObject<boolean>;
  /** Nothing else can be done with the requests: new GPUs are the way. */
  readonly isFirst: boolean;
}

/** Work after which the page asks whether to go on. */
const BUDGET = 2_000_000;
const PAUSE_MS = 120;

/** The fewest GPUs for what is asked, with the reason, and what can be done with that. */
export function RequestsAnswer({ board, plan, asked, isDraft, askedRef, isFirst }: RequestsAnswerProps) {
  const [budget, setBudget] = useState(BUDGET);
  const { ending, soFar, before, cancel } = useTask('pack', asked, { budget, pauseMs: PAUSE_MS });
  const isWorking = ending === null;
  const shown = ending ?? before;
  const answer: PackAnswer | null = shown === null || shown.how === 'fault' ? null : shown.outcome.best;
  const packed = answer?.ok === true ? answer.value : null;
  const words = packed === null || shown === null ? null : headline(packed, shown.outcome);
  const because = packed?.because ?? '';
  useEffect(() => {
    if (isDraft || isWorking || words === null || !askedRef.current) return;
    askedRef.current = false;
    gestures.say(`${words}. ${because}`);
  }, [isDraft, isWorking, words, because, askedRef]);
  return (
    <div className="requests-answer" data-behind={isWorking || undefined}>
      {answer?.ok === false && <p>{demandMessage(answer.error, asked.requests)}</p>}
      {packed !== null && words !== null && (
        <>
          {shown?.outcome.isProven === true && (
            <p className="flex items-center gap-1.5 text-ink2">
              <CheckIcon /> Proven
            </p>
          )}
          <p className="text-head font-semibold">{words}</p>
          <p className="text-ink2">{packed.because}</p>
        </>
      )}
      <SearchState
        ending={ending}
        soFar={soFar}
        known={soFar?.bound == null ? null : `At least ${counted(soFar.bound, 'GPU')}`}
        hasFound={packed !== null}
        onStop={cancel}
        onGoOn={() => setBudget(budget * 10)}
      />
      {packed !== null && (
        <>
          <PlaceNew
            isFirst={isFirst}
            board={board}
            plan={plan}
            packed={packed}
            isReady={!isWorking && !isDraft}
            note={`${words ?? ''}. ${because}`}
          />
          <Cuts board={board} cuts={packed.cuts} />
        </>
      )}
    </div>
  );
}

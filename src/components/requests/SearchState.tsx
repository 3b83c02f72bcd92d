import type { Outcome } from '../../placement/solver/search.ts';
import type { Ending } from '../../state/solver/client.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';

interface SearchStateProps {
  /** Null while it is worked on. */
  readonly ending: Ending<unknown> | null;
  readonly soFar: Outcome<unknown> | null;
  /** What is known while it is worked on, "At least 4 GPUs". */
  readonly known: string | null;
  readonly hasFound: boolean;
  readonly onStop: () => void;
  readonly onGoOn: () => void;
}

/** How far the search is, and how to stop it or go on; nothing once it has come to its end. */
export function SearchState({ ending, soFar, known, hasFound, onStop, onGoOn }: SearchStateProps) {
  if (ending === null)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <span className="flex-1">{known === null ? 'Working it out …' : `${known}; still looking …`}</span>
        {soFar !== null && (
          <Button size="small" onClick={onStop}>
            Stop
          </Button>
        )}
      </p>
    );
  if (ending.how === 'fault') return <p>{solverFaultMessage(ending.fault)}</p>;
  if (ending.how === 'done') return null;
  return (
    <p className="flex flex-wrap items-center gap-2">
      <span className="flex-1">
        {ending.how === 'cancelled' ? 'Stopped' : 'Left off'} after {counted(ending.outcome.work, 'step')}
        {hasFound ? ': the best found so far.' : '. Nothing was found by then.'}
      </span>
      <Button size="small" onClick={onGoOn}>
        Go on
      </Button>
    </p>
  );
}

import { useMemo } from 'react';
import { applyCommand } from '../../placement/commands.ts';
import { commandMessage } from '../../placement/messages.ts';
import type { MoveMany } from '../../placement/moveMany.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import { counted } from '../dialogs/counted.ts';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { RepackPreview } from './RepackPreview.tsx';
import { gpusInUse } from './repackRows.ts';
import './repack.css';

/** Work after which it shows the best it has found. */
const BUDGET = 5_000_000;

/** The fewest GPUs that all instances fit on, with the moves that lead there: looked at first, then applied as one step. */
export function RepackDialog() {
  const plan = usePlan((state) => state.plan);
  const args = useMemo(() => ({ plan }), [plan]);
  const { ending, soFar, cancel } = useTask('repack', args, { budget: BUDGET });
  const found = ending === null || ending.how === 'fault' ? null : ending.outcome.best;
  const isProven = ending?.how !== 'fault' && ending?.outcome.isProven === true;
  const command = useMemo<MoveMany | null>(
    () => (found === null ? null : { type: 'gi/moveMany', moves: found.moves }),
    [found],
  );
  const result = useMemo(() => (command === null ? null : applyCommand(plan, command)), [plan, command]);
  const after = result?.ok === true ? result.value : null;
  const moves = command?.moves ?? [];
  const freed = after === null ? 0 : gpusInUse(plan) - gpusInUse(after);
  const isReady = after !== null && moves.length > 0;
  const headline =
    after === null
      ? null
      : moves.length === 0
        ? 'Nothing to gain by moving'
        : `${counted(moves.length, 'move')} ${moves.length === 1 ? 'empties' : 'empty'} ${counted(freed, 'GPU')}`;
  const apply = (): void => {
    if (command !== null && gestures.run(command)) gestures.closeDialog();
  };
  return (
    <Dialog
      title="Repack"
      subtitle="nothing is applied yet"
      size="wide"
      onClose={gestures.closeDialog}
      footer={
        <>
          <p role="status" aria-label="What repacking does" className="min-w-0 flex-1 text-table">
            {ending === null
              ? 'Working it out …'
              : ending.how === 'fault'
                ? solverFaultMessage(ending.fault)
                : result?.ok === false
                  ? commandMessage(result.error, plan)
                  : (headline ?? 'Stopped before anything was found.')}
          </p>
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button onClick={gestures.closeDialog}>Cancel</Button>
            <Button variant="primary" disabled={!isReady} className="max-[30rem]:flex-1" onClick={apply}>
              Apply as one step
            </Button>
          </div>
        </>
      }
    >
      {ending === null && (
        <p className="flex items-center gap-3 text-table text-ink2">
          <span className="flex-1">
            {soFar?.bound == null ? 'Looking for the fewest GPUs …' : `At least ${counted(soFar.bound, 'GPU')} …`}
          </span>
          <Button size="small" onClick={cancel}>
            Stop
          </Button>
        </p>
      )}
      {headline !== null && found !== null && after !== null && (
        <>
          <p className="flex items-center gap-1.5 text-table text-ink2">
            {isProven ? (
              <>
                <CheckIcon /> Proven
              </>
            ) : (
              'The best found; not proven'
            )}
          </p>
          <p className="text-head font-semibold">{headline}</p>
          <p className="max-w-160 pb-4 text-body text-ink2">{found.because}</p>
          {moves.length > 0 && <RepackPreview plan={plan} after={after} moves={moves} />}
        </>
      )}
    </Dialog>
  );
}

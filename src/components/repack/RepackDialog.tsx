import { useMemo } from 'react';
import { leftOutMessage, retargetErrorMessage } from '../../placement/solver/retarget/retargetMessages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import { applyPatch } from '../../state/solver/patch.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted } from '../dialogs/counted.ts';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { RepackPreview } from './RepackPreview.tsx';
import { repackWords } from './repackWords.ts';
import './repack.css';

/** Work after which it shows the best it has found. */
const BUDGET = 5_000_000;
const MOST_LEFT_OUT = 20;

/** The fewest GPUs that all instances fit on, with the moves that lead there: looked at first, then applied as one step. */
export function RepackDialog() {
  const plan = usePlan((state) => state.plan);
  const args = useMemo(() => ({ plan }), [plan]);
  const { ending, soFar, cancel } = useTask('repack', args, { budget: BUDGET });
  const answer = ending === null || ending.how === 'fault' ? null : ending.outcome.best;
  const found = answer?.ok === true ? answer.value : null;
  const isProven = ending !== null && ending.how !== 'fault' && ending.outcome.isProven;
  const after = useMemo(() => (found === null ? null : applyPatch(plan, found.patch)), [plan, found]);
  const isReady = after !== null && after !== plan;
  const words = found === null ? null : repackWords(found, isProven);
  const apply = (): void => {
    if (after !== null && runCommand({ type: 'plan/repack', plan: after }, `${words?.headline}.`))
      gestures.closeDialog();
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
                : answer?.ok === false
                  ? retargetErrorMessage(answer.error)
                  : (words?.headline ?? 'Stopped before anything was found.')}
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
            {soFar?.bound == null
              ? 'Looking for the fewest GPUs …'
              : `At least ${counted(soFar.bound, 'GPU')} …`}
          </span>
          <Button size="small" onClick={cancel}>
            Stop
          </Button>
        </p>
      )}
      {words !== null && found !== null && after !== null && (
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
          <p className="text-head font-semibold">{words.headline}</p>
          <p className="max-w-160 pb-4 text-body text-ink2">{words.because}</p>
          {isReady && <RepackPreview plan={plan} after={after} />}
          {found.leftOut.length > 0 && (
            <ul aria-label="Left as they are" className="pt-4 text-table text-ink2">
              {found.leftOut.slice(0, MOST_LEFT_OUT).map((one) => (
                <li key={one.place.gpu.id}>{leftOutMessage(one)}</li>
              ))}
              {found.leftOut.length > MOST_LEFT_OUT && (
                <li>and {counted(found.leftOut.length - MOST_LEFT_OUT, 'more GPU')}</li>
              )}
            </ul>
          )}
        </>
      )}
    </Dialog>
  );
}

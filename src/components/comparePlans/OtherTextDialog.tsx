import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { gestures, uiStore, usePlan, useUi } from '../../state/app.ts';
import { ImportHints } from '../dialogs/import/ImportHints.tsx';
import { ImportQuestions } from '../dialogs/import/ImportQuestions.tsx';
import { ImportSource } from '../dialogs/import/ImportSource.tsx';
import { Recognised } from '../dialogs/import/Recognised.tsx';
import { hostLookedAt } from '../dialogs/import/hostLookedAt.ts';
import { useReading } from '../dialogs/import/useReading.ts';
import { useSourceText } from '../dialogs/import/useSourceText.ts';
import { hardwareOf, outlineOf, vmsOf } from '../dialogs/planWords.ts';
import { NotRead } from '../dialogs/NotRead.tsx';
import { PlanStrips } from '../dialogs/PlanStrips.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { RefusedIcon } from '../ui/icons.tsx';

interface OtherTextDialogProps {
  readonly onBack: () => void;
  readonly onTake: (plan: Plan, label: string) => void;
}

/** The other plan as a text: a file of ours, a link, or anything that Import reads. */
export function OtherTextDialog({ onBack, onTake }: OtherTextDialogProps) {
  const open = usePlan((state) => state.plan);
  const { text, setText, answers, answer, fileFault, setFileFault, field } = useSourceText('compare-plans');
  const into = useUi((ui) => hostLookedAt(open, ui.selection));
  const {
    reply,
    error: readFault,
    faultLine,
    isBehind,
  } = useReading({
    ...{ text, byKey: answers, hostName: into?.name ?? 'host-1', into, isHeldAgainst: true, plan: open },
  });
  const error = fileFault ?? readFault;
  const plan = reply?.imported.reading.plan ?? null;
  const isReady = plan !== null && reply?.imported.isDecided === true && !isBehind;
  // What was dropped on the page is part of the text by now.
  const leave = (then: () => void): void => {
    uiStore.setState({ importText: '' });
    then();
  };
  return (
    <Dialog
      title="Compare plans"
      subtitle={reply === null ? 'the other plan' : <Recognised imported={reply.imported} />}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <p
            role="status"
            aria-label="Reading"
            className="flex min-w-40 flex-1 items-center gap-2 text-table max-[30rem]:basis-full"
          >
            {error !== null && !isBehind && <RefusedIcon />}
            {isBehind ? (
              'Reading …'
            ) : error !== null ? (
              // One element, for the icon keeps its distance from each.
              <span>
                <NotRead why={error} isTold={reply === null || plan === null} />
              </span>
            ) : (
              statusOf(plan, isReady)
            )}
          </p>
          <Button onClick={() => leave(onBack)}>Back</Button>
          <Button
            variant="primary"
            className="max-[30rem]:flex-1"
            disabled={!isReady}
            onClick={() => {
              if (plan !== null) leave(() => onTake(plan, labelOf(plan)));
            }}
          >
            Compare
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-172 wide:grid-cols-2">
        <ImportSource
          label="The other plan"
          placeholder="Paste a link or a text here, or drop files"
          text={text}
          onText={setText}
          onFileFault={setFileFault}
          imported={reply?.imported ?? null}
          faultLine={faultLine}
          field={field}
        />
        <div className="flex min-h-0 flex-col gap-4 px-5 py-4 max-wide:shrink-0 max-[30rem]:px-4 wide:overflow-y-auto">
          {reply === null || plan === null ? (
            <ImportHints error={error} />
          ) : (
            <>
              <div>
                <h3 className="text-head font-semibold">{plan.name}</h3>
                <p className="text-table text-ink2">{outlineOf(plan)}</p>
                <p className="text-table text-ink2">{hardwareOf(plan)}</p>
                <p className="text-table text-ink2">VMs: {vmsOf(plan)}</p>
              </div>
              <PlanStrips plan={plan} />
              <ImportQuestions reply={reply} byKey={answers} onAnswer={answer} />
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** A layout has no name of its own. */
function labelOf({ name }: Plan): string {
  return name === EMPTY_PLAN.name ? 'A text' : `${name} (a text)`;
}

function statusOf(plan: Plan | null, isReady: boolean): string {
  if (plan === null) return 'Nothing to compare yet.';
  return isReady ? `Read: ${outlineOf(plan)}.` : 'Answer what is open to go on.';
}

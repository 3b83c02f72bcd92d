import { usePlan, useUi } from '../../state/app.ts';
import { BAR } from '../actions/barActions.ts';
import { ariaKeys } from '../actions/keys.ts';
import { Button } from '../ui/Button.tsx';
import { RedoIcon, UndoIcon } from '../ui/icons.tsx';

/** Undo and Redo, always in sight; each says which step it is about. */
export function HistoryButtons() {
  const wayBack = useUi((ui) => ui.wayBack?.label ?? null);
  const undoPlan = usePlan((state) => state.past.at(-1)?.label ?? null) ?? wayBack;
  const redoPlan = usePlan((state) => state.future[0]?.label ?? null);
  const task = useUi((ui) => ui.taskHistory);
  const { undoLabel, redoLabel } = task ?? { undoLabel: undoPlan, redoLabel: redoPlan };
  return (
    <div className="flex items-center gap-1">
      <Button
        variant="quiet"
        className="bar-button"
        aria-disabled={undoLabel === null}
        aria-description={undoLabel ?? undefined}
        aria-keyshortcuts={ariaKeys(BAR.undo.keys)}
        title={undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel}`}
        onClick={BAR.undo.run}
      >
        <UndoIcon />
        <span className="max-[30rem]:sr-only wide:max-[76rem]:sr-only">Undo</span>
      </Button>
      <Button
        variant="quiet"
        className="bar-button"
        aria-disabled={redoLabel === null}
        aria-description={redoLabel ?? undefined}
        aria-keyshortcuts={ariaKeys(BAR.redo.keys)}
        title={redoLabel === null ? 'Nothing to redo' : `Redo: ${redoLabel}`}
        onClick={BAR.redo.run}
      >
        <RedoIcon />
        <span className="max-[30rem]:sr-only wide:max-[76rem]:sr-only">Redo</span>
      </Button>
    </div>
  );
}

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { gestures, uiStore } from '../../state/app.ts';
import { lab, useLab } from '../../state/lab/lab.ts';
import { isField } from '../dialogs/isField.ts';
import { focusNow } from './focusNow.ts';
import { LabHead } from './LabHead.tsx';
import { LabMachine } from './LabMachine.tsx';
import { LabSteps } from './LabSteps.tsx';
import { LabTerminal } from './LabTerminal.tsx';
import { RestartDialog } from './RestartDialog.tsx';
import '../console/console.css';
import './lab.css';

/** The article as a lab, in the place of the board: what to do, the machine that it is done to, and its terminals. */
export function LabView() {
  const [isAsking, setAsking] = useState(false);
  // With the first drawing, so that whoever sees the lab is in it.
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const lives = main.current;
    focusNow();
    // While it is still there, for only then is it known whether the focus was in it.
    return () => {
      if (document.activeElement === document.body || lives?.contains(document.activeElement) === true)
        focusWayIn();
    };
  }, []);
  useEffect(() => {
    const { trouble } = lab.store.getState();
    if (trouble !== null) gestures.say(trouble, 'refused');
  }, []);
  useTaskHistory();
  usePastedLines();
  return (
    <main ref={main} className="lab">
      <LabHead onRestart={() => setAsking(true)} />
      <LabSteps onRestart={() => setAsking(true)} />
      <LabMachine />
      <LabTerminal />
      {isAsking && <RestartDialog onClose={() => setAsking(false)} />}
    </main>
  );
}

/** Undo and Redo are about the lab while it is open: nothing in it may touch a plan that nobody sees. */
function useTaskHistory(): void {
  const undoLabel = useLab(({ past }) => past.at(-1)?.label ?? null);
  const redoLabel = useLab(({ future }) => future[0]?.label ?? null);
  useLayoutEffect(() => {
    uiStore.setState({ taskHistory: { undoLabel, redoLabel, undo: lab.undo, redo: lab.redo } });
    return () => uiStore.setState({ taskHistory: null });
  }, [undoLabel, redoLabel]);
}

/** What is pasted beside every field is meant for the terminal, and not for Import. */
function usePastedLines(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isField(event.target) || uiStore.getState().dialog !== null || text.trim() === '') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      lab.type(text, lab.store.getState().terminal);
    };
    document.addEventListener('paste', onPaste, true);
    return () => document.removeEventListener('paste', onPaste, true);
  }, []);
}

/** The board comes back: the focus goes to where the lab was opened, or to the menu that it is in. */
function focusWayIn(): void {
  const button = document.querySelector<HTMLElement>('[data-lab-button]');
  button?.focus();
  if (document.activeElement !== button) button?.closest('[data-more]')?.querySelector('button')?.focus();
}

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { MAX_NOTES_LENGTH } from '../../model/name.ts';
import type { NotesOf } from '../../placement/notesEdits.ts';
import { uiStore, useReadOnly, useUi } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { figure } from '../dialogs/counted.ts';
import { Part } from './Panel.tsx';

interface NotesPartProps {
  readonly of: NotesOf;
  /** "GPU 0 on esx-01" */
  readonly name: string;
  readonly notes: string;
}

/** From so many characters on the field says how many there may be. */
const FEW_LEFT = 500;

/** Notes on the thing that is shown: kept on leaving the field and with Ctrl+Enter, as one step. */
export function NotesPart({ of, name, notes }: NotesPartProps) {
  // Null while nobody types: Undo then shows in the field, too.
  const [draft, setDraft] = useState<string | null>(null);
  const isReadOnly = useReadOnly();
  const isAsked = useUi((ui) => ui.isNotesAsked);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const text = draft ?? notes;
  useLayoutEffect(() => {
    if (!isAsked) return;
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'nearest' });
  }, [isAsked]);
  useEffect(() => {
    if (isAsked) uiStore.setState({ isNotesAsked: false });
  }, [isAsked]);

  const keep = (): void => {
    setDraft(null);
    if (draft !== null && draft.trimEnd() !== notes) runCommand({ type: 'notes/set', of, notes: draft });
  };
  const left = MAX_NOTES_LENGTH - text.length;
  return (
    <Part title="Notes">
      <textarea
        ref={field}
        aria-label={`Notes on ${name}`}
        aria-describedby={`${id}-hint`}
        value={text}
        readOnly={isReadOnly}
        placeholder={isReadOnly ? 'None' : 'What whoever reads the plan should know'}
        maxLength={MAX_NOTES_LENGTH}
        rows={Math.min(10, Math.max(3, text.split('\n').length + 1))}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep();
          if (event.key === 'Escape') setDraft(null);
        }}
        className="min-h-18 w-full resize-y rounded-control border border-strong bg-surface px-2 py-1 text-table hover:border-ink3 pointer-coarse:text-field"
      />
      <p id={`${id}-hint`} className="text-note text-ink3">
        {isReadOnly
          ? 'They travel with the plan.'
          : left < FEW_LEFT
            ? `${figure(left)} of ${figure(MAX_NOTES_LENGTH)} characters left.`
            : 'They travel with the plan, in files and links. Ctrl+Enter keeps them, as does leaving the field.'}
      </p>
    </Part>
  );
}

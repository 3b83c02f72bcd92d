import { useState } from 'react';
import type { Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { MAX_REQUESTED } from '../../placement/solver/demand.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';

interface CountFieldProps {
  readonly board: Board;
  readonly profile: ProfileName;
  readonly count: number;
  /** "requested", "wanted": what is done with the count, for who hears the page. */
  readonly verb?: string;
  /** Beside the name. */
  readonly note?: string;
  /** While it is typed: a number from 0, or null for what is none. */
  readonly onDraft: (count: number | null) => void;
  /** When the field is left, Enter is pressed or an arrow is: one step in the history. */
  readonly onCommit: (count: number) => void;
}

function readCount(text: string): number | null {
  if (text.trim() === '') return 0;
  return /^[0-9]+$/.test(text.trim()) && Number(text) <= MAX_REQUESTED ? Number(text) : null;
}

/** How many of one profile are asked for: typed, or stepped with the arrows. */
export function CountField({
  board,
  profile,
  count,
  verb = 'requested',
  note = '',
  onDraft,
  onCommit,
}: CountFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const draft = typed === null ? count : readCount(typed);
  const commit = (next: number | null): void => {
    setTyped(null);
    onDraft(null);
    if (next !== null && next !== count) onCommit(next);
  };
  const step = (by: number): void => commit(Math.max(0, Math.min(MAX_REQUESTED, (draft ?? count) + by)));
  return (
    <div className="request-row" data-asked={(draft ?? 0) > 0 || undefined}>
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <ProfileSwatch board={board} profile={profile} />
        <span className="truncate">{profile}</span>
        {note !== '' && <span className="text-note font-normal whitespace-nowrap text-ink2">{note}</span>}
      </span>
      {/* For the pointer only: the keyboard has the arrows of the field itself. */}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Fewer ${profile}`}
        aria-disabled={draft === 0 || undefined}
        onClick={() => step(-1)}
      >
        −
      </button>
      <input
        type="text"
        role="spinbutton"
        inputMode="numeric"
        autoComplete="off"
        aria-label={`${profile} ${verb}`}
        aria-description={note === '' ? undefined : note}
        aria-valuenow={draft ?? count}
        aria-valuemin={0}
        aria-valuemax={MAX_REQUESTED}
        aria-invalid={draft === null || undefined}
        value={typed ?? String(count)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          onDraft(readCount(event.target.value));
        }}
        onBlur={() => commit(draft)}
        onKeyDown={(event) => {
          const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            step(by);
          } else if (event.key === 'Enter') commit(draft);
          else if (event.key === 'Escape' && typed !== null) {
            event.stopPropagation();
            commit(null);
          }
        }}
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More ${profile}`}
        aria-disabled={draft === MAX_REQUESTED || undefined}
        onClick={() => step(1)}
      >
        +
      </button>
    </div>
  );
}

import { useState } from 'react';
import { TextField } from '../ui/TextField.tsx';

interface LineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly inputMode?: 'numeric';
  /** May refuse: the field then shows again what is so. */
  readonly onKeep: (value: string) => void;
}

/** A field that is kept on Enter and on leaving it: one step, not one for each letter. */
export function LineField({ label, value, inputMode, onKeep }: LineFieldProps) {
  // Null while nobody types: Undo then shows in the field, too.
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    const next = draft?.trim() ?? value;
    setDraft(null);
    if (next !== value) onKeep(next);
  };
  return (
    <TextField
      label={label}
      value={draft ?? value}
      inputMode={inputMode}
      maxLength={60}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}

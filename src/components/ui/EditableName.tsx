import { useLayoutEffect, useRef, useState } from 'react';
import { useReadOnly } from '../../state/app.ts';
import { classNames } from './classNames.ts';
import { FIELD } from './TextField.tsx';

interface EditableNameProps {
  readonly value: string;
  /** What is renamed, "Rename the plan"; the field's label and the button's title. */
  readonly label: string;
  /** False keeps the field open: the reason stands in the status line. */
  readonly onCommit: (value: string) => boolean;
  readonly className?: string;
  /** Shown where the value is empty, and may be. */
  readonly emptyText?: string;
  /** What it stands in can be dragged by it. */
  readonly isGrip?: boolean;
}

/** A name that becomes a field when it is pressed. Enter keeps the new one, Escape the old one. */
export function EditableName({
  value,
  label,
  onCommit,
  className,
  emptyText,
  isGrip = false,
}: EditableNameProps) {
  const isReadOnly = useReadOnly();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = draft !== null;
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (isOpen) field.current?.select();
    else if (wasOpen.current) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  if (isReadOnly)
    return <span className={classNames('max-w-full truncate px-1', className)}>{value || emptyText}</span>;
  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        title={label}
        aria-label={value === '' ? label : undefined}
        data-grip={isGrip || undefined}
        onClick={() => setDraft(value)}
        className={classNames(
          'min-h-6 max-w-full min-w-6 truncate rounded-strip px-1 text-left hover:bg-sunken pointer-coarse:min-h-11',
          className,
        )}
      >
        {value === '' ? emptyText : value}
      </button>
    );
  }
  const keep = (): void => {
    if (draft.trim() === value || onCommit(draft)) setDraft(null);
  };
  return (
    <input
      ref={field}
      aria-label={label}
      value={draft}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (draft.trim() !== value) onCommit(draft);
        setDraft(null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          // Else the same key would press the button that takes the field's place.
          event.preventDefault();
          keep();
        }
        if (event.key === 'Escape') setDraft(null);
      }}
      className={classNames(FIELD, 'max-w-60')}
    />
  );
}

import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { EXPORTS, type ExportFormat } from '../../../console/exports/exportFormats.ts';
import { classNames } from '../../ui/classNames.ts';
import { FORMAT_CHOICES, FORMAT_GROUPS } from './exportFormats.ts';

interface FormatListProps {
  readonly value: ExportFormat;
  readonly onChange: (format: ExportFormat) => void;
}

const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** All formats in sight, by purpose; a row of cards to swipe on a phone. One tab stop, arrows choose. */
export function FormatList({ value, onChange }: FormatListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // The dialog opens on what is chosen first, not on the button that closes it.
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const index = FORMAT_CHOICES.indexOf(value);
    const last = FORMAT_CHOICES.length - 1;
    const step = STEP[event.key];
    const wanted =
      event.key === 'Home' ? 0 : event.key === 'End' ? last : step === undefined ? null : index + step;
    const next = wanted === null ? undefined : FORMAT_CHOICES[Math.min(last, Math.max(0, wanted))];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Format"
      onKeyDown={onKeyDown}
      className="flex gap-4 max-wide:-mx-4 max-wide:overflow-x-auto max-wide:px-4 max-wide:py-1 wide:flex-col"
    >
      {FORMAT_GROUPS.map((group) => (
        <div
          key={group.audience}
          role="group"
          aria-label={group.name}
          className="flex shrink-0 flex-col gap-1"
        >
          <span aria-hidden="true" className="text-note text-ink3 wide:px-3">
            {group.name}
          </span>
          <div role="presentation" className="flex gap-1 max-wide:gap-2 wide:flex-col">
            {group.formats.map((format) => (
              <div
                key={format}
                id={`${id}-${format}`}
                role="option"
                aria-selected={format === value}
                aria-labelledby={`${id}-${format}-name`}
                aria-describedby={`${id}-${format}-about`}
                tabIndex={format === value ? 0 : -1}
                onClick={() => onChange(format)}
                className={classNames(
                  'flex cursor-pointer flex-col rounded-control border px-3 py-1.5 text-table max-wide:max-w-44',
                  format === value
                    ? 'border-ink bg-surface shadow-[inset_0_0_0_1px_var(--ink)]'
                    : 'border-transparent hover:bg-sunken max-wide:border-strong',
                )}
              >
                <span id={`${id}-${format}-name`} className="font-medium">
                  {EXPORTS[format].name}
                </span>
                <span id={`${id}-${format}-about`} className="text-note text-ink3">
                  {EXPORTS[format].about}
                </span>
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

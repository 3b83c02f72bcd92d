import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { EXPORT_ROWS, type ExportFormat, type ExportGroup } from '../../../console/exports/exportRows.ts';
import { classNames } from '../../ui/classNames.ts';
import { SearchIcon } from '../../ui/icons.tsx';
import { FIELD } from '../../ui/TextField.tsx';
import { counted } from '../counted.ts';
import { foundIn } from './formatGroups.ts';

interface FormatListProps {
  readonly groups: readonly ExportGroup[];
  readonly value: ExportFormat;
  readonly onChange: (format: ExportFormat) => void;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** A format was taken, not only looked at: by click or Enter. */
  readonly onTaken: () => void;
  readonly field: React.RefObject<HTMLInputElement | null>;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** All formats by trade, under a field that narrows them down. One tab stop: arrows choose while the field has the focus. */
export function FormatList({ groups, value, onChange, typed, onType, onTaken, field }: FormatListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = foundIn(groups, typed);
  const choices = found.flatMap(({ formats }) => formats);
  const isInSight = choices.includes(value);
  // What is chosen is in sight, also after the list changed around it.
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [value, typed, groups]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key } = event;
    if (key === 'Escape' && typed !== '') {
      // The first Escape is for the field, the next for the dialog.
      event.preventDefault();
      event.stopPropagation();
      onType('');
      return;
    }
    const [first] = choices;
    const step = STEPS[key];
    if (first === undefined || (step === undefined && key !== 'Enter')) return;
    event.preventDefault();
    const last = choices.length - 1;
    const at = choices.indexOf(value);
    // What is chosen was filtered out: any way down leads to the first that was found.
    const next = at === -1 ? first : choices[Math.min(last, Math.max(0, at + (step ?? 0)))];
    if (next !== undefined && next !== value) onChange(next);
    if (key === 'Enter') onTaken();
  };

  return (
    <>
      <div className="relative shrink-0 p-3">
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-5 flex items-center text-ink3"
        >
          <SearchIcon />
        </span>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Find a format"
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isInSight ? `${id}-${value}` : undefined}
          placeholder="Find a format"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={onKeyDown}
          className={classNames(FIELD, 'pl-8')}
        />
      </div>
      <p role="status" className={choices.length === 0 ? 'px-5 py-2 text-table text-ink2' : 'sr-only'}>
        {choices.length === 0
          ? `No format has “${typed.trim()}” in its name or use.`
          : typed.trim() !== '' && counted(choices.length, 'format')}
      </p>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        // A browser would stop at what scrolls, where arrows choose nothing.
        tabIndex={-1}
        aria-label="Format"
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3 pb-4"
        hidden={choices.length === 0}
      >
        {found.map((group) => (
          <div key={group.audience} role="group" aria-label={group.name} className="flex flex-col gap-0.5">
            <span aria-hidden="true" className="px-2 pb-0.5 text-note text-ink3">
              {group.name}
            </span>
            {group.formats.map((format) => (
              <div
                key={format}
                id={`${id}-${format}`}
                role="option"
                aria-selected={format === value}
                aria-labelledby={`${id}-${format}-name`}
                aria-describedby={`${id}-${format}-about`}
                // The focus stays in the field, so that arrows and letters go on from here.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  onChange(format);
                  onTaken();
                }}
                className={classNames(
                  'grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-2 rounded-control border px-2 py-1 text-table pointer-coarse:py-2',
                  format === value
                    ? 'border-ink bg-surface [box-shadow:inset_0_0_0_1px_var(--ink)]'
                    : 'border-transparent hover:bg-sunken',
                )}
              >
                <span id={`${id}-${format}-name`} className="font-medium">
                  {EXPORT_ROWS[format].name}
                </span>
                <span aria-hidden="true" className="font-mono text-note leading-4 text-ink3">
                  .{EXPORT_ROWS[format].extension}
                </span>
                <span id={`${id}-${format}-about`} className="col-span-2 text-note text-ink3">
                  {EXPORT_ROWS[format].about}
                </span>
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

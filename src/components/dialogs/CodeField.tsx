import { useId, useMemo, useState, type ReactNode, type Ref } from 'react';
import { classNames } from '../ui/classNames.ts';
import { WrappedNumbers } from './WrappedNumbers.tsx';

interface CodeFieldProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  /** Left out: the text can be read, selected and copied only. */
  readonly onChange?: (text: string) => void;
  /** Line numbers, from 1, that something is said about elsewhere. */
  readonly flagged?: ReadonlySet<number>;
  /** Long lines go on below instead of to the right. Numbers of very long texts are then left out. */
  readonly wraps?: boolean;
  readonly placeholder?: string;
  /** Buttons in the line of the label. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Height of a line in px; the textarea and its numbers have to agree on it. */
const LINE = 18;
const PADDING = 8;
/** More than any screen shows at once. */
const LINES_IN_SIGHT = 120;
/** Every line is laid out a second time to number wrapped ones, which is not for a megabyte. */
const MOST_WRAPPED = 2000;

const TEXT = 'px-2 py-2 font-mono text-table leading-4.5';

/** A text with line numbers beside it: a real textarea, so that selecting, undo and find are the browser's own. */
export function CodeField({
  label,
  hideLabel = false,
  value,
  onChange,
  flagged,
  wraps = false,
  placeholder,
  actions,
  className,
  ref,
}: CodeFieldProps) {
  const id = useId();
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const lines = useMemo(() => value.split(/\r\n|\r|\n/), [value]);
  const digits = `${String(lines.length).length}ch`;
  const isWrapped = wraps && lines.length <= MOST_WRAPPED;
  const first = Math.max(0, Math.floor(scroll.top / LINE) - 1);
  const inSight = lines
    .slice(first, first + LINES_IN_SIGHT)
    .map((text, index) => ({ text, number: first + index + 1 }));

  return (
    <div className={classNames('flex min-h-0 flex-col', className)}>
      <div className={hideLabel ? 'sr-only' : 'flex min-h-7.5 items-center pb-1.5'}>
        <label htmlFor={id} className="mr-auto text-table font-medium">
          {label}
        </label>
        {actions}
      </div>
      <div className="relative flex min-h-0 flex-1 overflow-hidden rounded-card border border-strong bg-surface outline-offset-2 outline-ink has-focus-visible:outline-2">
        <div
          aria-hidden="true"
          className={classNames(
            'relative shrink-0 overflow-hidden font-mono text-table',
            isWrapped && 'hidden',
          )}
          style={{ width: `calc(${digits} + 20px)` }}
        >
          <div className="absolute inset-x-0" style={{ top: PADDING + first * LINE - scroll.top }}>
            {inSight.map((line) => (
              <div
                key={line.number}
                className={classNames(
                  'pr-2 text-right leading-4.5',
                  flagged?.has(line.number) === true ? 'font-semibold text-ink' : 'text-ink3',
                )}
              >
                {line.number}
              </div>
            ))}
          </div>
        </div>
        <div className="relative min-w-0 flex-1 overflow-hidden">
          {isWrapped && (
            <WrappedNumbers lines={lines} className={TEXT} digits={digits} scrollTop={scroll.top} />
          )}
          {!isWrapped && flagged !== undefined && (
            <div aria-hidden="true" className="absolute inset-0 overflow-hidden font-mono text-table">
              {inSight
                .filter((line) => flagged.has(line.number))
                .map((line) => (
                  <span
                    key={line.number}
                    className="absolute border-b border-dotted border-ink"
                    style={{
                      top: PADDING + line.number * LINE - 3 - scroll.top,
                      left: PADDING - scroll.left,
                      width: `${line.text.length}ch`,
                    }}
                  />
                ))}
            </div>
          )}
          <textarea
            ref={ref}
            id={id}
            value={value}
            readOnly={onChange === undefined}
            onChange={(event) => onChange?.(event.target.value)}
            onScroll={(event) =>
              setScroll({ top: event.currentTarget.scrollTop, left: event.currentTarget.scrollLeft })
            }
            wrap={isWrapped ? 'soft' : 'off'}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            placeholder={placeholder}
            className={classNames(
              'absolute inset-0 size-full resize-none bg-transparent outline-none',
              TEXT,
              isWrapped
                ? 'overflow-x-hidden overflow-y-scroll [overflow-wrap:anywhere]'
                : 'overflow-auto whitespace-pre',
            )}
            style={isWrapped ? { paddingLeft: `calc(${digits} + 20px)` } : undefined}
          />
        </div>
      </div>
    </div>
  );
}

import { useMemo, useState, type ReactNode, type Ref } from 'react';
import { classNames } from '../../ui/classNames.ts';
import { LinesOfText } from './linesOfText.ts';
import { counted } from '../counted.ts';

interface LargeTextProps {
  readonly label: string;
  readonly value: string;
  /** Line numbers, from 1, that something is said about elsewhere. */
  readonly flagged: ReadonlySet<number>;
  /** Buttons in the line of the label. */
  readonly actions: ReactNode;
  readonly className: string;
  readonly ref: Ref<HTMLDivElement>;
}

/** Height of a line in px. */
const LINE = 18;
/** More than any screen shows at once. */
const LINES_IN_SIGHT = 120;
/** No element is drawn higher by every browser; beyond, a pixel of the scroll bar is more than one of the text. */
const MOST_PX = 4_000_000;
const MOST_IN_LINE = 2000;

/** A text that a browser would take a second to lay out in a field: only the lines in sight are drawn. It is looked at, not edited. */
export function LargeText({ label, value, flagged, actions, className, ref }: LargeTextProps) {
  const [top, setTop] = useState(0);
  const lines = useMemo(() => new LinesOfText(value), [value]);
  const height = Math.min(lines.count * LINE, MOST_PX);
  const share = height / (lines.count * LINE);
  const first = Math.max(0, Math.min(Math.floor(top / share / LINE), lines.count) - 4);
  const digits = `${String(lines.count).length}ch`;
  return (
    <div className={classNames('flex min-h-0 flex-col', className)}>
      <div className="flex min-h-7.5 items-center pb-1.5">
        <span className="mr-auto text-table font-medium">
          {label}
          <span className="pl-2 font-normal text-ink3 max-[30rem]:block max-[30rem]:pl-0">
            {counted(lines.isClosed ? lines.count - 1 : lines.count, 'line')}, not to be edited
          </span>
        </span>
        {actions}
      </div>
      <div
        ref={ref}
        role="textbox"
        aria-label={label}
        aria-multiline="true"
        aria-readonly="true"
        tabIndex={0}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        className="min-h-0 flex-1 overflow-auto rounded-card border border-strong bg-surface font-mono text-table leading-4.5"
      >
        <div className="relative" style={{ height }}>
          <div className="absolute left-0" style={{ top: first * LINE * share }}>
            {lines.from(first, LINES_IN_SIGHT).map((line, index) => {
              const number = first + index + 1;
              const isFlagged = flagged.has(number);
              return (
                <div key={number} className="flex h-4.5 whitespace-pre">
                  <span
                    aria-hidden="true"
                    className={classNames(
                      'shrink-0 pr-2 text-right',
                      isFlagged ? 'font-semibold text-ink' : 'text-ink3',
                    )}
                    style={{ width: `calc(${digits} + 20px)` }}
                  >
                    {number}
                  </span>
                  <span className={classNames('pr-2', isFlagged && 'border-b border-dotted border-ink')}>
                    {line.slice(0, MOST_IN_LINE)}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

import { classNames } from '../ui/classNames.ts';

interface WrappedNumbersProps {
  readonly lines: readonly string[];
  /** The type and padding of the text that they stand beside. */
  readonly className: string;
  /** Room for the widest number. */
  readonly digits: string;
  readonly scrollTop: number;
}

/** Line numbers of a text whose long lines wrap: the text is laid out once more, unseen, to find where each starts. */
export function WrappedNumbers({ lines, className, digits, scrollTop }: WrappedNumbersProps) {
  return (
    <div
      aria-hidden="true"
      // What scrolls is a stop for Tab in Chromium; the field over it is enough.
      tabIndex={-1}
      // The scroll bar takes its room here too, so that lines break at the same words.
      className={classNames(
        'absolute inset-0 overflow-x-hidden overflow-y-scroll [scrollbar-color:transparent_transparent]',
        className,
        '!pl-0',
      )}
    >
      <div style={{ transform: `translateY(${-scrollTop}px)` }}>
        {lines.map((line, index) => (
          <div key={index} className="flex">
            <span className="shrink-0 pr-2 text-right text-ink3" style={{ width: `calc(${digits} + 20px)` }}>
              {index + 1}
            </span>
            <span className="invisible min-w-0 flex-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
              {line || ' '}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

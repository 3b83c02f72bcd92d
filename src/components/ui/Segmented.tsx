import { useId } from 'react';
import { classNames } from './classNames.ts';

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SegmentedProps<T extends string> {
  /** Name of the group. */
  readonly label: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Full width with equal parts. */
  readonly isFull?: boolean;
}

/** A choice between a few: native radios, so arrows and names come from the browser. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  isFull = false,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={classNames(
        'max-w-full flex-wrap rounded-control border border-line bg-sunken p-px',
        isFull ? 'flex w-full' : 'inline-flex',
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'segment relative flex min-h-6 min-w-0 items-center justify-center rounded-block border text-table pointer-coarse:min-h-10',
            isFull ? 'flex-auto px-2' : 'px-3',
            option.disabled === true ? 'text-ink3' : 'cursor-pointer',
            option.value === value
              ? 'border-strong bg-surface font-medium text-ink'
              : 'border-transparent text-ink2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-block"
          />
          <span className="pointer-events-none relative min-w-0 [overflow-wrap:anywhere]">
            {option.label}
          </span>
        </label>
      ))}
    </div>
  );
}

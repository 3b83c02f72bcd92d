import { useId, type ReactNode } from 'react';
import { Segmented, type SegmentedOption } from '../../ui/Segmented.tsx';
import { FIELD } from '../../ui/TextField.tsx';
import { useIsNarrow } from '../useIsNarrow.ts';

interface ChoiceProps<T extends string> {
  readonly text: string;
  /** As assistive technology hears it, where `text` alone says too little. */
  readonly label?: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Side by side up to this many, and as long as their names leave room. */
const MOST_SEGMENTS = 4;
const MOST_LETTERS = 40;

/** One of several: side by side while they are few, a native select when they are many. */
export function Choice<T extends string>({ text, label = text, options, value, onChange }: ChoiceProps<T>) {
  const id = useId();
  const isNarrow = useIsNarrow();
  const letters = options.reduce((sum, option) => sum + option.label.length, 0);
  if (options.length <= MOST_SEGMENTS && letters <= MOST_LETTERS) {
    return (
      <Row text={<span aria-hidden="true">{text}</span>}>
        <Segmented label={label} isFull={isNarrow} options={options} value={value} onChange={onChange} />
      </Row>
    );
  }
  return (
    <Row text={<label htmlFor={id}>{label}</label>}>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const found = options.find((option) => option.value === event.target.value);
          if (found !== undefined) onChange(found.value);
        }}
        className={`${FIELD} max-w-72`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** What a control is for, and the control beside it. */
export function Row({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-3 max-[30rem]:w-full">
      <span className="shrink-0 text-table text-ink3 max-[30rem]:w-12">{text}</span>
      {children}
    </div>
  );
}

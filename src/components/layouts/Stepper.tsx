import type { KeyboardEvent, ReactNode } from 'react';

interface StepperProps {
  /** What is counted, in words: "3g.20gb". */
  readonly name: string;
  readonly label: ReactNode;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A small number that is at least asked for: a spin button between its two arrows. */
export function Stepper({ name, label, value, max, onChange }: StepperProps) {
  const step = (to: number): void => {
    const next = Math.max(0, Math.min(max, to));
    if (next !== value) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to: Readonly<Record<string, number>> = {
      ArrowUp: value + 1,
      ArrowRight: value + 1,
      ArrowDown: value - 1,
      ArrowLeft: value - 1,
      Home: 0,
      End: max,
    };
    const wanted = to[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    step(wanted);
  };
  return (
    <span className="layout-stepper" data-asked={value > 0 || undefined}>
      <span aria-hidden="true" className="flex items-center gap-1.5 pr-1 pl-2">
        {label}
      </span>
      {/* For the pointer only: the keyboard has the arrows of the number itself. */}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Fewer ${name}`}
        aria-disabled={value === 0 || undefined}
        onClick={() => step(value - 1)}
      >
        −
      </button>
      <span
        role="spinbutton"
        tabIndex={0}
        aria-label={`At least ${name}`}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={max}
        onKeyDown={onKeyDown}
        className="layout-number"
      >
        {value}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More ${name}`}
        aria-disabled={value === max || undefined}
        onClick={() => step(value + 1)}
      >
        +
      </button>
    </span>
  );
}

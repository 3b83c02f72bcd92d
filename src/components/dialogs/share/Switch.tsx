import { useId } from 'react';
import { classNames } from '../../ui/classNames.ts';

interface SwitchProps {
  readonly label: string;
  readonly about: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** What the other position gives. */
  readonly figure: string;
}

/** On or off, with what it does and what the other position would give. */
export function Switch({ label, about, isOn, onChange, figure }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3 border-t border-line py-3 text-table">
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={id}
        aria-describedby={`${id}-about`}
        onClick={() => onChange(!isOn)}
        className={classNames(
          'relative flex h-6 w-10 shrink-0 items-center rounded-full border px-0.5 pointer-coarse:h-11 pointer-coarse:w-16',
          isOn ? 'justify-end border-ink bg-ink' : 'justify-start border-strong bg-sunken',
        )}
      >
        <span
          className={classNames(
            'size-4 rounded-full pointer-coarse:size-8',
            isOn ? 'bg-surface' : 'bg-ink3 forced-colors:bg-[CanvasText]',
          )}
        />
      </button>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span id={id} className="font-medium">
            {label}
          </span>
          <span className="text-ink3">{figure}</span>
        </div>
        <p id={`${id}-about`} className="text-ink2">
          {about}
        </p>
      </div>
    </div>
  );
}

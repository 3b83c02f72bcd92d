import { useId, type ReactNode, type Ref, type SelectHTMLAttributes } from 'react';
import { classNames } from './classNames.ts';
import { useFixed } from './ReadOnlyFields.tsx';
import { FIELD } from './TextField.tsx';

interface SelectFieldProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** <option> and <optgroup> elements. */
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLSelectElement>;
}

/** A labelled native select: at home on every device. */
export function SelectField({
  label,
  hideLabel = false,
  hint,
  className,
  children,
  ...rest
}: SelectFieldProps) {
  const id = useId();
  const isFixed = useFixed();
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-table text-ink2'}>
        {label}
      </label>
      <select
        {...rest}
        {...(isFixed && { disabled: true })}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        className={FIELD}
      >
        {children}
      </select>
      {hint !== undefined && (
        <p id={`${id}-note`} className="text-note text-ink3">
          {hint}
        </p>
      )}
    </div>
  );
}

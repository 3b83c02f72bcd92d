import { useId, type InputHTMLAttributes, type Ref } from 'react';
import { classNames } from './classNames.ts';
import { useFixed } from './ReadOnlyFields.tsx';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  /** The label stays for assistive technology only. */
  readonly hideLabel?: boolean;
  /** One line under the field. */
  readonly hint?: string;
  /** Why what is typed will not do; shown instead of the hint. */
  readonly error?: string | null;
  readonly ref?: Ref<HTMLInputElement>;
}

export const FIELD =
  'control w-full min-w-0 text-ellipsis rounded-control border border-strong bg-surface px-2 text-table pointer-coarse:text-field hover:border-ink3';

/** A labelled line of text. */
export function TextField({ label, hideLabel = false, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const isFixed = useFixed();
  const note = error ?? hint;
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-table text-ink2'}>
        {label}
      </label>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...(isFixed && { readOnly: true })}
        id={id}
        aria-invalid={error == null ? rest['aria-invalid'] : true}
        aria-describedby={note === undefined ? rest['aria-describedby'] : `${id}-note`}
        className={FIELD}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className={classNames('text-note', error == null ? 'text-ink3' : 'text-ink')}>
          {note}
        </p>
      )}
    </div>
  );
}

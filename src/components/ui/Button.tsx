import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './classNames.ts';

export type ButtonVariant = 'plain' | 'primary' | 'quiet';
export type ButtonSize = 'normal' | 'small';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly ref?: Ref<HTMLButtonElement>;
}

const VARIANT: Record<ButtonVariant, string> = {
  plain: 'border-strong bg-surface enabled:hover:border-ink3 disabled:border-line',
  primary:
    'border-ink bg-ink text-surface enabled:hover:bg-ink2 enabled:hover:border-ink2 disabled:border-line',
  quiet: 'border-transparent enabled:hover:bg-sunken',
};

const SIZE: Record<ButtonSize, string> = {
  normal: 'control px-3 pointer-coarse:px-4',
  small: 'min-h-6 px-2 pointer-coarse:min-h-11 pointer-coarse:px-3',
};

/** A button with words. `aria-disabled` keeps it in the tab order while it cannot do anything. */
export function Button({
  variant = 'plain',
  size = 'normal',
  type = 'button',
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classNames(
        'inline-flex items-center justify-center gap-2 rounded-control border text-table font-medium whitespace-nowrap',
        'disabled:bg-transparent disabled:text-ink3 aria-disabled:text-ink3',
        VARIANT[variant],
        SIZE[size],
        className,
      )}
    />
  );
}

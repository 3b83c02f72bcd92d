import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { classNames } from './classNames.ts';

export interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  /** The accessible name, also shown as the title. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A square button with an icon alone. */
export function IconButton({ label, children, size = 'normal', className, ...rest }: IconButtonProps) {
  return (
    <Button
      variant="quiet"
      title={label}
      {...rest}
      size={size}
      aria-label={label}
      className={classNames(
        'shrink-0 !px-0',
        size === 'small' ? 'w-6 pointer-coarse:w-11' : 'w-7 pointer-coarse:w-11',
        className,
      )}
    >
      {children}
    </Button>
  );
}

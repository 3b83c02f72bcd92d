import type { ComponentProps, ReactNode } from 'react';
import type { Action } from '../actions/action.ts';
import { useAction } from '../actions/useAction.ts';
import { classNames } from '../ui/classNames.ts';
import { Button } from '../ui/Button.tsx';

interface BarToolProps extends ComponentProps<typeof Button> {
  readonly action: Action;
  readonly icon: ReactNode;
}

/** A quiet button of the top bar or its menu: a name, and an icon where there is room for both. */
export function BarTool({ action, icon, className, ...rest }: BarToolProps) {
  return (
    <Button
      variant="quiet"
      className={classNames('bar-tool justify-start', className)}
      data-leads-on
      {...useAction(action)}
      {...rest}
    >
      {icon}
      {action.name}
    </Button>
  );
}

import type { ComponentProps, ReactNode } from 'react';
import type { Action } from '../actions/action.ts';
import { useAction } from '../actions/useAction.ts';
import { classNames } from '../ui/classNames.ts';
import { Button } from '../ui/Button.tsx';

/** From which width of the page on there is room for the name beside the icon. */
const NAMED = {
  'from-88rem': ['wide:max-[88rem]:w-7 wide:max-[88rem]:!px-0', 'wide:max-[88rem]:sr-only'],
  'from-96rem': ['wide:max-[96rem]:w-7 wide:max-[96rem]:!px-0', 'wide:max-[96rem]:sr-only'],
  never: ['wide:w-7 wide:!px-0', 'wide:sr-only'],
} as const;

interface BarToolProps extends ComponentProps<typeof Button> {
  readonly action: Action;
  readonly named: keyof typeof NAMED;
  readonly icon: ReactNode;
}

/** A quiet button of the top bar, which keeps its icon and gives up its name where the bar is full. */
export function BarTool({ action, named, icon, className, ...rest }: BarToolProps) {
  const [button, name] = NAMED[named];
  return (
    <Button
      variant="quiet"
      className={classNames('max-wide:justify-start', button, className)}
      {...useAction(action)}
      {...rest}
    >
      {icon}
      <span className={name}>{action.name}</span>
    </Button>
  );
}

import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../ui/classNames.ts';
import { Button } from '../ui/Button.tsx';

/** From which width of the page on there is room for the name beside the icon. */
const NAMED = {
  'from-88rem': ['wide:max-[88rem]:w-7 wide:max-[88rem]:!px-0', 'wide:max-[88rem]:sr-only'],
  'from-96rem': ['wide:max-[96rem]:w-7 wide:max-[96rem]:!px-0', 'wide:max-[96rem]:sr-only'],
} as const;

interface BarToolProps extends ComponentProps<typeof Button> {
  readonly named: keyof typeof NAMED;
  readonly icon: ReactNode;
}

/** A quiet button of the top bar, which keeps its icon and gives up its name where the bar is full. */
export function BarTool({ named, icon, children, ...rest }: BarToolProps) {
  const [button, name] = NAMED[named];
  return (
    <Button variant="quiet" className={classNames('max-wide:justify-start', button)} {...rest}>
      {icon}
      <span className={name}>{children}</span>
    </Button>
  );
}

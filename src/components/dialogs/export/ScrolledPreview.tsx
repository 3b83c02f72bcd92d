import type { ReactNode, Ref } from 'react';
import { classNames } from '../../ui/classNames.ts';

interface ScrolledPreviewProps {
  readonly label: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}

/** As high as what is in it while there is room; what is more scrolls, by keys too. */
export function ScrolledPreview({ label, className, ref, children }: ScrolledPreviewProps) {
  return (
    <div
      ref={ref}
      tabIndex={0}
      role="region"
      aria-label={label}
      className={classNames(
        'max-h-[max(58%,12rem)] shrink-0 overflow-auto rounded-card border border-line',
        className,
      )}
    >
      {children}
    </div>
  );
}

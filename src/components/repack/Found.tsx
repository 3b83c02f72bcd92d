import type { ReactNode } from 'react';
import type { LeftOut } from '../../placement/solver/retarget/fleet.ts';
import { leftOutMessage } from '../../placement/solver/retarget/retargetMessages.ts';
import { counted } from '../dialogs/counted.ts';
import { CheckIcon } from '../ui/icons.tsx';

const MOST_LEFT_OUT = 20;

interface FoundProps {
  readonly headline: string;
  readonly because: string;
  readonly isProven: boolean;
  readonly leftOut: readonly LeftOut[];
  /** The preview. */
  readonly children: ReactNode;
}

/** What was found, whether it is proven and why; then what it changes, and what it leaves alone. */
export function Found({ headline, because, isProven, leftOut, children }: FoundProps) {
  return (
    <>
      <p className="flex items-center gap-1.5 text-table text-ink2">
        {isProven ? (
          <>
            <CheckIcon /> Proven
          </>
        ) : (
          'The best found; not proven'
        )}
      </p>
      <p className="text-head font-semibold">{headline}</p>
      <p className="max-w-160 pb-4 text-body text-ink2">{because}</p>
      {children}
      {leftOut.length > 0 && (
        <ul aria-label="Left as they are" className="pt-4 text-table text-ink2">
          {leftOut.slice(0, MOST_LEFT_OUT).map((one) => (
            <li key={one.place.gpu.id}>{leftOutMessage(one)}</li>
          ))}
          {leftOut.length > MOST_LEFT_OUT && (
            <li>and {counted(leftOut.length - MOST_LEFT_OUT, 'more GPU')}</li>
          )}
        </ul>
      )}
    </>
  );
}

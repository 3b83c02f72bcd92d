import type { ReactNode } from 'react';
import type { Certainty } from '../../model/catalogue/certainty.ts';

interface FactValueProps {
  readonly is: Certainty;
  readonly children?: ReactNode;
}

/** A figure that looks as sure as it is. */
export function FactValue({ is, children }: FactValueProps) {
  if (is === 'unknown') return <span className="fact-unknown">unknown</span>;
  if (is === 'seen') return children;
  return (
    <span className="fact-derived" title="Derived, not seen">
      {children}
      <span className="sr-only"> (derived)</span>
    </span>
  );
}

import { useEffect, useRef } from 'react';
import { explain, type TermId } from './terms.ts';

interface TermListProps {
  readonly ids: readonly TermId[];
  /** The one that was asked from; it comes into sight. */
  readonly from: TermId | null;
}

export function TermList({ ids, from }: TermListProps) {
  const row = useRef<HTMLDivElement>(null);
  // The dialog around it is open by then.
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'center' });
  }, [from]);
  return (
    <dl className="glossary">
      {ids.map((id) => {
        const { name, says, example } = explain(id);
        return (
          <div key={id} data-from={id === from || undefined} ref={id === from ? row : undefined}>
            <dt>{name}</dt>
            <dd>
              {says} <span className="text-ink2">For example: {example}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

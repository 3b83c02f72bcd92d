import type { ReactNode } from 'react';
import { Term } from '../glossary/Term.tsx';
import type { TermId } from '../glossary/terms.ts';
import './inspector.css';

export interface Fact {
  readonly name: string;
  /** Explained where the name stands. */
  readonly term?: TermId;
  readonly value: ReactNode;
  /** In small print behind the value: "by pattern". */
  readonly note?: string | null;
}

/** Names and values, a line each. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, term, value, note }) => (
        <div key={name}>
          <dt>{term === undefined ? name : <Term id={term}>{name}</Term>}</dt>
          <dd>
            {value}
            {note != null && <span className="block text-note text-ink3">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

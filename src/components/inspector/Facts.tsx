import type { ReactNode } from 'react';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** In small print behind the value: "by pattern". */
  readonly note?: string | null;
}

/** Names and values, a line each. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note != null && <span className="block text-note text-ink3">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import type { ReactNode } from 'react';
import { ReadOnlyFields } from '../ui/ReadOnlyFields.tsx';

interface PanelProps {
  /** What kind of thing is shown, above its name. */
  readonly kicker: ReactNode;
  readonly title: ReactNode;
  readonly subtitle?: string;
  readonly children: ReactNode;
}

/** The inspector's page about one thing. */
export function Panel({ kicker, title, subtitle, children }: PanelProps) {
  return (
    <>
      <div className="panel-part">
        <p className="kicker text-table text-ink3">{kicker}</p>
        <h2 className="text-head font-semibold">{title}</h2>
        {subtitle !== undefined && <p className="text-table text-ink2">{subtitle}</p>}
      </div>
      {children}
    </>
  );
}

interface PartProps {
  readonly title?: ReactNode;
  /** It is for nothing but edits, and not there while the plan is only read. */
  readonly isEdits?: boolean;
  readonly children: ReactNode;
}

/** A part of a panel between two hairlines. */
export function Part({ title, isEdits = false, children }: PartProps) {
  return (
    <div data-edits={isEdits || undefined} className="panel-part flex flex-col gap-2">
      {title !== undefined && <h3 className="text-table font-semibold">{title}</h3>}
      {children}
    </div>
  );
}

/** A part of fields: they stay to be read where the plan is not to be changed. */
export function FieldsPart({ children }: { readonly children: ReactNode }) {
  return (
    <Part>
      <ReadOnlyFields>{children}</ReadOnlyFields>
    </Part>
  );
}

import { useMemo, type RefObject } from 'react';
import { CodeField } from '../dialogs/CodeField.tsx';
import { figure } from '../dialogs/counted.ts';
import { firstLines } from '../dialogs/export/firstLines.ts';

interface RecordViewProps {
  readonly text: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The change record as it is copied; of a long one the beginning. */
export function RecordView({ text, field }: RecordViewProps) {
  const { shown, shownLines, lines, isWhole } = useMemo(() => firstLines(text), [text]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <CodeField ref={field} label="Change record" hideLabel value={shown} className="min-h-64 flex-1" />
      {!isWhole && (
        <p className="text-note text-ink2">
          Shown: the first {figure(shownLines)} of {figure(lines)} lines. Copy and Download take all of them.
        </p>
      )}
    </div>
  );
}

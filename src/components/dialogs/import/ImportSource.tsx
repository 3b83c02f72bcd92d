import { useMemo, type ReactNode, type RefObject } from 'react';
import type { Imported } from '../../../console/importText.ts';
import type { Reading } from '../../../formats/reading.ts';
import { subjectOf, type Violation } from '../../../placement/check.ts';
import { CodeField } from '../CodeField.tsx';
import { PasteActions } from './PasteActions.tsx';
import { SourceNotes } from './SourceNotes.tsx';

interface ImportSourceProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onFileFault: (sentence: string) => void;
  /** Null while nothing is understood. */
  readonly imported: Imported | null;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Below the text. */
  readonly children?: ReactNode;
}

/** The text as it is, and what must be said about its lines. */
export function ImportSource(props: ImportSourceProps) {
  const { label, placeholder, text, onText, onFileFault, imported, field, children } = props;
  const flagged = useMemo(() => linesOf(imported?.reading ?? null, imported?.violations ?? []), [imported]);
  return (
    <div className="flex min-h-0 flex-col gap-4 border-line bg-ground max-wide:shrink-0 px-5 py-4 max-wide:border-b max-[30rem]:px-4 wide:overflow-y-auto wide:border-r">
      <CodeField
        ref={field}
        label={label}
        value={text}
        onChange={onText}
        flagged={flagged}
        placeholder={placeholder}
        className="h-64 shrink-0 wide:h-96"
        actions={<PasteActions text={text} onText={onText} onFault={onFileFault} field={field} />}
      />
      {children}
      {imported !== null && <SourceNotes imported={imported} />}
    </div>
  );
}

/** Lines that the lists speak of. */
function linesOf(reading: Reading | null, violations: readonly Violation[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const notice of reading?.notices ?? []) {
    if ('at' in notice && 'line' in notice.at) lines.add(notice.at.line);
  }
  for (const violation of violations) {
    const subject = subjectOf(violation);
    const at = subject === null ? undefined : reading?.places.get(subject);
    if (at !== undefined && 'line' in at) lines.add(at.line);
  }
  return lines;
}

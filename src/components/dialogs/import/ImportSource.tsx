import { useLayoutEffect, useMemo, useRef, type ClipboardEvent, type ReactNode, type RefObject } from 'react';
import type { Imported } from '../../../console/importText.ts';
import type { Reading } from '../../../formats/reading.ts';
import { subjectOf, type Violation } from '../../../placement/check.ts';
import { CodeField } from '../CodeField.tsx';
import { LargeText } from './LargeText.tsx';
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
  /** The line that it could not be read for, from 1; null where that is none. */
  readonly faultLine: number | null;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Below the text. */
  readonly children?: ReactNode;
}

/** Characters of a text that is still edited: a browser lays out a megabyte in a field for a second. */
const LARGE = 100_000;
const BOX = 'h-64 shrink-0 wide:h-96';
/** While nothing has to be said of its lines. */
const WHOLE_BOX = 'h-64 shrink-0 wide:h-auto wide:min-h-0 wide:flex-1';

/** The text as it is, and what must be said about its lines. */
export function ImportSource(props: ImportSourceProps) {
  const { label, placeholder, text, onText, onFileFault, imported, faultLine, field, children } = props;
  const flagged = useMemo(
    () =>
      imported === null
        ? new Set(faultLine === null ? [] : [faultLine])
        : linesOf(imported.reading, imported.violations),
    [imported, faultLine],
  );
  const box = imported === null ? WHOLE_BOX : BOX;
  const large = useRef<HTMLDivElement>(null);
  const isLarge = text.length > LARGE;
  const actions = <PasteActions text={text} onText={onText} onFault={onFileFault} field={field} />;
  // What takes the place of the other takes its focus too.
  useLayoutEffect(() => {
    if (isLarge) large.current?.focus();
  }, [isLarge]);

  /** A browser would take seconds to put it into the field. */
  const takeLarge = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.length + text.length <= LARGE || field.current === null) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = field.current;
    onText(text.slice(0, selectionStart) + pasted + text.slice(selectionEnd));
  };

  return (
    <div className="flex min-h-0 flex-col gap-4 border-line bg-ground max-wide:shrink-0 px-5 py-4 max-wide:border-b max-[30rem]:px-4 wide:overflow-y-auto wide:border-r">
      {isLarge ? (
        <LargeText
          ref={large}
          label={label}
          value={text}
          flagged={flagged}
          actions={actions}
          className={box}
        />
      ) : (
        <div className={box} onPaste={takeLarge}>
          <CodeField
            ref={field}
            label={label}
            value={text}
            onChange={onText}
            flagged={flagged}
            placeholder={placeholder}
            className="h-full"
            actions={actions}
          />
        </div>
      )}
      {children}
      {imported !== null && <SourceNotes imported={imported} />}
    </div>
  );
}

/** Lines that the lists speak of. */
function linesOf(reading: Reading, violations: readonly Violation[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const notice of reading.notices) {
    if ('at' in notice && 'line' in notice.at) lines.add(notice.at.line);
  }
  for (const violation of violations) {
    const subject = subjectOf(violation);
    const at = subject === null ? undefined : reading.places.get(subject);
    if (at !== undefined && 'line' in at) lines.add(at.line);
  }
  return lines;
}

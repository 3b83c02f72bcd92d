import { useMemo, type RefObject } from 'react';
import type { Reading } from '../../../formats/reading.ts';
import { subjectOf, type Violation } from '../../../placement/check.ts';
import { CodeField } from '../CodeField.tsx';
import { figure } from '../counted.ts';
import { SourceActions } from '../SourceActions.tsx';
import { ViolationList } from '../ViolationList.tsx';
import { NoticeList } from './NoticeList.tsx';

interface ImportSourceProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onFileFault: (sentence: string) => void;
  readonly reading: Reading | null;
  readonly violations: readonly Violation[];
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The text as it is, and what must be said about its lines. */
export function ImportSource({ text, onText, onFileFault, reading, violations, field }: ImportSourceProps) {
  const flagged = useMemo(() => linesOf(reading, violations), [reading, violations]);
  const notices = reading?.notices ?? [];

  return (
    <div className="flex min-h-0 flex-col gap-4 border-line bg-ground max-wide:shrink-0 px-5 py-4 max-wide:border-b max-[30rem]:px-4 wide:overflow-y-auto wide:border-r">
      <CodeField
        ref={field}
        label="Text to import"
        value={text}
        onChange={onText}
        flagged={flagged}
        placeholder="Paste here, or drop a file"
        className="h-64 shrink-0 wide:h-104"
        actions={<SourceActions text={text} onText={onText} onFault={onFileFault} field={field} />}
      />
      {reading !== null && (
        <>
          <section>
            <ListHead title="Not understood" count={notices.length} />
            {notices.length === 0 ? (
              <p className="border-t border-line py-1.5 text-table text-ink2">Nothing was passed over.</p>
            ) : (
              <NoticeList notices={notices} />
            )}
          </section>
          <section>
            <ListHead title="Illegal" count={violations.length} />
            {violations.length === 0 ? (
              <p className="border-t border-line py-1.5 text-table text-ink2">
                None. What is illegal is drawn where the text puts it, and said here.
              </p>
            ) : (
              <ViolationList violations={violations} plan={reading.plan} places={reading.places} />
            )}
          </section>
        </>
      )}
    </div>
  );
}

function ListHead({ title, count }: { readonly title: string; readonly count: number }) {
  return (
    <div className="flex justify-between pb-1 text-table">
      <h3 className="font-semibold">{title}</h3>
      <span className="text-ink3">{figure(count)}</span>
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

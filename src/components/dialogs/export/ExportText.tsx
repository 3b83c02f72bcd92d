import { useEffect, useMemo, useState, type RefObject } from 'react';
import { leftOutMessage } from '../../../console/messages.ts';
import type { Exported } from '../../../console/writeExport.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { CodeField } from '../CodeField.tsx';
import { counted, figure } from '../counted.ts';
import { useIsNarrow } from '../useIsNarrow.ts';
import { ExportPreview, previewKindOf } from './ExportPreview.tsx';
import { firstLines } from './firstLines.ts';

interface ExportTextProps {
  readonly exported: Exported;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The rest is unfolded. */
const MOST_REMARKS = 2;

const VIEWS = [
  { value: 'preview', label: 'Preview' },
  { value: 'text', label: 'Text' },
] as const;
type View = (typeof VIEWS)[number]['value'];

/** As it was looked at the last time. */
let lastView: View = 'preview';

/** What will be copied or saved, and what it cannot carry; above the text what it looks like, where that is something else. */
export function ExportText({ exported, field }: ExportTextProps) {
  const { text, fileName, planForPng, leftOut, remarks } = exported;
  const isNarrow = useIsNarrow();
  const [view, setView] = useState(lastView);
  useEffect(() => {
    lastView = view;
  }, [view]);
  const kind = previewKindOf(exported);
  const isText = planForPng === null;
  const isPreviewed = kind !== null && (!isText || view === 'preview');
  const { shown, lines, shownLines, isWhole } = useMemo(() => firstLines(text), [text]);
  return (
    <>
      <Remarks all={[...(leftOut.length > 0 ? [leftOutMessage(leftOut)] : []), ...remarks]} />
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2 text-table text-ink3">
        <span className="mr-auto min-w-0 font-mono [overflow-wrap:anywhere]">{fileName}</span>
        {isText && <span className="shrink-0">{counted(lines, 'line')}</span>}
        {kind !== null && isText && (
          <div className="shrink-0">
            <Segmented label="How it is shown" options={VIEWS} value={view} onChange={setView} />
          </div>
        )}
      </div>
      {isPreviewed && <ExportPreview exported={exported} kind={kind} />}
      {!isWhole && isText && (
        <p className="-mt-1 text-table text-ink2">
          Shown: the first {shownLines > 0 ? counted(shownLines, 'line') : counted(shown.length, 'character')}{' '}
          of {shownLines > 0 ? figure(lines) : figure(text.length)}. Copy and Download have it all.
        </p>
      )}
      {isText && (
        <CodeField
          ref={field}
          label="Export text"
          hideLabel
          value={shown}
          wraps={isNarrow}
          className={isPreviewed ? 'min-h-32 flex-1' : '-mt-1 min-h-60 flex-1'}
        />
      )}
    </>
  );
}

function Remarks({ all }: { readonly all: readonly string[] }) {
  if (all.length === 0) return null;
  const rest = all.slice(MOST_REMARKS);
  return (
    <div className="flex flex-col gap-1 border-l-2 border-strong pl-3 text-table text-ink2">
      {all.slice(0, MOST_REMARKS).map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer">{counted(rest.length, 'more remark')}</summary>
          <div className="flex flex-col gap-1">
            {rest.map((remark) => (
              <p key={remark}>{remark}</p>
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

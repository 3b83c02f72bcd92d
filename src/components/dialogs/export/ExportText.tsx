import { useMemo, type RefObject } from 'react';
import { leftOutMessage } from '../../../console/messages.ts';
import type { Exported } from '../../../console/writeExport.ts';
import { CodeField } from '../CodeField.tsx';
import { counted, figure } from '../counted.ts';
import { useIsNarrow } from '../useIsNarrow.ts';
import { svgAddress } from './drawPng.ts';
import { firstLines } from './firstLines.ts';

interface ExportTextProps {
  readonly exported: Exported;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** A larger picture takes seconds to draw, and shows a hundred hosts at the size of letters. */
const MOST_DRAWN = 1_000_000;
/** The rest is unfolded. */
const MOST_REMARKS = 2;

/** What will be copied or saved, and what it cannot carry. */
export function ExportText({ exported, field }: ExportTextProps) {
  const { text, fileName, planForPng, leftOut, remarks } = exported;
  const isNarrow = useIsNarrow();
  const isPicture = planForPng !== null || fileName.endsWith('.svg');
  const isDrawn = isPicture && text.length <= MOST_DRAWN;
  const { shown, lines, shownLines, isWhole } = useMemo(() => firstLines(text), [text]);
  return (
    <>
      <Remarks all={[...(leftOut.length > 0 ? [leftOutMessage(leftOut)] : []), ...remarks]} />
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-table text-ink3">
        <span className="min-w-0 truncate font-mono">{fileName}</span>
        {planForPng === null && <span className="shrink-0">{counted(lines, 'line')}</span>}
      </div>
      {!isWhole && planForPng === null && (
        <p className="-mt-1 text-table text-ink2">
          Shown: the first {shownLines > 0 ? counted(shownLines, 'line') : counted(shown.length, 'character')}{' '}
          of {shownLines > 0 ? figure(lines) : figure(text.length)}. Copy and Download have it all.
        </p>
      )}
      {isPicture && !isDrawn && (
        <p className="text-body text-ink2">
          The picture is too large to be drawn here: Download it, or take the picture of one host.
        </p>
      )}
      {isDrawn && (
        <div
          // The picture may be taller than the room for it.
          tabIndex={0}
          role="region"
          aria-label="Picture"
          className="-mt-1 min-h-40 flex-2 overflow-auto rounded-control border border-line bg-sunken p-2"
        >
          <img src={svgAddress(text)} alt="The picture as it will be" className="mx-auto block max-w-full" />
        </div>
      )}
      {planForPng === null && (
        <CodeField
          ref={field}
          label="Export text"
          hideLabel
          value={shown}
          wraps={isNarrow}
          className={isPicture ? 'min-h-24 flex-1' : '-mt-1 min-h-60 flex-1'}
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

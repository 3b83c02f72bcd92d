import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import { summaryLines } from '../../console/summaryText.ts';
import type { Summary } from '../../placement/summary/summary.ts';
import { gestures } from '../../state/app.ts';
import { saveText } from '../dialogs/saveText.ts';
import { useCopy } from '../dialogs/useCopy.ts';
import { Button } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { BoardPart } from './BoardPart.tsx';
import { HostPart } from './HostPart.tsx';
import { KeyFigures } from './KeyFigures.tsx';
import { ProfileMix, WhatFits } from './ProfileCharts.tsx';
import { StrandedPart, WaitingPart } from './ReasonParts.tsx';
import { Textures } from './UseBar.tsx';
import { useIsPrinting, useSummary } from './useSummary.ts';
import './summary.css';

/** The plan to be read: figures, charts that are tables, and reasons; follows every undo and redo. */
export function SummaryView() {
  const { summary, isWhole, isOld, fault } = useSummary();
  const isPrinting = useIsPrinting();
  const { copy, isCopied } = useCopy();
  const none = useRef<HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // With the first drawing, so that whoever sees the summary is in it.
  useLayoutEffect(() => heading.current?.focus(), []);
  useEffect(() => focusWayIn, []);
  const textOf = (of: Summary): string => `${summaryLines(of).join('\n')}\n`;
  return (
    <main className="summary" aria-busy={!isWhole}>
      <Textures />
      <div className="summary-page">
        <header className="summary-top">
          <h2 ref={heading} data-focus-home tabIndex={-1} className="text-head font-semibold">
            Summary
          </h2>
          <p className="summary-plan">
            {summary?.name}
            {!isWhole && <span className="text-ink3"> · being worked out</span>}
          </p>
          <div className="summary-actions">
            {summary !== null && (
              <>
                <Button
                  size="small"
                  onClick={() =>
                    void copy(none, 'the summary as text', {
                      'text/plain': new Blob([textOf(summary)], { type: 'text/plain' }),
                    })
                  }
                >
                  {isCopied ? 'Copied' : 'Copy'}
                </Button>
                <Button size="small" onClick={() => saveText(textOf(summary), 'summary.txt')}>
                  Download
                </Button>
                <Button size="small" onClick={() => window.print()}>
                  Print
                </Button>
              </>
            )}
            <Button size="small" variant="quiet" onClick={gestures.closeView}>
              <CloseIcon /> Close
            </Button>
          </div>
        </header>
        {fault !== null && (
          <p className="summary-note">It could not be worked out: {fault}. Close it and open it again.</p>
        )}
        {summary !== null && (
          <div className="summary-parts" data-old={isOld || undefined}>
            <Parts summary={summary} isWhole={isWhole} isPrinting={isPrinting} />
          </div>
        )}
      </div>
    </main>
  );
}

interface PartsProps {
  readonly summary: Summary;
  readonly isWhole: boolean;
  readonly isPrinting: boolean;
}

const Parts = memo(function Parts({ summary, isWhole, isPrinting }: PartsProps) {
  return (
    <>
      <KeyFigures summary={summary} />
      {summary.hosts.length > 0 && <HostPart summary={summary} isPrinting={isPrinting} />}
      {summary.boards.length > 0 && (
        <>
          <BoardPart summary={summary} />
          <ProfileMix summary={summary} />
          <WhatFits summary={summary} isWhole={isWhole} />
        </>
      )}
      <StrandedPart summary={summary} />
      <WaitingPart summary={summary} />
    </>
  );
});

/** The board comes back when the summary is closed: the focus goes to where it was opened. */
function focusWayIn(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>('[data-summary-button]')?.focus();
}

import { useCallback, useLayoutEffect, useMemo, type KeyboardEvent, type RefObject } from 'react';
import type { Change } from '../../placement/changes/change.ts';
import { changeMessage } from '../../placement/changes/changeMessages.ts';
import { Rows } from '../fleet/Rows.tsx';
import { ChangeSign } from './ChangeSign.tsx';
import { useBox } from './useBox.ts';

interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly current: Change | null;
  /** Goes up when the current change is to have the focus. */
  readonly focusCount: number;
  readonly onChoose: (change: Change) => void;
  readonly onStep: (step: 'next' | 'previous' | 'first' | 'last') => void;
}

const STEPS = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' } as const;
const ROW_PX = 40;

/** Every change as a sentence. One of them is in the tab order; arrows, Home and End go from one to the next. */
export function ChangeList({ changes, current, focusCount, onChoose, onStep }: ChangeListProps) {
  const { box, boxRef } = useBox();
  const at = useMemo(() => (current === null ? -1 : changes.indexOf(current)), [changes, current]);
  const keys = useMemo(() => changes.map((_, index) => String(index)), [changes]);
  const pinned = useMemo(() => [Math.max(0, at)], [at]);
  const estimate = useCallback(() => ROW_PX, []);
  useLayoutEffect(() => {
    if (at >= 0) itemIn(box, at)?.scrollIntoView({ block: 'nearest' });
  }, [box, at]);
  useLayoutEffect(() => {
    if (focusCount > 0) itemIn(box, at)?.focus({ preventScroll: true });
    // Only when it is asked for.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a change that is chosen otherwise leaves the focus where it is
  }, [focusCount]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = (STEPS as Readonly<Record<string, (typeof STEPS)[keyof typeof STEPS]>>)[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onStep(step);
  };

  return (
    <div ref={boxRef} role="list" aria-label="Changes" className="change-list" onKeyDown={onKeyDown}>
      {box !== null && (
        <Rows
          box={box}
          keys={keys}
          estimate={estimate}
          gapPx={0}
          aheadPx={500}
          pinned={pinned}
          isWhole={false}
          shape={String(changes.length)}
          row={(index) => {
            const change = changes[index];
            if (change === undefined) return null;
            const isCurrent = index === at;
            return (
              <div role="listitem" aria-setsize={changes.length} aria-posinset={index + 1}>
                <button
                  type="button"
                  aria-current={isCurrent || undefined}
                  tabIndex={isCurrent || (at < 0 && index === 0) ? 0 : -1}
                  onClick={() => onChoose(change)}
                  className="change-item"
                >
                  <ChangeSign kind={change.kind} />
                  <span>{changeMessage(change)}</span>
                </button>
              </div>
            );
          }}
        />
      )}
    </div>
  );
}

function itemIn(box: RefObject<HTMLElement | null> | null, index: number): HTMLElement | null {
  return box?.current?.querySelector<HTMLElement>(`[data-row="${index}"] button`) ?? null;
}

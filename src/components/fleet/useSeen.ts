import { startTransition, useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { rowAt, type Offsets } from './offsets.ts';

/** From the first to the last row that is in sight, or nearly. */
export interface Seen {
  readonly from: number;
  readonly to: number;
}

interface SeenParts {
  /** What scrolls. */
  readonly box: RefObject<HTMLElement | null>;
  /** Where in the window the first row begins, in px; null: nowhere. */
  readonly startOf: (box: HTMLElement) => number | null;
  readonly offsets: Offsets;
  /** So far above and below what is in sight rows are drawn, in px. */
  readonly aheadPx: number;
}

/** Which rows of a long list are in sight of what scrolls, and so are to be drawn. */
export function useSeen({ box, startOf, offsets, aheadPx }: SeenParts): Seen {
  const [seen, setSeen] = useState<Seen>({ from: 0, to: 3 });
  const now = useRef(offsets);
  useLayoutEffect(() => {
    now.current = offsets;
  });
  /** What was asked for last; it may be drawn a little later. */
  const asked = useRef(seen);
  const drawn = useRef(seen);
  useLayoutEffect(() => {
    drawn.current = seen;
  }, [seen]);
  const look = useCallback(() => {
    const element = box.current;
    const start = element === null ? null : startOf(element);
    if (element === null || start === null) return;
    const { top, bottom } = element.getBoundingClientRect();
    const [first, last] = [Math.max(top, 0) - start, Math.min(bottom, innerHeight) - start];
    const at = (px: number): number => rowAt(now.current, px);
    const next = { from: at(first - aheadPx), to: at(last + aheadPx) };
    const { from, to } = asked.current;
    const isCovered = drawn.current.from <= at(first) && drawn.current.to >= at(last);
    // What was asked for and waits for its turn does not wait when it is in sight.
    if (from === next.from && to === next.to && isCovered) return;
    asked.current = next;
    // What will come into sight is drawn between two frames; what is in sight and missing, at once.
    if (isCovered) startTransition(() => setSeen(next));
    else setSeen(next);
  }, [box, startOf, aheadPx]);
  useLayoutEffect(look, [look, offsets]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // The page may scroll in place of the box, as at 400 %.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      document.removeEventListener('scroll', look, { capture: true });
    };
  }, [box, look]);
  return seen;
}

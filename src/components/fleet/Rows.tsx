/**
 * The rows of a list of which only those in sight are drawn. Those that the keyboard or a gesture is about are drawn too,
 * wherever they are: focus and arrows reach them as if all were there.
 */
import {
  startTransition,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { offsetsOf, partsOf, rowAt } from './offsets.ts';

const AHEAD_PX = 400;

interface RowsProps {
  /** What scrolls, and holds the rows one below the other from its upper edge on. */
  readonly box: RefObject<HTMLElement | null>;
  /** What the rows are, whatever place they have: each once. */
  readonly keys: readonly string[];
  /** How high a row will be, in px, while nobody has measured it. */
  readonly estimate: (index: number) => number;
  readonly gapPx: number;
  /** So far above and below what is in sight rows are drawn, in px. */
  readonly aheadPx?: number;
  /** Rows that are drawn in any case. */
  readonly pinned: readonly number[];
  /** All rows are drawn, as in print. */
  readonly isWhole: boolean;
  /** What was measured counts while this is the same. */
  readonly shape: string;
  readonly row: (index: number) => ReactNode;
}

/** By the key of a row, its height in px. */
interface Measured {
  readonly shape: string;
  readonly heights: ReadonlyMap<string, number>;
}

export function Rows({
  box,
  keys,
  estimate,
  gapPx,
  aheadPx = AHEAD_PX,
  pinned,
  isWhole,
  shape,
  row,
}: RowsProps) {
  const [seen, setSeen] = useState({ from: 0, to: 3 });
  const [focused, setFocused] = useState<string | null>(null);
  const [measured, setMeasured] = useState<Measured>({ shape, heights: NONE });
  const heights = measured.shape === shape ? measured.heights : NONE;

  const indexes = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  const offsets = useMemo(
    () =>
      offsetsOf(
        keys.map((key, index) => heights.get(key) ?? estimate(index)),
        gapPx,
      ),
    [keys, heights, estimate, gapPx],
  );
  const now = useRef({ offsets, indexes, estimate, shape });
  useLayoutEffect(() => {
    now.current = { offsets, indexes, estimate, shape };
  });

  const paddingPx = useRef(0);
  /** What was asked for last; it may be drawn a little later. */
  const asked = useRef(seen);
  const drawn = useRef(seen);
  useLayoutEffect(() => {
    drawn.current = seen;
  }, [seen]);
  const look = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const { top, bottom } = element.getBoundingClientRect();
    const start = top - element.scrollTop + paddingPx.current;
    const [first, last] = [Math.max(top, 0) - start, Math.min(bottom, innerHeight) - start];
    const at = (px: number): number => rowAt(now.current.offsets, px);
    const next = { from: at(first - aheadPx), to: at(last + aheadPx) };
    const { from, to } = asked.current;
    const isCovered = drawn.current.from <= at(first) && drawn.current.to >= at(last);
    // What was asked for and waits for its turn does not wait when it is in sight.
    if (from === next.from && to === next.to && isCovered) return;
    asked.current = next;
    // What will come into sight is drawn between two frames; what is in sight and missing, at once.
    if (isCovered) startTransition(() => setSeen(next));
    else setSeen(next);
  }, [box, aheadPx]);
  useLayoutEffect(look, [look, offsets]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const note = ({ target }: FocusEvent): void => {
      const inRow = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
      if (inRow !== null) setFocused(inRow.dataset['row'] ?? null);
    };
    const observer = new ResizeObserver(() => {
      paddingPx.current = parseFloat(getComputedStyle(element).paddingTop);
      look();
    });
    observer.observe(element);
    element.addEventListener('focusin', note);
    // The page may scroll in place of the box, as at 400 %.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', note);
      document.removeEventListener('scroll', look, { capture: true });
    };
  }, [box, look]);

  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        const { shape: here, indexes: places, estimate: guess } = now.current;
        setMeasured((before) => {
          const known = before.shape === here ? before.heights : NONE;
          const news = entries.flatMap(({ target, borderBoxSize: [size] }): [string, number][] => {
            const key = (target as HTMLElement).dataset['row'] ?? '';
            const index = places.get(key);
            const height = size?.blockSize ?? 0;
            if (index === undefined || height === 0) return [];
            return Math.abs((known.get(key) ?? guess(index)) - height) > 0.5 ? [[key, height]] : [];
          });
          return news.length === 0 ? before : { shape: here, heights: new Map([...known, ...news]) };
        });
      }),
  );
  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      observer.observe(element, { box: 'border-box' });
      return () => observer.unobserve(element);
    },
    [observer],
  );

  const parts = useMemo(() => {
    if (isWhole) return partsOf(offsets, 0, keys.length - 1, []);
    const here = focused === null ? undefined : indexes.get(focused);
    // With its neighbours, for Tab.
    const around = here === undefined ? [] : [here - 1, here, here + 1];
    return partsOf(offsets, seen.from, seen.to, [...pinned, ...around]);
  }, [isWhole, offsets, keys, seen, pinned, focused, indexes]);
  return parts.map((part) =>
    part.kind === 'space' ? (
      <div key={`before ${part.before}`} aria-hidden="true" style={{ flex: 'none', height: part.heightPx }} />
    ) : (
      <div key={keys[part.index]} ref={measure} data-row={keys[part.index]} className="fleet-row">
        {row(part.index)}
      </div>
    ),
  );
}

const NONE: ReadonlyMap<string, number> = new Map();

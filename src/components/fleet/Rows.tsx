/**
 * The rows of a list of which only those in sight are drawn. Those that the keyboard or a gesture is about are drawn too,
 * wherever they are: focus and arrows reach them as if all were there.
 */
import {
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { offsetsOf, partsOf } from './offsets.ts';
import { useSeen } from './useSeen.ts';

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

/** Made when it is first asked for: a list may have fifty thousand rows, and drawing them waits for it. */
function placesOf(keys: readonly string[]): (key: string) => number | undefined {
  let places: ReadonlyMap<string, number> | null = null;
  return (key) => (places ??= new Map(keys.map((one, index) => [one, index]))).get(key);
}

/** They begin below the padding of what scrolls. */
function startOf(box: HTMLElement): number {
  return box.getBoundingClientRect().top - box.scrollTop + parseFloat(getComputedStyle(box).paddingTop);
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
  const [focused, setFocused] = useState<string | null>(null);
  const [measured, setMeasured] = useState<Measured>({ shape, heights: NONE });
  const heights = measured.shape === shape ? measured.heights : NONE;

  const indexOf = useMemo(() => placesOf(keys), [keys]);
  const offsets = useMemo(
    () =>
      offsetsOf(
        keys.map((key, index) => (heights.size === 0 ? undefined : heights.get(key)) ?? estimate(index)),
        gapPx,
      ),
    [keys, heights, estimate, gapPx],
  );
  const seen = useSeen({ box, startOf, offsets, aheadPx });
  const now = useRef({ indexOf, estimate, shape });
  useLayoutEffect(() => {
    now.current = { indexOf, estimate, shape };
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const note = ({ target }: FocusEvent): void => {
      const inRow = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
      if (inRow !== null) setFocused(inRow.dataset['row'] ?? null);
    };
    element.addEventListener('focusin', note);
    return () => element.removeEventListener('focusin', note);
  }, [box]);

  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        const { shape: here, indexOf: placeOf, estimate: guess } = now.current;
        setMeasured((before) => {
          const known = before.shape === here ? before.heights : NONE;
          const news = entries.flatMap(({ target, borderBoxSize: [size] }): [string, number][] => {
            const key = (target as HTMLElement).dataset['row'] ?? '';
            const index = placeOf(key);
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
    const here = focused === null ? undefined : indexOf(focused);
    // With its neighbours, for Tab.
    const around = here === undefined ? [] : [here - 1, here, here + 1];
    return partsOf(offsets, seen.from, seen.to, [...pinned, ...around]);
  }, [isWhole, offsets, keys, seen, pinned, focused, indexOf]);
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

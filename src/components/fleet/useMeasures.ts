import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';

/** styles.css lays the page out for a phone below this. */
const NARROW = '(width < 56rem)';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    () => matchMedia(query).matches,
  );
}

export function useIsNarrow(): boolean {
  return useMedia(NARROW);
}

export function useIsPrinting(): boolean {
  return useMedia('print');
}

/** The width inside an element's padding, in px; 0 before it is on the page. */
export function useInnerWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      setWidth(Math.floor(element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

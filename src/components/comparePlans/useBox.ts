import { useMemo, useState, type RefObject } from 'react';

interface Box {
  /** Null until the element is there: what listens to it has to be drawn after it. */
  readonly box: RefObject<HTMLDivElement | null> | null;
  readonly boxRef: (element: HTMLDivElement | null) => void;
}

/** What scrolls around a list, as `Rows` takes it: it looks for its box when it comes, and not again. */
export function useBox(): Box {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const box = useMemo(() => (element === null ? null : { current: element }), [element]);
  return { box, boxRef: setElement };
}

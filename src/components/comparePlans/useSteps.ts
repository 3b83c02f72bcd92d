import { startTransition, useEffect, useMemo, useState } from 'react';

/** Work between two looks at what else the page has to do. */
const SLICE_MS = 8;

/** Work that says now and then that it can be interrupted, and returns what it comes to. */
export type Steps<T> = Generator<void, T>;

interface End<T> {
  readonly of: Steps<T>;
  readonly value: T;
}

/** Works for a slice of time; null where that was not enough. */
function workOn<T>(steps: Steps<T>): End<T> | null {
  const until = performance.now() + SLICE_MS;
  do {
    const step = steps.next();
    if (step.done === true) return { of: steps, value: step.value };
  } while (performance.now() < until);
  return null;
}

/** Lets the page answer and paint. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Works to the end, resting between slices: at once where one slice is enough. */
export function finish<T>(steps: Steps<T>): T | Promise<T> {
  const first = workOn(steps);
  return first === null ? finishLater(steps) : first.value;
}

async function finishLater<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await rest();
    const end = workOn(steps);
    if (end !== null) return end.value;
  }
}

export interface SoFar<T> {
  /** What the last steps that came to their end came to; null before there are any. */
  readonly value: T | null;
  /** Those that are asked for now have not yet. */
  readonly isBehind: boolean;
}

/**
 * What these steps come to, worked out in slices that the page does not feel; what is little is there at once. Other steps, or
 * null, end the work on those before.
 */
export function useSteps<T>(steps: Steps<T> | null): SoFar<T> {
  const first = useMemo(() => (steps === null ? null : workOn(steps)), [steps]);
  const [last, setLast] = useState<End<T> | null>(null);
  if (first !== null && last !== first) setLast(first);
  useEffect(() => {
    if (steps === null || first !== null) return undefined;
    let isOver = false;
    const goOn = (): void => {
      if (isOver) return;
      const end = workOn(steps);
      if (end === null) setTimeout(goOn);
      // What is large is drawn a part at a time, too.
      else startTransition(() => setLast(end));
    };
    setTimeout(goOn);
    return () => {
      isOver = true;
    };
  }, [steps, first]);
  return { value: (first ?? last)?.value ?? null, isBehind: steps !== null && (first ?? last)?.of !== steps };
}

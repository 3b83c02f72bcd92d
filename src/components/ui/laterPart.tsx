/** Parts of the page that no first look needs: they come when they are asked for. */
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

type Load<Props> = () => Promise<ComponentType<Props>>;
type Fetch = () => Promise<unknown>;

interface LaterOptions {
  /** Stands in its place until it is there; nothing without it. */
  readonly meanwhile?: ReactNode;
  /** Whether what is typed next may already be meant for it: then it comes with the first key or move of the pointer. */
  readonly isSoon?: boolean;
}

const soon: Fetch[] = [];

/**
 * A component that is fetched when it is drawn first, and drawn as soon as it is there. Not by React's own `lazy`: it keeps
 * what stands in the place of a part for 300 ms, though the part came after ten.
 */
export function laterPart<Props extends object>(
  load: Load<Props>,
  options?: LaterOptions,
): ComponentType<Props> {
  return laterPartOf(load, options).Part;
}

interface LaterPartOf<Props> {
  readonly Part: ComponentType<Props>;
  /** Whether it is there, and would be drawn at once. */
  readonly useIsThere: (isWanted: boolean) => boolean;
}

/** The same, and for whoever goes on with something else until it is there: a hook that fetches it once it is wanted. */
export function laterPartOf<Props extends object>(
  load: Load<Props>,
  { meanwhile = null, isSoon = false }: LaterOptions = {},
): LaterPartOf<Props> {
  let fetched: ComponentType<Props> | undefined;
  const fetchPart = async (): Promise<ComponentType<Props>> => {
    fetched ??= await load();
    return fetched;
  };
  if (isSoon) soon.push(fetchPart);
  const usePart = (isWanted: boolean): ComponentType<Props> | undefined => {
    const [Part, setPart] = useState<ComponentType<Props> | undefined>(() => fetched);
    useEffect(() => {
      if (Part !== undefined || !isWanted) return undefined;
      let isGone = false;
      const show = (next: () => ComponentType<Props>): void => {
        if (!isGone) setPart(next);
      };
      fetchPart().then(
        (part) => show(() => part),
        // The error boundary says what does not work.
        (error: unknown) =>
          show(() => {
            throw error;
          }),
      );
      return () => {
        isGone = true;
      };
    }, [Part, isWanted]);
    return Part;
  };
  return {
    Part: function LaterPart(props: Props) {
      const Part = usePart(true);
      return Part === undefined ? meanwhile : <Part {...props} />;
    },
    useIsThere: (isWanted: boolean): boolean => usePart(isWanted) !== undefined,
  };
}

function whenIdle(then: () => void): void {
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) window.requestIdleCallback(then);
  else setTimeout(then, 1000);
}

/** One after the other, so that an edit in between waits for one at the most. */
function fetchNext(): void {
  const fetchPart = soon.shift();
  if (fetchPart === undefined) return;
  whenIdle(() => {
    // What cannot be fetched now is tried again, and complained about, when it is asked for.
    void fetchPart()
      .catch(() => undefined)
      .then(fetchNext);
  });
}

const FIRST_SIGNS = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Fetches what is wanted soon, once somebody is there to want it. Gives what takes it back. */
export function fetchSoon(): () => void {
  const stop = (): void => {
    for (const sign of FIRST_SIGNS) window.removeEventListener(sign, begin);
  };
  const begin = (): void => {
    stop();
    fetchNext();
  };
  for (const sign of FIRST_SIGNS) window.addEventListener(sign, begin, { passive: true });
  return stop;
}

/** Parts of the page that no first look needs: they come when they are asked for, or before, when the browser has time. */
import { lazy, useState, type ComponentType } from 'react';

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>;

const parts: (() => Promise<unknown>)[] = [];

/**
 * `lazy`, and fetched while nothing else is to be done. What is there already is drawn at once: React would first show
 * the fallback, and keep it for 300 ms.
 */
export function laterPart<Props extends object>(load: Load<Props>): ComponentType<Props> {
  let fetched: ComponentType<Props> | undefined;
  const fetchPart: Load<Props> = async () => {
    const module = await load();
    fetched = module.default;
    return module;
  };
  parts.push(fetchPart);
  const Lazy = lazy(fetchPart) as unknown as ComponentType<Props>;
  return function LaterPart(props: Props) {
    // Another component in its place would begin anew.
    const [Part] = useState<ComponentType<Props>>(() => fetched ?? Lazy);
    return <Part {...props} />;
  };
}

function whenIdle(then: () => void): void {
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) window.requestIdleCallback(then);
  else setTimeout(then, 1000);
}

/** Fetches all parts, one after the other, so that an edit in between waits for one at the most. */
export function fetchParts(): void {
  const fetchPart = parts.shift();
  if (fetchPart === undefined) return;
  whenIdle(() => {
    // What cannot be fetched now is tried again, and complained about, when it is asked for.
    void fetchPart()
      .catch(() => undefined)
      .then(fetchParts);
  });
}

/** Parts of the page that no first look needs: they come when they are asked for, or before, when the browser has time. */
import { lazy, useEffect, type ComponentType, type LazyExoticComponent } from 'react';

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>;

const parts: (() => Promise<unknown>)[] = [];

/** `lazy`, and fetched while nothing else is to be done: then it opens at once, also when the network has gone. */
export function laterPart<Props>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  parts.push(load);
  return lazy(load);
}

function whenIdle(then: () => void): void {
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) window.requestIdleCallback(then);
  else setTimeout(then, 1000);
}

/** One after the other, so that an edit in between waits for one at the most. */
function fetchNext(): void {
  const load = parts.shift();
  if (load === undefined) return;
  whenIdle(() => {
    // What cannot be fetched now is tried again, and complained about, when it is asked for.
    void load().catch(() => undefined).then(fetchNext);
  });
}

/** Starts fetching once the page stands. */
export function useLaterParts(): void {
  useEffect(fetchNext, []);
}

/**
 * What has the focus may go away: a placed start, a removed row, a step undone. The browser then drops the focus to the
 * document, and the keyboard begins at the top again. Here it goes to what is nearest and still there.
 */
import { useEffect } from 'react';

/** What takes the focus of something that is gone beside or inside it. */
const HOME = '[data-focus-home]';

/** Where the focus was: the element and all it stood in, each with its place among its siblings. */
type Trail = readonly { readonly element: Element; readonly index: number }[];

function trailOf(element: Element): Trail {
  const trail: { element: Element; index: number }[] = [];
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    trail.push({
      element: at,
      index: at.parentElement === null ? 0 : [...at.parentElement.children].indexOf(at),
    });
  }
  return trail;
}

function isGone([last]: Trail): boolean {
  return last !== undefined && (!last.element.isConnected || last.element.matches(':disabled'));
}

/** The home nearest to where the trail breaks off: in the sibling that took the place, else in what is around it. */
function homeNear(trail: Trail): HTMLElement | null {
  const standing = trail.findIndex(({ element }) => element.isConnected);
  for (let level = Math.max(standing, 1); level < trail.length; level++) {
    const around = trail[level]?.element;
    const index = trail[level - 1]?.index ?? 0;
    const beside = around?.children[Math.min(index, around.children.length - 1)];
    for (const place of [beside, around]) {
      if (place instanceof HTMLElement && place.matches(HOME)) return place;
      const home = place?.querySelector<HTMLElement>(HOME);
      if (home != null) return home;
    }
  }
  return null;
}

/** Never leaves the focus on the document when what had it has gone. */
export function useKeepFocus(): void {
  useEffect(() => {
    let trail: Trail = [];
    const note = ({ target }: FocusEvent): void => {
      if (target instanceof Element) trail = trailOf(target);
    };
    // Who clicks beside everything means it: what goes away later is then no loss.
    const leave = (): void => {
      const left = trail;
      queueMicrotask(() => {
        if (left === trail && !isGone(trail) && document.activeElement === document.body) trail = [];
      });
    };
    const keep = (): void => {
      if (!isGone(trail)) return;
      // This comes with the end of the drawing, when whoever knows better where to go has gone there, and before the
      // next key: a frame later that key would have been lost.
      const { activeElement } = document;
      if (activeElement === document.body || activeElement === trail[0]?.element) homeNear(trail)?.focus();
    };
    const observer = new MutationObserver(keep);
    document.addEventListener('focusin', note);
    document.addEventListener('focusout', leave);
    observer.observe(document.body, { childList: true, attributeFilter: ['disabled'], subtree: true });
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('focusout', leave);
      observer.disconnect();
    };
  }, []);
}

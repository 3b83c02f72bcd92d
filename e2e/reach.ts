/** What must hold of all that takes the focus or a finger: it is large enough, and whoever tabs to it sees where he is. */
import { expect, type Page } from '@playwright/test';

/**
 * WCAG 2.5.8: a target is 24 by 24 px, or so far from the others that a circle of 24 px around its middle touches none of
 * them. Not asked of a word in its sentence.
 */
export async function expectTargets(page: Page): Promise<void> {
  expect.soft(await targetFaults(page), 'targets of at least 24 px').toEqual([]);
}

/** Those that are not. */
export async function targetFaults(page: Page): Promise<string[]> {
  return await page.evaluate(smallTargets);
}

/** In the page. */
function smallTargets(): string[] {
  const LEAST = 24;
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const all = [
    ...(modal ?? document).querySelectorAll<HTMLElement>(
      'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, summary, [role=option], [role=menuitem], [tabindex="0"]',
    ),
  ].filter(
    (element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      getComputedStyle(element).pointerEvents !== 'none',
  );
  // A label is a part of what it names; what it lies over is the larger one's.
  const boxes = all.map((element) => {
    const rects = [element, ...((element as HTMLInputElement).labels ?? [])].map((one) =>
      one.getBoundingClientRect(),
    );
    const left = Math.min(...rects.map((rect) => rect.left));
    const top = Math.min(...rects.map((rect) => rect.top));
    const right = Math.max(...rects.map((rect) => rect.right));
    const bottom = Math.max(...rects.map((rect) => rect.bottom));
    return { element, left, top, right, bottom, width: right - left, height: bottom - top };
  });
  const isSmall = ({ width, height }: (typeof boxes)[number]): boolean =>
    width < LEAST - 0.5 || height < LEAST - 0.5;
  const isInSentence = ({ parentElement, textContent }: HTMLElement): boolean =>
    parentElement !== null &&
    !/flex|grid/.test(getComputedStyle(parentElement).display) &&
    [...parentElement.childNodes].some((one) => one instanceof Text && one.data.trim() !== '') &&
    parentElement.textContent.trim() !== textContent.trim();
  return boxes.flatMap((box) => {
    const { element, width, height } = box;
    if (width === 0 || height === 0 || !isSmall(box)) return [];
    if (isInSentence(element)) return [];
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const isNear = boxes.some((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element))
        return false;
      const dx = Math.max(other.left - x, 0, x - other.right);
      const dy = Math.max(other.top - y, 0, y - other.bottom);
      const between = isSmall(other)
        ? Math.hypot((other.left + other.right) / 2 - x, (other.top + other.bottom) / 2 - y) - LEAST / 2
        : Math.hypot(dx, dy);
      return between < LEAST / 2;
    });
    if (!isNear) return [];
    const name = element.ariaLabel ?? element.textContent.trim().slice(0, 40);
    return [`${element.tagName.toLowerCase()} “${name}” is ${Math.round(width)} x ${Math.round(height)}`];
  });
}

/**
 * Presses Tab through what is on the page, as often as `most`: at each stop there is a ring, and the stop is in sight, not
 * under a bar that sticks (WCAG 2.4.7, 2.4.11).
 */
export async function expectVisibleFocus(page: Page, most = 60): Promise<void> {
  expect.soft(await focusFaults(page, most), 'a visible focus').toEqual([]);
}

/** Where it does not show. */
export async function focusFaults(page: Page, most = 60): Promise<string[]> {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const { stop, fault } = await page.evaluate(focusFault);
    // Out of the page, from where the next Tab comes in at its beginning.
    if (stop === null && seen.size === 0) continue;
    // Round once.
    if (stop === null || seen.has(stop)) break;
    seen.add(stop);
    if (fault !== null) faults.push(fault);
  }
  expect(seen.size, 'Tab leads somewhere').toBeGreaterThan(0);
  return faults;
}

/** In the page: what has the focus, and what is wrong with how it shows. */
function focusFault(): { stop: string | null; fault: string | null } {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { stop: null, fault: null };
  element.dataset['stop'] ??= String(document.querySelectorAll('[data-stop]').length + 1);
  const stop = element.dataset['stop'] ?? null;
  const label = element.ariaLabel ?? (element.textContent.trim() || element.title || element.id);
  const name = `${element.tagName.toLowerCase()} “${label.slice(0, 50)}”`;
  // A field within a frame leaves the ring to the frame.
  let ringed: HTMLElement | null = element;
  const isRinged = (one: HTMLElement): boolean => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/^rgba.*, 0\)$/.test(outlineColor);
  };
  for (let level = 0; level < 4 && ringed !== null && !isRinged(ringed); level++)
    ringed = ringed.parentElement;
  if (ringed === null || !isRinged(ringed)) return { stop, fault: `${name} has no ring` };

  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return { stop, fault: `${name} is out of sight` };
  const shares = [0.1, 0.5, 0.9];
  const isSeen = shares.some((down) =>
    shares.some((across) => {
      const at = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
      return (
        at !== null &&
        (element.contains(at) || at.contains(element) || at.closest('label')?.control === element)
      );
    }),
  );
  return { stop, fault: isSeen ? null : `${name} is hidden by something` };
}

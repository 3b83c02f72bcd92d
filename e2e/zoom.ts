/** The page at 200 and 400 %, and with the widest spacing that a reader may set. */
import { expect, type Page } from '@playwright/test';

/** Those that need both directions for their meaning, WCAG 1.4.10: the board, tables, texts kept as they are printed. */
const TWO_WAYS = '.board, .mig-grid, table, pre, textarea, [role=log], [data-two-ways]';

/** WCAG 1.4.10: nothing scrolls sideways but what is two-dimensional itself, and no words or controls are cut off. */
export async function expectReflow(page: Page): Promise<void> {
  expect.soft(await reflowFaults(page), 'nothing is cut off or scrolls sideways').toEqual([]);
}

/** What is lost. */
export async function reflowFaults(page: Page): Promise<string[]> {
  // Before a frame the page hears of its size.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  return await page.evaluate(lostAtThisSize, TWO_WAYS);
}

/** In the page. */
function lostAtThisSize(twoWays: string): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide`);
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const popover = [...document.querySelectorAll('[popover]:popover-open')].at(-1);
  // What is between head and foot scrolls in itself, or the foot lies over it.
  for (const part of modal?.querySelector('footer')?.parentElement?.children ?? [])
    if (getComputedStyle(part).overflowY === 'visible' && part.scrollHeight > part.clientHeight + 2)
      faults.push(
        `${part.tagName.toLowerCase()} of the dialog is ${part.scrollHeight} high in ${part.clientHeight}`,
      );
  for (const element of (popover ?? modal ?? document.body).querySelectorAll<HTMLElement>('*')) {
    if (
      element.closest(twoWays) !== null ||
      element.closest('svg, .sr-only, option, [aria-hidden=true]') !== null
    )
      continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
    const name = `${element.tagName.toLowerCase()}.${element.className.slice(0, 30)} “${(element.ariaLabel ?? element.textContent.trim()).slice(0, 40)}”`;
    const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (['auto', 'scroll'].includes(overflowX) && isWider && element.querySelector(twoWays) === null)
      faults.push(`${name} scrolls sideways: ${element.scrollWidth} in ${element.clientWidth}`);
    // Dots are a way to shorten a name that stands whole elsewhere; without them something is lost.
    if (
      ['hidden', 'clip'].includes(overflowX) &&
      isWider &&
      textOverflow !== 'ellipsis' &&
      element.clientWidth > 1
    )
      faults.push(`${name} is cut off: ${element.scrollWidth} in ${element.clientWidth}`);
    const isHigher = element.scrollHeight > element.clientHeight + 2 && element.clientHeight > 1;
    if (['hidden', 'clip'].includes(overflowY) && isHigher && textOverflow !== 'ellipsis')
      faults.push(`${name} is cut off below: ${element.scrollHeight} in ${element.clientHeight}`);
    // A control beyond the edge, which no scrolling brings in.
    if (element.matches('button, input, select, textarea, a[href], [role=option], [role=menuitem]')) {
      const { left, right } = element.getBoundingClientRect();
      if (right > root.clientWidth + 1 || left < -1)
        faults.push(`${name} is beyond the edge: ${Math.round(left)} to ${Math.round(right)}`);
    }
  }
  return faults;
}

/** WCAG 1.4.12: the widest spacing that must not lose anything. */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    // Through the sheet's own door: a style element would be refused by the page's policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

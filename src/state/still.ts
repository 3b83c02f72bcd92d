/** The picture of the start that the build writes into the page: there at the first paint, before the planner is. */
import { isFirstVisit } from './firstVisit.ts';

/** The template that holds it. */
export const STILL_ID = 'still';
/** The attribute that holds the style of an element in it. */
export const STYLE = 'data-style';

/** Shows it where the start is what the planner will show. */
export function showStill(storage: Storage | null): void {
  const still = document.getElementById(STILL_ID);
  const root = document.getElementById('root');
  if (!(still instanceof HTMLTemplateElement) || root === null || !isFirstVisit(storage)) return;
  for (const element of still.content.querySelectorAll<HTMLElement | SVGElement>(`[${STYLE}]`))
    element.style.cssText = element.getAttribute(STYLE) ?? '';
  root.replaceChildren(still.content);
  keepPress(root);
}

/** What is pressed on the picture is pressed on the planner, once that has taken its place: on a slow line it is not there yet. */
function keepPress(root: HTMLElement): void {
  let pressed: MouseEvent | null = null;
  const keep = (event: MouseEvent): void => {
    pressed = event;
  };
  root.addEventListener('click', keep);
  const seen = new MutationObserver(() => {
    seen.disconnect();
    root.removeEventListener('click', keep);
    if (pressed === null) return;
    const under = document.elementFromPoint(pressed.clientX, pressed.clientY);
    const field = under?.closest<HTMLElement>('input, textarea');
    if (field) field.focus();
    else under?.closest('button')?.click();
  });
  seen.observe(root, { childList: true });
}

/** Begins with the planner: at once, or where the picture is to be seen first, when it has been painted. */
export function afterStill(root: HTMLElement, begin: (isStill: boolean) => void): void {
  const isStill = root.firstElementChild !== null;
  // A page in the background paints nothing.
  if (!isStill || document.hidden) begin(isStill);
  else requestAnimationFrame(() => setTimeout(() => begin(true)));
}

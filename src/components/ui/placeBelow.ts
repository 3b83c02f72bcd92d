/** Between what opens and its anchor, and between it and the edge of the window, in pixels. */
const GAP = 4;

/**
 * Puts what opens below its anchor and in line with one of its edges; above it where there is more room, and never out of
 * the window.
 */
export function placeBelow(opened: HTMLElement, anchor: HTMLElement, edge: 'left' | 'right'): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = opened;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = at.bottom + GAP;
  const isBelow = below + height <= clientHeight - GAP || at.top < clientHeight - at.bottom;
  const top = isBelow ? below : at.top - GAP - height;
  const left = edge === 'left' ? at.left : at.right - width;
  opened.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
  opened.style.top = `${Math.max(GAP, Math.min(top, clientHeight - height - GAP))}px`;
}

/**
 * The plain board gives way to that of a fleet when a plan grows: what has the focus and what is looked at stay where they are. Both
 * draw hosts and GPUs alike, so an element of one is found in the other by the GPU or host that it stands in, and its way from there.
 */
import type { GpuId, HostId } from '../../model/ids.ts';

/** What the board showed, before another takes its place. */
export interface Place {
  readonly hostId: HostId | null;
  readonly gpuId: GpuId | null;
  /** From the GPU, else the host, else the end of the board, down to the element. */
  readonly way: readonly number[];
  /** Its upper edge in the window, in px; null where it was out of sight, and the board is to stay where it was scrolled to. */
  readonly topPx: number | null;
  readonly scrollTopPx: number;
  readonly hasFocus: boolean;
}

const BOARD = '[data-board-scroll]';

/** Of the board that is on the page; null where there is none, or nothing in it. */
export function placeNow(): Place | null {
  const board = document.querySelector<HTMLElement>(BOARD);
  if (board === null || board.childElementCount === 0) return null;
  const { activeElement: active } = document;
  const focused = active instanceof HTMLElement && board.contains(active) ? active : null;
  const seen = [...board.querySelectorAll<HTMLElement>('[data-gpu-id]')].find((card) =>
    isInSight(card, board),
  );
  const element = focused ?? seen;
  if (element === undefined) return null;
  const card = element.closest<HTMLElement>('[data-gpu-id]');
  const host = element.closest('section')?.querySelector<HTMLElement>('[data-host-id]') ?? null;
  const gpuId = numberIn(card?.dataset['gpuId']) as GpuId | null;
  const hostId = numberIn(host?.dataset['hostId']) as HostId | null;
  const root = rootOf(board, gpuId, hostId);
  if (root === null) return null;
  // A focus far away from what is looked at does not draw the board there.
  const anchor = isInSight(element, board) ? element : null;
  return {
    hostId,
    gpuId,
    way: wayTo(root, element),
    topPx: anchor?.getBoundingClientRect().top ?? null,
    scrollTopPx: board.scrollTop,
    hasFocus: focused !== null,
  };
}

/** Brings the board that took its place to where the other was, with the focus. The host and the GPU of the place are drawn. */
export function takePlace(board: HTMLElement, place: Place): void {
  const { hostId, gpuId, way, topPx, scrollTopPx, hasFocus } = place;
  const element = way.reduce<Element | null>(
    (at, index) => at?.children[index] ?? null,
    rootOf(board, gpuId, hostId),
  );
  board.scrollTop = scrollTopPx;
  if (element instanceof HTMLElement) {
    if (topPx !== null) board.scrollTop += element.getBoundingClientRect().top - topPx;
    if (hasFocus) element.focus({ preventScroll: true });
  }
  // The browser tells of it a frame later: until then nothing would be drawn there.
  board.dispatchEvent(new Event('scroll'));
}

function numberIn(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function rootOf(board: HTMLElement, gpuId: GpuId | null, hostId: HostId | null): Element | null {
  if (gpuId !== null) return board.querySelector(`[data-gpu-id="${gpuId}"]`);
  if (hostId !== null) return board.querySelector(`[data-host-id="${hostId}"]`)?.closest('section') ?? null;
  return board.lastElementChild;
}

function wayTo(root: Element, element: Element): number[] {
  const way: number[] = [];
  for (let at = element; at !== root && at.parentElement !== null; at = at.parentElement)
    way.unshift([...at.parentElement.children].indexOf(at));
  return way;
}

function isInSight(element: Element, board: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const box = board.getBoundingClientRect();
  return bottom > Math.max(box.top, 0) && top < Math.min(box.bottom, innerHeight);
}

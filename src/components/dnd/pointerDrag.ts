/**
 * One drag by mouse or finger, from lift to drop. The block in the hand follows the pointer outside of React, and the aim
 * is taken at most once a frame: while the pointer moves, only the GPU aimed at renders.
 */
import { gestures } from '../../state/app.ts';
import { gpuAt, type Point } from './gridAt.ts';

/** Where a profile's block is held: near its lower right corner, so that it does not hide what it would become. */
const HOLD = 0.85;

/** How near to the edge of the board the pointer makes it scroll, and how far in one frame. */
const EDGE_PX = 56;
const SCROLL_PX = 14;

export interface PointerDrag {
  /** Puts the block in the hand where the pointer is. */
  readonly attach: (block: HTMLElement | null) => void;
  readonly drop: () => void;
  readonly cancel: () => void;
}

function pointOf(event: Event): Point | null {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY };
  if (typeof TouchEvent !== 'undefined' && event instanceof TouchEvent) {
    const touch = event.touches[0] ?? event.changedTouches[0];
    return touch === undefined ? null : { x: touch.clientX, y: touch.clientY };
  }
  return null;
}

/** `grab` is where in the block the pointer holds it, in px; null holds it near a corner. */
export function startPointerDrag(start: Event, grab: Point | null): PointerDrag {
  let at: Point = pointOf(start) ?? { x: 0, y: 0 };
  let block: HTMLElement | null = null;
  let frame = 0;
  // A mouse event has found the element below it; to ask again would be a second hit test in every frame.
  let under: Element | null = null;

  const follow = (): void => {
    if (block === null) return;
    const hold = grab ?? { x: block.offsetWidth * HOLD, y: block.offsetHeight * HOLD };
    block.style.transform = `translate3d(${at.x - hold.x}px, ${at.y - hold.y}px, 0)`;
  };

  const aim = (): void => {
    const found = gpuAt(at, under?.isConnected === true ? under : undefined);
    if (found?.point == null) gestures.aim(null);
    else gestures.aimAtPoint(found.gpuId, found.point);
  };

  const tick = (): void => {
    frame = 0;
    aim();
    if (scrollNearEdge(at)) request();
  };
  const request = (): void => {
    if (frame === 0) frame = requestAnimationFrame(tick);
  };

  const move = (event: Event): void => {
    at = pointOf(event) ?? at;
    under = event instanceof MouseEvent && event.target instanceof Element ? event.target : null;
    follow();
    request();
  };

  const scrolled = (): void => {
    under = null;
    request();
  };

  const root = document.documentElement;
  root.dataset['dragging'] = '';
  const end = (): void => {
    delete root.dataset['dragging'];
    cancelAnimationFrame(frame);
    document.removeEventListener('mousemove', move, true);
    document.removeEventListener('touchmove', move, true);
    document.removeEventListener('scroll', scrolled, true);
  };

  document.addEventListener('mousemove', move, { capture: true, passive: true });
  document.addEventListener('touchmove', move, { capture: true, passive: true });
  // The wheel moves the board under a pointer that rests.
  document.addEventListener('scroll', scrolled, { capture: true, passive: true });

  return {
    attach: (element) => {
      block = element;
      follow();
    },
    drop: () => {
      end();
      const found = gpuAt(at);
      if (found === null) gestures.putBack();
      else {
        aim();
        gestures.dropOnGpu(found.gpuId);
      }
    },
    cancel: () => {
      end();
      gestures.putBack();
    },
  };
}

/** Scrolls the board when the pointer is near its upper or lower edge; true while it moved. */
function scrollNearEdge({ x, y }: Point): boolean {
  const board = document.querySelector<HTMLElement>('[data-board-scroll]');
  if (board === null) return false;
  const box = board.getBoundingClientRect();
  if (x < box.left || x > box.right || y < box.top - EDGE_PX || y > box.bottom + EDGE_PX) return false;
  const step = y < box.top + EDGE_PX ? -SCROLL_PX : y > box.bottom - EDGE_PX ? SCROLL_PX : 0;
  if (step === 0) return false;
  const before = board.scrollTop;
  board.scrollTop += step;
  return board.scrollTop !== before;
}

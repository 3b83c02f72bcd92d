/** Keeps in sight what the hand is about: the board is longer than the window, and on a phone than half of it. */
import { uiStore } from '../../state/app.ts';
import type { Target } from '../../state/uiStore.ts';

/** Brings the start that the keys aim at into view, with its GPU as far as there is room. */
export function showTarget(target: Target | null): void {
  if (target === null) return;
  const card = document.querySelector(`[data-gpu-id="${target.gpuId}"]`);
  card?.scrollIntoView({ block: 'nearest' });
  requestAnimationFrame(() => {
    card
      ?.querySelector(`[data-place="${target.start}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

/** After a choice: where no legal start is in sight, brings the first GPU that has one into view. */
export function showStarts(): void {
  requestAnimationFrame(() => {
    if (uiStore.getState().lifted === null) return;
    document.querySelector('[data-in-hand]')?.scrollIntoView({ block: 'nearest' });
    const board = document.querySelector('[data-board-scroll]')?.getBoundingClientRect();
    const starts = [...document.querySelectorAll('[data-place]')];
    const isInSight = starts.some((start) => {
      const { top, bottom } = start.getBoundingClientRect();
      return (
        board !== undefined && top >= Math.max(board.top, 0) && bottom <= Math.min(board.bottom, innerHeight)
      );
    });
    if (isInSight) return;
    const [first] = starts;
    first?.closest('[data-gpu-id]')?.scrollIntoView({ block: 'start' });
    first?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

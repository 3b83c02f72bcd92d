import type { Target } from '../../state/uiStore.ts';

/** Brings the GPU that the keys aim at into view. */
export function showTarget(target: Target | null): void {
  if (target === null) return;
  document.querySelector(`[data-gpu-id="${target.gpuId}"]`)?.scrollIntoView({ block: 'nearest' });
}

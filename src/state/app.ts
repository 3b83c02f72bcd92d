/** The page's own stores and gestures. Tests make theirs with the same makers. */
import { useStore } from 'zustand';
import { createGestures } from './gestures.ts';
import { createPlanStore, type PlanState } from './planStore.ts';
import { createUiStore, type UiState } from './uiStore.ts';

export const planStore = createPlanStore(undefined, { isFrozen: import.meta.env.DEV });
export const uiStore = createUiStore();
export const gestures = createGestures({ planStore, uiStore });

/** The part of the plan state that `selector` names; the component renders again only when that part changes. */
export function usePlan<T>(selector: (state: PlanState) => T): T {
  return useStore(planStore, selector);
}

/** True while the open plan is somebody else's, to be read only. */
export function useReadOnly(): boolean {
  return usePlan((state) => state.isReadOnly);
}

/** As `usePlan`, for what the page shows beside the plan. */
export function useUi<T>(selector: (state: UiState) => T): T {
  return useStore(uiStore, selector);
}

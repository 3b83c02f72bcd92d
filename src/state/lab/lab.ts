/** The page's own lab. Loads with it. */
import { useStore } from 'zustand';
import { gestures } from '../app.ts';
import { browserStorage } from '../persist.ts';
import { createLabStore, type LabPage } from './labStore.ts';

export const lab = createLabStore({ storage: browserStorage(), say: gestures.say });

export function useLab<T>(selector: (page: LabPage) => T): T {
  return useStore(lab.store, selector);
}

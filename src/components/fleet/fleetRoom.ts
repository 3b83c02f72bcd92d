import { createContext, type RefObject } from 'react';
import type { GpuId } from '../../model/ids.ts';
import type { Measures } from './rowHeight.ts';

/** So far above and below what is in sight GPUs are drawn, in px. */
export const AHEAD_PX = 500;

/** What the board has for its hosts: how they are drawn, and in what. */
export interface Room extends Measures {
  /** What scrolls. */
  readonly box: RefObject<HTMLElement | null>;
  /** As grids, else as strips. */
  readonly isGrid: boolean;
  /** All are drawn. */
  readonly isWhole: boolean;
  /** Those that are drawn in any case. */
  readonly pinned: ReadonlySet<GpuId>;
}

/** Null outside the board of a fleet. */
export const FleetRoom = createContext<Room | null>(null);

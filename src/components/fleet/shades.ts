/** How a tile of the map is shaded: by what is used of a GPU's memory slices, or by what is stranded of all its slices. */
import type { SliceUse } from '../../placement/stranded.ts';

export const SHADINGS = ['use', 'stranded'] as const;
export type Shading = (typeof SHADINGS)[number];

/** From light to dark; null: a GPU without slices to count, as with MIG off. */
export type Shade = 0 | 1 | 2 | 3 | 4 | null;

/** What the shades stand for, the lightest first. */
export const SHADE_NAMES: Readonly<Record<Shading, readonly string[]>> = {
  use: ['none', 'up to half', 'over half', 'over 80 %', 'all'],
  stranded: ['none', '1', '2', '3', '4 or more'],
};

export function shadeOf(use: SliceUse, by: Shading): Shade {
  const { memoryTotal, memoryUsed, strandedCompute, strandedMemory } = use;
  if (memoryTotal === 0) return null;
  if (by === 'stranded') return Math.min(4, strandedCompute.length + strandedMemory.length) as Shade;
  const share = memoryUsed / memoryTotal;
  if (share === 0) return 0;
  return share <= 0.5 ? 1 : share <= 0.8 ? 2 : share < 1 ? 3 : 4;
}

/** What somebody asks of a layout, as the filters hold it. */
import type { Board } from '../../model/board.ts';
import type { Gpu } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { LayoutFilter } from '../../placement/layouts/layoutChoices.ts';

export interface Wishes {
  readonly search: string;
  readonly attributes: readonly string[];
  readonly atLeast: ReadonlyMap<ProfileName, number>;
  readonly minInstances: number;
  readonly strandsNothing: boolean;
  readonly keepsInstances: boolean;
  readonly setsOnce: boolean;
}

/** To begin with: plain profiles, and what the GPU has of others, for they would multiply the layouts. */
export function wishesFor(gpu: Pick<Gpu, 'instances'>, board: Board): Wishes {
  const placed = new Set(gpu.instances.map((gi) => gi.profile));
  const attributes = board.profiles.filter(({ name }) => placed.has(name)).flatMap((one) => one.attributes);
  return {
    search: '',
    attributes: [...new Set(attributes)],
    atLeast: new Map(),
    minInstances: 0,
    strandsNothing: false,
    keepsInstances: false,
    setsOnce: false,
  };
}

export function filterOf(
  wishes: Wishes,
  searched: LayoutFilter['wishes'],
  gpu: Pick<Gpu, 'instances'>,
): LayoutFilter {
  const { attributes, atLeast, minInstances, strandsNothing, keepsInstances, setsOnce } = wishes;
  const keeps = keepsInstances ? gpu.instances : [];
  return { attributes, atLeast, minInstances, strandsNothing, keeps, wishes: searched, setsOnce };
}

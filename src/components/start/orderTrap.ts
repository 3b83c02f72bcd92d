/**
 * The two orders of the order trap, played on the modelled drivers and not typed in: one in which every model puts each
 * instance where it is drawn, and smallest first, in which every model refuses.
 */
import type { Board, GiProfile } from '../../model/board.ts';
import { driverModels, driverStart, type DriverModel } from '../../model/driverStart.ts';
import { emptyOccupancy, geometryOf, positionAt, withPosition } from '../../model/geometry.ts';
import type { GpuInstance } from '../../model/plan.ts';
import { creationOrder } from '../../placement/order.ts';

export interface Created {
  readonly profile: string;
  readonly start: number;
}

export interface Attempt {
  /** As `-cgi` takes them: "9,19,14,19". */
  readonly profileIds: string;
  /** In the order of creation, up to the first that is refused. */
  readonly created: readonly Created[];
  readonly refused: string | null;
}

export interface OrderTrap {
  readonly works: Attempt;
  readonly fails: Attempt;
}

/** Null when these instances are no trap: no order works, or smallest first works too. */
export function orderTrap(board: Board, instances: readonly GpuInstance[]): OrderTrap | null {
  const order = creationOrder(board, instances, null);
  if (order.kind !== 'as-drawn') return null;
  const works = order.instances.flatMap((id) => instances.find((gi) => gi.id === id) ?? []);
  const profiles = instances.flatMap((gi) => board.profiles.find((one) => one.name === gi.profile) ?? []);
  const smallestFirst = [...profiles].sort((a, b) => (a.memorySlices ?? 0) - (b.memorySlices ?? 0));
  const runs = driverModels(null).map((model) => play(board, smallestFirst, model));
  const [first] = runs;
  if (first === undefined || runs.some((run) => run.refused === null)) return null;
  return {
    works: {
      profileIds: idsOf(works.flatMap((gi) => profiles.find((one) => one.name === gi.profile) ?? [])),
      created: works.map(({ profile, start }) => ({ profile, start })),
      refused: null,
    },
    fails: first,
  };
}

function idsOf(profiles: readonly GiProfile[]): string {
  return profiles.map((profile) => profile.id ?? '?').join(',');
}

function play(board: Board, profiles: readonly GiProfile[], model: DriverModel): Attempt {
  const geometry = geometryOf(board);
  const created: Created[] = [];
  let occupancy = emptyOccupancy(geometry);
  for (const profile of profiles) {
    const start = driverStart(board, occupancy, board.profiles.indexOf(profile), model);
    const position = start === null ? undefined : positionAt(geometry, profile.name, start);
    if (position === undefined) return { profileIds: idsOf(profiles), created, refused: profile.name };
    occupancy = withPosition(occupancy, position);
    created.push({ profile: profile.name, start: position.start });
  }
  return { profileIds: idsOf(profiles), created, refused: null };
}

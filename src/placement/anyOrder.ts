/**
 * What comes of creating the instances of one GPU where nobody says the starts and nobody says the order: mig-parted tries
 * orders until the driver accepts one, each from an empty GPU.
 */
import type { Board } from '../model/board.ts';
import { driverModels, driverStart, type DriverModel } from '../model/driverStart.ts';
import { emptyOccupancy, geometryOf, positionAt, withPosition, type Occupancy } from '../model/geometry.ts';
import type { GpuInstance, GpuKind } from '../model/plan.ts';

/**
 * `as-drawn`: every order that is accepted gives the drawing, under every model of the driver. `may-differ`: some do.
 * `elsewhere`: none does. `refused`: a model accepts no order at all.
 */
export type AnyOrder = 'as-drawn' | 'may-differ' | 'elsewhere' | 'refused';

/** Instances of one profile are interchangeable. `kind` null means straight or mirrored, so both count. */
export function anyOrder(board: Board, instances: readonly GpuInstance[], kind: GpuKind | null): AnyOrder {
  const drawn = placesOf(instances);
  let [isSome, isOther] = [false, false];
  for (const model of driverModels(kind)) {
    const ends = endsUnder(board, instances, model);
    if (ends.size === 0) return 'refused';
    isSome ||= ends.has(drawn);
    isOther ||= ends.size > (ends.has(drawn) ? 1 : 0);
  }
  if (!isOther) return 'as-drawn';
  return isSome ? 'may-differ' : 'elsewhere';
}

type Place = Pick<GpuInstance, 'profile' | 'start'>;

function placesOf(places: readonly Place[]): string {
  return places
    .map(({ profile, start }) => `${profile}@${start}`)
    .sort()
    .join(' ');
}

/** Every layout that some order ends in. States are met once, whatever order led there. */
function endsUnder(board: Board, instances: readonly GpuInstance[], model: DriverModel): ReadonlySet<string> {
  const geometry = geometryOf(board);
  const ends = new Set<string>();
  const seen = new Set<string>();
  const wanted = new Map<string, number>();
  for (const { profile } of instances) wanted.set(profile, (wanted.get(profile) ?? 0) + 1);
  const step = (left: ReadonlyMap<string, number>, placed: readonly Place[], occupancy: Occupancy): void => {
    const key = placesOf(placed);
    if (seen.has(key)) return;
    seen.add(key);
    if (placed.length === instances.length) ends.add(key);
    for (const [profile, count] of left) {
      if (count === 0) continue;
      const index = geometry.profileIndexByName.get(profile) ?? -1;
      const start = driverStart(board, occupancy, index, model);
      const position = start === null ? undefined : positionAt(geometry, profile, start);
      if (position === undefined) continue;
      const next = new Map(left).set(profile, count - 1);
      step(next, [...placed, { profile, start: position.start }], withPosition(occupancy, position));
    }
  };
  step(wanted, [], emptyOccupancy(geometry));
  return ends;
}

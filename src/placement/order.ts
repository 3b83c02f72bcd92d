/**
 * In which order to create the instances of one GPU when no start can be given: each model of the driver then picks its
 * own, nothing is ever moved, and the same set succeeds in one order and fails in another.
 */
import type { Board } from '../model/board.ts';
import type { CreationOrder } from '../model/creationOrder.ts';
import { driverModels, driverStart, type DriverModel } from '../model/driverStart.ts';
import {
  emptyOccupancy,
  geometryOf,
  positionAt,
  withPosition,
  type Geometry,
  type Occupancy,
} from '../model/geometry.ts';
import type { GpuInstance, GpuKind } from '../model/plan.ts';

/** One model of the driver while instances are being created. `starts` is in creation order. */
interface Run {
  readonly model: DriverModel;
  readonly occupancy: Occupancy;
  readonly starts: readonly number[];
}

/**
 * An order that works under every model of the driver, from an empty GPU. First choice: one in which every model puts
 * each instance where it is drawn. Second: one in which all are created, somewhere. Else the models that refuse, with
 * the last instance that found no place. `kind` null means straight or mirrored, so both must work.
 */
export function creationOrder(
  board: Board,
  instances: readonly GpuInstance[],
  kind: GpuKind | null,
): CreationOrder {
  const geometry = geometryOf(board);
  const models = driverModels(kind);
  const start: readonly Run[] = models.map((model) => ({
    model,
    occupancy: emptyOccupancy(geometry),
    starts: [],
  }));
  const drawn = search(geometry, instances, start, true);
  if (drawn !== null) return { kind: 'as-drawn', instances: drawn.order.map((gi) => gi.id) };
  const anywhere = search(geometry, instances, start, false);
  if (anywhere !== null) {
    return {
      kind: 'elsewhere',
      instances: anywhere.order.map((gi) => gi.id),
      expected: anywhere.runs.map((run) => ({ model: run.model, starts: run.starts })),
    };
  }
  // A model that has no order even alone is the reason; if each has one, it is that no order suits all of them.
  const alone = start.filter((run) => search(geometry, instances, [run], false) === null);
  return { kind: 'none', refusedBy: (alone.length > 0 ? alone : start).map((run) => run.model) };
}

interface Found {
  readonly order: readonly GpuInstance[];
  readonly runs: readonly Run[];
}

/**
 * Depth first over orders, big profiles first since those fail last. Instances of one profile are interchangeable until
 * a start is known, so only profiles branch; states that failed once are not entered again.
 */
function search(
  geometry: Geometry,
  instances: readonly GpuInstance[],
  start: readonly Run[],
  asDrawn: boolean,
): Found | null {
  const failed = new Set<string>();
  const profileIndex = (gi: GpuInstance): number => geometry.profileIndexByName.get(gi.profile) ?? -1;
  const sizeOf = (gi: GpuInstance): number => geometry.board.profiles[profileIndex(gi)]?.memorySlices ?? 0;

  const step = (
    left: readonly GpuInstance[],
    order: readonly GpuInstance[],
    runs: readonly Run[],
  ): Found | null => {
    if (left.length === 0) return { order, runs };
    const key = `${left.map((gi) => gi.id).join(' ')}|${runs.map((run) => run.occupancy.mask).join(' ')}`;
    if (failed.has(key)) return null;
    const tried = new Set<string>();
    for (const candidate of left) {
      if (tried.has(candidate.profile)) continue;
      tried.add(candidate.profile);
      const next = runs.map((run) => create(geometry, run, profileIndex(candidate)));
      if (next.some((run) => run === null)) continue;
      const created = next.filter((run) => run !== null);
      const gi = asDrawn ? drawnAt(left, candidate.profile, created) : candidate;
      if (gi === undefined) continue;
      const found = step(
        left.filter((one) => one !== gi),
        [...order, gi],
        created,
      );
      if (found !== null) return found;
    }
    failed.add(key);
    return null;
  };
  return step(
    [...instances].sort((a, b) => sizeOf(b) - sizeOf(a) || a.start - b.start),
    [],
    start,
  );
}

/** The run with one more instance where its model puts it, or null when the model refuses. */
function create(geometry: Geometry, run: Run, profileIndex: number): Run | null {
  const start = driverStart(geometry.board, run.occupancy, profileIndex, run.model);
  const name = geometry.board.profiles[profileIndex]?.name;
  const position = start === null || name === undefined ? undefined : positionAt(geometry, name, start);
  if (position === undefined) return null;
  return {
    model: run.model,
    occupancy: withPosition(run.occupancy, position),
    starts: [...run.starts, position.start],
  };
}

/** The instance that is drawn where every model has just put one of this profile; undefined where they differ. */
function drawnAt(
  left: readonly GpuInstance[],
  profile: string,
  runs: readonly Run[],
): GpuInstance | undefined {
  const starts = new Set(runs.map((run) => run.starts[run.starts.length - 1]));
  const [only] = starts;
  return starts.size === 1 ? left.find((gi) => gi.profile === profile && gi.start === only) : undefined;
}

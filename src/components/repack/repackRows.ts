import type { GiId, GpuId } from '../../model/ids.ts';
import type { GiPlace, Gpu, GpuPlace, Plan } from '../../model/plan.ts';
import { makeShortList } from '../../placement/messages.ts';
import { repackMoves } from '../../placement/repackEdit.ts';

/** A move as it is listed, numbered from 1. */
export interface MoveRow {
  readonly number: number;
  readonly from: GiPlace;
  /** Null: it goes, and its VMs wait. */
  readonly to: GiPlace | null;
  /** Names of the VMs that it interrupts, or empty. */
  readonly vms: string;
}

/** A GPU that some move leaves or comes to. */
export interface ChangedGpu {
  readonly now: GpuPlace;
  readonly after: Gpu;
}

/** The moves in the order of the board that they leave. */
export function moveRows(plan: Plan, after: Plan): MoveRow[] {
  return repackMoves(plan, after).map(({ from, to, vms }, index) => ({
    number: index + 1,
    from,
    to,
    vms: makeShortList(vms.map(({ name }) => name)),
  }));
}

/** The GPUs that look otherwise afterwards, in the order of the plan. */
export function changedGpus(plan: Plan, after: Plan): ChangedGpu[] {
  const next = new Map<GpuId, Gpu>(after.hosts.flatMap((host) => host.gpus.map((gpu) => [gpu.id, gpu])));
  return plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) => {
      const changed = next.get(gpu.id);
      return changed === undefined || changed === gpu ? [] : [{ now: { host, gpu }, after: changed }];
    }),
  );
}

/** Numbers of the moves by the instance that leaves and by the one that lands. */
export function numbersOf(rows: readonly MoveRow[]): ReadonlyMap<GiId, number> {
  return new Map(
    rows.flatMap(({ number, from, to }): [GiId, number][] => [
      [from.gi.id, number],
      ...(to === null ? [] : [[to.gi.id, number] as [GiId, number]]),
    ]),
  );
}

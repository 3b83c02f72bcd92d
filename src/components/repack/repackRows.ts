import type { GiId, GpuId } from '../../model/ids.ts';
import { findInstance, type GiPlace, type Gpu, type GpuPlace, type Plan } from '../../model/plan.ts';
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

/** The moves in the order of the board that they leave, then what goes for good. */
export function moveRows(plan: Plan, after: Plan): MoveRow[] {
  const all = repackMoves(plan, after);
  const inTurn = [...all.filter(({ to }) => to !== null), ...all.filter(({ to }) => to === null)];
  return inTurn.map(({ from, to, vms }, index) => ({
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

/** Instances that take no other's place, in the order of the plan. */
export function madeRows(plan: Plan, after: Plan, rows: readonly MoveRow[]): GiPlace[] {
  const landed = new Set(rows.flatMap(({ to }) => to?.gi.id ?? []));
  return after.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      gpu.instances.flatMap((gi) =>
        landed.has(gi.id) || findInstance(plan, gi.id) !== undefined ? [] : [{ host, gpu, gi }],
      ),
    ),
  );
}

/** Numbers of the moves by the instance that leaves and by the one that lands; − for one that goes for good. */
export function numbersOf(rows: readonly MoveRow[]): ReadonlyMap<GiId, number | '−'> {
  return new Map(
    rows.flatMap(({ number, from, to }): [GiId, number | '−'][] =>
      to === null
        ? [[from.gi.id, '−']]
        : [
            [from.gi.id, number],
            [to.gi.id, number],
          ],
    ),
  );
}

import {
  findInstance,
  vmsByInstance,
  type Gpu,
  type GpuPlace,
  type GiPlace,
  type Plan,
} from '../../model/plan.ts';
import { makeShortList } from '../../placement/messages.ts';
import type { Move } from '../../placement/moveMany.ts';
import type { GiId, GpuId } from '../../model/ids.ts';

/** A move as it is listed, numbered from 1. */
export interface MoveRow {
  readonly number: number;
  readonly from: GiPlace;
  readonly to: GiPlace;
  /** Names of the VMs that it interrupts, or empty. */
  readonly vms: string;
}

/** A GPU that some move leaves or comes to. */
export interface ChangedGpu {
  readonly now: GpuPlace;
  readonly after: Gpu;
}

/** The moves in the order of the board that they leave; those that go nowhere are left out. */
export function moveRows(plan: Plan, after: Plan, moves: readonly Move[]): MoveRow[] {
  const vms = vmsByInstance(plan);
  return moves
    .flatMap(({ giId }) => {
      const [from, to] = [findInstance(plan, giId), findInstance(after, giId)];
      if (from === undefined || to === undefined) return [];
      return [{ from, to, vms: makeShortList((vms.get(giId) ?? []).map(({ name }) => name)) }];
    })
    .map((row, index) => ({ number: index + 1, ...row }));
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

/** Numbers of the moves by the instance that is moved. */
export function numbersOf(rows: readonly MoveRow[]): ReadonlyMap<GiId, number> {
  return new Map(rows.map(({ number, from }) => [from.gi.id, number]));
}

/** GPUs with at least one instance. */
export function gpusInUse(plan: Plan): number {
  return plan.hosts.reduce(
    (sum, host) => sum + host.gpus.filter((gpu) => gpu.instances.length > 0).length,
    0,
  );
}

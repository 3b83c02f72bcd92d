/** Hosts for GPUs that are still to be bought: cut as a packing has it. */
import type { BoardId } from '../model/board.ts';
import { EMPTY_PLAN, type Host, type Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { applyCommand } from './commands.ts';
import type { CommandError } from './errors.ts';
import { MAX_GPUS_PER_HOST } from './gpuEdits.ts';
import { setLayouts, type GpuLayout } from './layouts/layoutEdits.ts';
import type { Layout } from './layouts/layouts.ts';

/** So many GPUs, all cut alike. */
export interface Cut {
  readonly layout: Layout;
  readonly gpus: number;
}

/** More new GPUs than this are not added to a plan at once. */
export const MAX_NEW_GPUS = 10_000;

export interface NewHosts {
  readonly board: BoardId;
  readonly cuts: readonly Cut[];
  readonly perHost: number;
  /** The name of each host, counted from 0. */
  readonly nameOf: (host: number) => string;
  readonly fields: Partial<Pick<Host, 'platform' | 'release' | 'creation'>>;
}

/** A plan of new hosts with these GPUs, the last host with what is left. Errors: a count out of range, a layout not legal. */
export function newHosts({ board, cuts, perHost, nameOf, fields }: NewHosts): Result<Plan, CommandError> {
  const total = cuts.reduce((sum, { gpus }) => sum + gpus, 0);
  if (!Number.isInteger(perHost) || perHost < 1 || perHost > MAX_GPUS_PER_HOST)
    return err({ code: 'bad-count', count: perHost, max: MAX_GPUS_PER_HOST });
  if (total > MAX_NEW_GPUS) return err({ code: 'bad-count', count: total, max: MAX_NEW_GPUS });
  let plan = EMPTY_PLAN;
  for (let at = 0; at < total; at += perHost) {
    const gpus = { board, count: Math.min(perHost, total - at) };
    const added = applyCommand(plan, { type: 'host/add', name: nameOf(plan.hosts.length), fields, gpus });
    if (!added.ok) return added;
    plan = added.value;
  }
  const all = plan.hosts.flatMap((host) => host.gpus);
  const layouts: GpuLayout[] = [];
  for (const { layout, gpus } of cuts) {
    for (let one = 0; one < gpus; one++) {
      const gpu = all[layouts.length];
      if (gpu !== undefined) layouts.push({ gpuId: gpu.id, layout });
    }
  }
  return layouts.length === 0 ? ok(plan) : setLayouts(plan, layouts);
}

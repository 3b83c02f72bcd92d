/** What would still fit after each legal start: the same fits as beside the profiles, on the plan as it would be. */
import { profileOf, type Board, type GiProfile } from '../../model/board.ts';
import type { GiId } from '../../model/ids.ts';
import { findGpu, findInstance, makeInstance, type Gpu, type Host, type Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { fitsInPlan, fitsOnGpu } from '../../placement/fits.ts';
import { legalTargets } from '../../state/targets.ts';
import type { Lifted, Target } from '../../state/uiStore.ts';

/** A table that has to be scrolled is no comparison. */
const MAX_ROWS = 8;

export interface StartRow {
  readonly target: Target;
  /** "esx-01/2@4", as the layout notation has it. */
  readonly label: string;
  readonly fits: readonly number[];
}

export interface StartLeaves {
  readonly profiles: readonly GiProfile[];
  readonly now: readonly number[];
  readonly rows: readonly StartRow[];
  /** Legal starts beyond the rows. */
  readonly more: number;
}

/** An instance only tried out; no plan ever holds it. */
function trial(profile: ProfileName, start: number) {
  return makeInstance(-1 as GiId, profile, start);
}

export function startLeaves(plan: Plan, lifted: Lifted, profile: ProfileName, board: Board): StartLeaves {
  const profiles = board.profiles.filter((one) => one.attributes.length === 0 && one.starts !== null);
  const targets = legalTargets(plan, lifted).filter((target) => {
    const gpu = findGpu(plan, target.gpuId)?.gpu;
    return gpu !== undefined && profileOf(board, profile) !== undefined;
  });
  const moving = lifted.kind === 'instance' ? findInstance(plan, lifted.giId) : undefined;
  const now = profiles.map((one) => fitsInPlan(plan, one.name));
  const without = (gpu: Gpu): Gpu => ({
    ...gpu,
    instances: gpu.instances.filter((gi) => gi.id !== moving?.gi.id),
  });
  const rows = targets.slice(0, MAX_ROWS).flatMap((target): StartRow[] => {
    const place = findGpu(plan, target.gpuId);
    if (place === undefined) return [];
    const { host, gpu } = place;
    const left = without(gpu);
    const after: Gpu = { ...left, instances: [...left.instances, trial(profile, target.start)] };
    const changed: (readonly [host: Host, before: Gpu, after: Gpu])[] = [[host, gpu, after]];
    if (moving !== undefined && moving.gpu.id !== gpu.id)
      changed.push([moving.host, moving.gpu, without(moving.gpu)]);
    const fits = profiles.map((one, index) =>
      changed.reduce(
        (sum, [on, from, to]) => sum - fitsOnGpu(on, from, one.name) + fitsOnGpu(on, to, one.name),
        now[index] ?? 0,
      ),
    );
    return [{ target, label: `${host.name}/${gpu.index}@${target.start}`, fits }];
  });
  return { profiles, now, rows, more: targets.length - rows.length };
}

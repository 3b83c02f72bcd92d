/** Cutting a GPU instance into compute instances. */
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import { similarProfiles } from '../../model/geometry.ts';
import type { GiId } from '../../model/ids.ts';
import { findInstance, type ComputeInstance, type Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { computeFault, computeUnknown } from './compute.ts';
import type { CommandError } from '../errors.ts';
import { withGpu } from '../planParts.ts';

export interface SplitInstance {
  readonly type: 'ci/split';
  readonly giId: GiId;
  /** What it is cut into, as it is drawn from top to bottom; none: the one default compute instance. */
  readonly profiles: readonly ProfileName[];
}

/**
 * The instance with these compute instances instead of its own. Its VM keeps it. Starts inside it are the driver's to
 * choose; those that a text gave stay only where nothing changes. The default one is kept as no compute instance at all.
 */
export function splitInstance(plan: Plan, { giId, profiles }: SplitInstance): Result<Plan, CommandError> {
  const place = findInstance(plan, giId);
  if (place === undefined) return err({ code: 'not-found', what: 'instance' });
  const { host, gpu, gi } = place;
  const board = findBoard(gpu.board);
  if (board === undefined) return err({ code: 'board-unknown', board: gpu.board });
  const profile = profileOf(board, gi.profile);
  if (profile === undefined) {
    const similar = similarProfiles(board, gi.profile);
    return err({ code: 'not-a-profile', profile: gi.profile, board: board.id, similar });
  }
  const own = (name: ProfileName): ProfileName => ciProfileOf(profile, name)?.name ?? name;
  const computeInstances: ComputeInstance[] = profiles.map((name) => ({
    profile: own(name),
    start: null,
    extra: [],
  }));
  const cut = { ...gi, computeInstances };
  const fault = computeFault(gpu, cut) ?? computeUnknown(gpu, cut);
  if (fault !== null) return err(fault);
  const isSame = isUndivided(cut)
    ? isUndivided(gi)
    : gi.computeInstances.length === profiles.length &&
      gi.computeInstances.every((ci, index) => own(ci.profile) === computeInstances[index]?.profile);
  if (isSame) return ok(plan);
  const next = isUndivided(cut) ? { ...gi, computeInstances: [] } : cut;
  const instances = gpu.instances.map((other) => (other === gi ? next : other));
  return ok(withGpu(plan, host, { ...gpu, instances }));
}

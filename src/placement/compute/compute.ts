/**
 * What a GPU instance may be cut into. A set of compute instances is legal when each is a profile that the board lists for
 * that GPU instance, none exceeds its maximum, and together they take no more compute slices than there are. Where the list
 * beyond the default one is not public (Hopper and later), anything else is neither legal nor illegal: it is unknown.
 */
import { profileOf, type CiProfile, type GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, ciSlices } from '../../model/compute.ts';
import type { ComputeInstance, Gpu, GpuInstance } from '../../model/plan.ts';
import { parseProfileName, type ProfileName } from '../../model/profile.ts';
import type { ComputeFault, ComputeUnknown } from '../errors.ts';

type Cut = Pick<GpuInstance, 'profile' | 'computeInstances'>;

/** The first rule that the compute instances of an instance break; null where there is none, or where nothing is known. */
export function computeFault(gpu: Pick<Gpu, 'board'>, gi: Cut): ComputeFault | null {
  if (gi.computeInstances.length === 0) return null;
  const profile = giProfileOf(gpu, gi);
  return profile === undefined ? null : faultOf(profile, gi.computeInstances);
}

/** The first compute instance of which no public source says whether the board offers it. */
export function computeUnknown(gpu: Pick<Gpu, 'board'>, gi: Cut): ComputeUnknown | null {
  if (gi.computeInstances.length === 0) return null;
  const profile = giProfileOf(gpu, gi);
  if (profile === undefined || profile.computeInstancesComplete) return null;
  const open = gi.computeInstances.find((ci) => ciProfileOf(profile, ci.profile) === undefined);
  return open === undefined
    ? null
    : { code: 'ci-unknown', profile: open.profile, instance: profile.name, board: gpu.board };
}

function faultOf(profile: GiProfile, instances: readonly ComputeInstance[]): ComputeFault | null {
  const instance = profile.name;
  const counts = new Map<CiProfile, number>();
  const taken = new Set<number>();
  let needed = 0;
  let unknown = 0;
  for (const { profile: name, start } of instances) {
    const ci = ciProfileOf(profile, name);
    if (ci === undefined) {
      if (!profile.computeInstancesComplete && isOpen(profile, name)) {
        unknown += ciSlices(name) ?? 0;
        continue;
      }
      const offered = profile.computeInstances.map((one) => one.name);
      return { code: 'ci-not-offered', profile: name, instance, offered };
    }
    const count = (counts.get(ci) ?? 0) + 1;
    if (count > ci.maxInstances) return { code: 'ci-maximum', profile: name, instance, max: ci.maxInstances };
    counts.set(ci, count);
    needed += ci.computeSlices;
    // The slices of Hopper's compute instances are laid out otherwise: a full 3g was seen at 0:4 there.
    if (start === null || !profile.computeInstancesComplete) continue;
    for (let slice = start; slice < start + ci.computeSlices; slice++) {
      if (slice >= profile.computeSlices || taken.has(slice)) {
        return { code: 'ci-place', profile: name, instance, start, slices: profile.computeSlices };
      }
      taken.add(slice);
    }
  }
  // How many of an unknown kind fit is unknown as well; beside the whole one, which takes everything, none does.
  if (needed >= profile.computeSlices) needed += unknown;
  return needed <= profile.computeSlices
    ? null
    : { code: 'ci-slices', instance, needed, has: profile.computeSlices };
}

/** True for a name that a compute instance of this GPU instance could have. */
function isOpen(profile: GiProfile, name: ProfileName): boolean {
  const [parsed, own] = [parseProfileName(name), parseProfileName(profile.name)];
  if (parsed === null || own === null || parsed.ciSlices === null) return false;
  const isOwn = parsed.computeSlices === own.computeSlices && parsed.memoryGB === own.memoryGB;
  const attributes = parsed.attributes.join();
  return isOwn && parsed.ciSlices < own.computeSlices && ['', own.attributes.join()].includes(attributes);
}

/**
 * Every legal way to hand out all compute slices of a GPU instance, the widest compute instance first in each; the
 * undivided one comes first. Only that one where the list is not public. 12 of them on a 7g.
 */
export function splitsOf(profile: GiProfile): (readonly CiProfile[])[] {
  const widestFirst = [...profile.computeInstances].sort((a, b) => b.computeSlices - a.computeSlices);
  const splits: CiProfile[][] = [];
  const extend = (at: number, left: number, chosen: readonly CiProfile[]): void => {
    if (left === 0) {
      splits.push([...chosen]);
      return;
    }
    const ci = widestFirst[at];
    if (ci === undefined) return;
    const most = Math.min(ci.maxInstances, Math.floor(left / ci.computeSlices));
    for (let count = most; count >= 0; count--) {
      const more = new Array<CiProfile>(count).fill(ci);
      extend(at + 1, left - count * ci.computeSlices, [...chosen, ...more]);
    }
  };
  extend(0, profile.computeSlices, []);
  return splits;
}

/** The profile of an instance on its board; undefined where either is not known. */
export function giProfileOf(gpu: Pick<Gpu, 'board'>, gi: Cut): GiProfile | undefined {
  const board = findBoard(gpu.board);
  return board && profileOf(board, gi.profile);
}

/** Where compute instances go inside a GPU instance, and how many more of a profile fit. Fitted to A100 and A30; no public output lists the starts that a driver offers. */
import type { CiProfile, GiProfile } from '../../model/board.ts';
import type { SimCi, SimGi } from './machine.ts';

type Cut = Pick<SimGi, 'cis'>;

/** Compute slices that are free, by place. */
function freeSlices(profile: GiProfile, gi: Cut): boolean[] {
  const free = new Array<boolean>(profile.computeSlices).fill(true);
  for (const { start, size } of gi.cis) free.fill(false, start, start + size);
  return free;
}

/** Every start that a compute instance could have in an empty GPU instance. */
export function startsOf(profile: GiProfile, ci: CiProfile): number[] {
  const last = profile.computeSlices - ci.computeSlices;
  return last < 0 ? [] : Array.from({ length: last + 1 }, (_, start) => start);
}

function isFree(free: readonly boolean[], start: number, size: number): boolean {
  const part = free.slice(start, start + size);
  return part.length === size && !part.includes(false);
}

/** The lowest free start; null where there is no room or the profile has its most. `wanted`: only this start will do. */
export function freeStart(
  profile: GiProfile,
  gi: Cut,
  ci: CiProfile,
  wanted: number | null = null,
): number | null {
  if (gi.cis.filter((one) => one.profile === ci.name).length >= ci.maxInstances) return null;
  const free = freeSlices(profile, gi);
  const starts = wanted === null ? startsOf(profile, ci) : [wanted];
  return starts.find((start) => isFree(free, start, ci.computeSlices)) ?? null;
}

/** How many more of a profile fit beside what is there, each at the lowest free start. */
export function freeCount(profile: GiProfile, gi: Cut, ci: CiProfile): number {
  let cis: readonly SimCi[] = gi.cis;
  for (let count = 0; ; count++) {
    const start = freeStart(profile, { cis }, ci);
    if (start === null || count >= ci.maxInstances) return count;
    cis = [...cis, { id: -1 - count, profile: ci.name, start, size: ci.computeSlices, uuid: null }];
  }
}

/** The lowest ID that none of them has. */
export function freeId(cis: readonly SimCi[]): number {
  for (let id = 0; ; id++) if (!cis.some((one) => one.id === id)) return id;
}

/**
 * Compute instances: what a GPU instance is cut into. They share its memory and divide its compute slices, the rows of the
 * drawing. No compute instance written down means the default one, which spans the GPU instance. Starts inside it are
 * kept where a text gave them; no public source lists those a driver offers, so a planned cut leaves them open.
 */
import type { CiProfile, GiProfile } from './board.ts';
import type { GpuInstance } from './plan.ts';
import { makeProfileName, parseProfileName, type ProfileName } from './profile.ts';
import type { SliceRange } from './slices.ts';

/** A compute instance and the rows that it is drawn on, counted inside its GPU instance. */
export interface CiRows {
  /** Its place in `computeInstances`; 0 for the default one that is not written down. */
  readonly ciIndex: number;
  readonly profile: ProfileName;
  readonly rows: SliceRange;
}

type Cut = Pick<GpuInstance, 'profile' | 'computeInstances'>;

/** The name without attributes: nvidia-smi prints the compute instance of a "1g.5gb+me" as 1g.5gb. */
function plainName(name: ProfileName): ProfileName {
  const parsed = parseProfileName(name);
  return parsed === null ? name : makeProfileName({ ...parsed, attributes: [] });
}

/** The compute-instance profile that a name means in a GPU instance of this profile, as it is listed or as it is printed. */
export function ciProfileOf(profile: GiProfile, name: ProfileName): CiProfile | undefined {
  const { computeInstances } = profile;
  return (
    computeInstances.find((ci) => ci.name === name) ??
    computeInstances.find((ci) => plainName(ci.name) === name)
  );
}

/** True for the one default compute instance that spans the GPU instance, written down or not: what `-C` makes. */
export function isUndivided({ profile, computeInstances }: Cut): boolean {
  const [only, second] = computeInstances;
  if (only === undefined) return true;
  return second === undefined && (only.profile === profile || only.profile === plainName(profile));
}

/** Compute slices by the name: 1 of "1c.3g.20gb", 3 of "3g.20gb"; null for what is no profile name. */
export function ciSlices(name: ProfileName): number | null {
  const parsed = parseProfileName(name);
  return parsed && (parsed.ciSlices ?? parsed.computeSlices);
}

/**
 * The rows to draw each compute instance on, top to bottom: at its start where that is known, else in the first rows that
 * are left, in the order of the plan. What has no row left is not drawn, so never more than `total` come back.
 */
export function ciRows(gi: Cut, total: number): CiRows[] {
  if (isUndivided(gi)) return [{ ciIndex: 0, profile: gi.profile, rows: { start: 0, count: total } }];
  const drawn: CiRows[] = [];
  const taken = new Array<boolean>(total).fill(false);
  const draw = (ciIndex: number, profile: ProfileName, start: number): void => {
    const count = Math.min(ciSlices(profile) ?? 1, total - start);
    if (count < 1 || drawn.length >= total) return;
    taken.fill(true, start, start + count);
    drawn.push({ ciIndex, profile, rows: { start, count } });
  };
  for (const [index, { profile, start }] of gi.computeInstances.entries()) {
    if (start !== null) draw(index, profile, start);
  }
  for (const [index, { profile, start }] of gi.computeInstances.entries()) {
    const free = taken.indexOf(false);
    if (free < 0) break;
    if (start !== null) continue;
    const size = ciSlices(profile) ?? 1;
    const fits = taken.findIndex((_, row) => !taken.slice(row, row + size).includes(true));
    draw(index, profile, fits + size > total ? free : fits);
  }
  return drawn.sort((a, b) => a.rows.start - b.rows.start);
}

/** "1c + 2c", "3 × 1c": the sizes in their order, three and more of one size counted. */
export function splitName(names: readonly ProfileName[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const slices = ciSlices(name);
    const size = slices === null ? name : `${slices}c`;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return [...counts]
    .flatMap(([size, count]) => (count > 2 ? [`${count} × ${size}`] : new Array<string>(count).fill(size)))
    .join(' + ');
}

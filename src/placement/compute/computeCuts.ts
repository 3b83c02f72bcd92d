/** Moving the line between two compute instances: where it may go, and what the instance is cut into then. */
import type { CiProfile, GiProfile } from '../../model/board.ts';
import { ciProfileOf } from '../../model/compute.ts';
import type { ProfileName } from '../../model/profile.ts';

/** A row of a GPU instance that a line may lie above, and the compute instances that this makes, top to bottom. */
export interface CutChoice {
  readonly row: number;
  readonly profiles: readonly ProfileName[];
}

/**
 * The lines of a GPU instance that is handed out whole, top to bottom: `row` is the first row below each. The last lies at
 * the lower edge and is no cut yet: drawn up, it makes one. Empty where rows are left over or a profile is not known.
 */
export function cutRows(profile: GiProfile, names: readonly ProfileName[]): number[] {
  const rows: number[] = [];
  let row = 0;
  for (const name of names) {
    const ci = ciProfileOf(profile, name);
    if (ci === undefined) return [];
    row += ci.computeSlices;
    rows.push(row);
  }
  return row === profile.computeSlices ? rows : [];
}

/**
 * Where the line with this index may lie, its present row among them, ascending. At the row of its neighbour, or at the
 * upper edge, it is gone. Only what the board offers: a 4g has no 3c, so its middle line cannot go to row 3.
 */
export function cutChoices(
  profile: GiProfile,
  names: readonly ProfileName[],
  line: number,
): readonly CutChoice[] {
  const rows = cutRows(profile, names);
  const row = rows[line];
  if (row === undefined) return [];
  const isEdge = line === rows.length - 1;
  const [from, to] = [rows[line - 1] ?? 0, rows[line + 1] ?? row];
  const fixed = rows.filter((_, index) => index !== line);
  const choices: CutChoice[] = [];
  for (let at = isEdge ? from + 1 : from; at <= to; at++) {
    const cuts = [...new Set([...fixed, at, profile.computeSlices])]
      .sort((a, b) => a - b)
      .filter((one) => one > 0);
    const profiles = cutsToProfiles(profile, cuts);
    if (profiles !== null) choices.push({ row: at, profiles });
  }
  return choices;
}

/** The compute instances of which one more fits beside these, in the order of the board; none beside one of an unknown kind. */
export function addable(profile: GiProfile, names: readonly ProfileName[]): readonly CiProfile[] {
  const counts = new Map<CiProfile, number>();
  let left = profile.computeSlices;
  for (const name of names) {
    const ci = ciProfileOf(profile, name);
    if (ci === undefined) return [];
    counts.set(ci, (counts.get(ci) ?? 0) + 1);
    left -= ci.computeSlices;
  }
  return profile.computeInstances.filter(
    (ci) => ci.computeSlices <= left && (counts.get(ci) ?? 0) < ci.maxInstances,
  );
}

function cutsToProfiles(profile: GiProfile, cuts: readonly number[]): ProfileName[] | null {
  const counts = new Map<string, number>();
  const names: ProfileName[] = [];
  let from = 0;
  for (const cut of cuts) {
    const ci = profile.computeInstances.find((one) => one.computeSlices === cut - from);
    const count = (counts.get(ci?.name ?? '') ?? 0) + 1;
    if (ci === undefined || count > ci.maxInstances) return null;
    counts.set(ci.name, count);
    names.push(ci.name);
    from = cut;
  }
  return names;
}

/** Compute instances as texts tell of them: asked for by a command, listed within a GPU instance, or only counted. */
import type { SeenCuts, SeenInstance } from '../../formats/evidence/evidence.ts';
import type { ComputeInstance } from '../../model/plan.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../../model/profile.ts';
import type { At } from '../../model/source.ts';
import { parsedName } from './boardCandidates.ts';

/**
 * What was asked to be made inside a GPU instance of this profile; a compute instance of the full size is the GPU instance undivided.
 * `left`: where more was asked than it holds, or for certain instances alone.
 */
export function requestedCuts(
  name: ProfileName,
  cuts: readonly SeenCuts[],
): { readonly made: ComputeInstance[]; readonly left: readonly At[] } {
  const whole = parseProfileName(name);
  const made: ComputeInstance[] = [];
  const left: At[] = [];
  if (whole === null) return { made, left };
  for (const { at, profiles, ofInstances } of cuts) {
    const slices = profiles.map((word) => computeSlicesOf(word, whole.computeSlices));
    if (slices.every((one) => one === whole.computeSlices)) continue;
    const sum = slices.reduce<number>((total, one) => total + (one ?? Infinity), 0);
    if (ofInstances || sum > whole.computeSlices) {
      left.push(at);
      continue;
    }
    for (const ciSlices of slices) {
      const profile = makeProfileName({ ...whole, ciSlices, attributes: [] });
      made.push({ profile, start: null, extra: [] });
    }
  }
  return { made, left };
}

/** Slices of a compute profile by its name or its ID as nvidia-smi counts them (nvidia-smi.md section 5); null where it is none. */
function computeSlicesOf(word: string, whole: number): number | null {
  const [name = ''] = word.split(':');
  if (/^\d+$/.test(name)) return COMPUTE_SLICES_BY_ID.get(Number(name)) ?? null;
  const parsed = parsedName(name);
  return parsed === null ? null : (parsed.ciSlices ?? whole);
}

const COMPUTE_SLICES_BY_ID: ReadonlyMap<number, number> = new Map([
  ...([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 7],
  ] as const),
  // The full one of the double-memory 1g.
  [7, 1],
]);

/** Those listed within a GPU instance; none written down: the one that spans it. Null: which they are is not told. */
export function cutsWithin(seen: SeenInstance, profile: ProfileName): ComputeInstance[] | null {
  const own = seen.computeInstances ?? [];
  const slices = parseProfileName(profile)?.computeSlices ?? 0;
  const names = own.map((one) => nameOf(one.profile));
  const [only, second] = names;
  if (only === undefined) return [];
  const isNamed = names.every((name) => name !== null);
  if (!isNamed) {
    if (own.length === 1) return [];
    const each = parseProfileName(profile);
    if (own.length !== slices || each === null) return null;
    const name = makeProfileName({ ...each, ciSlices: 1, attributes: [] });
    return own.map(({ start }) => ({ profile: name, start, extra: [] }));
  }
  if (second === undefined && parseProfileName(only ?? '')?.ciSlices == null) return [];
  return own.flatMap((one, n) => {
    const name = names[n];
    return name == null ? [] : [{ profile: name, start: one.start, extra: [] }];
  });
}

function nameOf(profile: string | null): ProfileName | null {
  const parsed = profile === null ? null : parsedName(profile);
  return parsed === null ? null : makeProfileName(parsed);
}

/** Cuts that are only counted, each put into the first GPU instance that has room, the widest first. */
export function fillInstances(names: readonly ProfileName[], slices: number): ProfileName[][] {
  const slicesOf = (name: ProfileName): number => parseProfileName(name)?.ciSlices ?? 1;
  const filled: { names: ProfileName[]; left: number }[] = [];
  for (const name of [...names].sort((a, b) => slicesOf(b) - slicesOf(a))) {
    const room = filled.find((one) => one.left >= slicesOf(name));
    if (room !== undefined) {
      room.names.push(name);
      room.left -= slicesOf(name);
    } else filled.push({ names: [name], left: slices - slicesOf(name) });
  }
  return filled.map((one) => one.names);
}

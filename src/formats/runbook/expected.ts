/**
 * What nvidia-smi answers to the commands of a runbook, in its own words: nvidia-smi.md section 6, from transcripts. Instance
 * IDs depend on the kind of the GPU (model/instanceId.ts).
 */
import { profileOf, type Board, type GiProfile } from '../../model/board.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import { canBeMirrored, instanceIdOf } from '../../model/instanceId.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { Gpu, GpuInstance, GpuKind } from '../../model/plan.ts';

/** One instance to create, with what the commands call it. */
export interface Creation {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
  /** What -cgi takes: the ID, or the name where no public output shows it. */
  readonly profileWord: string;
  /** What -cci takes, the widest first; null: the default compute instance. A word is null where its ID is not public. */
  readonly ciWords: readonly (string | null)[] | null;
}

/** The instances of a GPU in the order in which they are created: the widest first, as in the script. */
export function creationsOn(board: Board, gpu: Gpu): Creation[] {
  return gpu.instances
    .flatMap((gi) => {
      const profile = profileOf(board, gi.profile);
      if (profile === undefined) return [];
      const cis = creationsIn(gi).map(({ name }) => ciProfileOf(profile, name)?.id ?? null);
      return [
        {
          gi,
          profile,
          profileWord: profile.id === null ? profile.name : String(profile.id),
          ciWords: isUndivided(gi) ? null : cis.map((id) => (id === null ? null : String(id))),
        },
      ];
    })
    .sort((a, b) => (b.profile.memorySlices ?? 0) - (a.profile.memorySlices ?? 0) || a.gi.start - b.gi.start);
}

/** The kinds that a GPU may be, as far as they differ in the IDs of what is on it. */
export function kindsOf(board: Board, gpu: Gpu): readonly GpuKind[] {
  if (gpu.kind !== null) return [gpu.kind];
  const kinds = ['straight', 'mirrored'] as const;
  if (!canBeMirrored(board)) return ['straight'];
  const ids = kinds.map((kind) => gpu.instances.map((gi) => giId(board, gi, kind)).join());
  return ids[0] === ids[1] ? ['straight'] : kinds;
}

/** The GPU-instance ID that a start has; null where it has none. */
export function giId(board: Board, { profile, start }: GpuInstance, kind: GpuKind): number | null {
  const size = profileOf(board, profile)?.memorySlices ?? null;
  return size === null ? null : instanceIdOf(board, { start, size }, kind);
}

const two = (value: number | string | null): string => String(value ?? '?').padStart(2);

/** The lines of `-cgi`, with `-C` those of the compute instances between them. */
export function createdLines(
  { board, gpu, kind }: { readonly board: Board; readonly gpu: Gpu; readonly kind: GpuKind },
  creations: readonly Creation[],
  withDefaults: boolean,
): string[] {
  return creations.flatMap(({ gi, profile }) => {
    const id = two(giId(board, gi, kind));
    const made = `Successfully created GPU instance ID ${id} on GPU ${two(gpu.index)} using profile MIG ${profile.name} (ID ${two(profile.id)})`;
    if (!withDefaults) return [made];
    const ci = profile.computeInstances.find((one) => one.isDefault);
    const name = creationsIn({ ...gi, computeInstances: [] })[0]?.name ?? profile.name;
    return [
      made,
      `Successfully created compute instance ID  0 on GPU ${two(gpu.index)} GPU instance ID ${id} using profile MIG ${name} (ID ${two(ci?.id ?? null)})`,
    ];
  });
}

/** The lines of `-dgi`, in the order in which `-lgi` lists the instances. */
export function destroyedLines(board: Board, gpu: Gpu, kind: GpuKind): string[] {
  return gpu.instances
    .map((gi) => ({
      rank: board.profiles.findIndex(({ name }) => name === gi.profile),
      id: giId(board, gi, kind),
    }))
    .sort((a, b) => a.rank - b.rank || (a.id ?? 0) - (b.id ?? 0))
    .map(({ id }) => `Successfully destroyed GPU instance ID ${two(id)} from GPU ${two(gpu.index)}`);
}

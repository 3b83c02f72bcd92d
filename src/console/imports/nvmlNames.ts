/** Instances that a text names by NVML's numbers alone (checkpoints of mig-parted): a board turns them into profiles. */
import { profileOf, type Board } from '../../model/board.ts';
import { nvmlProfileId, profileOfNvml } from '../../model/nvmlProfiles.ts';
import type { SeenInstance } from '../../formats/evidence/evidence.ts';

/** The instance with its profile, and its compute instances with theirs, as far as the board has such numbers. */
export function namedByNvml(board: Board | undefined, seen: SeenInstance): SeenInstance {
  const id = seen.nvmlProfileId ?? null;
  if (board === undefined || id === null || seen.profile !== null) return seen;
  const profile = profileOfNvml(board, id);
  if (profile === null) return seen;
  const known = profileOf(board, profile)?.computeInstances ?? [];
  const inside = seen.computeInstances?.map((ci) => ({
    ...ci,
    profile: ci.profile ?? known.find((one) => one.id === ci.profileId)?.name ?? null,
  }));
  return { ...seen, profile, computeInstances: inside ?? null };
}

/** Whether the board has all the numbers, of the sizes that are said. */
export function hasNvmlProfiles(board: Board, instances: readonly SeenInstance[]): boolean {
  return instances.every(({ nvmlProfileId: id = null, profile, size }) => {
    if (id === null || profile !== null) return true;
    return board.profiles.some(
      ({ name, memorySlices }) =>
        nvmlProfileId(board, name) === id &&
        (size === null || memorySlices === null || memorySlices === size),
    );
  });
}

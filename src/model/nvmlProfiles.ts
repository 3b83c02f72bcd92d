/**
 * How NVML counts GPU-instance profiles, which is not how nvidia-smi does: the constants of nvml.h (NVIDIA/go-nvml@2f9e261
 * gen/nvml/nvml.h). Checkpoints of mig-parted and custom resources of InstaSlice use them.
 */
import { profileOf, type Board, type GiProfile } from './board.ts';
import type { ProfileName } from './profile.ts';

/** By attributes, then by compute slices. */
const NUMBERS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  '': { 1: 0, 2: 1, 3: 2, 4: 3, 7: 4, 8: 5, 6: 6 },
  me: { 1: 7, 2: 8 },
  gfx: { 1: 10, 2: 11, 4: 12, 3: 17 },
  '-me': { 1: 13, 2: 14 },
  'me.all': { 1: 15, 2: 16 },
};
/** The 1g with the memory of a 2g: SLICE_1_REV2. */
const WIDE = 9;

/** The number of a profile of this board; null where the constants have none for it. */
export function nvmlProfileId(board: Board, name: ProfileName): number | null {
  const profile = profileOf(board, name);
  if (profile === undefined) return null;
  if (isWide(board, profile)) return WIDE;
  return (
    NUMBERS[profile.attributes.map((one) => one.replace(/^\+/, '')).join()]?.[profile.computeSlices] ?? null
  );
}

/** The profile of this board with that number; null where there is none. */
export function profileOfNvml(board: Board, id: number): ProfileName | null {
  return board.profiles.find((profile) => nvmlProfileId(board, profile.name) === id)?.name ?? null;
}

/** True where another 1g of the board has half its memory. */
function isWide(board: Board, { computeSlices, memorySlices, attributes }: GiProfile): boolean {
  if (computeSlices !== 1 || attributes.length > 0 || memorySlices === null) return false;
  return board.profiles.some(
    (other) =>
      other.computeSlices === 1 &&
      other.attributes.length === 0 &&
      other.memorySlices !== null &&
      other.memorySlices < memorySlices,
  );
}

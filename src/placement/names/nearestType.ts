/** Instances that no hypervisor can give to a VM, for no vGPU type belongs to their profile. */
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { typesOfInstance } from '../vms/assign.ts';

export type NoType =
  /** The tables have no type for any profile of the board. */
  | { readonly code: 'board-without-types' }
  /** `nearest` has a type and at least the slices of this one, as few as can be; null where none is as large. */
  | { readonly code: 'profile-without-type'; readonly nearest: ProfileName | null };

/** Why an instance of this profile has no vGPU type on this GPU; null when it has one, or the board is not known. */
export function whyNoType(gpu: Pick<Gpu, 'board' | 'variant'>, profile: ProfileName): NoType | null {
  const board = findBoard(gpu.board);
  const own = board === undefined ? undefined : profileOf(board, profile);
  if (board === undefined || own === undefined) return null;
  if (typesOfInstance(gpu, { profile }).length > 0) return null;
  const typed = board.profiles.filter(({ name }) => typesOfInstance(gpu, { profile: name }).length > 0);
  if (typed.length === 0) return { code: 'board-without-types' };
  const [nearest] = typed
    .filter(
      (one) => one.computeSlices >= own.computeSlices && (one.memorySlices ?? 0) >= (own.memorySlices ?? 0),
    )
    // Of those alike the one with least beside its slices: an attribute claims engines.
    .sort(
      (a, b) =>
        (a.memorySlices ?? 0) - (b.memorySlices ?? 0) ||
        a.computeSlices - b.computeSlices ||
        a.attributes.length - b.attributes.length,
    );
  return { code: 'profile-without-type', nearest: nearest?.name ?? null };
}

/** Drivers that a set of instances asks for together, beyond what each of its profiles asks for. */
import { profileOf, type Board } from './board.ts';
import type { ProfileName } from './profile.ts';

/** The two that an older driver refused beside each other, and the first that takes them. */
export interface DriverOfSet {
  readonly profiles: readonly [ProfileName, ProfileName];
  readonly needs: string;
}

/**
 * "4g and 3g together were refused before R510": MIG User Guide, Concepts, Profile Placement (one source; gpus.json,
 * driverRules). It matters on Ampere only, for later boards need a later driver anyway. Null: nothing beyond the profiles.
 */
export function driverOfSet(board: Board, profiles: readonly ProfileName[]): DriverOfSet | null {
  if (board.architecture !== 'Ampere' || board.computeSlices !== 7) return null;
  const withSlices = (count: number): ProfileName | undefined =>
    profiles.find((name) => profileOf(board, name)?.computeSlices === count);
  const [four, three] = [withSlices(4), withSlices(3)];
  return four === undefined || three === undefined ? null : { profiles: [four, three], needs: 'R510' };
}

import type { Board } from '../../model/board.ts';
import { parseProfileName, type ProfileName } from '../../model/profile.ts';

export type Hue = '1g' | 'wide-1g' | '2g' | '3g' | '4g' | '7g' | 'unknown';

const BY_COMPUTE: Readonly<Record<number, Hue>> = { 1: '1g', 2: '2g', 3: '3g', 4: '4g', 7: '7g' };

/**
 * The hue of a profile: by its compute slices, and a hue of its own for a 1g that is wider than the board's narrowest.
 * Goes by the geometry of the board and never by names, which mean different sizes on different boards.
 */
export function hueOf(board: Board | undefined, name: ProfileName): Hue {
  const profile = board?.profiles.find((one) => one.name === name);
  const compute = profile?.computeSlices ?? parseProfileName(name)?.computeSlices ?? 0;
  const hue = BY_COMPUTE[compute] ?? 'unknown';
  if (hue !== '1g' || board === undefined || profile?.memorySlices == null) return hue;
  const narrowest = Math.min(
    ...board.profiles.map((one) => (one.computeSlices === 1 ? (one.memorySlices ?? Infinity) : Infinity)),
  );
  return profile.memorySlices > narrowest ? 'wide-1g' : '1g';
}

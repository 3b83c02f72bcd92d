import type { Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { hueOf } from '../board/hue.ts';
import { classNames } from './classNames.ts';

interface ProfileSwatchProps {
  readonly board: Board | undefined;
  readonly profile: ProfileName;
}

/** The little square of a profile's hue beside its name; a wide 1g is hatched here too. */
export function ProfileSwatch({ board, profile }: ProfileSwatchProps) {
  const hue = hueOf(board, profile);
  return (
    <span
      aria-hidden="true"
      data-hue={hue}
      className={classNames(
        'inline-block size-2.5 shrink-0 rounded-rail border-[1.5px] border-edge bg-fill',
        hue === 'wide-1g' && 'hatched-edge',
      )}
    />
  );
}

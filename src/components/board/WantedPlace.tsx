import type { Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { blockStyle } from './gridStyle.ts';

interface WantedPlaceProps {
  readonly board: Board;
  readonly profile: ProfileName;
  readonly start: number;
}

/** Where something was wanted that is refused: hatched and dashed. */
export function WantedPlace({ board, profile, start }: WantedPlaceProps) {
  return (
    <span
      className="mig-at hatched rounded-block border-[1.5px] border-dashed border-ink"
      style={blockStyle(board, profile, start)}
    />
  );
}

import type { Board, BoardId, GiProfile } from '../../model/board.ts';
import { fitsInPlan } from '../../placement/fits.ts';
import type { FitsRepacked } from '../../placement/solver/repack.ts';
import { placementMessage } from '../../placement/messages.ts';
import { gestures, planStore, usePlan, useUi } from '../../state/app.ts';
import { useRepacked } from '../../state/repacked.ts';
import type { Lifted } from '../../state/uiStore.ts';
import { typesLabel } from '../board/typeNames.ts';
import { figure } from '../dialogs/counted.ts';
import { makeLift } from '../dnd/liftable.ts';
import { MiniGrid } from '../ui/MiniGrid.tsx';

interface ProfileButtonProps {
  readonly board: Board;
  /** All boards of its section: they share the profile and its starts, not its vGPU type. */
  readonly boards: readonly BoardId[];
  readonly profile: GiProfile;
}

/** "22", or "20+" where more are neither found nor ruled out. */
function figureOf({ count, bound }: FitsRepacked): string {
  return count === bound ? figure(count) : `${figure(count)}+`;
}

/** One profile: how it looks, what it takes, how many more fit. */
export function ProfileButton({ board, boards, profile }: ProfileButtonProps) {
  const fits = usePlan((state) => fitsInPlan(state.plan, profile.name, boards));
  const { fits: repacked, of } = useRepacked(board.id, profile.name);
  const isCounted = usePlan(({ plan }) => plan === of) && repacked !== undefined;
  const lifted: Lifted = { kind: 'profile', profile: profile.name, board: board.id };
  const lift = makeLift(lifted);
  const isInHand = useUi((ui) => ui.lifted?.kind === 'profile' && makeLift(ui.lifted) === lift);
  const isByKeys = useUi((ui) => isInHand && ui.liftedBy === 'keys');
  const type = typesLabel(
    boards.map((id) => ({ board: id, variant: null })),
    profile.name,
  );
  const memory = profile.memorySlices ?? 0;
  const drawing = (
    <MiniGrid
      board={board}
      pitch={board.memorySlices !== null && board.memorySlices > 8 ? 2.75 : 4}
      instances={profile.starts === null ? [] : [{ profile: profile.name, start: profile.starts[0] ?? 0 }]}
    />
  );
  if (profile.starts === null) {
    const why = placementMessage(
      { code: 'starts-unknown', profile: profile.name, board: board.id },
      planStore.getState().plan,
    );
    return (
      <div className="profile profile-quiet">
        {drawing}
        <span className="text-body font-semibold">{profile.name}</span>
        <span className="text-note text-ink2">{why}</span>
      </div>
    );
  }
  return (
    <button
      type="button"
      data-focus-home
      data-lift={lift}
      data-in-hand={isInHand || undefined}
      aria-pressed={isByKeys || undefined}
      aria-current={isInHand || undefined}
      aria-label={[
        profile.name,
        fits === 0 ? 'no more fits now' : `${figure(fits)} more fit${fits === 1 ? 's' : ''} now`,
        ...(isCounted ? [`${figureOf(repacked)} after repacking`] : []),
        `${profile.computeSlices} compute and ${memory} memory ${memory === 1 ? 'slice' : 'slices'}`,
        ...(type === null ? [] : [type]),
      ].join(', ')}
      title={type ?? undefined}
      onClick={() => gestures.lift(lifted, 'choice')}
      className={fits === 0 ? 'profile profile-quiet' : 'profile'}
    >
      {drawing}
      <span className="truncate text-left text-body font-semibold">{profile.name}</span>
      <span className="profile-fits" data-many={fits > 999 || undefined}>
        {figure(fits)}
      </span>
      <span className="profile-repacked" data-counting={!isCounted || undefined}>
        {repacked === undefined ? '' : figureOf(repacked)}
      </span>
      <span className="flex gap-1.5 text-note text-ink3">
        <span className="shrink-0">
          {profile.computeSlices} × {memory}
        </span>
        {type !== null && <span className="profile-type">{type}</span>}
      </span>
    </button>
  );
}

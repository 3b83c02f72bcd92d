import { flushSync } from 'react-dom';
import type { Board } from '../../model/board.ts';
import { findVm, type Gpu } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { blockOf } from '../../model/slices.ts';
import { gestures, uiStore, useUi } from '../../state/app.ts';
import { isSameTarget, profileInHand, targetsOn } from '../../state/targets.ts';
import type { Target } from '../../state/uiStore.ts';
import { columnPitches, labelsInside, rangeStyle } from './gridStyle.ts';
import { hueOf } from './hue.ts';
import type { Hand } from './useGpuHand.ts';

interface StartButtonsProps {
  readonly gpu: Gpu;
  readonly board: Board;
  readonly hand: Hand;
  /** What is aimed at on this GPU. */
  readonly target: Target | null;
}

/** Every legal start of what is in the hand, on a grid or on a strip. */
export function StartButtons({ gpu, board, hand, target }: StartButtonsProps) {
  const inHand = profileInHand(hand.plan, hand.lifted);
  return targetsOn(gpu, hand.legal).map((place) => (
    <StartButton
      key={place.giId ?? place.start}
      board={board}
      hand={hand}
      profile={inHand ?? gpu.instances.find((gi) => gi.id === place.giId)?.profile ?? ''}
      place={place}
      isAimed={isSameTarget(target, place)}
    />
  ));
}

interface StartButtonProps {
  readonly board: Board;
  readonly hand: Hand;
  readonly profile: ProfileName;
  readonly place: Target;
  readonly isAimed: boolean;
}

/** One legal start of what is in the hand: a place to drop, and a button that does the same. */
function StartButton({ board, hand, profile, place, isAimed }: StartButtonProps) {
  const { start } = place;
  const block = blockOf(board, profile, start);
  // Most others still fit when it goes here.
  const isSuggested = useUi(({ suggested }) => suggested !== null && isSameTarget(suggested, place));
  const isVm = hand.lifted.kind === 'vm';
  const vm = hand.lifted.kind === 'vm' ? findVm(hand.plan, hand.lifted.vmId) : undefined;
  const isLarge = labelsInside(board, block);
  const isNarrow = block.memory.count * columnPitches(board) < 2;
  const take = (): void => {
    const card = document.activeElement?.closest('[data-gpu-id]') ?? null;
    // Drawn before this press ends: the next key may come before the next frame.
    const isDone = flushSync(() => gestures.dropAt(place, 'keep'));
    if (isDone) focusNext(card, start);
  };
  return (
    <button
      type="button"
      data-place={start}
      data-hue={hueOf(board, profile)}
      data-aimed={isAimed || undefined}
      data-suggested={isSuggested || undefined}
      data-vm={isVm || undefined}
      aria-label={
        isVm ? `Assign ${vm?.name ?? 'the VM'} at slice ${start}` : `Place ${profile} at slice ${start}`
      }
      aria-description={isSuggested ? 'suggested' : undefined}
      title={isSuggested ? 'Suggested: most others still fit' : undefined}
      onClick={take}
      className="mig-at mig-start"
      style={rangeStyle(block.compute, block.memory)}
    >
      {!isVm && isLarge && isAimed && <span className="font-semibold whitespace-nowrap">{profile}</span>}
      {!isVm && <span className="whitespace-nowrap">{isNarrow ? start : `Slice ${start}`}</span>}
    </button>
  );
}

/** The button that was pressed is gone: on to the next start of this GPU, or of the plan, or to what now stands here. */
function focusNext(card: Element | null, start: number): void {
  if (card === null || (document.activeElement !== null && document.activeElement !== document.body)) return;
  const hasHand = uiStore.getState().lifted !== null;
  const next = hasHand
    ? (card.querySelector<HTMLElement>('[data-place]') ?? document.querySelector<HTMLElement>('[data-place]'))
    : card.querySelector<HTMLElement>(`[data-gi-start="${start}"]`);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

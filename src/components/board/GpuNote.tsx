import { useMemo } from 'react';
import type { Gpu } from '../../model/plan.ts';
import { commandNote, placementNote } from '../../placement/messageNotes.ts';
import { makeList, strandedMessage } from '../../placement/messages.ts';
import { whyNoType } from '../../placement/names/nearestType.ts';
import { strandedSlices, type SliceUse } from '../../placement/stranded.ts';
import { planStore } from '../../state/app.ts';
import { isAmong } from '../../state/targets.ts';
import { strandedWords } from '../dialogs/strandedWords.ts';
import type { Refusal, Target } from '../../state/uiStore.ts';
import type { Fault } from './GpuGrid.tsx';
import type { Hand } from './useGpuHand.ts';

interface GpuNoteProps {
  readonly gpu: Gpu;
  readonly use: SliceUse;
  readonly faults: readonly Fault[];
  readonly isObservedElse: boolean;
  readonly isForVms: boolean;
  readonly hand: Hand | null;
  readonly target: Target | null;
  readonly refusal: Refusal | null;
}

const OBSERVED_ELSE = 'Observed differs';

/** The one line under a GPU: why not, what would happen, what is illegal, what was observed, what is stranded. */
export function GpuNote(props: GpuNoteProps) {
  const text = noteOf(props);
  if (text === null) {
    return <StrandedNote {...props} />;
  }
  return (
    // While something is in the hand no line may grow: the grids below would move away under the pointer.
    <p className={props.hand === null ? 'gpu-note' : 'gpu-note truncate'} title={text}>
      {text}
    </p>
  );
}

/** The slices by number for the eye, for which the reason has no room here; the reason for everybody else. */
function StrandedNote({ gpu, use, isObservedElse, isForVms }: GpuNoteProps) {
  const untyped = isForVms ? untypedNote(gpu) : null;
  const reason = useMemo(() => strandedSlices(gpu).map(strandedMessage).join(' '), [gpu]);
  return (
    <p className="gpu-note" title={reason}>
      {isObservedElse && `${OBSERVED_ELSE}. `}
      {untyped !== null && `${untyped}. `}
      <span aria-hidden="true">{strandedWords(use)}</span>
      <span className="sr-only">{reason}</span>
    </p>
  );
}

/** Null: the stranded slices. */
function noteOf(props: GpuNoteProps): string | null {
  const { gpu, use, faults, isObservedElse, isForVms, hand, target, refusal } = props;
  const plan = hand?.plan ?? planStore.getState().plan;
  if (refusal !== null) return commandNote(refusal.error, plan);
  if (hand !== null) {
    const { starts, why } = hand.legal;
    if (target !== null && isAmong(hand.legal, target)) {
      return hand.liftedBy === 'pointer' ? 'Release to place' : 'Space or Enter places it';
    }
    if (starts.length > 0) return `Legal at slice ${makeList(starts, 'or')}`;
    if (why !== null) return commandNote(why, plan);
    return hand.lifted.kind === 'vm' ? 'No instance that can serve it' : 'No other start';
  }
  if (gpu.use !== 'mig') return placementNote({ code: 'mig-off', use: gpu.use }, plan);
  const [first] = faults;
  if (first !== undefined) {
    const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
    return `Illegal${first.gi === null ? '' : ` ${first.gi.profile}`}: ${placementNote(first.fault, plan)}${more}`;
  }
  if (use.strandedCompute.length + use.strandedMemory.length > 0) return null;
  if (isObservedElse) return OBSERVED_ELSE;
  return gpu.instances.length === 0 ? 'Nothing placed' : ((isForVms ? untypedNote(gpu) : null) ?? '');
}

/** The instances that no VM can have, and the nearest profile that one could; null where there are none. */
function untypedNote(gpu: Gpu): string | null {
  const untyped = new Map(gpu.instances.map(({ profile }) => [profile, whyNoType(gpu, profile)]));
  const [first] = [...untyped].filter(([, why]) => why?.code === 'profile-without-type');
  if (first === undefined) return null;
  const [profile, why] = first;
  const nearest = why?.code === 'profile-without-type' && why.nearest !== null ? `, ${why.nearest} has` : '';
  return `${profile} has no vGPU type${nearest}`;
}

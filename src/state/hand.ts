/**
 * The thing in the hand, by pointer, keys or clicks: lifted, aimed, dropped or put back. What is shown as legal and what is
 * accepted are one answer (targets.ts).
 */
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import { findGpu, type Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import type { CommandError } from '../placement/errors.ts';
import type { EverydayCommand } from '../placement/everydayCommands.ts';
import { commandMessage, gpuName } from '../placement/messages.ts';
import { vmIdsOn } from '../placement/vms/assign.ts';
import type { Stores } from './gestures.ts';
import { liftedName, whyNowhere } from './gestureWords.ts';
import {
  isSameTarget,
  legalFor,
  legalTargets,
  nextTarget,
  profileInHand,
  suggestedTarget,
  targetAt,
  type GridPoint,
  type Step,
} from './targets.ts';
import type { Lifted, LiftedBy, Message, Target } from './uiStore.ts';

/** Nothing is in the hand. */
export const PUT_DOWN = { lifted: null, liftedBy: null, target: null, suggested: null } as const;

interface HandParts extends Stores {
  readonly say: (text: string, tone?: Message['tone']) => void;
  /** Says so, and is true, where the plan is not to be changed. */
  readonly refuseReadOnly: () => boolean;
}

export function createHand({ planStore, uiStore, say, refuseReadOnly }: HandParts) {
  const plan = (): Plan => planStore.getState().plan;

  const refuse = (
    gpuId: GpuId,
    profile: ProfileName | null,
    start: number | null,
    error: CommandError,
    giId: GiId | null = null,
  ): void => {
    const { lifted } = uiStore.getState();
    const moving = lifted?.kind === 'instance' ? lifted.giId : null;
    const vm = lifted?.kind === 'vm' ? { vmId: lifted.vmId, giId } : null;
    const blockedBy = giId !== null ? [giId] : 'blockedBy' in error ? error.blockedBy : [];
    uiStore.setState({ ...PUT_DOWN, refusal: { gpuId, profile, start, moving, vm, blockedBy, error } });
    say(commandMessage(error, plan()), 'refused');
  };

  /** The refusal of the first GPU that could have it, for the ways out of it: any other would do as well. */
  const showRefusal = (now: Plan, lifted: Lifted): void => {
    const profile = profileInHand(now, lifted);
    if (profile === null || lifted.kind === 'vm') return;
    const moving = lifted.kind === 'instance' ? lifted.giId : null;
    for (const gpu of now.hosts.flatMap(({ gpus }) => gpus)) {
      const { why } = legalFor(now, gpu, lifted);
      if (why === null || why.code === 'not-a-profile' || why.code === 'board-unknown') continue;
      const blockedBy = 'blockedBy' in why ? why.blockedBy : [];
      uiStore.setState({
        refusal: { gpuId: gpu.id, profile, start: null, moving, vm: null, blockedBy, error: why },
      });
      return;
    }
  };

  /** Beside a VM that waits stand the ways out. */
  const showVm = (id: VmId): void => {
    uiStore.setState({ selection: { kind: 'vm', id } });
  };

  const lift = (lifted: Lifted, liftedBy: LiftedBy): void => {
    if (refuseReadOnly()) return;
    const suggested = suggestedTarget(plan(), lifted);
    uiStore.setState({ lifted, liftedBy, target: null, suggested, refusal: null });
    if (lifted.kind === 'profile') uiStore.setState({ left: 'profiles' });
    // What is in the hand goes to the board, so the board has to be there.
    if (uiStore.getState().vms.isLarge) uiStore.setState((ui) => ({ vms: { ...ui.vms, isLarge: false } }));
    const now = plan();
    const count = legalTargets(now, lifted).length;
    const what = liftedName(now, lifted);
    if (count === 0) {
      // Nothing legal anywhere is an answer too, and the reason should not need a drag to be read.
      const none =
        lifted.kind === 'vm'
          ? 'no matching instance is free'
          : `no ${lifted.kind === 'instance' ? 'other ' : ''}legal start`;
      // In the hand of a pointer it may still be dropped, and is refused then.
      if (liftedBy !== 'pointer') showRefusal(now, lifted);
      if (lifted.kind === 'vm') showVm(lifted.vmId);
      say(`${what}: ${none} in the plan. ${whyNowhere(now, lifted)}`.trim(), 'refused');
      return;
    }
    const place = lifted.kind === 'vm' ? 'matching instance' : 'legal start';
    const places = `${count} ${place}${count === 1 ? '' : 's'}`;
    const keys =
      liftedBy === 'keys' ? ' Arrow keys step through them, Space or Enter places, Escape puts back.' : '';
    const best = suggested === null || count === 1 ? undefined : findGpu(now, suggested.gpuId);
    const where = best === undefined ? '' : ` Suggested: slice ${suggested?.start} of ${gpuName(best)}.`;
    say(`${what}: ${places}.${where}${keys}`);
  };

  const aim = (target: Target | null): void => {
    if (isSameTarget(uiStore.getState().target, target)) return;
    uiStore.setState({ target });
    const { lifted } = uiStore.getState();
    const place = target === null ? undefined : findGpu(plan(), target.gpuId);
    if (lifted !== null && target !== null && place !== undefined) {
      say(`${liftedName(plan(), lifted)} at slice ${target.start} of ${gpuName(place)}`);
    }
  };

  /** Places or moves the thing in the hand, or assigns it. */
  const dropAt = (target: Target, then: 'put-down' | 'keep' = 'put-down'): boolean => {
    const { lifted } = uiStore.getState();
    if (lifted === null) return false;
    const before = plan();
    const command = commandFor(before, lifted, target);
    if (command === null) return false;
    const result = planStore.getState().dispatch(command);
    if (!result.ok) {
      refuse(target.gpuId, profileInHand(before, lifted), target.start, result.error, target.giId);
      return false;
    }
    const left = legalTargets(result.value, lifted).length;
    const isKept = then === 'keep' && lifted.kind === 'profile' && left > 0;
    const suggested = suggestedTarget(result.value, lifted);
    uiStore.setState(isKept ? { target: null, suggested, refusal: null } : { ...PUT_DOWN, refusal: null });
    const more = isKept ? ` ${left} more legal start${left === 1 ? '' : 's'}; Done or Escape ends.` : '';
    say(`${describeCommand(command, before)}.${more}`, 'done');
    return true;
  };

  return {
    lift,
    aim,
    dropAt,

    /** Puts back what is in the hand; also clears a refusal. True when there was something to put back. */
    putBack: (): boolean => {
      const { lifted, refusal } = uiStore.getState();
      if (lifted === null && refusal === null) return false;
      uiStore.setState({ ...PUT_DOWN, refusal: null });
      say(lifted === null ? '' : `${liftedName(plan(), lifted)}: put back.`);
      return true;
    },

    /** An arrow key while lifted: the next legal target, round and round, also on another GPU. */
    step: (direction: Step): Target | null => {
      const { lifted, target, shown } = uiStore.getState();
      if (lifted === null) return null;
      const next = nextTarget(plan(), lifted, target, direction, shown?.gpus);
      if (next === null) return null;
      uiStore.setState({ liftedBy: 'keys' });
      aim(next);
      return next;
    },

    /** Space or Enter while lifted by keys: where the keys aim, or at the suggested place while they do not. */
    dropOnTarget: (): boolean => {
      const { target, suggested } = uiStore.getState();
      const place = target ?? suggested;
      return place !== null && dropAt(place);
    },

    /**
     * The pointer is over a GPU, at a point of its grid. Aims at the legal start nearest to it; where a start that is
     * not legal is clearly nearer, aims at that one, so that the drop can say why.
     */
    aimAtPoint: (gpuId: GpuId, point: GridPoint): void => {
      const { lifted } = uiStore.getState();
      if (lifted !== null) aim(targetAt(plan(), gpuId, lifted, point));
    },

    /** The button was released over a GPU: place, or refuse with the rule and what is in the way. */
    dropOnGpu: (gpuId: GpuId): boolean => {
      const { lifted, target } = uiStore.getState();
      const place = findGpu(plan(), gpuId);
      if (lifted === null || place === undefined) return false;
      if (target !== null && target.gpuId === gpuId && !isOwnPlace(plan(), lifted, target)) {
        return dropAt(target);
      }
      const isHome =
        target !== null ||
        (lifted.kind === 'instance' && place.gpu.instances.some((gi) => gi.id === lifted.giId));
      const { why } = legalFor(plan(), place.gpu, lifted);
      if (why !== null && !isHome) {
        refuse(gpuId, profileInHand(plan(), lifted), null, why);
        return false;
      }
      uiStore.setState(PUT_DOWN);
      const name = liftedName(plan(), lifted);
      if (isHome || lifted.kind !== 'vm') say(`${name}: put back.`);
      else {
        showVm(lifted.vmId);
        say(`${name}: ${gpuName(place)} has no instance that can serve it.`, 'refused');
      }
      return false;
    },
  };
}

/** A VM let go over an instance that it has already. */
function isOwnPlace(plan: Plan, lifted: Lifted, { giId }: Target): boolean {
  return lifted.kind === 'vm' && giId !== null && vmIdsOn(plan, giId).includes(lifted.vmId);
}

function commandFor(plan: Plan, lifted: Lifted, target: Target): EverydayCommand | null {
  const { gpuId, start, giId } = target;
  switch (lifted.kind) {
    case 'profile':
      return { type: 'gi/place', gpuId, profile: lifted.profile, start };
    case 'instance':
      return { type: 'gi/move', giId: lifted.giId, gpuId, start };
    case 'vm':
      return giId === null ? null : { type: 'vm/assign', vmId: lifted.vmId, giId };
  }
}

/**
 * What a user does: lift, aim, drop, put back, and every edit. Pointer, keys and buttons all end in these functions, so
 * that one gesture is one command, one step and one sentence, however it was made.
 */
import type { BoardId } from '../model/board.ts';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import { findGpu, findHost, findInstance, findVm, vmsByInstance, type Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { vmIdsOn } from '../placement/vms/assign.ts';
import type { PlanCommand } from '../placement/commands.ts';
import { applyEveryday, type EverydayCommand } from '../placement/everydayCommands.ts';
import type { Result } from '../model/result.ts';
import type { CommandError } from '../placement/errors.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import { commandMessage, gpuName } from '../placement/messages.ts';
import { placedMessage } from '../placement/vms/waitMessages.ts';
import type { PlanDocument, PlanStore } from './planStore.ts';
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
import type {
  DialogName,
  LeftPane,
  Lifted,
  LiftedBy,
  Message,
  Selection,
  Target,
  UiState,
  UiStore,
  View,
  VmList,
  VmsView,
  WayBack,
} from './uiStore.ts';

/** The stores that a gesture works on. */
export interface Stores {
  readonly planStore: PlanStore;
  readonly uiStore: UiStore;
}

/** Dialogs that are for nothing but an edit. */
const EDITING: ReadonlySet<DialogName> = new Set(['add-host', 'hosts', 'vm-table', 'requests-table']);

/** All gestures over one pair of stores. */
export function createGestures({ planStore, uiStore }: Stores) {
  const plan = (): Plan => planStore.getState().plan;

  const say = (text: string, tone: Message['tone'] = 'info'): void => {
    uiStore.setState((ui) => ({ message: { text, tone, count: ui.message.count + 1 } }));
  };

  const showVms = (change: Partial<VmsView>): void => {
    uiStore.setState((ui) => ({ vms: { ...ui.vms, ...change } }));
  };

  /** Says so, and is true, where the plan is not to be changed. */
  const refuseReadOnly = (): boolean => {
    const { isReadOnly } = planStore.getState();
    if (isReadOnly) say(commandMessage({ code: 'read-only' }, plan()), 'refused');
    return isReadOnly;
  };

  const putDown = { lifted: null, liftedBy: null, target: null, suggested: null } as const;

  /** Runs a command as one step. Says what was done, or why not; nothing is lost on an error. */
  const run = (command: EverydayCommand, note = ''): boolean =>
    settle(command, note, applyEveryday(plan(), command));

  /** The same of any command, with what it comes to on this very plan. */
  const settle = (command: PlanCommand, note: string, result: Result<Plan, CommandError>): boolean => {
    const before = plan();
    if (refuseReadOnly()) return false;
    const label = describeCommand(command, before);
    planStore.getState().settle(command, result);
    if (result.ok && result.value === before && command.type === 'vm/place') {
      // Nothing was done, and there is no step: only the reason is left to say.
      say(placedMessage(before, command.vmIds), 'refused');
      return false;
    }
    if (result.ok) {
      uiStore.setState({ refusal: null });
      if (result.value === before) {
        say(`${label}: it is so already.`);
        return true;
      }
      forgetGone(
        command.type === 'plan/replace',
        command.type === 'plan/replace' && command.origin === 'tab',
      );
      const outcome = outcomeOf(command, before, result.value);
      say([`${label}.`, note, outcome].filter((part) => part !== '').join(' '), 'done');
      return true;
    }
    say(commandMessage(result.error, before), 'refused');
    return false;
  };

  /** Selection and hand may name something that an edit, undo or import took away; in another document they name nothing. */
  const forgetGone = (isOtherDocument: boolean, isFromTab = false): void => {
    if (isOtherDocument) {
      uiStore.setState((ui) => ({
        ...{ ...putDown, selection: null, left: 'profiles', requestsOf: null, shown: null },
        // What another tab does is nothing to somebody in the lab.
        view: isFromTab && ui.view?.kind === 'lab' ? ui.view : null,
      }));
      showVms({ picked: new Set(), sought: null });
    }
    const now = plan();
    const { selection, lifted, view } = uiStore.getState();
    if (view !== null && 'hostId' in view && findHost(now, view.hostId) === undefined)
      uiStore.setState({ view: null });
    if (selection !== null && !isThere(now, selection)) uiStore.setState({ selection: null });
    if (lifted?.kind === 'instance' && findInstance(now, lifted.giId) === undefined)
      uiStore.setState(putDown);
    if (lifted?.kind === 'vm' && findVm(now, lifted.vmId) === undefined) uiStore.setState(putDown);
    if (uiStore.getState().lifted !== null) uiStore.setState({ suggested: suggestedTarget(now, lifted) });
  };

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
    uiStore.setState({ ...putDown, refusal: { gpuId, profile, start, moving, vm, blockedBy, error } });
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
    if (uiStore.getState().vms.isLarge) showVms({ isLarge: false });
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
    uiStore.setState(isKept ? { target: null, suggested, refusal: null } : { ...putDown, refusal: null });
    const more = isKept ? ` ${left} more legal start${left === 1 ? '' : 's'}; Done or Escape ends.` : '';
    say(`${describeCommand(command, before)}.${more}`, 'done');
    return true;
  };

  return {
    say,
    run,

    settle,
    lift,
    aim,
    dropAt,

    /** Puts back what is in the hand; also clears a refusal. True when there was something to put back. */
    putBack: (): boolean => {
      const { lifted, refusal } = uiStore.getState();
      if (lifted === null && refusal === null) return false;
      uiStore.setState({ ...putDown, refusal: null });
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
      uiStore.setState(putDown);
      const name = liftedName(plan(), lifted);
      if (isHome || lifted.kind !== 'vm') say(`${name}: put back.`);
      else {
        showVm(lifted.vmId);
        say(`${name}: ${gpuName(place)} has no instance that can serve it.`, 'refused');
      }
      return false;
    },

    /** `isNotesAsked`: and goes to its notes. */
    select: (selection: Selection | null, isNotesAsked = false): void => {
      uiStore.setState({ selection, isNotesAsked, refusal: null });
    },

    openDialog: (dialog: DialogName, importText = ''): void => {
      if (EDITING.has(dialog) && refuseReadOnly()) return;
      uiStore.setState({ dialog, importText, ...putDown, refusal: null });
    },

    /** The layouts of one GPU's board, to cut it anew. */
    openLayouts: (layoutsOf: GpuId): void => {
      if (refuseReadOnly()) return;
      uiStore.setState({ dialog: 'layouts', layoutsOf, ...putDown, refusal: null });
    },

    /** Where the facts of a board are from; without one, of the first board of the plan. */
    openTrust: (trustOf: BoardId | null = null): void => {
      uiStore.setState({ dialog: 'trust', trustOf, ...putDown, refusal: null });
    },

    closeDialog: (): void => {
      uiStore.setState({ dialog: null, importText: '', layoutsOf: null, trustOf: null });
    },

    /** How dense the board is, and which part of the plan it shows. */
    showBoard: (change: Partial<Pick<UiState, 'density' | 'shown'>>): void => uiStore.setState(change),

    showConsole: (isConsoleOpen: boolean): void => uiStore.setState({ isConsoleOpen }),
    openView: (view: View): void => {
      uiStore.setState({ view, ...putDown, refusal: null });
    },

    closeView: (): void => {
      uiStore.setState({ view: null });
    },

    showVms,

    /** Profiles to place one by one, or requests to be planned. */
    showLeft: (left: LeftPane): void => {
      uiStore.setState({ left });
    },

    /** The VMs of one kind, from elsewhere on the page; `sought` is the one that is to be in sight. */
    listVms: (list: VmList, sought: VmId | null = null): void => {
      showVms({ list, isFolded: false, asked: uiStore.getState().vms.asked + 1, sought });
    },

    /** Another plan takes the place of the one that is open. Not a step; `wayBack` is what Undo does before the first. */
    open: (document: PlanDocument, wayBack: WayBack | null = null, isReadOnly = false): void => {
      planStore.getState().open(document, isReadOnly);
      uiStore.setState({ refusal: null, wayBack });
      forgetGone(true);
    },

    undo: (): void => {
      const { past } = planStore.getState();
      const { wayBack, taskHistory } = uiStore.getState();
      if (taskHistory !== null) {
        taskHistory.undo();
        return;
      }
      if (refuseReadOnly()) return;
      if (past.length === 0 && wayBack !== null) {
        wayBack.take();
        return;
      }
      const isReplacement = past.at(-1)?.origin != null;
      const label = planStore.getState().undo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to undo.' : `Undone: ${label}.`, label === null ? 'info' : 'done');
    },

    redo: (): void => {
      const { taskHistory } = uiStore.getState();
      if (taskHistory !== null) {
        taskHistory.redo();
        return;
      }
      if (refuseReadOnly()) return;
      const isReplacement = planStore.getState().future[0]?.origin != null;
      const label = planStore.getState().redo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to redo.' : `Redone: ${label}.`, label === null ? 'info' : 'done');
    },
  };
}

export type Gestures = ReturnType<typeof createGestures>;

/** A VM let go over an instance that it has already. */
function isOwnPlace(plan: Plan, lifted: Lifted, { giId }: Target): boolean {
  return lifted.kind === 'vm' && giId !== null && vmIdsOn(plan, giId).includes(lifted.vmId);
}

function isThere(plan: Plan, selection: Selection): boolean {
  switch (selection.kind) {
    case 'host':
      return plan.hosts.some((host) => host.id === selection.id);
    case 'gpu':
      return findGpu(plan, selection.id) !== undefined;
    case 'instance':
      return findInstance(plan, selection.id) !== undefined;
    case 'vm':
      return findVm(plan, selection.id) !== undefined;
  }
}

function liftedName(plan: Plan, lifted: Lifted): string {
  if (lifted.kind === 'vm') return findVm(plan, lifted.vmId)?.name ?? 'VM';
  return profileInHand(plan, lifted) ?? 'Instance';
}

/** Why no GPU of the plan takes it: the reason of the first, for each of the others shows its own. */
function whyNowhere(plan: Plan, lifted: Lifted): string {
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const [first] = places;
  if (first === undefined) return 'Add a host with a GPU first.';
  const { why } = legalFor(plan, first.gpu, lifted);
  if (why === null) return '';
  const reason = commandMessage(why, plan);
  return places.length === 1 ? reason : `${gpuName(first)}: ${reason} Each other GPU shows its own reason.`;
}

/** What a command did beyond its name: who was placed, who waits now, what is free again. */
function outcomeOf(command: PlanCommand, before: Plan, after: Plan): string {
  switch (command.type) {
    case 'vm/place':
      return placedMessage(after, command.vmIds);
    case 'vm/addMany': {
      const added = after.vms.slice(before.vms.length).map((vm) => vm.id);
      return command.place ? placedMessage(after, added) : '';
    }
    case 'vm/remove':
    case 'vm/removeMany':
      return freedInstances(before, after);
    // Who is sent back to waiting waits: the label has said it.
    case 'vm/unassign':
    case 'vm/unassignMany':
      return '';
    default:
      return newlyWaiting(before, after);
  }
}

/** "2 instances are free again." A VM that goes leaves its instances where they are. */
function freedInstances(before: Plan, after: Plan): string {
  const held = vmsByInstance(after);
  const freed = [...vmsByInstance(before).keys()].filter((giId) => !held.has(giId)).length;
  if (freed === 0) return '';
  return freed === 1 ? 'Its instance is free again.' : `${freed} instances are free again.`;
}

function newlyWaiting(before: Plan, after: Plan): string {
  if (before.vms === after.vms) return '';
  const waiting = new Set(
    before.vms.filter((vm) => vm.attachments.some((a) => a.instance === null)).map((vm) => vm.id),
  );
  const sent = after.vms.filter(
    (vm) =>
      !waiting.has(vm.id) &&
      vm.attachments.some((a) => a.instance === null) &&
      findVm(before, vm.id) !== undefined,
  );
  if (sent.length === 0) return '';
  const [first] = sent;
  return sent.length === 1 ? `${first?.name} waits again.` : `${sent.length} VMs wait again.`;
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
